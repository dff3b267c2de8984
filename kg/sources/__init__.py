"""Readers: listing pages, arXiv dumps and answers, JSON lines, CSV and BibTeX become papers.

One module a format, each a generator over one open input; `READERS` lists them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from kg.sources import arxiv_atom, arxiv_json, csv_table, jsonl, listing
from kg.sources.columns import check
from kg.sources.detect import FORMATS, Format, UnknownFormatError, detect
from kg.sources.files import STDIN, expand, opened
from kg.sources.problem import Problem, Report
from kg.sources.source import Source
from kg.sources.text import DAMAGED, damage
from kg.sources.unite import Copy, united
from schemas import Paper

__all__ = ["FORMATS", "READERS", "Copy", "Format", "Problem", "Report", "read_copies", "read_papers", "united"]


def _read_bibtex(source: Source) -> Iterator[Paper]:
    from kg.sources import bibtex  # its parser takes a while to load

    yield from bibtex.read(source)


READERS: dict[Format, Callable[[Source], Iterator[Paper]]] = {
    "listing": listing.read,
    "arxiv-atom": arxiv_atom.read,
    "arxiv-json": arxiv_json.read,
    "jsonl": jsonl.read,
    "csv": csv_table.read,
    "bibtex": _read_bibtex,
}


def read_papers(
    sources: Iterable[str | Path],
    *,
    report: Report,
    format: Format | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Paper]:
    """The distinct papers of all sources, sorted by id.

    Args:
        sources: files, directories (read recursively), patterns, or ``-`` for standard input; any may be gzipped.
        report: called with each problem; what is good in an input is kept.
        format: read all sources as this format; detected from the content of each where it is left out.
        columns: which column (of CSV) or key (of JSON lines) holds a field, such as ``{"title": "paper_title"}``.

    Raises:
        ValueError: at once, for an unknown format or an unknown field in ``columns``.
    """
    copies = read_copies(sources, report=report, format=format, columns=columns)

    def papers() -> Iterator[Paper]:
        with united(map(Copy.of, copies)) as distinct:
            yield from (copy.paper for copy in distinct)

    return papers()


def read_copies(
    sources: Iterable[str | Path],
    *,
    report: Report,
    format: Format | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Paper]:
    """Every paper of every source as it stands there, in order; arguments as for `read_papers`."""
    check(columns or {})
    if format is not None and format not in READERS:
        raise ValueError(f"unknown format {format!r}, expected one of {', '.join(FORMATS)}")
    titles: dict[str, str] = {}
    return (
        paper
        for path in expand(sources, report)
        for paper in _read_file(path, report, format, dict(columns or {}), titles)
    )


def _read_file(
    path: Path, report: Report, format: Format | None, columns: dict[str, str], titles: dict[str, str]
) -> Iterator[Paper]:
    name = "standard input" if path == STDIN else path.name
    shown_name = name if path == STDIN else str(path)
    accounted = False

    def noted(problem: Problem) -> None:
        nonlocal accounted
        accounted = accounted or problem.severity == "error"
        report(problem)

    try:
        with opened(path) as (stream, head):
            source = Source(name, shown_name, stream, noted, columns, titles)
            try:
                reader = READERS[format or detect(head, path.name, columns)]
            except UnknownFormatError as error:
                source.error(error.found, error.expected)
                return
            for paper in reader(source):
                accounted = True
                yield paper
            if not accounted:
                source.error("no paper", "at least one")
    except DAMAGED as error:
        report(Problem("error", shown_name, *damage(error)))
    except OSError as error:
        report(Problem("error", shown_name, error.strerror or str(error), "a file that can be read"))
