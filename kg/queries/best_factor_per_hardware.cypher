// The largest speedup on each piece of hardware, as a factor and as stated, and how many there are; of a range, the upper
// end counts.
//
// $min_confidence: float = 0.0 -- least confidence of a claim
// $limit: int = 50 -- rows at most

MATCH (c:Claim {type: 'speedup'})-[:ON_HARDWARE]->(h:Hardware)
WHERE c.confidence >= $min_confidence AND coalesce(c.factor_high, c.factor_low) IS NOT NULL
WITH h, max(coalesce(c.factor_high, c.factor_low)) AS factor, count(DISTINCT c.id) AS claims
MATCH (b:Claim {type: 'speedup'})-[:ON_HARDWARE]->(h)
WHERE b.confidence >= $min_confidence AND coalesce(b.factor_high, b.factor_low) = factor
WITH h, claims, min(b.id) AS claim
MATCH (c:Claim {id: claim})
RETURN h.name AS hardware, c.factor_low AS factor_low, c.factor_high AS factor_high, c.low AS low, c.high AS high,
       c.unit AS unit, c.sense AS sense, c.bound AS bound, claims, claim
ORDER BY coalesce(factor_high, factor_low) DESC, hardware, claim
LIMIT $limit
