"""What the fixture ``read`` is, a place for problems to go where none is expected, and which papers share a title."""

from collections.abc import Iterable
from typing import Protocol

import pytest

from kg.sources import Format, Problem
from schemas import Paper, title_paper_id


class Read(Protocol):
    """Writes content to a file of a name and gives its papers and its problems as lines without the folder."""

    def __call__(
        self,
        content: str | bytes,
        name: str = "input",
        *,
        format: Format | None = None,
        columns: dict[str, str] | None = None,
    ) -> tuple[list[Paper], list[str]]: ...


def no_problem(problem: Problem) -> None:
    """Fail the test."""
    pytest.fail(str(problem))


def known_by_title(some: Iterable[Paper]) -> set[str]:
    """The papers without an id whose title papers of several ids have."""
    ids: dict[str, set[str]] = {}
    for one in some:
        ids.setdefault(title_paper_id(one.title), set()).add(one.id)
    return {title for title, of in ids.items() if title in of and len(of) > 2}
