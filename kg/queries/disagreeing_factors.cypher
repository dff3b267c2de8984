// Pairs of methods for which speedups of quite different size are claimed.
//
// $min_spread: float = 2.0 -- how many times larger the largest claim is than the smallest, at least
// $limit: int = 50 -- rows at most

MATCH (a:Method)-[r:FASTER_THAN]->(b:Method)
WITH a, b, min(coalesce(r.factor_low, r.factor_high)) AS smallest,
     max(coalesce(r.factor_high, r.factor_low)) AS largest, count(DISTINCT r.key) AS claims
WHERE claims > 1 AND largest >= $min_spread * smallest
RETURN a.name AS method, b.name AS baseline, smallest, largest, claims
ORDER BY largest / smallest DESC, method, baseline, smallest, claims
LIMIT $limit
