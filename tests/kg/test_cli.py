"""The command line, with a toy reader: what is asked, printed, written and returned."""

import csv
import gzip
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from exports import FORMATS as EXPORTS
from exports import Format
from kg import cli
from kg import directory as place
from kg.stores.lock import locked
from tests.command import kg

PAPERS: list[dict[str, Any]] = [
    {"title": "Foo: a net", "abstract": "Foo is 3x faster than Bar.", "id": "2501.00001"},
    {"title": "=HYPERLINK(1) [red]Qux[/red]", "abstract": "Qux is 20x faster than Foo. Qux is 4x faster than Bar."},
    {"title": "foo: A net!", "abstract": "", "year": 2025},
]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("source") / "papers.jsonl"
    path.write_text("\n".join(map(json.dumps, PAPERS)))
    return path


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory, source: Path) -> Path:
    """A directory that ``kg build`` made."""
    directory = tmp_path_factory.mktemp("graph")
    assert kg("build", source, "-o", directory).status == 0
    return directory


def test_build_ends_with_a_table_and_again_with_the_same(source: Path, graph: Path) -> None:
    before = (graph / place.RECORDS).read_bytes()
    outcome = kg("build", source, "-o", graph)
    assert outcome.status == 0
    assert "nothing changed" in outcome.err
    assert (graph / place.RECORDS).read_bytes() == before
    lines = [" ".join(line.split()) for line in outcome.out.splitlines()]
    assert lines[0] == "papers 2"
    assert "entities 3 method 3, hardware 0, dataset 0" in lines
    assert any(line.startswith("claims 3 introduces 0, speedup 3") for line in lines)
    assert "numbers 3 claimed 3" in lines
    assert "20× Qux Foo =HYPERLINK(1) [red]Qux[/red]" in lines
    assert (graph / place.PAGE).read_text(encoding="utf-8").startswith("<")


def test_extract_writes_the_records_of_a_build(source: Path, graph: Path, tmp_path: Path) -> None:
    printed = kg("extract", source)
    written = kg("extract", source, "-o", tmp_path / "records.jsonl")
    assert (printed.status, written.status, written.out) == (0, 0, "")
    assert printed.out == (tmp_path / "records.jsonl").read_text() == (graph / place.RECORDS).read_text()


