// The variants of a device, of a family or of an architecture, and in how many papers each is named.
//
// $hardware: hardware, e.g. "NVIDIA A100" -- id, name or alias of a device, family or architecture
// $limit: int = 50 -- rows at most

MATCH (d:Hardware)
WHERE $hardware IN d.keys
MATCH (v:Hardware)-[:VARIANT_OF*0..8]->(d)
WITH DISTINCT v, d
WHERE v.id <> d.id
RETURN d.name AS of, v.name AS variant, v.memory_gb AS memory_gb, v.release_year AS release_year, v.papers AS papers
ORDER BY of, variant, memory_gb, release_year, papers
LIMIT $limit
