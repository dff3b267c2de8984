"""The file of a graph's records: one line of JSON a paper, sorted by paper id."""

import hashlib
import mmap
from collections.abc import Iterable, Iterator
from json import JSONDecoder
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from kg.sources.unite import Copy
from kg.stores.errors import StoreError
from schemas import Record, title_paper_id

_PAPER = '{"paper":'
"""How every line begins; what follows is the paper."""

_DECODER = JSONDecoder()


class _Place(NamedTuple):
    """Where a line stands in the file, and where its paper ends; the id that its title gives."""

    start: int
    paper_end: int
    stop: int
    title_id: str


class RecordFile:
    """A file of records as it was when it was opened. Lines are read when they are asked for, by paper id.

    Raises:
        StoreError: naming the first line that does not begin with a paper.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._path = path
        self._places: dict[str, _Place] = {}
        start = 0
        for number, line in enumerate(iter(self._bytes.readline, b""), start=1):
            try:
                text = line.decode()
                paper, end = _DECODER.raw_decode(text, len(_PAPER))
                paper_end = start + len(text[:end].encode())
                self._places[paper["id"]] = _Place(start, paper_end, start + len(line), title_paper_id(paper["title"]))
            except (ValueError, LookupError, TypeError, AttributeError) as error:
                raise StoreError(f"{path}:{number} is no record; build anew elsewhere") from error
            start += len(line)

    def __contains__(self, paper: str) -> bool:
        return paper in self._places

    def __iter__(self) -> Iterator[str]:
        """The paper ids, in order."""
        return iter(self._places)

    def digest(self) -> str:
        """A hash of the file's bytes."""
        return hashlib.sha256(self._bytes).hexdigest()

    def line(self, paper: str) -> str:
        """The record of a paper as it stands in the file, without the line end."""
        place = self._places[paper]
        return self._bytes[place.start : place.stop].decode().removesuffix("\n")

    def copy(self, paper: str, extra: Iterable[str] = ()) -> Copy:
        """The paper of an id with its keys, to which ``extra`` ones are added."""
        place = self._places[paper]
        json = self._bytes[place.start + len(_PAPER) : place.paper_end].decode()
        return Copy(paper, json, frozenset((paper, place.title_id, *extra)))

    def records(self, papers: Iterable[str]) -> Iterator[Record]:
        """The records of some papers.

        Raises:
            StoreError: naming the paper whose line is no record.
        """
        for paper in papers:
            try:
                yield Record.from_json(self.line(paper))
            except ValidationError as error:
                raise StoreError(f"the line of {paper} in {self._path} is no record; build anew elsewhere") from error


def read_records(path: Path) -> Iterator[Record]:
    """All records of a file, in order.

    Raises:
        StoreError: naming the first line that is no record.
    """
    with path.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, start=1):
            try:
                yield Record.from_json(line)
            except ValidationError as error:
                raise StoreError(f"{path}:{number} is no record") from error


def digest_of(path: Path) -> str:
    """A hash of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