def test_columns_formats_and_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    table = gzip.compress(b"name,text\nFoo,Foo is 3x faster than Bar.\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(table)))
    outcome = kg("extract", "-", "--column", "title=name", "--column", "abstract=text")
    assert outcome.status == 0
    assert json.loads(outcome.out)["claims"][0]["stated"]["low"] == 3
    assert kg("extract", "x", "--column", "title").status == 2
    unknown = kg("extract", "x", "--column", "titel=a")
    assert unknown.err.startswith("kg: a paper has no field 'titel'; columns can be mapped to title, abstract, ")
    assert kg("extract", "x", "--format", "pdf").status == 2


def test_status_says_whether_all_was_read(source: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"title": "T", "abstract": "A"}\n{"broken')
    assert kg("extract", source).status == 0
    some = kg("extract", source, bad, tmp_path / "gone.txt")
    assert some.status == 1
    assert f"{bad}:2: error: found '{{\"broken', expected one JSON object a line" in some.err
    assert f"{tmp_path / 'gone.txt'}: error: found no such file" in some.err
    assert len(some.out.splitlines()) == 3
    none = kg("extract", tmp_path / "gone.txt")
    assert (none.status, none.out) == (2, "")
    unread = tmp_path / "unread.jsonl"
    unread.write_text('{"title": "unreadable", "abstract": "A"}')
    failed = kg("extract", unread)
    assert failed.status == 2
    assert "error: the paper cannot be read (ValueError: this one is unreadable)" in failed.err


def test_nothing_to_build_leaves_nothing(tmp_path: Path) -> None:
    outcome = kg("build", tmp_path / "gone", "-o", tmp_path / "out")
    assert outcome.status == 2
    assert outcome.err.splitlines()[-1] == "kg: not one paper could be read from the sources"
    assert not place.exists(tmp_path / "out")


def test_many_problems_are_counted_not_printed(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text("\n".join(["{bad"] * 25 + ['{"title": "T"}'] * 5))
    outcome = kg("extract", path)
    assert outcome.status == 1
    assert len(outcome.err.splitlines()) == cli.PROBLEMS_SHOWN + 3
    assert "25 errors and 5 warnings; the first 10 of each source are shown" in outcome.err


def test_query_in_three_forms(graph: Path) -> None:
    text = "MATCH (p:Paper)-[:STATES]->(c:Claim) WHERE c.low >= $low RETURN p.title AS title, c.low AS low ORDER BY low"
    table = kg("query", text, "-g", graph, "-p", "low=4")
    assert table.status == 0
    assert [" ".join(line.split()) for line in table.out.splitlines()] == [
        "title low",
        "=HYPERLINK(1) [red]Qux[/red] 4",
        "=HYPERLINK(1) [red]Qux[/red] 20",
        "2 rows",
    ]
    rows = json.loads(kg("query", text, "-g", graph, "-p", "low=4", "--format", "json").out)
    assert rows[0] == {"title": "=HYPERLINK(1) [red]Qux[/red]", "low": 4.0}
    cells = list(csv.reader(io.StringIO(kg("query", text, "-g", graph, "-p", "low=4", "--format", "csv").out)))
    assert cells == [
        ["title", "low"],
        ["'=HYPERLINK(1) [red]Qux[/red]", "4.0"],
        ["'=HYPERLINK(1) [red]Qux[/red]", "20.0"],
    ]


def test_parameters_are_json_or_text_whatever_they_are_called(graph: Path) -> None:
    def returned(name: str, value: str) -> object:
        outcome = kg("query", f"RETURN ${name} AS x", "-g", graph, "-p", f"{name}={value}", "--format", "json")
        (row,) = json.loads(outcome.out)
        return row["x"]

    assert returned("timeout", "5") == 5
    assert returned("text", "five") == "five"
    assert returned("write", "true") is True
    assert returned("name", '"4090"') == "4090"
    assert """'"4090"'""" in kg("query", "--help").out


def test_named_queries(graph: Path) -> None:
    outcome = kg("query", "--name", "claims_of_method", "-g", graph, "-p", "method=Foo", "--format", "json")
    assert [row["baseline"] for row in json.loads(outcome.out)] == ["Bar"]
    bare = kg("query", "--name", "paper_claims", "-g", graph, "-p", "paper=2501.00001", "--format", "json")
    assert [row["paper"] for row in json.loads(bare.out)] == ["arxiv:2501.00001"]
    listed = kg("queries")
    assert listed.status == 0
    assert "claims_of_method" in listed.out
    assert "-p method=" in listed.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["MATCH (n RETURN n"], "Parser exception"),
        (["MATCH (n) DETACH DELETE n"], "read-only"),
        (["MATCH (n:Paper {id: $id}) RETURN n"], "the query needs the parameters id; given are none"),
        (["--name", "claims_of_methods"], "no query is named 'claims_of_methods'; near it: claims_of_method"),
        (["--name", "nope"], "no query is named 'nope'; kg queries lists all of them"),
        (["--name", "claims_of_method", "-p", "method=Fob"], "no method is named 'Fob'; near it: 'Foo'"),
        (["--name", "growth_by_year", "-p", "limit=-1"], "limit of query growth_by_year is '-1', expected int of 0"),
        (["--name", "growth_by_year", "--write"], "--write is for a Cypher statement"),
        (["COPY (RETURN 1) TO 'x.csv'"], "it begins with MATCH, OPTIONAL MATCH, UNWIND, WITH, RETURN or CALL"),
        (["--name", "claims_of_method"], "query claims_of_method needs method"),
        (["RETURN 1", "-p", "x"], "-p NAME=VALUE"),
        ([], "give either a Cypher statement or --name"),
        (["CREATE (n:Paper {id: 'x'})", "--write", "--timeout", "1"], "--timeout cannot be given with --write"),
        (["RETURN 1", "--neo4j"], "give either -g DIR or --neo4j"),
    ],
)
def test_wrong_queries(graph: Path, arguments: list[str], message: str) -> None:
    outcome = kg("query", *arguments, "-g", graph)
    assert outcome.status == 2
    assert message in " ".join(outcome.err.replace("│", " ").split())
    assert "Traceback" not in outcome.err
    assert outcome.out == ""


