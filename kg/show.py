"""What the command line prints: results as tables, JSON or CSV, claims with their sentences, summaries, figures.

What papers say is untrusted: here it is never markup, and what would steer a terminal is shown, not sent.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TextIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from kg.evaluate import Evaluation
from kg.lookup import FoundClaim, FoundClaims
from kg.phrases import number, phrase, rounded, worded
from kg.queries import NamedQuery
from kg.summary import CLAIMED, Summary
from kg.table import Table

Cell = Callable[[Any], str]
"""Writes a value as a cell of CSV."""

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


_DECIMALS = 5
"""A number with more was computed, as the factor of a share is."""


def safe(value: object) -> Text:
    """A value as text for a terminal, on one line; what would move a cursor or turn the text around is spelled out.

    >>> safe("[b]x[/b]\\n\\x1b[2J").plain
    '[b]x[/b] \\\\x1b[2J'
    """
    text = "" if value is None else value if isinstance(value, str) else _number(value)
    return Text(_STEERING.sub(lambda found: ascii(found[0])[1:-1], " ".join(text.split())))


def _number(value: object) -> str:
    if isinstance(value, float):
        return number(value) if round(value, _DECIMALS) == value else rounded(value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def print_table(table: Table, console: Console) -> None:
    """Columns and rows for the eye; how many rows there are, if more than a few."""
    grid = Grid(header_style="bold", box=None, pad_edge=False)
    for column in table.columns:
        grid.add_column(safe(column))
    for row in table:
        grid.add_row(*map(safe, row))
    console.print(grid)
    if len(table) != 1:
        console.print(f"{len(table):,} rows" if len(table) else "no rows", style="dim")


def write_json(value: object, file: TextIO) -> None:
    """JSON whose text steers no terminal."""
    text = json.dumps(value, ensure_ascii=False, indent=1, default=str)
    file.write(_STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def write_csv(table: Table, file: TextIO, cell: Cell) -> None:
    """CSV with a header line; lists and maps are written as JSON."""
    for row in (table.columns, *table):
        line = io.StringIO()
        csv.writer(line, lineterminator="\r\n").writerow(  # it quotes the characters of its line end
            cell(json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value) for value in row
        )
        file.write(line.getvalue().removesuffix("\r\n") + "\n")


def print_claims(claims: Sequence[FoundClaim], of: int, console: Console) -> None:
    """Each claim in a line, with its sentence and its papers below; ``of`` is how many were found in all."""
    for claim in claims:
        console.print(_headline(claim))
        for statement in claim.statements:
            paper = next(paper for paper in claim.papers if paper.id == statement.paper)
            for line in (
                Text.assemble("“", safe(statement.evidence.text), "”"),
                Text.assemble(safe(paper.title), " (", safe(paper.id), ")", style="dim"),
            ):
                console.print(Padding(line, (0, 0, 0, 4)))
        console.print()
    shown = "no claim" if not of else "1 claim" if of == 1 else f"{of:,} claims"
    more = f", of which the first {len(claims):,} are shown; --limit shows more" if len(claims) < of else ""
    console.print(shown + more)


def _headline(found: FoundClaim) -> Text:
    fields = found.claim.model_dump(exclude_none=True)
    pieces = worded(
        found.type,
        safe(phrase(fields | fields.get("stated", {}), fields)).plain,
        _name(found.subject or "(what this paper presents)"),
        _name(found.baseline) if found.baseline else None,
        [_name(name) for name in (*found.hardware, *found.datasets)],
    )
    line = Text.assemble((f"{found.type:12} ", "cyan"))
    for piece in pieces:
        line.append_text(piece if isinstance(piece, Text) else Text(piece))
    return line.append(f"  ({found.confidence:.0%} sure)", "dim")


def _name(text: str) -> Text:
    name = safe(text)
    name.stylize("bold")
    return name


def claims_json(claims: FoundClaims) -> list[dict[str, Any]]:
    """Claims as plain values, each with every place where it is stated."""
    rows = claims.table().dicts()
    for row, claim in zip(rows, claims, strict=True):
        row["statements"] = [
            {
                "paper": statement.paper,
                **statement.evidence.model_dump(),
                "slots": statement.slots,
                "confidence": statement.confidence,
                "rule": statement.rule,
            }
            for statement in claim.statements
        ]
    return rows


def print_summary(summary: Summary, console: Console) -> None:
    """The figures of a build."""
    grid = Grid(box=None, show_header=False, pad_edge=False)
    grid.add_column(style="cyan")
    grid.add_column(justify="right")
    grid.add_column()
    total = sum(summary.numbers.values())
    sections: tuple[tuple[str, dict[str, int]], ...] = (
        ("entities", summary.entities),
        ("claims", summary.claims),
        ("numbers", summary.numbers),
    )
    grid.add_row("papers", f"{summary.papers:,}", "")
    for name, counts in sections:
        grid.add_row(
            name, f"{sum(counts.values()):,}", ", ".join(f"{kind} {count:,}" for kind, count in counts.items())
        )
    if total:
        grid.add_row(
            "", "", f"{summary.numbers[CLAIMED] / total:.0%} of the numbers are claimed, the others say why not"
        )
    console.print(grid)
    if summary.speedups:
        console.print()
        best = Grid(title="The largest speedups", title_justify="left", header_style="bold", box=None, pad_edge=False)
        for column in ("factor", "method", "baseline", "hardware", "paper"):
            best.add_column(column, justify="right" if column == "factor" else "left")
        for row in summary.speedups:
            best.add_row(*(safe(value) for value in (row.factor, row.method, row.baseline, row.hardware, row.paper)))
        console.print(best)


def print_queries(queries: Iterable[NamedQuery], console: Console) -> None:
    """Each query with what it answers and its parameters."""
    for query in queries:
        console.print(Text.assemble((query.name, "bold"), "  ", query.description))
        for parameter in query.parameters:
            default = "" if parameter.default is None else f" (else {parameter.default!r})"
            console.print(Text(f"    -p {parameter.name}=  {parameter.description}{default}", style="dim"))


def write_evaluation(evaluation: Evaluation, file: TextIO, *, misses: bool) -> None:
    """Precision, recall and F1 in lines."""
    file.write(f"{'':26}  {'P':>6} {'R':>6} {'F1':>6}   tp  fp  fn\n")
    for name, counts in evaluation.rows().items():
        file.write(
            f"{name:26}  {counts.precision:6.3f} {counts.recall:6.3f} {counts.f1:6.3f} "
            f"{counts.right:4} {counts.wrong:3} {counts.missed:3}\n"
        )
    arguments = ", ".join(f"{name} {right}/{all}" for name, (right, all) in evaluation.arguments.items())
    file.write(f"arguments right, of value-matched claims: {arguments}\n")
    if misses:
        file.writelines(f"{safe(miss).plain}\n" for miss in evaluation.misses)


def evaluation_json(evaluation: Evaluation) -> dict[str, dict[str, float]]:
    """The figures under the names that the scorer of the annotations gives them."""
    return {
        name: {
            "p": round(counts.precision, 4),
            "r": round(counts.recall, 4),
            "f1": round(counts.f1, 4),
            "tp": counts.right,
            "fp": counts.wrong,
            "fn": counts.missed,
        }
        for name, counts in evaluation.rows().items()
    }


def evaluation_table(evaluation: Evaluation) -> Table:
    """The figures of :func:`evaluation_json` as rows."""
    figures = evaluation_json(evaluation)
    return Table(("of", *next(iter(figures.values()))), tuple((name, *row.values()) for name, row in figures.items()))
