// What papers train on, and how many of them, the largest number first; one that is not said is null and counts as 1.
//
// $min_count: int = 1 -- least number of devices
// $limit: int = 50 -- rows at most

MATCH (p:Paper)-[:STATES]->(c:Claim {type: 'hardware_use'})-[r:ON_HARDWARE]->(h:Hardware)
WHERE r.activity = 'training' AND coalesce(r.count, 1) >= $min_count
RETURN DISTINCT p.id AS paper, p.title AS title, r.count AS devices, h.name AS hardware
ORDER BY coalesce(devices, 0) DESC, hardware, paper
LIMIT $limit
