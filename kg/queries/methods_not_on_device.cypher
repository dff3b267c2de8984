// Methods measured on some hardware, and never on a device or a variant of it.
//
// $hardware: hardware, e.g. "NVIDIA A100" -- id, name or alias of a device, family or architecture; variants are included
// $limit: int = 50 -- rows at most

MATCH (d:Hardware)
WHERE $hardware IN d.keys
MATCH (v:Hardware)-[:VARIANT_OF*0..8]->(d)
WITH DISTINCT v
WITH collect(v.id) AS device
WHERE size(device) > 0
MATCH (m:Method)-[:RUNS_ON]->(h:Hardware)
WITH m, count(DISTINCT h.id) AS devices, sum(CASE WHEN h.id IN device THEN 1 ELSE 0 END) AS here
WHERE here = 0
RETURN m.name AS method, devices AS other_devices
ORDER BY other_devices DESC, method
LIMIT $limit
