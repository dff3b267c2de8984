// Who claims to be how many times faster than a baseline, and on what.
//
// $baseline: entity, e.g. "FlexGen" -- id, name or alias of what is compared against
// $min_factor: float = 0.0 -- least factor; of a range, the upper end counts
// $limit: int = 50 -- rows at most

MATCH (c:Claim {type: 'speedup'})-[:BASELINE]->(b)
WHERE $baseline IN b.keys
  AND coalesce(c.factor_high, c.factor_low) >= $min_factor
MATCH (c)-[:SUBJECT]->(s)
OPTIONAL MATCH (c)-[:ON_HARDWARE]->(h:Hardware)
RETURN coalesce(s.name, s.title) AS subject, c.factor_low AS factor_low, c.factor_high AS factor_high,
       coalesce(c.factor_high, c.factor_low) AS factor, c.bound AS bound, c.aspect AS aspect, h.name AS hardware,
       c.confidence AS confidence, c.id AS claim
ORDER BY factor DESC, subject, hardware, claim
LIMIT $limit
