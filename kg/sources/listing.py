"""Listing pages: the text of a page of daily papers, a title and its abstract on alternating lines.

    SubscribeFooNet: Fast Foo on One GPU
    We present FooNet, which is 3x faster than BarNet on an A100. ...

is one paper, "FooNet: Fast Foo on One GPU". Blank lines may stand anywhere. Header lines (an invitation to subscribe,
the name of the page, its date) are dropped wherever a title could stand.
"""

import re
from collections.abc import Iterator

from kg.sources.problem import shown
from kg.sources.source import Source
from schemas import Paper

LONG = 300
"""A line of this many characters is an abstract; a shorter one is one too where an abstract is due."""

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_HEADER = re.compile(
    rf"new|subscribe|daily papers|(?:subscribe\s*)?get trending papers in your email inbox.*"
    rf"|by\s*ak(?:\s+and\s.*)?|{_MONTH}\.? \d{{1,2}}(?:,? \d{{4}})?|\d{{1,2}} {_MONTH}\.?(?: \d{{4}})?",
    re.IGNORECASE,
)
_GLUED = re.compile(r"Subscribe(?=[^\sa-z])")


def is_header(line: str) -> bool:
    """Whether a line belongs to the page and not to a paper.

    >>> [is_header(line) for line in ("Mar 11", "byAK and the research community", "March of the Robots")]
    [True, True, False]
    """
    return len(line) < LONG and _HEADER.fullmatch(line.strip()) is not None


def read(source: Source) -> Iterator[Paper]:
    """Papers of a listing page."""
    title: tuple[int, str] | None = None
    doubtful: tuple[int, str] | None = None  # a short line where an abstract was due: abstract or next title?
    for number, line in source.lines():
        if not line.strip() or is_header(line):
            continue
        if doubtful and title:
            if len(line) >= LONG and not doubtful[1].rstrip().endswith("."):
                yield from _paper(source, title, None)
                title = doubtful
            else:
                yield from _paper(source, title, doubtful[1])
                title = None
            doubtful = None
        if title is None and len(line) >= LONG:
            source.error(f"{shown(line)} of {len(line):,} characters", f"a title under {LONG} characters", number)
        elif title is None:
            title = (number, _GLUED.sub("", line, count=1) if line.startswith("Subscribe") else line)
        elif len(line) < LONG:
            doubtful = (number, line)
        else:
            yield from _paper(source, title, line)
            title = None
    if title:
        yield from _paper(source, title, doubtful[1] if doubtful else None)


def _paper(source: Source, title: tuple[int, str], abstract: str | None) -> Iterator[Paper]:
    if paper := source.paper(title=title[1], abstract=abstract, line=title[0]):
        yield paper
