// The hardware that most papers run on or measure on, not only mention.
//
// $limit: int = 50 -- rows at most

MATCH (p:Paper)-[:STATES]->(c:Claim)-[:ON_HARDWARE]->(h:Hardware)
RETURN h.name AS hardware, h.vendor AS vendor, count(DISTINCT p.id) AS papers, count(DISTINCT c.id) AS claims
ORDER BY papers DESC, claims DESC, hardware, vendor
LIMIT $limit
