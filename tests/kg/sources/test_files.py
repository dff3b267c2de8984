"""Files, directories, patterns and standard input."""

import gzip
import io
import os
import sys
from pathlib import Path

import pytest

from kg.sources import Problem, read_copies, read_papers
from tests.kg.sources.reading import no_problem

Lines = list[str]


def row(title: str) -> str:
    return f'{{"title": "{title}", "abstract": "It is fast."}}\n'


def titles(*sources: str | Path) -> tuple[Lines, Lines]:
    problems: list[Problem] = []
    papers = read_copies(sources, report=problems.append)
    return [paper.title for paper in papers], [str(problem) for problem in problems]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("b.jsonl", "a.jsonl", "deep/er/c.JSONL", ".hidden.jsonl", ".git/d.jsonl", "README.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(row(name))
    (tmp_path / "deep" / "z.json.gz").write_bytes(gzip.compress(row("z").encode()))
    return tmp_path


def test_a_directory_is_read_recursively_in_order(folder: Path) -> None:
    assert titles(".") == (["a.jsonl", "b.jsonl", "deep/er/c.JSONL", "z"], [])


@pytest.mark.parametrize("absolute", [False, True])
def test_patterns(folder: Path, absolute: bool) -> None:
    base = f"{folder}/" if absolute else ""
    assert titles(f"{base}*.jsonl") == ([".hidden.jsonl", "a.jsonl", "b.jsonl"], [])
    assert titles(f"{base}deep/**/*.*") == (["deep/er/c.JSONL", "z"], [])


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    (folder / "link.jsonl").symlink_to("a.jsonl")
    assert titles("a.jsonl", folder / "a.jsonl", "./a.*", "link.jsonl")[0] == ["a.jsonl"]


def test_what_is_missing_is_named_and_the_rest_is_read(folder: Path) -> None:
    (folder / "empty").mkdir()
    (folder / "nothing.jsonl").touch()
    found, problems = titles("gone.txt", "gone*.txt", "empty", "nothing.jsonl", "a.jsonl")
    assert found == ["a.jsonl"]
    assert [problem.partition(",")[0] for problem in problems] == [
        "gone.txt: error: found no such file",
        "gone*.txt: error: found no file of that pattern",
        "empty: error: found no file to read",
        "nothing.jsonl: error: found nothing",
    ]


def test_a_name_with_pattern_characters_is_a_file_first(folder: Path) -> None:
    (folder / "[a].jsonl").write_text(row("bracket"))
    assert titles("[a].jsonl")[0] == ["bracket"]


def test_damaged_gzip_keeps_what_stands_before(folder: Path) -> None:
    rows = "".join(row(f"{n} {os.urandom(8).hex()}") for n in range(20_000)).encode()
    (folder / "cut.gz").write_bytes(gzip.compress(rows)[:-1000])
    found, problems = titles("cut.gz")
    assert len(found) > 1_000
    assert len(problems) == 1
    assert problems[0].startswith("cut.gz: error: found damaged gzip data")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file(folder: Path) -> None:
    (folder / "a.jsonl").chmod(0)
    assert titles("a.jsonl")[1] == ["a.jsonl: error: found Permission denied, expected a file that can be read"]


def test_standard_input_compressed_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    for content in (row("T").encode(), gzip.compress(row("T").encode())):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        (paper,) = read_papers(["-"], report=no_problem)
        assert (paper.title, paper.sources) == ("T", ("standard input",))


def test_a_pipe_is_read(tmp_path: Path) -> None:
    read_end, write_end = os.pipe()
    os.write(write_end, row("T").encode())
    os.close(write_end)
    assert titles(f"/dev/fd/{read_end}")[0] == ["T"]
    os.close(read_end)


def test_wrong_arguments_are_refused_at_once() -> None:
    with pytest.raises(ValueError, match="unknown format 'pdf', expected one of listing"):
        read_papers([], report=print, format="pdf")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no field 'titel'; columns can be mapped to title, abstract"):
        read_papers([], report=print, columns={"titel": "x"})
