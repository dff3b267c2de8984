// Chains of speedups: a method, what it is faster than, and what that is faster than.
//
// $method: method, e.g. "FlashAttention" -- id, name or alias of a method
// $limit: int = 50 -- rows at most

MATCH (m:Method)
WHERE $method IN m.keys
MATCH (m)-[r:FASTER_THAN]->(b:Method)-[q:FASTER_THAN]->(e:Method)
WHERE e.id <> m.id
RETURN m.name AS method, coalesce(r.factor_high, r.factor_low) AS factor, b.name AS baseline,
       coalesce(q.factor_high, q.factor_low) AS baseline_factor, e.name AS baseline_of_baseline,
       r.key AS claim, q.key AS baseline_claim
ORDER BY baseline, baseline_of_baseline, claim, baseline_claim
LIMIT $limit
