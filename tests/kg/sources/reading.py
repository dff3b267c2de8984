"""What the fixture ``read`` is, and a place for problems to go where none is expected."""

from typing import Protocol

import pytest

from kg.sources import Format, Problem
from schemas import Paper


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
