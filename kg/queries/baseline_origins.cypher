// Papers that introduce what another paper uses as its baseline.
//
// $limit: int = 50 -- rows at most

MATCH (origin:Paper)-[:INTRODUCES]->(b)<-[:BASELINE]-(c:Claim)<-[:STATES]-(user:Paper)
WHERE origin.id <> user.id
RETURN DISTINCT origin.id AS introduced_in, b.name AS baseline, user.id AS used_in, c.id AS claim
ORDER BY introduced_in, baseline, used_in, claim
LIMIT $limit
