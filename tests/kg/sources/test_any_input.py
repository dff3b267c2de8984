"""Whatever the input, reading ends with papers and problems, never with an exception."""

import gzip
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.sources import FORMATS, Format, Problem, read_copies

PIECES = [
    b"\n", b"\r\n", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xe9", b"{", b"}", b'"', b"\\", b",", b"@", b"&",
    b"<", b">", b"Subscribe", b"Mar 11", b"A Title", b"It is 3x faster. " * 20,
    b'{"title": "T", "abstract": "A", "id": "2501.00001"}', b'{"title": ["T"], "authors": {"a": 1}, "date": [1]}',
    b'{"id": "0704.0001", "title": "T", "authors_parsed": [["D"], [1], "x"], "versions": [{}], "update_date": 3}',
    b"title,abstract\n", b'"open', b"Foo;Bar\n",
    b"@article{k, title = {T {x} y}, abstract = {A}, year = {MMXX}, month = 13, author = {and and, , ,}}",
    b"@string{a = {b}}", b"@misc{k, title = a # a}", b"@comment{", b"@article{k, title = \"{\"}", b"%",
    b'<?xml version="1.0"?>', b'<?xml version="1.0" encoding="shift_jis"?>', b'<?xml version="1.0" encoding="nope"?>',
    b'<feed xmlns="http://www.w3.org/2005/Atom">', b"<entry><title>T</title><summary>A</summary></entry>", b"</feed>",
    b"<!DOCTYPE feed [<!ENTITY a 'b'>]>", b"&a;", b"&#0;", b"<!-- ", b"]]>",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES) | st.binary(max_size=8), max_size=12),
    st.sampled_from([None, *FORMATS]),
    st.booleans(),
)
@example([b'<?xml version="1.0" encoding="shift_jis"?><feed xmlns="http://www.w3.org/2005/Atom"/>'], None, False)
@example([b'<?xml version="1.0" encoding="nope"?><feed xmlns="http://www.w3.org/2005/Atom"/>'], None, False)
@example([b'<?xml version="1.0" encoding="undefined"?><feed xmlns="http://www.w3.org/2005/Atom"/>'], None, False)
@example([b"@article{k, title = {T}, author = {a, b, c, d, e}}"], None, False)
@example([b"@article{k, title = {T}, author = {{a}"], "bibtex", False)
@example([b'{"title": "T", "n": ' + b"9" * 5000 + b"}"], None, False)
def test_reading_never_fails(pieces: list[bytes], format: Format | None, compressed: bool) -> None:
    content = b"".join(pieces)
    problems: list[Problem] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "input")
        path.write_bytes(gzip.compress(content)[: -len(content) % 7 or None] if compressed else content)
        papers = list(read_copies([path], report=problems.append, format=format))
    assert papers or any(problem.severity == "error" for problem in problems)
    for paper in papers:
        paper.model_dump_json().encode()
        assert paper.title == paper.title.strip()
    for problem in problems:
        assert "\n" not in str(problem)
        str(problem).encode()


@pytest.mark.parametrize("format", FORMATS)
def test_a_long_line_without_end_is_no_harm(format: Format, tmp_path: Path) -> None:
    path = tmp_path / "input"
    path.write_bytes(b'{"title": "' + b"x" * 3_000_000)
    problems: list[Problem] = []
    assert list(read_copies([path], report=problems.append, format=format)) == []
    assert [problem.severity for problem in problems] == ["error"]
    assert len(str(problems[0])) < 500
