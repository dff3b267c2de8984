"""Telling formats apart."""

import gzip

import pytest

from kg.sources.detect import Format, UnknownFormatError, detect
from tests.kg.sources.reading import Read

ATOM = b'<?xml version="1.0"?>\n<!-- a comment -->\n<feed xmlns="http://www.w3.org/2005/Atom"></feed>'


@pytest.mark.parametrize(
    ("head", "name", "format"),
    [
        (ATOM, "anything", "arxiv-atom"),
        (b'{"title": "T", "abstract": "A"}\n', "x.txt", "jsonl"),
        (b'{"id": "0704.0001", "title": "T", "categories": "cs.LG"}\n', "", "arxiv-json"),
        (b'{"id": "x", "title": "T", "versions": [], "update_date": ""}\n', "", "arxiv-json"),
        (b'{"id": "seed:1", "title": "T", "categories": []}\n', "", "jsonl"),
        (b'{"broken', "", "jsonl"),
        (b'{"title": "' + b"x" * 70_000, "", "jsonl"),
        (b"title,abstract\n", "", "csv"),
        (b"id;Title;Abstract\n", "x.txt", "csv"),
        (b"% a comment\n\n@article{key,\n", "", "bibtex"),
        (b"Some words first.\n@article{key,\n", "x.bib", "bibtex"),
        (b"Subscribe\nFoo\nBar.\n", "", "listing"),
        (b"[1] Foo\n" + b"It is fast. " * 40, "x.txt", "listing"),
        (b"[id],title\n", "", "csv"),
        (b"Foo\n" + b"It is fast. " * 40, "", "listing"),
    ],
)
def test_content_tells(head: bytes, name: str, format: Format) -> None:
    assert detect(head, name) == format


@pytest.mark.parametrize(
    ("head", "name", "found"),
    [
        (b"", "x.txt", "nothing"),
        (b" \n\n", "", "nothing"),
        (b"\x7fELF\x02\x01\x01" + bytes(100), "x.txt", "a binary file that starts with 7f 45 4c 46"),
        (b"%PDF-1.7\n", "x.txt", "a binary file that starts with 25 50 44 46"),
        (b"<html></html>", "", "XML or HTML without a feed"),
        (b'{\n  "title": "T"\n}', "x.json", "JSON over several lines"),
        (b'[{"title": "T"}]', "x.json", "a JSON array"),
        (b'[{"title": "T"},\n{"title": "U"}]', "x.json", "a JSON array"),
        (b'[\n  {"title": "T"}]', "", "a JSON array"),
        (b"[build-system]\nrequires = []\n", "x.toml", "text that starts with '[build-system]'"),
        (b"[[tool.overrides]]\nmodule = 1\n", "x.toml", "text that starts with '[[tool.overrides]]'"),
        (b"Hello there, this is my shopping list.\nMilk\nEggs\n", "x.txt", "text that starts with 'Hello there,"),
        (b"Just words.", "notes", "text that starts with 'Just words.'"),
        (b"a,b\n1,2\n", "x.csv", "the header 'a,b'"),
        (b"no entries here", "x.bib", "text that starts with 'no entries here'"),
    ],
)
def test_what_is_none_of_the_formats_is_named(head: bytes, name: str, found: str) -> None:
    with pytest.raises(UnknownFormatError) as caught:
        detect(head, name)
    assert caught.value.found.startswith(found)


def test_an_override(read: Read) -> None:
    papers, problems = read("Foo Net\nIt is fast.", format="listing")
    assert [paper.title for paper in papers] == ["Foo Net"]
    assert problems == []
    papers, problems = read("Foo Net\nIt is fast.", format="jsonl")
    assert (papers, len(problems)) == ([], 2)


@pytest.mark.parametrize("format", ["listing", "arxiv-json", "jsonl", "bibtex"])
def test_nothing_in_a_given_format_is_an_error(read: Read, format: Format) -> None:
    assert read("", format=format) == ([], ["input: error: found no paper, expected at least one"])


def test_gzip_is_told_by_content(read: Read) -> None:
    papers, problems = read(gzip.compress(b'{"title": "T", "abstract": "A"}'), "named.txt")
    assert [paper.title for paper in papers] == ["T"]
    assert problems == []
