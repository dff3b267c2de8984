// What most papers compare against.
//
// $limit: int = 50 -- rows at most

MATCH (p:Paper)-[:STATES]->(c:Claim)-[:BASELINE]->(b)
RETURN b.name AS baseline, count(DISTINCT p.id) AS papers, count(DISTINCT c.id) AS claims
ORDER BY papers DESC, claims DESC, baseline
LIMIT $limit
