"""Copies of one paper become one paper.

Two copies are of one paper where they share an arXiv id or a folded title, also over a third: where A shares its id
with B, and B its title with C, all three are one. The result does not depend on the order of the copies, and uniting
what was united before with more copies equals uniting all at once.
"""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import reduce
from typing import BinaryIO, NamedTuple

from schemas import Paper, title_paper_id


class Copy(NamedTuple):
    """A paper by its id and as JSON, and under which ids it has been seen: its arXiv ids and those of its titles.

    A paper that nothing is united with is never parsed on its way.
    """

    id: str
    json: str
    keys: frozenset[str]

    @classmethod
    def of(cls, paper: Paper) -> "Copy":
        """A paper as it was read."""
        return cls(paper.id, paper.model_dump_json(), frozenset({paper.id, title_paper_id(paper.title)}))

    @property
    def paper(self) -> Paper:
        return Paper.model_validate_json(self.json)


class United:
    """The distinct papers among copies, each with all of its keys, sorted by paper id; `united` makes one."""

    def __init__(self, copies: Iterable[Copy], spool: BinaryIO) -> None:
        self._spool = spool
        self._ids: list[str] = []
        self._offsets: list[int] = []
        groups = _Groups()
        for copy in copies:
            groups.add(len(self._offsets), copy.keys)
            self._ids.append(copy.id)
            self._offsets.append(spool.tell())
            spool.write(copy.json.encode() + b"\n")
        self._groups = groups.sorted()

    def __len__(self) -> int:
        return len(self._groups)

    def __iter__(self) -> Iterator[Copy]:
        for paper_id, keys, members in self._groups:
            if len(members) == 1 and self._ids[members[0]] == paper_id:
                yield Copy(paper_id, self._json(members[0]), keys)
            else:
                paper = reduce(_both, (Paper.model_validate_json(self._json(member)) for member in members))
                yield Copy(paper_id, paper.model_copy(update={"id": paper_id}).model_dump_json(), keys)

    def _json(self, number: int) -> str:
        self._spool.seek(self._offsets[number])
        return self._spool.readline().decode().removesuffix("\n")


@contextmanager
def united(copies: Iterable[Copy]) -> Iterator[United]:
    """Unite the copies of each paper.

    All copies are read at once and wait in a temporary file until the block ends; memory holds their keys alone.
    """
    with tempfile.TemporaryFile() as spool:
        yield United(copies, spool)


class _Groups:
    """Disjoint sets of copies, joined by shared keys."""

    def __init__(self) -> None:
        self._parents: list[int] = []
        self._first: dict[str, int] = {}

    def add(self, number: int, keys: frozenset[str]) -> None:
        self._parents.append(number)
        for key in keys:
            other = self._first.setdefault(key, number)
            self._parents[self._root(other)] = self._root(number)

    def sorted(self) -> list[tuple[str, frozenset[str], list[int]]]:
        """The id, the keys and the members of each set, by id."""
        keys: dict[int, list[str]] = {}
        for key, number in self._first.items():
            keys.setdefault(self._root(number), []).append(key)
        members: dict[int, list[int]] = {}
        for number in range(len(self._parents)):
            members.setdefault(self._root(number), []).append(number)
        # "arxiv:" sorts before "title:", so the least key is an arXiv id wherever there is one.
        ids = sorted((min(names), root) for root, names in keys.items())
        return [(paper_id, frozenset(keys[root]), members[root]) for paper_id, root in ids]

    def _root(self, number: int) -> int:
        while (parent := self._parents[number]) != number:
            self._parents[number] = number = self._parents[parent]
        return number


def _both(one: Paper, other: Paper) -> Paper:
    """One paper of two copies, field by field: each choice is the greatest of a total order, so any order will do."""
    return Paper(
        id=one.id,
        title=max(one.title, other.title, key=_fullness),
        abstract=max(one.abstract, other.abstract, key=_fullness),
        authors=max(one.authors, other.authors, key=lambda names: (len(names), names)),
        published=min((one.published, other.published), key=_date_order),
        url=min(filter(None, (one.url, other.url)), default=None),
        sources=tuple(sorted({*one.sources, *other.sources})),
    )


def _fullness(text: str) -> tuple[int, int, str]:
    """The longest text is the fullest; of texts that differ in white space alone, the one with less of it."""
    return len("".join(text.split())), -len(text), text


def _date_order(day: str | None) -> tuple[str, ...]:
    """Earlier is first; a date known to the day is before its month, a month before its year, any date before none."""
    return (*(day or "99999").split("-"), "99", "99")[:3]
