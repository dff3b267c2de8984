"""The import law: which of our packages may import which, read from the source text."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ALLOWED = {
    "schemas": {"schemas"},
    "extractors": {"extractors", "schemas"},
    "kg": {"kg", "schemas"},
    "exports": {"exports", "kg", "schemas"},
}
COMPOSITION_ROOT = ROOT / "kg" / "cli.py"
SCHEMAS_ONLY = {"pydantic"}
"""What schemas needs beside the standard library."""


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Line and top-level name of each import of a file, wherever in it they stand."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno} is a relative import; ours are written in full"
            yield node.lineno, str(node.module).partition(".")[0]


@pytest.mark.parametrize("room", ALLOWED)
def test_rooms_import_what_they_may(room: str) -> None:
    files = sorted((ROOT / room).rglob("*.py"))
    assert files
    broken = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in files
        if path != COMPOSITION_ROOT
        for line, name in imported(path)
        if name in {*ALLOWED, "tests", "benchmarks"} - ALLOWED[room]
    ]
    assert broken == []


def test_schemas_need_nothing_but_pydantic() -> None:
    for path in sorted((ROOT / "schemas").glob("*.py")):
        for line, name in imported(path):
            assert name in sys.stdlib_module_names | SCHEMAS_ONLY | {"schemas"}, f"{path}:{line} imports {name}"


def test_only_extractors_use_spacy() -> None:
    for room in ALLOWED.keys() - {"extractors"}:
        for path in sorted((ROOT / room).rglob("*.py")):
            if path != COMPOSITION_ROOT:
                assert "spacy" not in {name for _, name in imported(path)}, path


def test_the_law_can_be_broken(tmp_path: Path) -> None:
    file = tmp_path / "x.py"
    file.write_text("def f():\n    from kg.merge import merge\n    import extractors.text as t\n", encoding="utf-8")
    assert list(imported(file)) == [(2, "kg"), (3, "extractors")]
