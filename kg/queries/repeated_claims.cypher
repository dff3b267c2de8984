// Facts that more than one paper states, the surest first.
//
// $min_papers: int = 2 -- how many papers at least
// $limit: int = 50 -- rows at most

MATCH (c:Claim)-[:SUBJECT]->(s)
WHERE c.papers >= $min_papers
RETURN c.type AS type, coalesce(s.name, s.title) AS subject, c.low AS low, c.high AS high, c.unit AS unit,
       c.papers AS papers, c.confidence AS confidence, c.id AS claim
ORDER BY papers DESC, confidence DESC, type, claim
LIMIT $limit
