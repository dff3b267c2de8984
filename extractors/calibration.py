"""From a model's score to a probability one can trust, by claim type.

Platt scaling (J. Platt, "Probabilistic outputs for support vector machines", 1999): a claim's raw score p becomes
sigmoid(slope * logit(p) + offset), fitted on claims of papers that no part of the reading had seen.
"""

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from schemas.claim import ClaimBase

C = TypeVar("C", bound=ClaimBase)

Scale = tuple[float, float]
"""Slope and offset."""
Scales = Mapping[str, Scale]
"""Claim type -> its scale."""
SCALES = "calibration.json"


def scaled(probability: float, slope: float, offset: float) -> float:
    """The calibrated probability, to three digits.

    >>> scaled(0.9, 1.0, 0.0), scaled(0.9, 0.5, -0.2)
    (0.9, 0.711)
    """
    return round(1 / (1 + math.exp(-slope * logit(probability) - offset)), 3)


def logit(probability: float) -> float:
    """The log-odds of a probability, kept within what three digits can tell."""
    bounded = min(max(probability, 0.001), 0.999)
    return math.log(bounded / (1 - bounded))


@cache
def scales(folder: Path) -> Scales:
    """The scales beside the models of a folder, ``calibration.json``, read once."""
    raw = json.loads((folder / SCALES).read_text("utf-8"))
    return {kind: (slope, offset) for kind, (slope, offset) in raw.items()}


def calibrate(claim: C, by_type: Scales) -> C:
    """The claim with its confidence made the probability that it is right in every argument."""
    slope, offset = by_type[getattr(claim, "type", "")]
    return claim.model_copy(update={"confidence": scaled(claim.confidence, slope, offset)})
