"""Which format an input is in: told by its content, the name a hint where the content leaves it open."""

import json
import re
from collections.abc import Mapping
from typing import Literal, get_args

from kg.sources import arxiv_json
from kg.sources.csv_table import header_delimiter
from kg.sources.listing import LONG, is_header
from kg.sources.problem import shown
from kg.sources.text import is_utf16

Format = Literal["listing", "arxiv-atom", "arxiv-json", "jsonl", "csv", "bibtex"]
FORMATS: tuple[Format, ...] = get_args(Format)
SUFFIXES: dict[str, Format] = {
    ".txt": "listing",
    ".xml": "arxiv-atom",
    ".atom": "arxiv-atom",
    ".json": "jsonl",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".bib": "bibtex",
}
"""Suffixes read from directories, each alone or followed by ``.gz``, and the format each hints at."""

HEAD = 64 * 1024
"""How many bytes of an input detection looks at."""

_BIBTEX = re.compile(r"^[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(]", re.MULTILINE)
_JSON = re.compile(r"\{|\[[\s\[]*(?:[{\"\]]|$)")
_ODD_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class UnknownFormatError(ValueError):
    """The content is in none of the formats. ``found`` and ``expected`` say what it is instead and what it could be."""

    def __init__(self, found: str, expected: str = f"one of {', '.join(FORMATS)}") -> None:
        super().__init__(f"found {found}, expected {expected}")
        self.found = found
        self.expected = expected


def hint(name: str) -> Format | None:
    """The format a file name hints at.

    >>> hint("page.txt"), hint("dump.JSON.gz"), hint("notes.md")
    ('listing', 'jsonl', None)
    """
    parts = name.lower().removesuffix(".gz").rpartition(".")
    return SUFFIXES.get(f".{parts[2]}") if parts[1] else None


def detect(head: bytes, name: str = "", columns: Mapping[str, str] | None = None) -> Format:
    """The format of an input of which ``head`` is the beginning.

    >>> detect(b'{"title": "FooNet", "abstract": "..."}'), detect(b"% refs\\n@article{foo, title = {FooNet}}")
    ('jsonl', 'bibtex')

    Raises:
        UnknownFormatError: where the content is in none of the formats.
    """
    text = _text(head)
    start = text.lstrip()
    if not start:
        raise UnknownFormatError("nothing", "papers; the input is empty")
    first_line = start.partition("\n")[0]
    if start[0] == "<":
        if re.search(r"<(?:\w+:)?feed\b", start):
            return "arxiv-atom"
        raise UnknownFormatError(f"XML or HTML without a feed, {shown(first_line)}", "an Atom feed")
    if _JSON.match(start):
        return _json_format(first_line, whole_line="\n" in start or len(head) < HEAD)
    if _BIBTEX.search(text) and (start[0] in "@%" or hint(name) == "bibtex"):
        return "bibtex"
    if header_delimiter(first_line.rstrip("\r"), (columns or {}).get("title")):
        return "csv"
    if hint(name) not in (None, "listing", "csv"):
        raise UnknownFormatError(f"text that starts with {shown(first_line)}", f"{hint(name)}, as the name says")
    if hint(name) == "csv":
        raise UnknownFormatError(f"the header {shown(first_line)}", "a header line with a title column")
    if _looks_like_listing(text):
        return "listing"
    if hint(name) == "listing":
        expected = f"a listing page, with an abstract of {LONG} characters (the format listing reads it all the same)"
        raise UnknownFormatError(f"text that starts with {shown(first_line)}", expected)
    raise UnknownFormatError(f"text that starts with {shown(first_line)}")


def _text(head: bytes) -> str:
    if is_utf16(head):
        return head.decode("utf-16", "replace")
    text = head.decode("utf-8-sig", "replace")
    if head.startswith((b"%PDF-", b"PK\x03\x04")) or len(_ODD_CONTROLS.findall(text)) * 20 > len(text):
        raise UnknownFormatError(f"a binary file that starts with {head[:8].hex(' ')}", "text")
    return text


def _json_format(first_line: str, *, whole_line: bool) -> Format:
    if first_line[0] == "[":
        raise UnknownFormatError("a JSON array", "one JSON object a line")
    try:
        row = json.loads(first_line)
    except (ValueError, RecursionError):
        if whole_line and first_line.strip() == "{":
            raise UnknownFormatError("JSON over several lines", "one JSON object a line") from None
        return "jsonl"
    return "arxiv-json" if arxiv_json.is_row(row) else "jsonl"


def _looks_like_listing(text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip()]
    return any(is_header(line) for line in lines[:5]) or (
        any(len(line) >= LONG for line in lines) and any(len(line) < LONG for line in lines)
    )