def test_a_query_that_writes(source: Path, tmp_path: Path) -> None:
    kg("build", source, "-o", tmp_path)
    written = kg("query", "MATCH (c:Claim) DETACH DELETE c", "-g", tmp_path, "--write")
    assert (written.status, written.out) == (0, "")
    assert written.err == "the statement was run; the next build undoes it\n"
    count = ("query", "MATCH (c:Claim) RETURN count(c) AS n", "-g", tmp_path, "--format", "json")
    assert json.loads(kg(*count).out) == [{"n": 0}]
    assert kg("build", source, "-o", tmp_path).status == 0
    assert json.loads(kg(*count).out) == [{"n": 3}]


def test_claims_with_their_sentences(graph: Path) -> None:
    outcome = kg("claims", "-g", graph, "--type", "speedup", "--min-factor", 4)
    assert outcome.status == 0
    lines = [" ".join(line.split()) for line in outcome.out.splitlines() if line.strip()]
    assert lines == [
        "speedup Qux: 20× faster than Foo (90% sure)",
        "“Qux is 20x faster than Foo.”",
        next(line for line in lines if line.startswith("=HYPERLINK(1) [red]Qux[/red] (title:")),
        "speedup Qux: 4× faster than Bar (90% sure)",
        "“Qux is 4x faster than Bar.”",
        lines[2],
        "2 claims",
    ]
    limited = kg("claims", "-g", graph, "--method", "qux", "--limit", 1)
    assert limited.out.splitlines()[-1] == "2 claims, of which the first 1 are shown; --limit shows more"


def test_claims_as_data(graph: Path) -> None:
    (claim,) = json.loads(kg("claims", "-g", graph, "--paper", "2501.00001", "--format", "json").out)
    assert (claim["subject"], claim["baseline"], claim["factor"], claim["papers"]) == (
        "Foo",
        "Bar",
        3.0,
        ["arxiv:2501.00001"],
    )
    (statement,) = claim["statements"]
    assert statement["text"] == claim["sentence"] == "Foo is 3x faster than Bar."
    assert statement["slots"] == {"stated": [7, 8]}
    rows = list(csv.DictReader(io.StringIO(kg("claims", "-g", graph, "--baseline", "bar", "--format", "csv").out)))
    assert [row["subject"] for row in rows] == ["Qux", "Foo"]


def test_names_that_are_not_there(graph: Path) -> None:
    outcome = kg("claims", "-g", graph, "--method", "Quz")
    assert outcome.status == 2
    assert "'Quz'" in outcome.err
    assert "'Qux'" in outcome.err
    assert kg("claims", "-g", graph, "--type", "wish").status == 2


@pytest.mark.parametrize("format", EXPORTS)
def test_export(graph: Path, tmp_path: Path, format: str) -> None:
    assert kg("export", "-g", graph, "--format", format, "-o", tmp_path / "out").status == 0
    assert (tmp_path / "out").exists()


def test_export_to_what_is_not_known(graph: Path, tmp_path: Path) -> None:
    outcome = kg("export", "-g", graph, "--format", "pdf", "-o", tmp_path / "out")
    assert outcome.status == 2
    assert "no format is named 'pdf'" in outcome.err


