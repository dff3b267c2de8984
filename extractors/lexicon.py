"""Find the names of a table in text: exactly those, whatever their spacing, hyphens, plural and (mostly) case.

``flash attention-2`` and ``FlashAttention2`` are one name; ``FlashAttention-2`` and ``FlashAttention-3`` are two, and
``ResNet-50`` does not contain ``ResNet-5``. A row with ``versions`` names a family: what follows of version, size and
edition belongs to the name (``Qwen2.5-VL-7B``), so that versions which nobody listed are entities of their own.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, Literal, TypeVar

from extractors.abbreviations import find_abbreviations
from extractors.catalogue import Row
from extractors.shapes import without_addresses

_PIECE = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+?(?=[vV]\d)|[^\W\d_]+|[+#*&]")
_GAPS = frozenset(["", " ", "-", "_", "–", "'", "’", ".", "/", ":", ";", "^", "_{", "^{"])
_CUE_REACH = 150
"""Characters on either side of a name in which a cue word counts."""

_ENDING = 8
"""Letters at the end of a long form by which one is told from another: "nce field", "mization"."""

_PREFIXES = frozenset(["cross", "full", "multi", "native", "non", "plain", "post", "pre", "pure", "single", "vanilla"])
"""Words that may be joined to a name by a hyphen without making another name of it."""

_LAST_WORD = re.compile(r"[^\W_]+$")

_SIZE = r"(?:\d+x)?\d+(?:\.\d+)?(?:[BMT]|b)(?:-A\d+(?:\.\d+)?B)?|E\dB"
_EDITION = (
    r"Air|Base|Behemoth|Chat|Coder|Code|Embedding|Exp|Flash|Guard|Haiku|Huge|Image|Inst|Instruct|Large|Lite"
    r"|Math|Maverick|Max|Medium|Mini|Nano|Next|Omni|Opus|Plus|Preview|Pro|Reasoning|Reranker|Scout|Small|Sonnet|Think"
    r"|Thinking|Tiny|Turbo|Ultra|Vision|VL|XL"
)
_LOWER_EDITION = (
    r"air|base|chat|coder|dev|exp|flash|haiku|high|instruct|it|large|latest|lite|low|max|medium|mini|nano|obb|omni|opus"
    r"|oss|pose|preview|pro|schnell|seg|small|sonnet|thinking|tiny|turbo|ultra|v\d(?:\.\d)?"
)
_LETTER_EDITION = (
    r"T?[IT]2[IV]|\d{3,4}[Pp]|[A-Z]\d?(?:\.\d)?(?:/\d\d?)?|XXL|[RVK]\d(?:\.\d)?"
    r"|(?i:distill(?:ed)?(?:-(?:llama|qwen)(?:-?\d(?:\.\d)?)?)?)"
)
_SUFFIX = re.compile(
    rf"(?:[- :](?:{_SIZE}|{_EDITION}|mini|nano)|-(?:{_LOWER_EDITION}|{_LETTER_EDITION})|{_SIZE})(?![^\W_])"
)
_RELEASE = re.compile(r"-\d{4}(?:\d{4}|-\d\d-\d\d)?(?![^\W_])")
_NUMBER = re.compile(
    r"-?(?P<joined>[vV]?\d+(?:\.\d+)*[a-zV]?)(?![^\W_]|%)"
    r"| (?P<spaced>[vV]?\d{1,2}(?:\.\d+)?[a-z]?)(?![^\W_]|\.\d|[%/×]| ?(?:x|times|\\?%|days|epochs|experts"
    r"|heads|hours|layers|minutes|nodes|seconds|steps|tokens)\b)"
)
_AFTER_NUMBER = re.compile(rf"(?!-\w)|{_SUFFIX.pattern}|-(?:based|class|like|powered|style)\b")
"""What may follow a number apart from its name, so that "Foo 3-D" is no third Foo."""
_SIZED = re.compile(r"\d[BMb](?![^\W_])|Chat|Haiku|Instruct|Opus|Sonnet|-(?:base|large)(?![^\W_])")
"""What only models have after their name: it tells a Falcon-7B from a bird."""


class NameRow(Row):
    """One row of a table of names.

    ``aliases`` are other names of the same thing. With ``match`` "exact", forms with a capital count as written only,
    for names that are also words. ``cues`` are beginnings of words of which one must stand near a form of one word, for
    names that mean more than one thing. ``versions`` makes the row a family and says how a versioned name is written,
    such as ``GPT-{}``.
    """

    aliases: tuple[str, ...] = ()
    match: Literal["exact"] | None = None
    cues: tuple[str, ...] = ()
    versions: str | None = None


RowType = TypeVar("RowType", bound=NameRow)


@dataclass(frozen=True, slots=True)
class NameMatch(Generic[RowType]):
    """A name found at ``text[start:end]``; ``name`` is canonical, with the version if there is one."""

    start: int
    end: int
    name: str
    row: RowType


@dataclass(frozen=True, slots=True)
class _Entry(Generic[RowType]):
    """One form of a row: how its pieces must be written, where that matters, and what must stand near."""

    row: RowType
    written: str | None
    cues: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Lexicon(Generic[RowType]):
    """A table of names made ready for matching: `find_names` looks names up by their letters and digits alone."""

    entries: dict[str, tuple[_Entry[RowType], ...]]
    prefixes: frozenset[str]


def build_lexicon(rows: Iterable[RowType]) -> Lexicon[RowType]:
    """The rows, ready for `find_names`."""
    entries: dict[str, list[_Entry[RowType]]] = {}
    for row in rows:
        cues = re.compile(rf"\b(?:{'|'.join(map(re.escape, row.cues))})", re.IGNORECASE) if row.cues else None
        for form in (row.name, *row.aliases):
            pieces = _PIECE.findall(form)
            exact = row.match == "exact" and form != form.lower()
            entry = _Entry(row, "".join(pieces) if exact else None, None if " " in form else cues)
            entries.setdefault(_key(form), []).append(entry)
    prefixes = frozenset(key[:length] for key in entries for length in range(1, len(key) + 1))
    return Lexicon({key: tuple(found) for key, found in entries.items()}, prefixes)


def find_names(lexicon: Lexicon[RowType], text: str) -> Iterator[NameMatch[RowType]]:
    """The names in ``text`` from left to right, the longest at each place, none inside another.

    A short form that the text itself spells out otherwise is another name: ``EMA`` after ``early memory access (EMA)``.
    """
    pieces = _pieces(text)
    spelled = _spelled_out(text)
    done = 0
    for index, (_, folded, start, _) in enumerate(pieces):
        if folded not in lexicon.prefixes and folded[:-1] not in lexicon.entries:
            continue
        if start < done or not _free_before(text, start):
            continue
        match = _longest(lexicon, text, pieces, index)
        if match is not None:
            done = match.end
            short_form = text[match.start : match.end].removesuffix("s")
            if short_form not in spelled or _may_mean(match.row, short_form, spelled[short_form]):
                yield match


@lru_cache(maxsize=4)
def _pieces(text: str) -> tuple[tuple[str, str, int, int], ...]:
    """The runs of letters or digits that names are made of: as written, folded, start and end."""
    pieces = _PIECE.finditer(without_addresses(text))
    return tuple((piece[0], piece[0].casefold(), piece.start(), piece.end()) for piece in pieces)


@lru_cache(maxsize=4)
def _spelled_out(text: str) -> dict[str, str]:
    """The key of the long form of each short form that ``text`` explains."""
    return {
        text[pair.short_start : pair.short_end].removesuffix("s"): _key(text[pair.long_start : pair.long_end])
        for pair in find_abbreviations(text)
    }


def _key(form: str) -> str:
    return "".join(map(str.casefold, _PIECE.findall(form)))


def _may_mean(row: NameRow, short_form: str, long_form: str) -> bool:
    """Whether a row's short form may stand for ``long_form``: not if the row has long forms and none ends like it."""
    known = {_key(form) for form in (row.name, *row.aliases) if " " in form or "-" in form} - {_key(short_form)}
    ending = long_form.removesuffix("s")[-_ENDING:]
    return not known or any(form.removesuffix("s").endswith(ending) for form in known)


