"""Forgetting papers: the graph without one is the graph of the other records."""

from collections.abc import Iterable, Iterator

from schemas import Record


class UnknownPaperError(LookupError):
    """No record is of the paper that shall be forgotten."""


def forget(records: Iterable[Record], *papers: str) -> Iterator[Record]:
    """The records of all other papers, as they come.

    What a store then has to remove is the difference of the rows: the papers, their evidence, and the claims and
    entities that no other paper supports. Claims that others state too lose no more than the papers' evidence.

    Raises:
        UnknownPaperError: at the end of the records, where one of ``papers`` (ids) was not among them.
    """
    missing = set(papers)
    for record in records:
        if record.paper.id in papers:
            missing.discard(record.paper.id)
        else:
            yield record
    if missing:
        raise UnknownPaperError(f"no paper {', '.join(map(repr, sorted(missing)))} in this graph")
