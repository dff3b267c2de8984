// Pairs of claims of which each says that its method is the faster of the two.
//
// $limit: int = 50 -- rows at most

MATCH (a:Method)-[r:FASTER_THAN]->(b:Method), (b)-[q:FASTER_THAN]->(a)
WHERE a.id < b.id
MATCH (p1:Paper)-[:STATES]->(c1:Claim {id: r.key})
MATCH (p2:Paper)-[:STATES]->(c2:Claim {id: q.key})
RETURN DISTINCT a.name AS method, b.name AS other, coalesce(r.factor_high, r.factor_low) AS method_faster,
       p1.id AS says_paper, coalesce(q.factor_high, q.factor_low) AS other_faster, p2.id AS says_other_paper
ORDER BY method, other, says_paper, says_other_paper, method_faster, other_faster
LIMIT $limit
