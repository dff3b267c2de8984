// All that a paper claims, each with its sentence.
//
// $paper: paper, e.g. "arxiv:2506.01234" -- id, arXiv identifier or title of a paper
// $limit: int = 50 -- rows at most

MATCH (p:Paper)
WHERE $paper IN p.keys
MATCH (p)-[e:STATES]->(c:Claim)-[:SUBJECT]->(s)
RETURN p.id AS paper, c.type AS type, coalesce(s.name, s.title) AS subject, c.low AS low, c.high AS high,
       c.unit AS unit, c.bound AS bound, c.metric AS metric, e.text AS sentence, e.field AS field,
       e.start AS start, c.id AS claim
ORDER BY paper, field DESC, start, type, claim
LIMIT $limit
