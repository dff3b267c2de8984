"""The command ``kg``: the one place that knows all rooms, reads the environment, makes drivers and prints.

Exit status: 0 where all input was read, 1 where some was skipped, 2 where nothing was usable or the call was wrong.
"""

import json
import logging
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TextIO

import typer
from rich.console import Console
from rich.text import Text

import kg
from exports import FORMATS as EXPORTS
from exports.csv import cell
from exports.files import replacing
from kg import KnowledgeGraph, show
from kg import directory as place
from kg.build import Built, Makers, watched
from kg.build import build as build_graph
from kg.build import forget as forget_paper
from kg.evaluate import PaperReading, readings
from kg.evaluate import evaluate as compare
from kg.extraction import Extract, Failure, Imported, read_all
from kg.fingerprint import fingerprint
from kg.lookup import find_paper
from kg.progress import Progress
from kg.queries import named_queries, named_query
from kg.records import RecordFile, read_records
from kg.sources import Copy, Format, Problem, read_copies, united
from kg.stores import embedded
from kg.stores.errors import StoreError
from kg.table import Table
from schemas import ClaimType, Paper

if TYPE_CHECKING:
    from neo4j import Driver

    from kg.tables import Tables

EXPECTED = (StoreError, LookupError, OSError, ValueError, BrokenProcessPool)
"""What may go wrong without a mistake in this program; it is told in one line."""

STDOUT = Path("-")
"""Stands for standard output."""

PROBLEMS_SHOWN = 10
"""How many problems of one source are printed; the rest is counted."""

app = typer.Typer(
    name="kg",
    help="A knowledge graph of what papers claim.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
load_app = typer.Typer(help="Load a graph into a database server.", no_args_is_help=True)
app.add_typer(load_app, name="load")

Sources = Annotated[
    list[str],
    typer.Argument(metavar="SOURCE...", help="Files, directories, patterns, or - for standard input; also gzipped."),
]
SourceFormat = Annotated[Format | None, typer.Option("--format", help="Read all sources as this format.")]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="FIELD=NAME", help="Which column or key holds a field, as in title=paper_title."),
]
Processes = Annotated[
    int | None, typer.Option(min=1, help="How many processes read papers; as many as there are processors if left out.")
]
Graph = Annotated[Path, typer.Option("--graph", "-g", metavar="DIR", help="The directory of a graph, see kg build.")]
Shown = Literal["table", "json", "csv"]
ShownAs = Annotated[Shown, typer.Option("--format", help="How to print.")]
Uri = Annotated[str, typer.Option(envvar="NEO4J_URI", help="Address of the server.")]
User = Annotated[str, typer.Option(envvar="NEO4J_USERNAME", help="User on the server.")]
Password = Annotated[
    str | None, typer.Option(envvar="NEO4J_PASSWORD", help="Password; in the variable nobody else sees it.")
]
Database = Annotated[
    str | None, typer.Option(envvar="NEO4J_DATABASE", help="Database on the server; its default if left out.")
]


@app.command()
def extract(
    sources: Sources,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The file to write, or - for standard output.")
    ] = STDOUT,
    format: SourceFormat = None,
    column: Columns = None,
    processes: Processes = None,
) -> None:
    """Read papers and write one record a line, sorted by paper id."""
    problems = Problems()
    copies = read_copies(sources, report=problems, format=format, columns=_columns(column))
    with (
        _text_output(output) as file,
        Progress(_err()) as progress,
        united(map(Copy.of, watched(copies, "reading", None, progress))) as distinct,
    ):
        papers = (copy.paper for copy in distinct)
        outcomes = read_all(papers, _reader(), processes or _processors(), len(distinct))
        for line in problems.without(watched(outcomes, "extracting", len(distinct), progress)):
            file.write(line + "\n")
        if len(distinct) == problems.failures:
            problems.finish()
            raise typer.Exit(2)  # what is at the place of the output stays
    problems.finish()
    raise typer.Exit(problems.status)


@app.command()
def build(
    sources: Sources,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The directory to make or add to.")],
    format: SourceFormat = None,
    column: Columns = None,
    processes: Processes = None,
) -> None:
    """Add papers to the graph of a directory: records, a database that answers Cypher, and a page to look at."""
    if output == STDOUT:
        raise typer.BadParameter("-o - is standard output, where no directory can be written; give -o a name")
    problems = Problems()
    papers = read_copies(sources, report=problems, format=format, columns=_columns(column))
    try:
        with Progress(_err()) as progress:
            built = build_graph(papers, output, _makers(), processes=processes or _processors(), progress=progress)
        list(problems.without(built.failures))
    finally:
        problems.finish()
    show.print_summary(built.summary, _out())
    _tell(built, output)
    raise typer.Exit(problems.status)


