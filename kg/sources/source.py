"""One open input: its name, its bytes, and where its problems go. What every reader takes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from email.utils import parsedate_to_datetime
from io import BufferedReader

from kg.sources.problem import Problem, Report, shown
from kg.sources.text import clean, read_lines
from schemas import Paper, fold_title, title_paper_id
from schemas.paper import find_arxiv_id

LONG_TITLE = 1_000
"""Titles above this many characters are kept with a warning."""

_MEANT_FOR_ARXIV = re.compile(
    r".*arxiv.*|(?:\d{4}\.\d{4,5}|[a-z.-]+/\d{7})(?:v\d+)?", re.ASCII | re.IGNORECASE | re.DOTALL
)
_ISO_DATE = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?:[T ].*)?")


@dataclass(frozen=True)
class Source:
    """An open input.

    ``name`` is what papers keep of where they were found, ``place`` what problems call it.
    ``columns`` maps fields of a paper to the names of the columns or keys that hold them.
    ``titles`` holds the first title read under each arXiv id, over all inputs of a run.
    """

    name: str
    place: str
    stream: BufferedReader
    report: Report
    columns: Mapping[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def error(self, found: str, expected: str, line: int | None = None, record: str | None = None) -> None:
        """Report that something was skipped."""
        self.report(Problem("error", self.place, found, expected, line, record))

    def warning(self, found: str, expected: str, line: int | None = None, record: str | None = None) -> None:
        """Report that something was kept though it is not as it should be."""
        self.report(Problem("warning", self.place, found, expected, line, record))

    def lines(self) -> Iterator[tuple[int, str]]:
        """Numbered lines of text, without their ends."""
        return read_lines(
            self.stream,
            skipped=lambda line, found, expected: self.error(found, expected, line),
            repaired=lambda line, found, expected: self.warning(found, expected, line),
        )

    def paper(
        self,
        *,
        title: object,
        abstract: object = None,
        authors: Iterable[str] = (),
        published: object = None,
        url: object = None,
        arxiv_id: object = None,
        line: int | None = None,
        record: str | None = None,
    ) -> Paper | None:
        """A paper of loose values; None, with an error reported, where it has no title."""
        if not isinstance(title, str) or not (title_text := self._text("title", title, line, record)):
            self.error("no title" if title in (None, "") else f"title {shown(title)}", "a title", line, record)
            return None
        if len(title_text) > LONG_TITLE:
            self.warning(
                f"a title of {len(title_text):,} characters", f"at most {LONG_TITLE:,} (kept whole)", line, record
            )
        abstract_text = self._text("abstract", abstract, line, record) if isinstance(abstract, str) else ""
        if not abstract_text:
            found = "no abstract" if abstract in (None, "") else f"abstract {shown(abstract)}"
            self.warning(found, "the text of an abstract (the paper is kept with its title alone)", line, record)
        arxiv = find_arxiv_id(arxiv_id)
        if arxiv is None and isinstance(arxiv_id, str) and _MEANT_FOR_ARXIV.fullmatch(arxiv_id.strip()):
            expected = "an arXiv identifier such as 2506.01234 or cs/0701001 (the paper is known by its title)"
            self.warning(f"identifier {shown(arxiv_id)}", expected, line, record)
        if arxiv:
            first = self.titles.setdefault(arxiv.paper, title_text)
            if fold_title(first) != fold_title(title_text):
                expected = f"{shown(first)}, as read before (title and abstract of one copy are kept)"
                self.warning(f"{arxiv.paper} with the title {shown(title_text)}", expected, line, record)
        paper_id = arxiv.paper if arxiv else title_paper_id(title_text)
        address = self._text("url", url, line, record) if isinstance(url, str) else ""
        if not address and paper_id.startswith("arxiv:"):
            address = f"https://arxiv.org/abs/{paper_id.removeprefix('arxiv:')}"
        day = iso_date(published)
        if day is None and published not in (None, ""):
            self.warning(f"date {shown(published)}", "a date such as 2025-06-30 (left out)", line, record)
        return Paper(
            id=paper_id,
            title=title_text,
            abstract=abstract_text,
            version=arxiv.version if arxiv else None,
            authors=tuple(filter(None, (self._text("authors", name, line, record) for name in authors))),
            published=day,
            url=address or None,
            sources=(self.name,),
        )

    def _text(self, name: str, value: str, line: int | None, record: str | None) -> str:
        text, replaced = clean(value)
        for what in replaced:
            self.warning(f"{what} in the {name}", "text (replaced)", line, record)
        return text


def iso_date(value: object) -> str | None:
    """A date cut to what is known, as `Paper.published` has it; None where the value is no date.

    >>> iso_date("2025/6/30"), iso_date(2025), iso_date("Mon, 2 Apr 2007 19:18:42 GMT"), iso_date("2025-13")
    ('2025-06-30', '2025', '2007-04-02', None)
    """
    text = str(value).strip() if isinstance(value, str | int) else ""
    try:
        if found := _ISO_DATE.fullmatch(text):
            year, month, day = (int(part) if part else None for part in found.groups())
            whole = date(year or 0, month or 1, day or 1).isoformat()
            return whole if day else whole[:7] if month else whole[:4]
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, OverflowError):
        return None


def author_names(value: object) -> Iterator[str]:
    """Names out of the forms in which data carries them: a list of strings or of objects with a name, or one string.

    >>> list(author_names("Jane Doe, Rick Roe and Kim Poe")), list(author_names([{"name": "Jane Doe"}]))
    (['Jane Doe', 'Rick Roe', 'Kim Poe'], ['Jane Doe'])
    """
    if isinstance(value, str):
        yield from re.split(r"\s*;\s*" if ";" in value else r"\s*,\s*(?:and\s+)?|\s+and\s+", value.strip())
    elif isinstance(value, list):
        for item in value:
            name = item.get("name") if isinstance(item, dict) else item
            if isinstance(name, str):
                yield name
