// The largest speedups measured on a device or a variant of it; of a range, the upper end counts.
//
// $hardware: string, e.g. "NVIDIA A100" -- id, name or alias of a device, family or architecture; variants are included
// $limit: int = 50 -- rows at most

MATCH (d:Hardware)
WHERE d.id = $hardware OR toLower(d.name) = toLower($hardware) OR $hardware IN d.aliases
MATCH (v:Hardware)-[:VARIANT_OF*0..3]->(d)
WITH DISTINCT v
MATCH (c:Claim {type: 'speedup'})-[:ON_HARDWARE]->(v)
WHERE coalesce(c.factor_high, c.factor_low) IS NOT NULL
MATCH (c)-[:SUBJECT]->(s)
OPTIONAL MATCH (c)-[:BASELINE]->(b)
RETURN coalesce(s.name, s.title) AS subject, coalesce(c.factor_high, c.factor_low) AS factor, c.bound AS bound,
       coalesce(b.name, c.baseline_text) AS baseline, c.aspect AS aspect, v.name AS hardware, c.id AS claim
ORDER BY factor DESC, subject, hardware, claim
LIMIT $limit