@pytest.mark.parametrize("format", EXPORTS.values(), ids=lambda format: format.name)
def test_export_to_standard_output(
    graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: Format
) -> None:
    monkeypatch.chdir(tmp_path)
    printed = kg("export", "-g", graph, "--format", format.name, "-o", "-")
    assert list(tmp_path.iterdir()) == []
    if format.suffix:
        assert (printed.status, printed.err) == (0, "")
        kg("export", "-g", graph, "--format", format.name, "-o", "written")
        assert printed.out == Path("written").read_bytes().decode()
    else:
        assert (printed.status, printed.out) == (2, "")
        assert "which standard output cannot hold" in " ".join(printed.err.replace("│", " ").split())


def test_build_to_standard_output(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert kg("build", source, "-o", "-").status == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "target", "message"),
    [
        ("extract", "folder", "folder is a folder; expected the name of a file to write"),
        ("extract", "file/x", "file is no folder; expected one to write x into"),
        ("html", "folder", "folder is a folder; expected the name of a file to write"),
        ("html", "file/x/y", "file is no folder; expected one to write y into"),
        ("csv", "file", "file is no folder; expected one to write nodes_paper.csv into"),
        ("build", "file", "file is no directory; expected a new one or one that kg build made"),
    ],
)
def test_targets_that_cannot_be_written(
    source: Path, graph: Path, tmp_path: Path, command: str, target: str, message: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("mine")
    given = [command, source] if command in ("extract", "build") else ["export", "-g", graph, "--format", command]
    outcome = kg(*given, "-o", tmp_path / target)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.splitlines() == [f"kg: {tmp_path}/{message}"]
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder"]


def test_extracting_nothing_leaves_the_file_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "records.jsonl").write_text("mine")
    assert kg("extract", tmp_path / "gone.txt", "-o", tmp_path / "records.jsonl").status == 2
    assert (tmp_path / "records.jsonl").read_text() == "mine"


def test_a_graph_moves_by_its_records(graph: Path, tmp_path: Path) -> None:
    moved = kg("build", graph / place.RECORDS, "-o", tmp_path / "moved")
    assert (moved.status, moved.err.count("error")) == (0, 0)
    assert (tmp_path / "moved" / place.RECORDS).read_bytes() == (graph / place.RECORDS).read_bytes()
    damaged = tmp_path / "damaged.jsonl"
    damaged.write_text((graph / place.RECORDS).read_text().replace('"title":"Foo: a', '"titel":"Foo: a'))
    some = kg("extract", damaged)
    assert some.status == 1
    assert len(some.out.splitlines()) == 1
    assert f"{damaged}:1: error: found a record whose paper is " in some.err


