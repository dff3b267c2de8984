"""Bytes to lines and lines to field text: encodings, control characters, surrogates.

Text stays as given but for three repairs, each reported and none changing the number of characters of decoded text:
a control character becomes a space, a lone surrogate or noncharacter becomes U+FFFD, and a line that is no UTF-8 is
read as Windows-1252 (which covers Latin-1). Only white space at the ends of a field is dropped.
"""

import codecs
import re
import zlib
from collections.abc import Callable, Iterator
from gzip import BadGzipFile
from io import DEFAULT_BUFFER_SIZE, BufferedReader

MAX_LINE = 16 * 1024 * 1024
"""Longest line read, in bytes (in characters for UTF-16); longer ones are skipped, so that memory stays bounded."""

DAMAGED = (EOFError, BadGzipFile, zlib.error)
"""What reading compressed data raises where it is cut short or damaged."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_NO_CHARACTER = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

LineNote = Callable[[int, str, str], None]
"""Called with the number of a line, what was found in it and what was expected, where it was skipped or repaired."""


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """Field text without what no store can hold, and what was replaced.

    >>> clean("  two\\x00words\\ud800 ")
    ('two words\ufffd', ('control character U+0000', 'surrogate or noncharacter U+D800'))
    """
    found = []
    if control := _CONTROL.search(text):
        found.append(f"control character U+{ord(control[0]):04X}")
        text = _CONTROL.sub(" ", text)
    if unknown := _NO_CHARACTER.search(text):
        found.append(f"surrogate or noncharacter U+{ord(unknown[0]):04X}")
        text = _NO_CHARACTER.sub("\ufffd", text)
    return text.strip(), tuple(found)


def is_utf16(head: bytes) -> bool:
    """Whether the first bytes of a file are the byte-order mark of UTF-16."""
    return head.startswith(_UTF16)


def read_lines(stream: BufferedReader, *, skipped: LineNote, repaired: LineNote) -> Iterator[tuple[int, str]]:
    """Numbered lines of a file, without their ends; LF and CRLF end a line and nothing else does.

    Compressed data that is damaged ends with the last whole line before the damage.
    """
    number = 0
    try:
        first = stream.readline(MAX_LINE)
        if is_utf16(first):
            lines = _utf16_lines(first, stream, skipped=skipped, repaired=repaired)
        else:
            lines = _utf8_lines(first.removeprefix(codecs.BOM_UTF8), stream, skipped=skipped, repaired=repaired)
        for number, line in lines:
            yield number, line
    except DAMAGED as error:
        skipped(number + 1, *damage(error))


def damage(error: Exception) -> tuple[str, str]:
    """What was found where reading raised one of `DAMAGED`, and what was expected."""
    return f"damaged gzip data ({error})", "whole gzip data (whole lines before are kept)"


def _utf8_lines(
    line: bytes, stream: BufferedReader, *, skipped: LineNote, repaired: LineNote
) -> Iterator[tuple[int, str]]:
    number = 0
    while line:
        number += 1
        if len(line) >= MAX_LINE and not line.endswith(b"\n"):
            while (rest := stream.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                pass
            skipped(number, f"a line of over {MAX_LINE} bytes", "shorter lines")
        else:
            yield number, _decode(line, number, repaired).removesuffix("\n").removesuffix("\r")
        line = stream.readline(MAX_LINE)


def _decode(line: bytes, number: int, repaired: LineNote) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = line[error.start]
        repaired(number, f"byte 0x{byte:02X} at column {error.start + 1}", "UTF-8 (the line is read as Windows-1252)")
    # Windows-1252 leaves five bytes undefined; they become the control characters of Latin-1, which `clean` replaces.
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in line)


def _utf16_lines(
    first: bytes, stream: BufferedReader, *, skipped: LineNote, repaired: LineNote
) -> Iterator[tuple[int, str]]:
    encoding = "utf-16-le" if first.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    pending, number, block = "", 0, first[2:]
    overlong = False
    while True:
        pending += decoder.decode(block, final=not block)
        *whole, pending = pending.split("\n")
        if not block and pending:
            whole, pending = [*whole, pending], ""
        for line in whole:
            number += 1
            if overlong:
                skipped(number, f"a line of over {MAX_LINE} characters", "shorter lines")
                overlong = False
                continue
            if "\ufffd" in line:
                repaired(number, "bytes that are no UTF-16", "UTF-16 as the byte-order mark says (read as U+FFFD)")
            yield number, line.removesuffix("\r")
        if len(pending) > MAX_LINE:
            overlong, pending = True, ""
        if not block:
            return
        block = stream.read1(DEFAULT_BUFFER_SIZE)