@app.command()
def query(
    cypher: Annotated[str | None, typer.Argument(help="A Cypher statement.")] = None,
    graph: Annotated[
        Path | None, typer.Option("--graph", "-g", metavar="DIR", help="The directory of a graph.")
    ] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "--parameter",
            "-p",
            metavar="NAME=VALUE",
            help="A value for $NAME: JSON, or else text. Text that is JSON too goes in quotes: -p name='\"4090\"'. "
            "A named query knows by itself what it takes.",
        ),
    ] = None,
    name: Annotated[str | None, typer.Option(help="Run a named query instead; kg queries lists them.")] = None,
    format: ShownAs = "table",
    timeout: Annotated[float | None, typer.Option(min=0.001, help="Stop the query after so many seconds.")] = None,
    write: Annotated[
        bool,
        typer.Option("--write", help="Allow changes; the next build undoes them, on Neo4j kg load neo4j --verify."),
    ] = False,
    neo4j: Annotated[bool, typer.Option("--neo4j", help="Ask the Neo4j server instead of a directory.")] = False,
    uri: Uri = "bolt://localhost:7687",
    user: User = "neo4j",
    password: Password = None,
    database: Database = None,
) -> None:
    """Ask in Cypher."""
    if (cypher is None) == (name is None):
        raise typer.BadParameter("give either a Cypher statement or --name of a named query")
    if (graph is None) != neo4j:
        raise typer.BadParameter("give either -g DIR or --neo4j")
    if graph is not None and write and timeout is not None:
        raise typer.BadParameter("--timeout cannot be given with --write to a directory")
    if name is not None and write:
        raise typer.BadParameter("--write is for a Cypher statement; the named queries only read")
    given = _pairs(parameter, "-p NAME=VALUE")
    named = None if name is None else named_query(name)
    values = {key: _value(value) for key, value in given.items()}
    if graph is None:
        from kg.stores import neo4j as server

        with _driver(uri, user, password, database) as driver:
            run = partial(server.query, driver, database=database, timeout=timeout, write=write)
            table = named.answer(given, run) if named else run(str(cypher), values)
    elif write:
        embedded.execute(place.current(graph) / place.DATABASE, str(cypher), values)
        table = Table(())
    else:
        with KnowledgeGraph.open(graph) as opened:
            if named:
                table = opened.query(named.name, given, timeout=timeout)
            else:
                table = opened.cypher(str(cypher), values, timeout=timeout)
    _print(table, format)
    if write:
        undone = "; the next build undoes it" if graph else ""
        _err().print(Text(f"the statement was run{undone}"))


@app.command()
def queries() -> None:
    """List the named queries, which kg query --name runs."""
    show.print_queries(named_queries().values(), _out())


@app.command()
def claims(
    graph: Graph,
    type: Annotated[ClaimType | None, typer.Option(help="The type of claim.")] = None,
    method: Annotated[str | None, typer.Option(help="What is claimed about this.")] = None,
    baseline: Annotated[str | None, typer.Option(help="What it is compared with.")] = None,
    hardware: Annotated[str | None, typer.Option(help="What it runs on, variants included.")] = None,
    dataset: Annotated[str | None, typer.Option(help="What data it is about.")] = None,
    paper: Annotated[str | None, typer.Option(help="Id, arXiv identifier or title of a paper.")] = None,
    min_factor: Annotated[float | None, typer.Option(help="At least so many times better.")] = None,
    min_confidence: Annotated[float, typer.Option(min=0, max=1, help="At least so sure.")] = 0.0,
    limit: Annotated[int, typer.Option(min=1, help="Print so many at most.")] = 50,
    format: ShownAs = "table",
) -> None:
    """Look claims up, each with the sentences that state it; the largest factor comes first."""
    with KnowledgeGraph.open(graph) as opened:
        found = opened.claims(
            type=type,
            method=method,
            baseline=baseline,
            hardware=hardware,
            dataset=dataset,
            paper=paper,
            min_factor=min_factor,
            min_confidence=min_confidence,
        )
    shown = kg.FoundClaims(found[:limit])
    if format == "table":
        show.print_claims(shown, len(found), _out())
    elif format == "json":
        show.write_json(show.claims_json(shown), sys.stdout)
    else:
        show.write_csv(shown.table(), sys.stdout, cell)


