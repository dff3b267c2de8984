"""Reading of what a test writes."""

from pathlib import Path

import pytest

from kg.sources import Format, Problem, read_copies
from schemas import Paper
from tests.kg.sources.reading import Read


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def _read(
        content: str | bytes,
        name: str = "input",
        *,
        format: Format | None = None,
        columns: dict[str, str] | None = None,
    ) -> tuple[list[Paper], list[str]]:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        problems: list[Problem] = []
        papers = list(read_copies([path], report=problems.append, format=format, columns=columns))
        return papers, [str(problem).removeprefix(f"{tmp_path}/") for problem in problems]

    return _read
