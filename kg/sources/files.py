"""From what a user names to open inputs: files, directories, globs and standard input, compressed or not."""

import gzip
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import TYPE_CHECKING, cast

from kg.sources.detect import HEAD, SUFFIXES, hint
from kg.sources.problem import Problem, Report
from kg.sources.text import DAMAGED

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

STDIN = Path("-")
"""Stands for standard input."""

_GZIP = b"\x1f\x8b"

_BLOCK = 8 * 1024
"""How much is taken at a time: where compressed data is damaged, what was decompressed with the damage is lost."""

_PATTERN = re.compile(r"[*?[]")


def expand(sources: Iterable[str | Path], report: Report) -> Iterator[Path]:
    """The files that sources name, each once: a directory's in the order of their names, a glob's as well.

    Of a directory, below which all is searched, the files with a known suffix count, hidden ones left out.
    """
    seen: set[str] = set()
    for source in sources:
        for path in _paths(str(source), report):
            if (real := os.path.realpath(path)) not in seen:
                seen.add(real)
                yield path


def _paths(source: str, report: Report) -> Iterator[Path]:
    path = Path(source)
    if path == STDIN or path.is_file():
        yield path
    elif path.is_dir():
        found = sorted(_files_below(path))
        yield from found
        if not found:
            suffixes = ", ".join(SUFFIXES)
            report(Problem("error", source, "no file to read", f"files that end in {suffixes}, also with .gz"))
    elif path.exists():
        yield path  # a pipe, for example
    elif _PATTERN.search(source):
        matches = Path(path.anchor).glob(str(path.relative_to(path.anchor)))
        files = sorted(match for match in matches if match.is_file())
        yield from files
        if not files:
            report(Problem("error", source, "no file of that pattern", "a file, a directory, a pattern or -"))
    else:
        report(Problem("error", source, "no such file", "a file, a directory, a pattern or - for standard input"))


def _files_below(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(parent, name) for name in names if not name.startswith(".") and hint(name))


@contextmanager
def opened(path: Path) -> Iterator[tuple[BufferedReader, bytes]]:
    """The content of a file, decompressed, and its first bytes, which are still to be read.

    Raises:
        OSError: where the file cannot be opened or read.
        EOFError, zlib.error: where compressed data is damaged before its first byte is known. Where it is damaged
            later, reading from the stream raises them after the bytes before.
    """
    with nullcontext(cast("BufferedReader", sys.stdin.buffer)) if path == STDIN else path.open("rb") as raw:
        stream, head = _peeked(raw, len(_GZIP))
        yield _peeked(gzip.GzipFile(fileobj=stream) if head == _GZIP else stream, HEAD)


class _Rejoined(RawIOBase):
    """Bytes already taken from a stream, which no pipe takes back, then the rest of it, or the damage that ends it."""

    def __init__(self, head: bytes, rest: "BufferedReader | gzip.GzipFile", damage: Exception | None) -> None:
        self._head = head
        self._rest = rest
        self._damage = damage

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        if self._damage and not self._head:
            raise self._damage
        # What one call gives: a call that asked for more would lose it where what follows is damaged.
        block = self._head[: len(view)] or self._rest.read1(min(len(view), _BLOCK))
        self._head = self._head[len(view) :]
        view[: len(block)] = block
        return len(block)


def _peeked(stream: "BufferedReader | gzip.GzipFile", size: int) -> tuple[BufferedReader, bytes]:
    head = b""
    damage = None
    try:
        while len(head) < size and (block := stream.read1(min(size - len(head), _BLOCK))):
            head += block
    except DAMAGED as error:
        if not head:
            raise
        damage = error
    return BufferedReader(_Rejoined(head, stream, damage), buffer_size=HEAD), head
