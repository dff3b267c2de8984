"""From what a user names to open inputs: files, directories, globs and standard input, compressed or not."""

import gzip
import io
import os
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from kg.sources.detect import HEAD, SUFFIXES, hint
from kg.sources.problem import Problem, Report

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

STDIN = Path("-")
"""Stands for standard input."""

DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error)
"""What reading compressed data raises where it is cut short or damaged."""

_GZIP = b"\x1f\x8b"
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
def opened(path: Path) -> Iterator[tuple[BinaryIO, bytes]]:
    """The content of a file, decompressed, and its first bytes, which are still to be read.

    Raises:
        OSError: where the file cannot be opened or read.
        EOFError, zlib.error: where compressed data is damaged, as does reading from the stream later.
    """
    with nullcontext(sys.stdin.buffer) if path == STDIN else path.open("rb") as raw:
        stream, head = _peeked(raw, len(_GZIP))
        yield _peeked(cast("BinaryIO", gzip.GzipFile(fileobj=stream)) if head == _GZIP else stream, HEAD)


class _Rejoined(io.RawIOBase):
    """Bytes already taken from a stream, then the rest of it: a pipe cannot be rewound."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        block = self._head[: len(view)] or self._rest.read(len(view))
        self._head = self._head[len(view) :]
        view[: len(block)] = block
        return len(block)


def _peeked(stream: BinaryIO, size: int) -> tuple[BinaryIO, bytes]:
    head = b""
    while len(head) < size and (block := stream.read(size - len(head))):
        head += block
    return io.BufferedReader(_Rejoined(head, stream), buffer_size=HEAD), head
