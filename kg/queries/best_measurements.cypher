// The best measured values of a unit, with the hardware where it is named: the least first of times, bytes, energy, power,
// money, FID and perplexity, the greatest first of all else, such as frames a second.
//
// $unit: string = "FPS" -- unit as the claims have it: FPS, ms, s, GB, TFLOPS, dB, % ...
// $limit: int = 50 -- rows at most

MATCH (c:Claim {type: 'measurement'})-[:SUBJECT]->(s)
WHERE toLower(c.unit) = toLower($unit)
OPTIONAL MATCH (c)-[:ON_HARDWARE]->(h:Hardware)
RETURN coalesce(s.name, s.title) AS subject, c.metric AS metric, c.low AS low, c.high AS high, c.unit AS unit,
       c.bound AS bound, h.name AS hardware, c.id AS claim
ORDER BY CASE WHEN toLower($unit) IN [
           'ns', 'us', 'μs', 'µs', 'ms', 's', 'min', 'h', 'hours', 'days', 'weeks', 'months', 'years', 'cycles',
           'gpu-hours', 'gpu-days', 'kb', 'mb', 'gb', 'tb', 'pb', 'kib', 'mib', 'gib', 'tib', 'fj', 'pj', 'nj', 'uj',
           'μj', 'mj', 'j', 'kj', 'wh', 'kwh', 'mwh', 'nw', 'uw', 'μw', 'mw', 'w', 'kw', '$', 'usd', '€', 'fid',
           'ppl', 'perplexity'
         ] THEN low ELSE -high END,
         high DESC, low DESC, subject, metric, hardware, claim
LIMIT $limit
