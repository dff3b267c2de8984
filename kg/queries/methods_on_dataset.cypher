// Methods evaluated on a dataset, with the number of claims that say so.
//
// $dataset: string, e.g. "ImageNet" -- id, name or alias of a dataset
// $limit: int = 50 -- rows at most

MATCH (d:Dataset)
WHERE d.id = $dataset OR toLower(d.name) = toLower($dataset) OR $dataset IN d.aliases
MATCH (m:Method)-[r:EVALUATED_ON]->(d)
RETURN m.name AS method, count(DISTINCT r.key) AS claims
ORDER BY claims DESC, method
LIMIT $limit
