"""Every format read back by a reader that is not ours."""

import csv
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pyarrow.parquet as pq
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exports import FORMATS, Format
from exports.csv import cell
from exports.files import printable, replacing
from exports.jsonld import iri
from kg.projection import Node, Rows
from schemas.graph import LABELS, NODE_PROPERTIES, RELATIONSHIP_PROPERTIES, RELATIONSHIP_TYPES
from tests.exports.graphs import everything, hostile

WRITTEN_HERE = [format for format in FORMATS.values() if format.name != "neo4j-admin"]
GRAPHS = {"everything": everything, "hostile": hostile, "empty": Rows}


@pytest.fixture(params=GRAPHS)
def rows(request: pytest.FixtureRequest) -> Rows:
    return GRAPHS[request.param]()


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def write(name: str, rows: Rows, folder: Path) -> Path:
    path = folder / f"graph{FORMATS[name].suffix}"
    FORMATS[name].write(rows, path)
    return path


@pytest.mark.parametrize("format", WRITTEN_HERE, ids=lambda format: format.name)
def test_the_same_rows_give_the_same_bytes_and_nothing_else_is_left(format: Format, rows: Rows, tmp_path: Path) -> None:
    format.write(rows, tmp_path / "one" / "graph")
    format.write(rows, tmp_path / "two" / "graph")
    format.write(rows, tmp_path / "two" / "graph")  # over what is there
    written = files(tmp_path / "one")
    assert written
    assert written == files(tmp_path / "two")
    assert not [name for name in written if ".tmp" in name]


@pytest.mark.parametrize(("name", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_networkx_reads_its_formats_back(name: str, read: Callable[[Path], Any], rows: Rows, tmp_path: Path) -> None:
    graph = read(write(name, rows, tmp_path))
    assert set(graph) == {printable(node.id) for node in rows.nodes}
    labels = nx.get_node_attributes(graph, "node_type")
    assert Counter(labels.values()) == Counter(node.label for node in rows.nodes)
    edges = Counter((source, target, data["label"]) for source, target, data in graph.edges(data=True))
    assert edges == Counter((printable(edge.source), printable(edge.target), edge.type) for edge in rows.relationships)
    for node in rows.nodes:
        for kind in ("factor_low", "papers", "memory_gb"):
            assert graph.nodes[printable(node.id)].get(kind) == node.properties.get(kind)


def test_csv_tables_hold_every_row_and_column(rows: Rows, tmp_path: Path) -> None:
    folder = write("csv", rows, tmp_path)
    assert len(list(folder.iterdir())) == len(LABELS) + len(RELATIONSHIP_TYPES)
    for label in LABELS:
        with (folder / f"nodes_{label.lower()}.csv").open(encoding="utf-8", newline="") as file:
            table = list(csv.DictReader(file))
        nodes = [node for node in rows.nodes if node.label == label]
        assert [row["id"] for row in table] == [cell(node.id) for node in nodes]
        for row, node in zip(table, nodes, strict=True):
            assert list(row) == list(NODE_PROPERTIES[label])
            assert all(row[name] == cell(node.properties.get(name)) for name in row if name != "id")
    for kind in RELATIONSHIP_TYPES:
        frame = pd.read_csv(folder / f"relationships_{kind.lower()}.csv")
        assert list(frame.columns) == ["source", "target", *RELATIONSHIP_PROPERTIES[kind]]
        assert len(frame) == sum(edge.type == kind for edge in rows.relationships)


def test_no_cell_of_a_csv_table_starts_a_formula(tmp_path: Path) -> None:
    for path in write("csv", hostile(), tmp_path).iterdir():
        with path.open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "@"))]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", " =1", "＝1"])
def test_text_that_a_spreadsheet_would_run_is_escaped(text: str) -> None:
    assert cell(text).startswith("'")


@pytest.mark.parametrize("value", [-1, -0.5, "a=b", "A-100"])
def test_other_cells_stay_as_they_are(value: str | float) -> None:
    assert cell(value) == str(value)


def test_parquet_keeps_types_lists_and_missing_values(rows: Rows, tmp_path: Path) -> None:
    folder = write("parquet", rows, tmp_path)
    for label in LABELS:
        table = pq.read_table(folder / f"nodes_{label.lower()}.parquet").to_pylist()
        expected = [
            {name: node.id if name == "id" else node.properties.get(name) for name in NODE_PROPERTIES[label]}
            for node in rows.nodes
            if node.label == label
        ]
        assert [{name: tuple(v) if isinstance(v, list) else v for name, v in row.items()} for row in table] == expected


def test_json_ld_holds_every_node_and_link(rows: Rows, tmp_path: Path) -> None:
    path = write("jsonld", rows, tmp_path)
    graph = rdflib.Graph().parse(path, format="json-ld")
    vocabulary = rdflib.Namespace("urn:claimgraph:vocabulary:")
    for node in rows.nodes:
        assert (rdflib.URIRef(iri(node.id)), rdflib.RDF.type, vocabulary[node.label]) in graph
    for edge in rows.relationships:
        assert (rdflib.URIRef(iri(edge.source)), vocabulary[edge.type], rdflib.URIRef(iri(edge.target))) in graph
    described = sum(1 for _ in graph.subjects(rdflib.RDF.type, rdflib.RDF.Statement))
    assert described == sum(bool(edge.properties) for edge in rows.relationships)
    json.loads(path.read_text(encoding="utf-8"))


def test_a_file_is_as_it_was_where_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "graph.html"
    path.write_text("before")

    def fail_half_way() -> None:
        with replacing(path) as temporary:
            temporary.write_text("half")
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        fail_half_way()
    assert files(tmp_path) == {"graph.html": b"before"}


def test_the_claims_of_a_graph_are_readable_without_it(tmp_path: Path) -> None:
    graph = nx.read_graphml(write("graphml", everything(), tmp_path))
    labels = {label for _, label in graph.nodes(data="label")}
    assert {
        "2.4× faster (throughput)",
        "PSNR better by 0.4 dB",
        "55% less memory",
        "3,900 tokens/s throughput",
    } <= labels


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text().filter(lambda text: printable(text).strip()))
def test_any_text_survives_as_far_as_xml_can_hold_it(text: str, tmp_path: Path) -> None:
    rows = Rows.of([Node("Paper", text, {"title": text})], [])
    for name, read in (("graphml", nx.read_graphml), ("gexf", nx.read_gexf)):
        graph = read(write(name, rows, tmp_path))
        assert list(graph) == [printable(text)]
        assert graph.nodes[printable(text)]["label"] == " ".join(printable(text).split())
    with (write("csv", rows, tmp_path) / "nodes_paper.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["title"] == cell(text)
