// Claims with large factors of which the reading is least sure, with their sentences: what to check by eye first.
//
// $min_factor: float = 10.0 -- least factor; of a range, the upper end counts
// $max_confidence: float = 0.8 -- greatest confidence
// $limit: int = 50 -- rows at most

MATCH (p:Paper)-[e:STATES]->(c:Claim)
WHERE coalesce(c.factor_high, c.factor_low) >= $min_factor AND c.confidence <= $max_confidence
RETURN c.confidence AS confidence, coalesce(c.factor_high, c.factor_low) AS factor, c.type AS type,
       p.id AS paper, e.text AS sentence, c.id AS claim
ORDER BY confidence, factor DESC, claim, paper, sentence
LIMIT $limit
