"""CSV with a header line that names at least a title column; comma, semicolon, tab or bar between the columns.

title,abstract,year
FooNet,"We present FooNet, which is 3x faster.",2025
"""

import csv
from collections.abc import Iterator

from kg.sources.columns import NAMES
from kg.sources.jsonl import paper_of
from kg.sources.problem import shown
from kg.sources.source import Source
from schemas import Paper

DELIMITERS = (",", ";", "\t", "|")


def header_delimiter(line: str, title: str | None = None) -> str | None:
    """The delimiter under which a header line has a title column (called ``title``, if given); None if none does.

    >>> header_delimiter("Title;Abstract"), header_delimiter("a line about a title")
    (';', None)
    """
    for delimiter in DELIMITERS:
        try:
            names = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            continue
        if (title in names) if title else any(name.strip().lower() in NAMES["title"] for name in names):
            return delimiter
    return None


def read(source: Source) -> Iterator[Paper]:
    """Papers of a table."""
    last = 0

    def text_lines() -> Iterator[str]:
        nonlocal last
        for number, line in source.lines():
            last = number
            yield line + "\n"

    lines = text_lines()
    header = next(lines, "").removesuffix("\n")
    delimiter = header_delimiter(header, source.columns.get("title"))
    if delimiter is None:
        wanted = repr(source.columns["title"]) if "title" in source.columns else "'title'"
        source.error(f"the header {shown(header)}", f"a header line with a column {wanted}", line=1)
        return
    names = [name.strip() for name in next(csv.reader([header], delimiter=delimiter))]
    if missing := sorted(set(source.columns.values()) - set(names)):
        source.error(f"the columns {', '.join(names)}", f"a column {missing[0]!r}, which the mapping names", line=1)
        return
    table = csv.reader(lines, delimiter=delimiter)
    while True:
        start = last + 1
        try:
            row = next(table)
        except StopIteration:
            return
        except csv.Error as error:
            source.error(f"a row that cannot be read ({error})", f"{len(names)} columns, quotes in pairs", start)
            continue
        if not any(map(str.strip, row)):
            continue
        if len(row) != len(names):
            source.error(f"{len(row)} columns in {shown(row)}", f"{len(names)} columns, quotes in pairs", start)
        elif paper := paper_of(source, start, dict(zip(names, row, strict=True))):
            yield paper
