"""arXiv metadata as JSON lines: the rows of the public bulk dump.

    {"id": "0704.0001", "title": "...", "abstract": "  ...\\n", "authors_parsed": [["Doe", "Jane", ""]],
     "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}], "update_date": "2008-11-26"}

The date of a paper is that of its first version, its text that of the last.
Line breaks inside titles and abstracts stay as they are.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from kg.sources import jsonl
from kg.sources.source import Source, author_names
from schemas import Paper
from schemas.paper import find_arxiv_id

KEYS = frozenset({"authors_parsed", "versions", "update_date", "categories", "journal-ref", "submitter"})
"""Keys that tell such a row from any other with a title; two of them, or one with an arXiv id, are enough."""


def is_row(row: Mapping[str, object]) -> bool:
    """Whether an object is a row of arXiv metadata."""
    known = len(KEYS & row.keys())
    return known >= 2 or (known == 1 and find_arxiv_id(row.get("id")) is not None)


def read(source: Source) -> Iterator[Paper]:
    """Papers of a file of arXiv metadata."""
    for number, row in jsonl.rows(source):
        paper = source.paper(
            title=row.get("title"),
            abstract=row.get("abstract"),
            authors=_authors(row),
            published=_published(row),
            arxiv_id=_identifier(row),
            line=number,
        )
        if paper:
            yield paper


def _identifier(row: Mapping[str, Any]) -> object:
    """The identifier with the number of the last version."""
    identifier, versions = row.get("id"), row.get("versions")
    if isinstance(versions, list) and versions and isinstance(versions[-1], dict):
        last = f"{identifier}{versions[-1].get('version')}"
        return last if find_arxiv_id(last) else identifier
    return identifier


def _authors(row: Mapping[str, Any]) -> Iterator[str]:
    parsed = row.get("authors_parsed")
    if not isinstance(parsed, list):
        yield from author_names(row.get("authors"))
        return
    for parts in parsed:
        if isinstance(parts, list) and all(isinstance(part, str) for part in parts):
            last, first, suffix = (*parts, "", "", "")[:3]
            yield " ".join(filter(None, (first, last, suffix)))


def _published(row: Mapping[str, Any]) -> object:
    versions = row.get("versions")
    if isinstance(versions, list) and versions and isinstance(versions[0], dict) and versions[0].get("created"):
        return versions[0]["created"]
    return row.get("date") or row.get("update_date")
