// Datasets on which methods are evaluated that are also evaluated on a given one.
//
// $dataset: string, e.g. "ImageNet" -- id, name or alias of a dataset
// $limit: int = 50 -- rows at most

MATCH (d:Dataset)
WHERE d.id = $dataset OR toLower(d.name) = toLower($dataset) OR $dataset IN d.aliases
MATCH (d)<-[:EVALUATED_ON]-(m:Method)-[:EVALUATED_ON]->(o:Dataset)
WHERE o.id <> d.id
RETURN o.name AS dataset, count(DISTINCT m.id) AS shared_methods
ORDER BY shared_methods DESC, dataset
LIMIT $limit
