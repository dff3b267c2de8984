// Pairs of methods for which speedups are claimed that cannot both be: one ends below where another begins. The
// columns are the least upper end, the greatest lower end, and the number of claims.
//
// $min_spread: float = 2.0 -- how many times the least upper end the greatest lower end is, at least
// $limit: int = 50 -- rows at most

MATCH (a:Method)-[r:FASTER_THAN]->(b:Method)
WITH a, b, min(r.factor_high) AS at_most, max(r.factor_low) AS at_least, count(DISTINCT r.key) AS claims
WHERE at_least > at_most AND at_least >= $min_spread * at_most
RETURN a.name AS method, b.name AS baseline, at_most, at_least, claims
ORDER BY at_least / at_most DESC, method, baseline, at_most, claims
LIMIT $limit
