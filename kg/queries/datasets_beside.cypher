// Datasets on which methods are evaluated that are also evaluated on a given one.
//
// $dataset: dataset, e.g. "ImageNet" -- id, name or alias of a dataset
// $limit: int = 50 -- rows at most

MATCH (d:Dataset)
WHERE $dataset IN d.keys
MATCH (d)<-[:EVALUATED_ON]-(m:Method)-[:EVALUATED_ON]->(o:Dataset)
WHERE o.id <> d.id
RETURN o.name AS dataset, count(DISTINCT m.id) AS shared_methods
ORDER BY shared_methods DESC, dataset
LIMIT $limit
