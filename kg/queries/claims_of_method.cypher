// All that is claimed about a method, in whatever paper.
//
// $method: method, e.g. "FlashAttention" -- id, name or alias of a method
// $limit: int = 50 -- rows at most

MATCH (m:Method)
WHERE $method IN m.keys
MATCH (c:Claim)-[:SUBJECT]->(m)
OPTIONAL MATCH (c)-[:BASELINE]->(b)
RETURN c.type AS type, c.low AS low, c.high AS high, c.unit AS unit, coalesce(c.factor_high, c.factor_low) AS factor,
       coalesce(c.metric, c.aspect, c.resource) AS of, coalesce(b.name, c.baseline_text) AS baseline,
       c.papers AS papers, c.confidence AS confidence, c.id AS claim
ORDER BY type, factor DESC, claim
LIMIT $limit
