// Pairs of papers of which one says that a method outperforms another, and one the reverse.
//
// $limit: int = 50 -- rows at most

MATCH (a:Method)-[r:OUTPERFORMS]->(b:Method), (b)-[q:OUTPERFORMS]->(a)
WHERE a.id < b.id
MATCH (p1:Paper)-[:STATES]->(c1:Claim {id: r.key})
MATCH (p2:Paper)-[:STATES]->(c2:Claim {id: q.key})
RETURN DISTINCT a.name AS method, b.name AS other, p1.id AS method_wins_in, p2.id AS other_wins_in
ORDER BY method, other, method_wins_in, other_wins_in
LIMIT $limit
