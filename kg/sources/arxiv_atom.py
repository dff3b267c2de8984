"""Atom XML as the arXiv API answers: entries with title, summary, authors and dates.

The file is read entry by entry. Entities and document types are refused, so nothing outside the file is ever opened.
"""

import re
from collections.abc import Iterator
from io import BufferedReader
from typing import cast
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, iterparse

from kg.sources.source import Source, find_arxiv_id
from schemas import Paper

_ATOM = "{http://www.w3.org/2005/Atom}"
_DECLARED = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"']")
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read(source: Source) -> Iterator[Paper]:
    """Papers of an Atom feed. What stands before a place where the XML breaks is kept."""
    content = _Bytes(source)
    parser = DefusedXMLParser(target=TreeBuilder(), encoding=content.encoding, forbid_dtd=True)
    depth = 0
    try:
        for event, element in iterparse(content, events=("start", "end"), parser=parser):
            if event == "start":
                depth += 1
                if depth == 1:
                    root = element
                    if element.tag != f"{_ATOM}feed":
                        source.error(f"XML with the root <{element.tag}>", "an Atom <feed>")
                        return
                continue
            depth -= 1
            if depth == 1:
                if element.tag == f"{_ATOM}entry" and (paper := _paper(source, element)):
                    yield paper
                root.clear()
    except ParseError as error:
        source.error(f"XML that breaks ({error})", "well-formed XML (what stands before is kept)", error.position[0])
    except DefusedXmlException as error:
        source.error(f"XML with a document type or entities ({type(error).__name__})", "plain Atom, without a DOCTYPE")


def _paper(source: Source, entry: Element) -> Paper | None:
    def text(path: str) -> str | None:
        return entry.findtext(path.replace("atom:", _ATOM))

    identifier = text("atom:id") or ""
    if "/api/errors" in identifier:
        source.error(f"an error answer of the arXiv API: {text('atom:summary')}", "entries")
        return None
    names = (author.findtext(f"{_ATOM}name") or "" for author in entry.findall(f"{_ATOM}author"))
    return source.paper(
        title=text("atom:title"),
        abstract=text("atom:summary"),
        authors=names,
        published=text("atom:published") or text("atom:updated"),
        url=None if find_arxiv_id(identifier) else identifier,
        arxiv_id=identifier,
        record=identifier or None,
    )


class _Bytes:
    """The bytes of a feed for the parser, and the encoding it is to take them for.

    A feed in UTF-8 or UTF-16 is passed on line by line as valid UTF-8, without characters that XML forbids.
    One that declares another encoding goes to the parser as it is.
    """

    def __init__(self, source: Source) -> None:
        self._stream = source.stream
        self._lines = source.lines()
        declared = _DECLARED.match(cast("BufferedReader", source.stream).peek(200))
        self.encoding = None if declared and declared[1].lower() not in (b"utf-8", b"us-ascii") else "utf-8"

    def read(self, size: int = -1) -> bytes:
        if self.encoding is None:
            return self._stream.read(size)
        _, line = next(self._lines, (0, None))
        return b"" if line is None else (_UNREADABLE.sub("\ufffd", line) + "\n").encode()
