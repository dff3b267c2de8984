// The papers that introduce a method, dataset or piece of hardware.
//
// $name: entity, e.g. "FlashAttention" -- id, name or alias of what is introduced
// $limit: int = 50 -- rows at most

MATCH (p:Paper)-[r:INTRODUCES]->(e)
WHERE $name IN e.keys
RETURN DISTINCT e.name AS name, r.kind AS kind, p.id AS paper, p.title AS title, p.year AS year
ORDER BY name, year, paper, kind
LIMIT $limit