def _longest(
    lexicon: Lexicon[RowType], text: str, pieces: tuple[tuple[str, str, int, int], ...], first: int
) -> NameMatch[RowType] | None:
    best: NameMatch[RowType] | None = None
    written = key = ""
    start = end = pieces[first][2]
    for index in range(first, len(pieces)):
        piece, folded, piece_start, piece_end = pieces[index]
        if text[end:piece_start] not in _GAPS:
            break
        written, key, end = written + piece, key + folded, piece_end
        found = _match(lexicon.entries[key], written, text, start, end) if key in lexicon.entries else None
        if found is None and key[-1] == "s" and len(piece) > 2 and key[:-1] in lexicon.entries:
            found = _match(lexicon.entries[key[:-1]], written[:-1], text, start, end)
        best = found or best
        if key not in lexicon.prefixes:
            break
    return best


def _match(
    entries: Iterable[_Entry[RowType]], written: str, text: str, start: int, end: int
) -> NameMatch[RowType] | None:
    for entry in entries:
        row, name, name_end = entry.row, entry.row.name, end
        if row.versions:
            name_end, name = _with_version(text, end, row.name, row.versions)
        if name_end == end or not _SIZED.search(text, end, name_end):
            if entry.written not in (None, written):
                continue
            if entry.cues and not entry.cues.search(text, max(0, start - _CUE_REACH), end + _CUE_REACH):
                continue
        if _free_after(text, name_end):
            return NameMatch(start, name_end, name, row)
    return None


def _with_version(text: str, end: int, name: str, template: str) -> tuple[int, str]:
    """Where a family name ends once version, size, edition and release are read, and how it is written."""
    family = end
    number = None if _SUFFIX.match(text, end) else _number(text, end)
    if number:
        name = template.format(_digits(number))
        end = number.end()
    while suffix := _SUFFIX.match(text, end) or (_RELEASE.match(text, end) if end > family else None):
        name = f"{name}-{suffix[0].lstrip('- ')}"
        end = suffix.end()
    if not number and end > family and (later := _number(text, end)) and later["spaced"]:
        return later.end(), f"{name}-{_digits(later)}"
    return end, name


def _number(text: str, end: int) -> re.Match[str] | None:
    number = _NUMBER.match(text, end)
    if number and number["spaced"] and not _AFTER_NUMBER.match(text, number.end()):
        return None
    return number


def _digits(number: re.Match[str]) -> str:
    version: str = number["joined"] or number["spaced"]
    return version.lower().removeprefix("v")


def _free_before(text: str, start: int) -> bool:
    """Whether a name may begin here: neither inside a word nor after a hyphen that makes it another name."""
    before = text[start - 1 : start]
    if before == "-":
        prefix = _LAST_WORD.search(text, max(0, start - 12), start - 1)
        return prefix is None or prefix[0].lower() in _PREFIXES
    return not before.isalnum()


def _free_after(text: str, end: int) -> bool:
    """Whether the name ends here: neither in a longer word nor before a hyphen that makes it another name."""
    after = text[end : end + 2]
    if after[:1].isalnum():
        return False
    return not (after[:1] == "-" and (after[1:].isdigit() or after[1:].isupper()))
