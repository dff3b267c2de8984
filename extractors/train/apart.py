"""Fits a model on annotated papers and on invented ones that are set apart.

Of invented papers each feature counts twice, once under a name of its own that takes what is peculiar to them and is
left out of the model (Daumé III: Frustratingly Easy Domain Adaptation, ACL 2007). So they teach what both sorts share.
"""

from dataclasses import replace

from extractors import linear

Rows = list[tuple[list[str], str]]
"""The features of each example, and its class."""

COPIES = 2
"""How often an annotated paper counts beside an invented one; of the latter there are ten times as many."""
_PECULIAR = "invented:"


def fit_apart(annotated: Rows, invented: Rows, *, strength: float, at_least: int = 2) -> linear.LinearModel:
    """The model of annotated papers, and of what invented ones share with them; else as ``linear.fit``."""
    doubled = [([*features, *(_PECULIAR + one for one in ("", *features))], label) for features, label in invented]
    model = linear.fit(annotated * COPIES + doubled, strength=strength, at_least=at_least)
    common = {feature: row for feature, row in model.weights.items() if not feature.startswith(_PECULIAR)}
    return replace(model, weights=common)
