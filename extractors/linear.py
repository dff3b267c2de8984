"""Log-linear models over named features: fitted by ``extractors.train``, shipped as JSON one can read.

A feature set such as ``{"verb=outperform", "same_sentence"}`` becomes a probability for each class.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Multinomial logistic regression on binary or valued features.

    ``weights`` maps a feature to one weight a class; unknown features count nothing.
    """

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]

    def probabilities(self, features: Iterable[str]) -> dict[str, float]:
        """The probability of every class, given the names of the features that hold; one named twice counts once.

        >>> model = LinearModel(("no", "yes"), (0.0, 0.0), {"over": (-1.0, 1.0)})
        >>> round(model.probabilities(["over", "unknown"])["yes"], 3)
        0.881
        """
        rows = [row for row in map(self.weights.get, dict.fromkeys(features)) if row is not None]
        # exact, so that the order of the features, which may come from a set, does not show in the last digit
        scores = [math.fsum(column) for column in zip(self.bias, *rows, strict=True)]
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        total = sum(powers)
        return {name: power / total for name, power in zip(self.classes, powers, strict=True)}

    def to_json(self) -> str:
        """The model as JSON, a feature a line, sorted."""
        rows = ",\n".join(
            f"{json.dumps(name)}: {json.dumps(list(self.weights[name]))}" for name in sorted(self.weights)
        )
        head = f'"classes": {json.dumps(list(self.classes))},\n"bias": {json.dumps(list(self.bias))},'
        return f'{{{head}\n"weights": {{\n{rows}\n}}}}\n'


def from_json(text: str) -> LinearModel:
    """The model that ``to_json`` wrote."""
    raw = json.loads(text)
    weights = {name: tuple(row) for name, row in raw["weights"].items()}
    return LinearModel(tuple(raw["classes"]), tuple(raw["bias"]), weights)


class Models(Protocol):
    """Models by name: a folder of them, or a plain dict while some are being fitted."""

    def __getitem__(self, name: str, /) -> LinearModel: ...


class Folder:
    """The models of a folder, ``<name>.json`` each; each is read when first asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: dict[str, LinearModel] = {}

    def __getitem__(self, name: str, /) -> LinearModel:
        if name not in self._read:
            self._read[name] = from_json((self.path / f"{name}.json").read_text("utf-8"))
        return self._read[name]


SHIPPED = Folder(Path(__file__).parent / "model")
"""The models that come with the package."""


def fit(rows: Sequence[tuple[Iterable[str], str]], *, strength: float = 1.0, at_least: int = 2) -> LinearModel:
    """Fit a model to (features, class) rows; needs scikit-learn (extra ``train``).

    Args:
        rows: the examples; their order decides nothing but rounding.
        strength: inverse of the L2 regularisation, scikit-learn's ``C``.
        at_least: features seen in fewer rows are dropped.
    """
    from collections import Counter

    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    counts = Counter(feature for features, _ in rows for feature in set(features))
    kept = [({f: 1.0 for f in sorted(set(features)) if counts[f] >= at_least}, label) for features, label in rows]
    vectoriser = DictVectorizer()
    matrix = vectoriser.fit_transform([features for features, _ in kept])
    model = LogisticRegression(C=strength, max_iter=2000)
    with threadpool_limits(1):  # the matrices are sparse and small: threads only wait for each other
        model.fit(matrix, [label for _, label in kept])
    coefficients, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        coefficients, bias = [-coefficients[0] / 2, coefficients[0] / 2], [-bias[0] / 2, bias[0] / 2]
    columns = vectoriser.get_feature_names_out()
    weights = {
        str(name): tuple(round(float(row[index]), 4) for row in coefficients) for index, name in enumerate(columns)
    }
    nonzero = {name: row for name, row in weights.items() if any(row)}
    return LinearModel(tuple(map(str, model.classes_)), tuple(round(float(b), 4) for b in bias), nonzero)
