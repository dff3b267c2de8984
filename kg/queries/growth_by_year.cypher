// Papers, claims and speedups by year of publication; papers whose year is not known come last, under null.
//
// $limit: int = 50 -- rows at most

MATCH (p:Paper)
OPTIONAL MATCH (p)-[:STATES]->(c:Claim)
RETURN p.year AS year, count(DISTINCT p.id) AS papers, count(DISTINCT c.id) AS claims,
       count(DISTINCT CASE WHEN c.type = 'speedup' THEN c.id END) AS speedups
ORDER BY coalesce(year, 10000)
LIMIT $limit
