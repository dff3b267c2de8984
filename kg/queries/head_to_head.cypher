// All claims in which one of two methods is measured against the other.
//
// $method: method, e.g. "FlashAttention" -- id, name or alias of a method
// $other: method, e.g. "xFormers" -- id, name or alias of another
// $limit: int = 50 -- rows at most

MATCH (s:Method)<-[:SUBJECT]-(c:Claim)-[:BASELINE]->(b:Method)
WHERE ($method IN s.keys AND $other IN b.keys) OR ($other IN s.keys AND $method IN b.keys)
RETURN s.name AS subject, b.name AS baseline, c.type AS type, c.relation AS relation,
       coalesce(c.factor_high, c.factor_low) AS factor, c.low AS low, c.high AS high, c.unit AS unit, c.id AS claim
ORDER BY subject, baseline, type, factor DESC, claim
LIMIT $limit
