"""JSON lines: one object a line with a title and, better, an abstract; other keys are ignored or mapped.

    {"title": "FooNet", "abstract": "We present FooNet. ...", "id": "arXiv:2506.01234", "date": "2025-06-02"}

Read besides: authors, the date (``published``, ``date``, ``update_date``, ``year``), the address (``url``, ``link``)
and an arXiv identifier (``arxiv_id``, ``id``).

A line may also be a record, as ``kg extract`` and ``kg build`` write them: its paper is taken as it is.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from kg.sources.columns import pick
from kg.sources.problem import shown
from kg.sources.source import Source, author_names
from schemas import Paper, Record


def read(source: Source) -> Iterator[Paper]:
    """Papers of a file of JSON lines."""
    for number, row in rows(source):
        if row.keys() == Record.model_fields.keys():
            paper = _paper_of_record(source, number, row)
        else:
            paper = paper_of(source, number, row)
        if paper:
            yield paper


def rows(source: Source) -> Iterator[tuple[int, dict[str, Any]]]:
    """Numbered objects of a file of JSON lines."""
    for number, line in source.lines():
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            source.error(shown(line), f"one JSON object a line ({error})", number)
            continue
        if isinstance(row, dict):
            yield number, row
        else:
            source.error(shown(line), "one JSON object a line", number)


def paper_of(source: Source, number: int, row: Mapping[str, object]) -> Paper | None:
    """The paper of one row of named values."""
    return source.paper(
        title=pick(row, "title", source.columns),
        abstract=pick(row, "abstract", source.columns),
        authors=author_names(pick(row, "authors", source.columns)),
        published=pick(row, "published", source.columns),
        url=pick(row, "url", source.columns),
        arxiv_id=pick(row, "arxiv_id", source.columns),
        line=number,
    )


def _paper_of_record(source: Source, number: int, record: Mapping[str, object]) -> Paper | None:
    try:
        return Paper.model_validate(record["paper"])
    except ValidationError:
        source.error(f"a record whose paper is {shown(record['paper'])}", "a paper as kg extract writes it", number)
        return None
