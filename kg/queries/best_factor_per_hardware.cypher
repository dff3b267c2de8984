// The largest speedup on each piece of hardware; of a range, the upper end counts.
//
// $min_confidence: float = 0.0 -- least confidence of a claim
// $limit: int = 50 -- rows at most

MATCH (c:Claim {type: 'speedup'})-[:ON_HARDWARE]->(h:Hardware)
WHERE c.confidence >= $min_confidence AND coalesce(c.factor_high, c.factor_low) IS NOT NULL
RETURN h.name AS hardware, max(coalesce(c.factor_high, c.factor_low)) AS factor, count(DISTINCT c.id) AS claims
ORDER BY factor DESC, hardware
LIMIT $limit
