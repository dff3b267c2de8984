// All claims in which one of two methods is measured against the other.
//
// $method: string, e.g. "FlashAttention" -- id, name or alias of a method
// $other: string, e.g. "xFormers" -- id, name or alias of another
// $limit: int = 50 -- rows at most

MATCH (s:Method)<-[:SUBJECT]-(c:Claim)-[:BASELINE]->(b:Method)
WHERE ((s.id = $method OR toLower(s.name) = toLower($method) OR $method IN s.aliases)
       AND (b.id = $other OR toLower(b.name) = toLower($other) OR $other IN b.aliases))
   OR ((s.id = $other OR toLower(s.name) = toLower($other) OR $other IN s.aliases)
       AND (b.id = $method OR toLower(b.name) = toLower($method) OR $method IN b.aliases))
RETURN s.name AS subject, b.name AS baseline, c.type AS type, c.relation AS relation,
       coalesce(c.factor_high, c.factor_low) AS factor, c.low AS low, c.high AS high, c.unit AS unit, c.id AS claim
ORDER BY subject, baseline, type, factor DESC, claim
LIMIT $limit
