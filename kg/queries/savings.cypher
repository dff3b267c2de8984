// The largest savings of a resource: memory, storage, energy, cost, communication, parameters or compute.
//
// $resource: string = "memory" -- which resource
// $min_factor: float = 0.0 -- least factor; of a range, the upper end counts
// $limit: int = 50 -- rows at most

MATCH (c:Claim {type: 'resource', resource: $resource, sense: 'cut', direction: 'better'})-[:SUBJECT]->(s)
WHERE coalesce(c.factor_high, c.factor_low) >= $min_factor
OPTIONAL MATCH (c)-[:BASELINE]->(b)
RETURN coalesce(s.name, s.title) AS subject, coalesce(c.factor_high, c.factor_low) AS factor, c.low AS low,
       c.high AS high, c.unit AS unit, c.bound AS bound, coalesce(b.name, c.baseline_text) AS baseline, c.id AS claim
ORDER BY factor DESC, subject, claim
LIMIT $limit
