// The largest measured values of a unit, such as frames a second, with the hardware where it is named.
//
// $unit: string = "FPS" -- unit as the claims have it: FPS, ms, s, GB, TFLOPS, dB, % ...
// $limit: int = 50 -- rows at most

MATCH (c:Claim {type: 'measurement'})-[:SUBJECT]->(s)
WHERE toLower(c.unit) = toLower($unit)
OPTIONAL MATCH (c)-[:ON_HARDWARE]->(h:Hardware)
RETURN coalesce(s.name, s.title) AS subject, c.metric AS metric, c.low AS low, c.high AS high, c.unit AS unit,
       c.bound AS bound, h.name AS hardware, c.id AS claim
ORDER BY high DESC, low DESC, subject, hardware, claim
LIMIT $limit
