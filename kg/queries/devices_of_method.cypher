// The hardware a method was measured on or runs on, with the number of claims that say so.
//
// $method: method, e.g. "FlashAttention" -- id, name or alias of a method
// $limit: int = 50 -- rows at most

MATCH (m:Method)
WHERE $method IN m.keys
MATCH (m)-[r:RUNS_ON]->(h:Hardware)
RETURN h.name AS hardware, h.vendor AS vendor, h.architecture AS architecture, count(DISTINCT r.key) AS claims
ORDER BY claims DESC, hardware, vendor, architecture
LIMIT $limit