@app.command()
def export(
    graph: Graph,
    format: Annotated[str, typer.Option("--format", help=", ".join(EXPORTS))],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The file or folder to write; - is standard output, for one file.")
    ],
) -> None:
    """Write the graph for other tools."""
    if format not in EXPORTS:
        raise typer.BadParameter(f"no format is named {format!r}; there are {', '.join(EXPORTS)}")
    if output == STDOUT and not EXPORTS[format].suffix:
        raise typer.BadParameter(f"{format} is a folder of files, which standard output cannot hold; give -o a name")
    rows = embedded.read(place.current(graph) / place.DATABASE)
    if output == STDOUT:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "graph")
            EXPORTS[format].write(rows, path)
            with path.open(encoding="utf-8", newline="") as file:
                shutil.copyfileobj(file, sys.stdout)
        return
    EXPORTS[format].write(rows, output)
    _err().print(Text(f"wrote {output}: {EXPORTS[format].summary}"))


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Annotated papers, as JSON lines.")],
    predicted: Annotated[
        Path | None, typer.Argument(help="Records to score; if left out, the papers are read now.")
    ] = None,
    graph: Annotated[
        Path | None, typer.Option("--graph", "-g", metavar="DIR", help="Score the records of a graph.")
    ] = None,
    misses: Annotated[bool, typer.Option("--misses", help="List all that was missed or found wrongly.")] = False,
    format: ShownAs = "table",
    processes: Processes = None,
) -> None:
    """Compare records with annotated papers: precision, recall and F1."""
    if predicted and graph:
        raise typer.BadParameter("give either a file of records or -g DIR")
    if misses and format != "table":
        raise typer.BadParameter("--misses are listed below the table only")
    problems = Problems()
    wanted = _readings(gold)
    if graph:
        found: Iterable[PaperReading] = map(PaperReading.of_record, read_records(place.current(graph) / place.RECORDS))
    else:
        found = _readings(predicted) if predicted else _read_now(gold, problems, processes or _processors())
    outcome = compare(wanted, found)
    problems.finish()
    if outcome.unread:
        where = "in the graph" if graph else f"in {predicted}" if predicted else "read"
        told = f"{len(outcome.unread):,} of {outcome.papers:,} papers are not {where}"
        _err().print(Text(f"{told}; all that they state counts as missed"), soft_wrap=True)
    if format == "json":
        show.write_json(show.evaluation_json(outcome), sys.stdout)
    elif format == "csv":
        show.write_csv(show.evaluation_table(outcome), sys.stdout, cell)
    else:
        show.write_evaluation(outcome, sys.stdout, misses=misses)
    raise typer.Exit(problems.status)


@load_app.command("neo4j")
def load_neo4j(
    graph: Graph,
    uri: Uri = "bolt://localhost:7687",
    user: User = "neo4j",
    password: Password = None,
    database: Database = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Read all that is there, and undo what others changed in it as well.")
    ] = False,
) -> None:
    """Make the claim graph on a Neo4j server equal to that of a directory, sending only what differs."""
    from kg.stores import neo4j as server

    rows = embedded.read(place.current(graph) / place.DATABASE)
    with Progress(_err()) as progress, _driver(uri, user, password, database) as driver:
        loaded = server.load(driver, rows, database=database, progress=progress, verify=verify)
    _out().print(
        f"{loaded.nodes_sent:,} nodes and {loaded.relationships_sent:,} relationships sent, {loaded.nodes_removed:,} "
        f"and {loaded.relationships_removed:,} removed, {loaded.unchanged:,} rows left as they were"
    )


@app.command()
def forget(
    paper: Annotated[str, typer.Argument(help="Id, arXiv identifier or title of a paper.")],
    graph: Graph,
    neo4j: Annotated[bool, typer.Option("--neo4j", help="Then bring the Neo4j server up to date as well.")] = False,
    uri: Uri = "bolt://localhost:7687",
    user: User = "neo4j",
    password: Password = None,
    database: Database = None,
) -> None:
    """Take a paper, and all that it alone states, out of a graph."""
    records = RecordFile(place.current(graph) / place.RECORDS)
    known = find_paper((records.copy(id).paper for id in records), paper)
    (record,) = records.records([known.id])
    with Progress(_err()) as progress:
        built = forget_paper(known.id, graph, _makers(), progress=progress)
    count = len({claim.id for claim in record.claims})
    claims = "1 claim" if count == 1 else f"{count:,} claims"
    _err().print(
        Text.assemble("removed ", show.safe(known.id), " “", show.safe(known.title), f"” with its {claims}"),
        soft_wrap=True,
    )
    _tell(built, graph)
    if neo4j:
        load_neo4j(graph, uri, user, password, database)


