"""Copies of one paper become one paper.

Copies of one arXiv id are of one paper. A copy without an id is of the paper with its folded title, unless papers of
several ids have that title: then it stays apart, as they do. Title and abstract come from one copy: from one that has
an abstract, from that of the highest version on arXiv, then from that of the longest text.

The result does not depend on the order of the copies. Uniting what was united before with more copies equals uniting
all at once, but for one case: a copy without an id that was united with a paper stays with it when a second paper of
that title comes.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import BinaryIO, NamedTuple

from schemas import Paper, title_paper_id

_TITLE = "title:"
"""How the ids of papers begin that have none but that of their title."""


class Copy(NamedTuple):
    """A paper by its id and as JSON, and its keys: that id and those of the titles under which it was seen.

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
        self._offsets: list[int] = []
        groups = _Groups()
        for copy in copies:
            groups.add(copy)
            self._offsets.append(spool.tell())
            spool.write(copy.json.encode() + b"\n")
        self._groups = groups.sorted()

    def __len__(self) -> int:
        return len(self._groups)

    def __iter__(self) -> Iterator[Copy]:
        for paper_id, keys, members in self._groups:
            if len(members) == 1:
                yield Copy(paper_id, self._json(members[0]), keys)
            else:
                copies = [Paper.model_validate_json(self._json(member)) for member in members]
                yield Copy(paper_id, _one(paper_id, copies).model_dump_json(), keys)

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
    """Which copies are of one paper: a title leads to the paper of an id where there is but one of that title."""

    def __init__(self) -> None:
        self._copies: list[tuple[str, ...]] = []  # the id of each, then those of its titles
        self._of_title: dict[str, str | None] = {}

    def add(self, copy: Copy) -> None:
        titles = tuple(key for key in copy.keys if key.startswith(_TITLE))
        self._copies.append((copy.id, *titles))
        if not copy.id.startswith(_TITLE):
            for title in titles:
                if self._of_title.setdefault(title, copy.id) != copy.id:
                    self._of_title[title] = None

    def sorted(self) -> list[tuple[str, frozenset[str], list[int]]]:
        """The id, the keys and the members of each paper, by id."""
        members: dict[str, list[int]] = {}
        for number, (copy_id, *_) in enumerate(self._copies):
            members.setdefault(self._of_title.get(copy_id) or copy_id, []).append(number)
        return [
            (paper_id, frozenset(chain([paper_id], *(self._copies[number][1:] for number in numbers))), numbers)
            for paper_id, numbers in sorted(members.items())
        ]


def _one(paper_id: str, copies: Sequence[Paper]) -> Paper:
    """One paper of its copies: each choice is the greatest of a total order, so any order of them will do."""
    text = max(copies, key=_rank)
    return Paper(
        id=paper_id,
        title=text.title,
        abstract=text.abstract,
        version=text.version,
        authors=max((copy.authors for copy in copies), key=lambda names: (len(names), names)),
        published=min((copy.published for copy in copies), key=_date_order),
        url=min(filter(None, (copy.url for copy in copies)), default=None),
        sources=tuple(sorted({source for copy in copies for source in copy.sources})),
    )


def _rank(copy: Paper) -> tuple[object, ...]:
    """How good title and abstract of a copy are, together: those of two copies may be of two versions, or papers."""
    return bool(copy.abstract), copy.version or 0, _fullness(copy.abstract), _fullness(copy.title)


def _fullness(text: str) -> tuple[int, int, str]:
    """The longest text is the fullest; of texts that differ in white space alone, the one with less of it."""
    return len("".join(text.split())), -len(text), text


def _date_order(day: str | None) -> tuple[str, ...]:
    """Earlier is first; a date known to the day is before its month, a month before its year, any date before none."""
    return (*(day or "99999").split("-"), "99", "99")[:3]
