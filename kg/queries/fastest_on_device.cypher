// The largest speedups measured on a device or a variant of it, as factors and as stated; of a range, the upper end
// counts.
//
// $hardware: hardware, e.g. "NVIDIA A100" -- id, name or alias of a device, family or architecture; variants are included
// $limit: int = 50 -- rows at most

MATCH (d:Hardware)
WHERE $hardware IN d.keys
MATCH (v:Hardware)-[:VARIANT_OF*0..8]->(d)
WITH DISTINCT v
MATCH (c:Claim {type: 'speedup'})-[:ON_HARDWARE]->(v)
WHERE coalesce(c.factor_high, c.factor_low) IS NOT NULL
MATCH (c)-[:SUBJECT]->(s)
OPTIONAL MATCH (c)-[:BASELINE]->(b)
RETURN coalesce(s.name, s.title) AS subject, c.factor_low AS factor_low, c.factor_high AS factor_high,
       c.low AS low, c.high AS high, c.unit AS unit, c.sense AS sense, c.bound AS bound,
       coalesce(b.name, c.baseline_text) AS baseline, c.aspect AS aspect, v.name AS hardware, c.id AS claim
ORDER BY coalesce(factor_high, factor_low) DESC, subject, hardware, claim
LIMIT $limit
