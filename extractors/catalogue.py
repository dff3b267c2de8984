"""Tables of known names (``data/*.tsv``): read, checked cell by cell, proven row by row.

A table is UTF-8 text: comment lines starting with ``#`` (what it is, where its facts come from), one header line, then
one row a line, cells apart by one tab. An empty cell means "not known". A cell that holds a list joins its items by
`` | ``. Rows stand in order of their name, regardless of case, and no two names make the same entity id.

What a cell may hold is the type of the row's field: a table is a subclass of `Row`, its columns are the fields.
Every row carries an ``example``, a phrase in which the row's name must be found, and a ``counter``, one in which it
must not; `unproven` runs them.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator
from importlib.resources.abc import Traversable
from typing import Any, TypeVar, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from schemas import slug

LIST_SEPARATOR = " | "
_BLANKS = re.compile(r"^\s|\s$|\s\s|[^\S ]")


class CatalogueError(ValueError):
    """A table that breaks its rules; the message says where, what was found and what is allowed."""


class Row(BaseModel):
    """One known thing: its canonical display name, a phrase that names it and a phrase that does not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    example: str = Field(min_length=1)
    counter: str = Field(min_length=1)


RowType = TypeVar("RowType", bound=Row)


def load_table(source: Traversable, row_type: type[RowType]) -> tuple[RowType, ...]:
    """All rows of a table, in its order.

    Raises:
        CatalogueError: at the first line that breaks a rule.
    """
    rows: list[RowType] = []
    header: list[str] | None = None
    ids: dict[str, int] = {}
    for number, line in enumerate(source.read_text(encoding="utf-8").splitlines(), start=1):
        where = f"{source.name}, line {number}"
        if header is None:
            if not line.startswith("#"):
                header = _read_header(where, line, row_type)
            continue
        row = _read_row(where, line, header, row_type)
        if rows and _order(rows[-1].name) >= _order(row.name):
            raise CatalogueError(
                f"{where}, column name: found {row.name!r} after {rows[-1].name!r}, expected rows in order of name"
            )
        if (first := ids.setdefault(slug(row.name), number)) != number:
            raise CatalogueError(f"{where}, column name: {row.name!r} makes the same entity id as line {first}")
        rows.append(row)
    if header is None:
        raise CatalogueError(f"{source.name}: found no header line, expected {', '.join(row_type.model_fields)}")
    return tuple(rows)


def unproven(rows: Iterable[Row], names_in: Callable[[str], Container[str]]) -> Iterator[str]:
    """What the rows' own phrases disprove, a message each; ``names_in`` gives the names a reader finds in a phrase.

    >>> row = Row(name="Foo", example="we run Foo", counter="a food web")
    >>> list(unproven([row], str.split))
    []
    >>> list(unproven([row], lambda phrase: ["Foo"]))
    ["Foo: is found in its counter-example 'a food web'"]
    """
    for row in rows:
        if row.name not in names_in(row.example):
            yield f"{row.name}: is not found in its example {row.example!r}"
        if row.name in names_in(row.counter):
            yield f"{row.name}: is found in its counter-example {row.counter!r}"


def _order(name: str) -> tuple[str, str]:
    return name.casefold(), name


def _read_header(where: str, line: str, row_type: type[Row]) -> list[str]:
    header, expected = line.split("\t"), list(row_type.model_fields)
    if sorted(header) != sorted(expected):
        raise CatalogueError(f"{where}: found the columns {', '.join(header)}, expected {', '.join(expected)}")
    return header


def _read_row(where: str, line: str, header: list[str], row_type: type[RowType]) -> RowType:
    cells = line.split("\t")
    if len(cells) != len(header):
        raise CatalogueError(f"{where}: found {len(cells)} cells, expected {len(header)}: {line[:80]!r}")
    values: dict[str, Any] = {}
    for column, cell in zip(header, cells, strict=True):
        if _BLANKS.search(cell):
            raise CatalogueError(f"{where}, column {column}: found stray white space in {cell!r}, expected none")
        if cell:
            values[column] = cell.split(LIST_SEPARATOR) if _is_list(row_type, column) else cell
    try:
        return row_type.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        column = str(first["loc"][0]) if first["loc"] else "row"
        raise CatalogueError(
            f"{where}, column {column}: found {values.get(column, '')!r}, expected: {first['msg']}"
        ) from error


def _is_list(row_type: type[Row], column: str) -> bool:
    return get_origin(row_type.model_fields[column].annotation) is tuple
