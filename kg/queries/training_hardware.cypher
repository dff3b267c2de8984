// What papers train on, and how many of them, the largest number first.
//
// $min_count: int = 1 -- least number of devices
// $limit: int = 50 -- rows at most

MATCH (p:Paper)-[:STATES]->(c:Claim {type: 'hardware_use'})-[r:ON_HARDWARE]->(h:Hardware)
WHERE r.activity = 'training' AND r.count >= $min_count
RETURN DISTINCT p.id AS paper, p.title AS title, r.count AS devices, h.name AS hardware
ORDER BY devices DESC, hardware, paper
LIMIT $limit