class Problems:
    """Prints problems as they come, the first few of each source, and keeps count."""

    def __init__(self) -> None:
        self._shown: Counter[str] = Counter()
        self._counts: Counter[str] = Counter()
        self.failures = 0
        """How many papers could not be read."""

    def __call__(self, problem: Problem) -> None:
        self._counts[problem.severity] += 1
        self._print(problem.source, str(problem), problem.severity)

    def without(self, outcomes: Iterable[str | Failure]) -> Iterator[str]:
        """The outcomes that are no failures."""
        for outcome in outcomes:
            if isinstance(outcome, Failure):
                self.failures += 1
                self._counts["error"] += 1
                self._print("", f"{outcome.paper.id}: error: the paper cannot be read ({outcome.why})", "error")
            else:
                yield outcome

    def finish(self) -> None:
        """Say how many there were, where not all were printed."""
        if any(count > PROBLEMS_SHOWN for count in self._shown.values()):
            counts = " and ".join(f"{count:,} {kind}s" for kind, count in sorted(self._counts.items()))
            _err().print(f"{counts}; the first {PROBLEMS_SHOWN} of each source are shown")

    @property
    def status(self) -> int:
        """The exit status of a command that could use something."""
        return 1 if self._counts["error"] else 0

    def _print(self, source: str, line: str, severity: str) -> None:
        self._shown[source] += 1
        if self._shown[source] <= PROBLEMS_SHOWN:
            text = show.safe(line)
            text.stylize("red" if severity == "error" else "yellow")
            _err().print(text, soft_wrap=True)


def _out() -> Console:
    return Console(file=sys.stdout, width=_width(sys.stdout.isatty()), highlight=False)


def _err() -> Console:
    return Console(file=sys.stderr, width=_width(sys.stderr.isatty()), highlight=False)


def _width(terminal: bool) -> int | None:
    """The terminal's own width; elsewhere one that keeps rows on a line, unless COLUMNS says otherwise."""
    return None if terminal or "COLUMNS" in os.environ else 200


def _print(table: Table, format: Shown) -> None:
    if format == "json":
        show.write_json(table.dicts(), sys.stdout)
    elif format == "csv":
        show.write_csv(table, sys.stdout, cell)
    elif table.columns:
        show.print_table(table, _out())


@contextmanager
def _text_output(path: Path) -> Iterator[TextIO]:
    """Standard output, or a file that takes its place when the block ends."""
    if path == STDOUT:
        yield sys.stdout
        return
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        yield file


def _tell(built: Built, directory: Path) -> None:
    did = f"{built.read:,} papers read" if built.changed else "nothing changed"
    _err().print(Text(f"{directory}: {did}; see {directory / place.PAGE}"))


def _columns(given: Sequence[str] | None) -> dict[str, str]:
    return _pairs(given, "--column FIELD=NAME")


def _pairs(given: Sequence[str] | None, form: str) -> dict[str, str]:
    pairs = [text.partition("=") for text in given or ()]
    for name, equals, _ in pairs:
        if not name or not equals:
            raise typer.BadParameter(f"{name!r} is not as {form}")
    return {name: value for name, _, value in pairs}


def _value(text: str) -> Any:
    """A parameter's value: JSON where it is some, else the text."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _reader() -> Extract:
    return Imported("extractors", "extract")  # spaCy takes seconds to load, for which only reading need wait


def _makers() -> Makers:
    return Makers(
        _reader(),
        reader=fingerprint(["extractors", "schemas"], ["spacy", "numpy", "pydantic"]),
        writer=fingerprint(["kg", "exports", "schemas"], ["ladybug", "pyarrow", "pyvis", "pydantic"]),
        files={place.PAGE: _write_page},
    )


def _write_page(tables: "Tables", path: Path) -> None:
    from exports.html import write_page  # the picture's libraries are loaded while the engine writes

    write_page(tables, path)


def _readings(path: Path) -> list[PaperReading]:
    with path.open(encoding="utf-8") as file:
        try:
            return list(readings(file))
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from error


def _read_now(gold: Path, problems: Problems, processes: int) -> Iterator[PaperReading]:
    copies = read_copies([gold], report=problems)
    with Progress(_err()) as progress, united(map(Copy.of, copies)) as distinct:
        papers: Iterator[Paper] = (copy.paper for copy in distinct)
        outcomes = read_all(papers, _reader(), processes, len(distinct))
        yield from readings(problems.without(watched(outcomes, "extracting", len(distinct), progress)))


@contextmanager
def _driver(uri: str, user: str, password: str | None, database: str | None) -> "Iterator[Driver]":
    """A driver for the server; its errors told in one line."""
    from neo4j import GraphDatabase

    from kg.stores.neo4j_errors import explained

    auth = (user, password) if password else None
    with explained(uri, database), GraphDatabase.driver(uri, auth=auth) as driver:
        yield driver


def _version(wanted: bool) -> None:
    if wanted:
        print(f"claimgraph {metadata.version('claimgraph')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line of this process."""
    # The processes that read share the cores already; threads of each would only wait for one another.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for library in ("bibtexparser", "neo4j"):  # what they log is reported as a problem or an error
        logging.getLogger(library).addHandler(logging.NullHandler())
    try:
        app()
    except EXPECTED as error:
        _err().print(Text.assemble("kg: ", show.safe(str(error) or type(error).__name__)), soft_wrap=True, style="red")
        sys.exit(2)
