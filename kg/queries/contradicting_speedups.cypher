// Pairs of claims of which each says that its method is the faster of the two; "up to" alone does not say so.
//
// $limit: int = 50 -- rows at most

MATCH (a:Method)-[r:FASTER_THAN]->(b:Method), (b)-[q:FASTER_THAN]->(a)
WHERE a.id < b.id AND r.factor_low * q.factor_low > 1
MATCH (p1:Paper)-[:STATES]->(c1:Claim {id: r.key})
MATCH (p2:Paper)-[:STATES]->(c2:Claim {id: q.key})
RETURN DISTINCT a.name AS method, b.name AS other, r.factor_low AS method_low, r.factor_high AS method_high,
       p1.id AS says_paper, q.factor_low AS other_low, q.factor_high AS other_high, p2.id AS says_other_paper
ORDER BY method, other, says_paper, says_other_paper, method_low, method_high, other_low, other_high
LIMIT $limit
