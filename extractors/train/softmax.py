"""Fits log-linear models by L-BFGS: among fixed classes, or among candidates that come with each example.

A choice such as "whom does this claim compare with" has other candidates in every sentence; what is fitted is the
probability of the right one among them, not of each on its own.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from extractors.linear import LinearModel

Floats = npt.NDArray[np.float64]
Candidates = Sequence[tuple[Iterable[str], bool]]
ITERATIONS = 80


def fit_classes(rows: Sequence[tuple[Iterable[str], str]], *, strength: float, at_least: int = 2) -> LinearModel:
    """Multinomial logistic regression on (features, class) rows.

    Args:
        rows: the examples.
        strength: inverse of the L2 regularisation.
        at_least: features seen in fewer rows are dropped.
    """
    matrix, names = _matrix([features for features, _ in rows], at_least)
    classes = sorted({label for _, label in rows})
    wanted = np.zeros((len(rows), len(classes)))
    wanted[np.arange(len(rows)), [classes.index(label) for _, label in rows]] = 1
    transposed = matrix.T.tocsr()

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(len(names) + 1, len(classes))
        scores = matrix @ weights[1:] + weights[0]
        scores -= scores.max(1, keepdims=True)
        powers = np.exp(scores)
        shares = powers / powers.sum(1, keepdims=True)
        error = shares - wanted
        slope = np.vstack([error.sum(0), transposed @ error + weights[1:] / strength])
        value = -np.log(np.maximum((shares * wanted).sum(1), 1e-300)).sum() + (weights[1:] ** 2).sum() / (2 * strength)
        return float(value), slope.ravel()

    weights = _minimum(loss, (len(names) + 1) * len(classes)).reshape(len(names) + 1, len(classes))
    kept = {name: _rounded(row) for name, row in zip(names, weights[1:], strict=True)}
    return LinearModel(tuple(classes), _rounded(weights[0]), {name: row for name, row in kept.items() if any(row)})


def fit_choice(groups: Iterable[Candidates], *, strength: float, at_least: int = 2) -> LinearModel:
    """A model of the classes "no" and "yes" whose odds, shared out among the candidates, are their probabilities.

    Args:
        groups: the candidates of each example with whether they are right; examples with no right one are left out.
        strength: inverse of the L2 regularisation.
        at_least: features of fewer candidates are dropped.
    """
    kept = [group for group in groups if any(right for _, right in group)]
    matrix, names = _matrix([features for group in kept for features, _ in group], at_least)
    right = np.array([good for group in kept for _, good in group], dtype=np.float64)
    sizes = [len(group) for group in kept]
    starts = np.cumsum([0, *sizes[:-1]])
    group_of = np.repeat(np.arange(len(kept)), sizes)
    transposed = matrix.T.tocsr()

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = matrix @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[group_of])
        total = np.add.reduceat(powers, starts)
        good = np.maximum(np.add.reduceat(powers * right, starts), 1e-300)
        error = powers / total[group_of] - powers * right / good[group_of]
        value = -np.log(good / total).sum() + weights @ weights / (2 * strength)
        return float(value), transposed @ error + weights / strength

    weights = _minimum(loss, len(names))
    halves = {name: _rounded([-weight / 2, weight / 2]) for name, weight in zip(names, weights, strict=True)}
    return LinearModel(("no", "yes"), (0.0, 0.0), {name: row for name, row in halves.items() if any(row)})


def _matrix(rows: Sequence[Iterable[str]], at_least: int) -> tuple[csr_matrix, list[str]]:
    sets = [frozenset(row) for row in rows]
    counts = Counter(feature for row in sets for feature in row)
    names = sorted(feature for feature, count in counts.items() if count >= at_least)
    columns = {name: column for column, name in enumerate(names)}
    found = [sorted(columns[feature] for feature in row if feature in columns) for row in sets]
    ends = np.cumsum([0, *map(len, found)])
    indices = np.fromiter((column for row in found for column in row), dtype=np.int32, count=int(ends[-1]))
    return csr_matrix((np.ones(len(indices)), indices, ends), shape=(len(sets), len(names))), names


def _minimum(loss: Callable[[Floats], tuple[float, Floats]], size: int) -> Floats:
    found = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": ITERATIONS})
    result: Floats = found.x
    return result


def _rounded(values: Iterable[float]) -> tuple[float, ...]:
    return tuple(round(float(value), 3) for value in values)
