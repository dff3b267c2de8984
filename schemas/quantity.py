"""Numbers as papers state them, and the factor a stated change amounts to."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, FiniteFloat, model_validator

Bound = Literal["exact", "up_to", "at_least", "about"]
Sense = Literal["gain", "cut"]


class Quantity(BaseModel):
    """A number or range with its unit, as written: ``low`` equals ``high`` for a single number."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    low: FiniteFloat
    high: FiniteFloat
    unit: str
    bound: Bound = "exact"

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low > self.high:
            raise ValueError(f"low {self.low:g} is above high {self.high:g}")
        return self


class Factor(BaseModel):
    """How many times better, as an interval; ``None`` is an open end.

    "Up to 5x" is (None, 5), "over 30x" is (30, None).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    low: FiniteFloat | None
    high: FiniteFloat | None

    def inverse(self) -> "Factor":
        """How many times better the other side is; a factor of 0 has none and leaves an open end.

        >>> Factor(low=None, high=4.0).inverse()
        Factor(low=0.25, high=None)
        """
        low, high = (round(1 / end, 6) if end else None for end in (self.high, self.low))
        return Factor(low=low, high=high)


class Change(Quantity):
    """A relative change: ``gain`` where more is better (k times as fast), ``cut`` where less is (time reduced by).

    >>> Change(low=30, high=30, unit="%", sense="gain").factor()
    Factor(low=1.3, high=1.3)
    >>> Change(low=50, high=50, unit="%", bound="up_to", sense="cut").factor()
    Factor(low=None, high=2.0)
    >>> Change(low=2, high=4, unit="x", bound="at_least", sense="gain").factor()
    Factor(low=2.0, high=None)
    """

    sense: Sense

    def factor(self) -> Factor | None:
        """The change as "how many times better"; None where the unit is no ratio or a cut leaves nothing."""
        low, high = self._times(self.low), self._times(self.high)
        if low is None or high is None:
            return None
        low, high = sorted((low, high))
        return Factor(low=None if self.bound == "up_to" else low, high=None if self.bound == "at_least" else high)

    def _times(self, value: float) -> float | None:
        if self.unit == "x":
            return value if value > 0 else None
        if self.unit != "%":
            return None
        if self.sense == "gain":
            return round(1 + value / 100, 6) if value > -100 else None
        return round(1 / (1 - value / 100), 6) if value < 100 else None
