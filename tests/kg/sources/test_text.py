"""Encodings and characters."""

import codecs
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.sources import text
from kg.sources.text import clean
from tests.kg.sources.reading import Read

LINE = '{"title": "Mélange", "abstract": "It is fast."}'


@pytest.mark.parametrize(
    "content",
    [
        LINE.encode(),
        codecs.BOM_UTF8 + LINE.encode(),
        LINE.encode("utf-16"),
        codecs.BOM_UTF16_BE + LINE.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16 little", "utf-16 big"],
)
def test_encodings(read: Read, content: bytes) -> None:
    (paper,), problems = read(content)
    assert (paper.title, problems) == ("Mélange", [])


def test_mixed_encodings(read: Read) -> None:
    content = b"\n".join([LINE.encode(), LINE.replace("M", "N").encode("cp1252"), LINE.replace("M", "O").encode()])
    papers, problems = read(content)
    assert [paper.title for paper in papers] == ["Mélange", "Nélange", "Oélange"]
    assert problems == [
        "input:2: warning: found byte 0xE9 at column 13, expected UTF-8 (the line is read as Windows-1252)"
    ]


def test_bytes_that_windows_1252_leaves_undefined(read: Read) -> None:
    (paper,), problems = read(LINE.encode().replace(b"fast", b"f\x81st"))
    assert paper.abstract == "It is f st."
    assert len(problems) == 2


def test_broken_utf16(read: Read) -> None:
    lines = (
        codecs.BOM_UTF16_LE + LINE.encode("utf-16-le") + b"\n\x00" + LINE.replace("fast", "slow").encode("utf-16-le")
    )
    papers, problems = read(lines.replace("slow".encode("utf-16-le"), b"s\x00\x00\xd8o\x00w\x00"))
    assert [paper.abstract for paper in papers] == ["It is fast.", "It is s\ufffdow."]
    assert len(problems) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_overlong_line_is_skipped(read: Read, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    monkeypatch.setattr(text, "MAX_LINE", 20_000)
    long = json.dumps({"title": "Long", "abstract": "x" * 50_000})
    papers, problems = read("\n".join([LINE, long, LINE]).encode(encoding))
    assert len(papers) == 2
    assert [problem.partition(" of over")[0] for problem in problems] == ["input:2: error: found a line"]


@given(st.text(alphabet=st.characters(categories=None)))
def test_clean_text_can_be_stored_and_keeps_its_length(raw: str) -> None:
    cleaned, replaced = clean(raw)
    cleaned.encode()
    assert not any(ord(c) < 32 and c not in "\t\n\r" for c in cleaned)
    assert clean(cleaned) == (cleaned, ())
    assert bool(replaced) or cleaned == raw.strip()
    assert len(clean(f"a{raw}z")[0]) == len(raw) + 2
