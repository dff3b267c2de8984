"""A folder of CSV files, ``nodes_*.csv`` and ``relationships_*.csv``, safe to open in a spreadsheet."""

import csv
from pathlib import Path

from exports.files import printable, replacing
from exports.flat import SEPARATOR
from exports.tables import tables
from kg.projection import PropertyValue, Rows

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write(rows: Rows, path: Path) -> None:
    """Write the tables into the folder ``path``, which is made where it is missing.

    Raises:
        OSError: where a file cannot be written; each file is then either the old one or the new one, whole.
    """
    for table in tables(rows):
        with (
            replacing(path / f"{table.name}.csv") as temporary,
            temporary.open("w", encoding="utf-8", newline="") as file,
        ):
            writer = csv.writer(file)
            writer.writerow(table.columns)
            writer.writerows([cell(value) for value in row] for row in table.rows)


def cell(value: PropertyValue | None) -> str:
    """A value as a cell: a missing one is empty, and text that a spreadsheet would run gets an apostrophe before it.

    >>> cell(2.5), cell(-1), cell("=1+1"), cell(("A100", "Ampere")), cell(None)
    ('2.5', '-1', "'=1+1", 'A100 | Ampere', '')
    """
    if value is None:
        return ""
    if not isinstance(value, str | tuple):
        return str(value)
    text = printable(value if isinstance(value, str) else SEPARATOR.join(value))
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text
