"""Atom XML as the arXiv API answers: entries with title, summary, authors and dates.

The file is read entry by entry. Entities and document types are refused, so nothing outside the file is ever opened.
"""

import re
from collections.abc import Iterator
from io import TextIOWrapper
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, iterparse

from kg.sources.source import Source
from schemas import Paper
from schemas.paper import find_arxiv_id

_ATOM = "{http://www.w3.org/2005/Atom}"
_DECLARED = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"']")
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read(source: Source) -> Iterator[Paper]:
    """Papers of an Atom feed. What stands before a place where the XML breaks is kept."""
    parser = DefusedXMLParser(target=TreeBuilder(), encoding="utf-8", forbid_dtd=True)
    depth = 0
    try:
        for event, element in iterparse(_Utf8(source), events=("start", "end"), parser=parser):
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
    except (LookupError, UnicodeError) as error:
        source.error(f"a declared encoding that cannot be read ({error})", "UTF-8")
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


class _Utf8:
    """The bytes of a feed for the parser: line by line, valid UTF-8 without characters that XML forbids.

    Raises:
        LookupError: where the feed declares an encoding that there is not.
    """

    def __init__(self, source: Source) -> None:
        declared = _DECLARED.match(source.stream.peek(200))
        if declared is None or declared[1].lower() in (b"utf-8", b"us-ascii"):
            self._lines: Iterator[str] = (line + "\n" for _, line in source.lines())
        else:
            self._lines = TextIOWrapper(source.stream, declared[1].decode(), errors="replace", newline="\n")

    def read(self, size: int = -1) -> bytes:
        """The next line, whatever the size asked for."""
        return _UNREADABLE.sub("\ufffd", next(self._lines, "")).encode()
