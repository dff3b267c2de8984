// Changes in quality that are claimed on a dataset.
//
// $dataset: dataset, e.g. "ImageNet" -- id, name or alias of a dataset
// $limit: int = 50 -- rows at most

MATCH (d:Dataset)
WHERE $dataset IN d.keys
MATCH (c:Claim {type: 'quality'})-[:ON_DATASET]->(d)
MATCH (c)-[:SUBJECT]->(s)
OPTIONAL MATCH (c)-[:BASELINE]->(b)
RETURN coalesce(s.name, s.title) AS subject, c.metric AS metric, c.sense AS sense, c.direction AS direction,
       c.low AS low, c.high AS high, c.unit AS unit, coalesce(b.name, c.baseline_text) AS baseline, c.id AS claim
ORDER BY metric, high DESC, subject, claim
LIMIT $limit
