"""Files, directories, patterns and standard input."""

import gzip
import io
import json
import os
import random
import sys
import zlib
from pathlib import Path

import pytest

from kg.sources import Problem, read_copies, read_papers
from tests.kg.sources.reading import no_problem

Lines = list[str]

RANDOM = random.Random(0)
"""For rows that cannot be compressed to nothing."""


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


@pytest.mark.parametrize("count", [40, 2_000])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_every_whole_line_before_the_end_of_cut_gzip_data_is_read(folder: Path, count: int, encoding: str) -> None:
    text = "".join(row(f"{n} {RANDOM.randbytes(50).hex()}") for n in range(count))
    compressed = gzip.compress(text.encode(encoding))[: -count * 20]
    before = zlib.decompressobj(wbits=31).decompress(compressed).decode(encoding, "ignore")
    (folder / "cut.gz").write_bytes(compressed)
    found, problems = titles("cut.gz")
    assert found == [json.loads(line)["title"] for line in before.splitlines(keepends=True) if line.endswith("\n")]
    assert count / 2 < len(found) < count
    assert problems == [
        f"cut.gz:{len(found) + 1}: error: found damaged gzip data (Compressed file ended before the end-of-stream "
        "marker was reached), expected whole gzip data (whole lines before are kept)"
    ]


def test_gzip_data_that_is_damaged_in_the_middle_or_followed_by_something_else(folder: Path) -> None:
    names = [f"{n} {RANDOM.randbytes(50).hex()}" for n in range(2_000)]
    whole = gzip.compress("".join(map(row, names)).encode())
    (folder / "middle.gz").write_bytes(whole[: len(whole) // 2] + bytes(1_000) + whole[len(whole) // 2 + 1_000 :])
    found, problems = titles("middle.gz")
    assert found[:900] == names[:900]
    assert len(found) < len(names)
    assert any("damaged gzip data" in problem for problem in problems)
    (folder / "more.gz").write_bytes(gzip.compress(row("T").encode()) + b"xy")
    found, problems = titles("more.gz")
    assert found == ["T"]
    assert problems[0].startswith("more.gz:2: error: found damaged gzip data (Not a gzipped file (b'xy'))")
    (folder / "no.gz").write_bytes(whole[:8])
    found, problems = titles("no.gz")
    assert found == []
    assert [problem.partition(" (")[0] for problem in problems] == ["no.gz: error: found damaged gzip data"]


def test_entries_before_the_end_of_cut_gzip_data_are_read(folder: Path) -> None:
    entries = "".join(
        f"@misc{{k{n}, title = {{T{n}}},\n abstract = {{{RANDOM.randbytes(200).hex()}}}}}\n" for n in range(150)
    )
    (folder / "cut.bib.gz").write_bytes(gzip.compress(entries.encode())[:-5_000])
    found, problems = titles("cut.bib.gz")
    assert found == [f"T{n}" for n in range(len(found))]
    assert len(found) > 100
    assert "damaged gzip data" in problems[0]


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
