// What is claimed on a device or a variant of it.
//
// $hardware: hardware, e.g. "NVIDIA A100" -- id, name or alias of a device, family or architecture; variants are included
// $min_confidence: float = 0.0 -- least confidence of a claim
// $limit: int = 50 -- rows at most

MATCH (d:Hardware)
WHERE $hardware IN d.keys
MATCH (v:Hardware)-[:VARIANT_OF*0..8]->(d)
WITH DISTINCT v
MATCH (c:Claim)-[:ON_HARDWARE]->(v)
WHERE c.confidence >= $min_confidence
MATCH (c)-[:SUBJECT]->(s)
RETURN c.id AS claim, c.type AS type, coalesce(s.name, s.title) AS subject, v.name AS hardware,
       c.low AS low, c.high AS high, c.unit AS unit, coalesce(c.factor_high, c.factor_low) AS factor, c.papers AS papers
ORDER BY type, factor DESC, subject, hardware, claim
LIMIT $limit
