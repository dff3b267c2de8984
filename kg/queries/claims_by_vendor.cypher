// Papers and claims by vendor of the hardware.
//
// $limit: int = 50 -- rows at most

MATCH (p:Paper)-[:STATES]->(c:Claim)-[:ON_HARDWARE]->(h:Hardware)
RETURN coalesce(h.vendor, 'unknown') AS vendor, count(DISTINCT h.id) AS devices, count(DISTINCT p.id) AS papers,
       count(DISTINCT c.id) AS claims
ORDER BY claims DESC, vendor
LIMIT $limit
