// The datasets on which most methods are evaluated.
//
// $limit: int = 50 -- rows at most

MATCH (m:Method)-[r:EVALUATED_ON]->(d:Dataset)
RETURN d.name AS dataset, count(DISTINCT m.id) AS methods, count(DISTINCT r.key) AS claims
ORDER BY methods DESC, claims DESC, dataset
LIMIT $limit
