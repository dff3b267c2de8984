"""BibTeX: entries with a title and, better, an abstract.

Braces that only protect case, escaped signs and accents written as commands are turned into plain text; other LaTeX
stays as it is, for a general decoder would take the rest of "40% faster" for a comment.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares import MergeNameParts, SeparateCoAuthors, SplitNameParts
from bibtexparser.model import Block, DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, ParsingFailedBlock, String

from kg.sources.problem import shown
from kg.sources.source import Source
from schemas import Paper
from schemas.paper import find_arxiv_id

BATCH_BLOCKS = 200
BATCH_CHARACTERS = 4 * 1024 * 1024
"""How much is parsed at a time, so that a long file is never held whole."""

_BLOCK = re.compile(r"\s*@\s*\w+\s*[{(]")
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
}  # fmt: skip
_ACCENT = r"\\(?:([`'^~=.\"])\s*|([uvHcdkr])(?:\s+|(?=\{)))(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))"
_ACCENT_FORMS = (re.compile(rf"\{{{_ACCENT}\}}"), re.compile(_ACCENT))
_SIGNS = {"ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å", "l": "ł"}
_SIGN = re.compile(r"\{\\(ss|ae|AE|oe|OE|o|O|aa|AA|l)\}")
_COMMAND_OR_BRACE = re.compile(r"(\\[A-Za-z]+(?:\{[^{}]*\})*|\\.|[_^]\{[^{}]*\})|[{}]")
_ESCAPED = re.compile(r"\\([%&_#${}])")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def plain(text: str) -> str:
    r"""A BibTeX value as text.

    >>> print(plain(r"{BERT} is 40\% faster than M{\'e}lange \& Co, at \emph{no} loss"))
    BERT is 40% faster than Mélange & Co, at \emph{no} loss
    """
    text = _SIGN.sub(lambda found: _SIGNS[found[1]], text)
    for form in _ACCENT_FORMS:
        text = form.sub(lambda f: unicodedata.normalize("NFC", (f[3] or f[4]) + _ACCENTS[f[1] or f[2]]), text)
    return _ESCAPED.sub(r"\1", _COMMAND_OR_BRACE.sub(lambda found: found[1] or "", text))


def read(source: Source) -> Iterator[Paper]:
    """Papers of a bibliography."""
    strings: list[Block] = []
    for first_line, text in _batches(source.lines()):
        library = parse_string(
            text,
            append_middleware=[SeparateCoAuthors(), SplitNameParts(), MergeNameParts("first")],
            library=Library(strings),
        )
        for block in library.blocks[len(strings) :]:
            yield from _papers(source, block, first_line + (block.start_line or 0))
        strings = [block for block in library.blocks if isinstance(block, String)]


def _batches(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Runs of whole blocks, each with the number of its first line."""
    batch: list[str] = []
    first, blocks, size = 1, 0, 0
    for number, line in lines:
        starts = _BLOCK.match(line) is not None
        if batch and ((starts and blocks >= BATCH_BLOCKS) or size >= BATCH_CHARACTERS):
            yield first, "\n".join(batch)
            batch, first, blocks, size = [], number, 0, 0
        blocks += starts
        size += len(line) + 1
        batch.append(line)
    if batch:
        yield first, "\n".join(batch)


def _papers(source: Source, block: Block, line: int) -> Iterator[Paper]:
    if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
        # Two entries under one key, or two fields of one name, are both papers to read: the first field counts.
        if isinstance(block.ignore_error_block, Entry):
            yield from _papers(source, block.ignore_error_block, line)
    elif isinstance(block, ParsingFailedBlock):
        why = " ".join(str(getattr(block.error, "abort_reason", block.error)).split())
        source.error(f"an entry that cannot be read, {shown(block.raw or '')}", f"a BibTeX entry ({why})", line)
    elif isinstance(block, Entry):
        values = {key.lower(): field.value for key, field in block.fields_dict.items()}
        text = {key: plain(value) for key, value in values.items() if isinstance(value, str)}
        authors = values.get("author")
        paper = source.paper(
            title=text.get("title"),
            abstract=text.get("abstract"),
            authors=[plain(name) for name in authors] if isinstance(authors, list) else (),
            published=text.get("date") or _year_and_month(text),
            url=values.get("url"),
            arxiv_id=_identifier(text),
            line=line,
            record=block.key,
        )
        if paper:
            yield paper


def _identifier(text: dict[str, str]) -> str | None:
    """The first field that is an arXiv identifier; where none is, the one that should be."""
    candidates = [text[key] for key in ("eprint", "arxivid", "url", "doi") if key in text]
    return next(filter(find_arxiv_id, candidates), text.get("arxivid") or text.get("eprint"))


def _year_and_month(text: dict[str, str]) -> str | None:
    year, month = text.get("year"), text.get("month", "")[:3].lower()
    if year and month in _MONTHS:
        return f"{year}-{_MONTHS.index(month) + 1:02}"
    return f"{year}-{int(month):02}" if year and month.isdecimal() else year