def test_evaluate_a_graph_a_file_and_the_reader_itself(graph: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    claim = {"type": "speedup", "subject": "Foo", "evidence": "Foo is 3x faster than Bar.", "low": 3, "high": 3}
    entities = [
        {"text": name, "type": "method", "canonical": name, "required": True} for name in ("Foo", "Bar", "Missing")
    ]
    more = {"unit": "x", "bound": "exact", "sense": "gain", "baseline": "Bar", "hardware": [], "dataset": []}
    gold.write_text(json.dumps({**PAPERS[0], "entities": entities, "claims": [claim | more]}))
    of_graph = kg("evaluate", gold, "-g", graph, "--format", "json")
    assert of_graph.status == 0
    figures = json.loads(of_graph.out)
    assert figures["speedup (full)"] == {"p": 1.0, "r": 1.0, "f1": 1.0, "tp": 1, "fp": 0, "fn": 0}
    assert figures["method"] == {"p": 1.0, "r": 0.6667, "f1": 0.8, "tp": 2, "fp": 0, "fn": 1}
    assert kg("evaluate", gold, graph / place.RECORDS, "--format", "json").out == of_graph.out
    assert kg("evaluate", gold, "--format", "json").out == of_graph.out
    text = kg("evaluate", gold, "-g", graph, "--misses").out.splitlines()
    assert text[1].split() == ["method", "1.000", "0.667", "0.800", "2", "0", "1"]
    assert text[-1].startswith("Foo: a net | missed method missing")
    rows = list(csv.DictReader(io.StringIO(kg("evaluate", gold, "-g", graph, "--format", "csv").out)))
    assert rows[0] == {"of": "method", "p": "1.0", "r": "0.6667", "f1": "0.8", "tp": "2", "fp": "0", "fn": "1"}
    assert [row["of"] for row in rows] == list(figures)
    wrong = kg("evaluate", gold, "-g", graph, "--format", "json", "--misses")
    assert (wrong.status, wrong.out) == (2, "")


def test_evaluate_says_which_part_of_the_papers_is_not_there(graph: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    entity = {"text": "Foo", "type": "method", "canonical": "Foo", "required": True}
    rows = [{"title": title, "entities": [entity], "claims": []} for title in (PAPERS[0]["title"], "Absent", "Gone")]
    gold.write_text("".join(json.dumps(row) + "\n" for row in rows))
    told = " of 3 papers are not {}; all that they state counts as missed\n"
    outcome = kg("evaluate", gold, "-g", graph, "--format", "json")
    assert (outcome.status, outcome.err) == (0, "2" + told.format("in the graph"))
    assert json.loads(outcome.out)["method"]["fn"] == 2
    nothing = tmp_path / "nothing.jsonl"
    nothing.touch()
    assert kg("evaluate", gold, nothing).err == "3" + told.format(f"in {nothing}")
    gold.write_text(json.dumps(rows[0]))
    assert kg("evaluate", gold, "-g", graph).err == ""


def test_evaluate_names_the_line_and_the_field_that_are_wrong(graph: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"title": "T", "entities": [], "claims": [{"type": "speedup", "evidence": "x", "low": "fast"}]}')
    outcome = kg("evaluate", gold, "-g", graph)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(f"kg: {gold}: line 1 is no annotated row: claims.0.low: ")
    assert outcome.err.endswith(", not 'fast'\n")
    assert "http" not in outcome.err


@pytest.mark.parametrize("name", ["arxiv:2501.00001", "2501.00001", "foo a net"])
def test_forget(source: Path, tmp_path: Path, name: str) -> None:
    kg("build", source, "-o", tmp_path)
    unknown = kg("forget", "2501.00002", "-g", tmp_path)
    assert (unknown.status, unknown.err) == (2, "kg: no paper is named '2501.00002'; near it: 'arxiv:2501.00001'\n")
    forgotten = kg("forget", name, "-g", tmp_path)
    assert forgotten.status == 0
    assert "removed arxiv:2501.00001 “Foo: a net” with its 1 claim\n" in forgotten.err
    assert "2501.00001" not in (tmp_path / place.RECORDS).read_text()
    assert kg("forget", name, "-g", tmp_path).status == 2


def test_a_directory_in_use(source: Path, tmp_path: Path) -> None:
    with locked(tmp_path / ".lock"):
        outcome = kg("build", source, "-o", tmp_path)
    assert outcome.status == 2
    assert f"kg: {tmp_path} is in use by process " in outcome.err


@pytest.mark.parametrize("command", [["claims"], ["query", "RETURN 1"], ["export", "--format", "html", "-o", "x"]])
def test_no_graph(tmp_path: Path, command: list[str]) -> None:
    outcome = kg(*command, "-g", tmp_path)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == f"kg: no graph in {tmp_path}; make one with: kg build SOURCE... -o {tmp_path}\n"


def test_a_server_that_does_not_answer(graph: Path) -> None:
    outcome = kg("load", "neo4j", "-g", graph, "--uri", "bolt://localhost:1")
    assert outcome.status == 2
    assert "no Neo4j answers at bolt://localhost:1" in outcome.err


def test_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.cli.metadata.version", lambda name: f"{name} 9")
    assert kg("--version").out == "claimgraph claimgraph 9\n"
