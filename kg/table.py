"""What a query gives back: columns and rows, values of the same kinds from every engine.

What the engines themselves answer otherwise is in docs/architecture.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain values (None, str, int, float, bool, list, dict), one for each column.

    >>> Table(("method", "factor"), (("FastFoo", 2.5),)).dicts()
    [{'method': 'FastFoo', 'factor': 2.5}]
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self.rows)

    def dicts(self) -> list[dict[str, Any]]:
        """The rows as dictionaries by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def to_frame(self) -> "pd.DataFrame":
        """The rows as a pandas data frame.

        Raises:
            ImportError: where pandas is not installed (extra ``claimgraph[pandas]``).
        """
        return frame(self.columns, self.rows)


def frame(columns: tuple[str, ...], rows: tuple[tuple[Any, ...], ...]) -> "pd.DataFrame":
    """A pandas data frame; pandas is loaded here alone, for it is an extra."""
    try:
        import pandas as pd
    except ImportError as error:
        raise ImportError("data frames need pandas: pip install 'claimgraph[pandas]'") from error
    return pd.DataFrame.from_records(list(rows), columns=list(columns))
