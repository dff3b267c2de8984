// Methods evaluated on a dataset, with the number of claims that say so.
//
// $dataset: dataset, e.g. "ImageNet" -- id, name or alias of a dataset
// $limit: int = 50 -- rows at most

MATCH (d:Dataset)
WHERE $dataset IN d.keys
MATCH (m:Method)-[r:EVALUATED_ON]->(d)
RETURN m.name AS method, count(DISTINCT r.key) AS claims
ORDER BY claims DESC, method
LIMIT $limit
