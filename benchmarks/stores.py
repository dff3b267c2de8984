"""Building, loading and asking, the latter two on the three engines.

    python -m benchmarks.stores DIR [--rounds 3] [--neo4j-version 2026.08.1] [--only builds|engines]

DIR is the directory of a built graph. Its papers but for one in two hundred are built from nothing by ``kg build``,
then as many new and as many changed ones are added to them.

The engines run beside the barest code that does the same work in the same run. Loading into Neo4j is measured against
a loop over the same rows that does nothing but ``UNWIND`` and ``MERGE`` with the bare driver, and writing the embedded
database against Parquet files and ``COPY``; the two take turns. Neo4j is the server of the tests (extra
``neo4j-test``), started as an ordinary one.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import ladybug
import neo4j
import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

from kg import KnowledgeGraph
from kg.graph import to_networkx
from kg.projection import Node, Rows
from kg.queries import named_queries
from kg.stores import embedded
from kg.stores import neo4j as server
from schemas import Paper
from schemas.graph import (
    ENDPOINTS,
    LABELS,
    NODE_PROPERTIES,
    RELATIONSHIP_PROPERTIES,
    PropertyType,
)
from tests.neo4j import jars
from tests.neo4j.graphs import large_rows
from tests.neo4j.server import serving
from tests.neo4j.test_parity import WALKS, choices

BATCH = 2_000
REPEATS = 7
WARM_PAPERS = 1_000
CHANGED_SHARE = 0.01
_TYPES: dict[PropertyType, tuple[str, pa.DataType]] = {
    "string": ("STRING", pa.string()),
    "int": ("INT64", pa.int64()),
    "float": ("DOUBLE", pa.float64()),
    "bool": ("BOOL", pa.bool_()),
    "strings": ("STRING[]", pa.list_(pa.string())),
}


def bare_neo4j(driver: neo4j.Driver, rows: Rows) -> None:
    """What a script would do: constraints, then all nodes and relationships in batches."""
    for known in LABELS:
        driver.execute_query(f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{known}) REQUIRE n.id IS UNIQUE")
    nodes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for node in rows.nodes:
        nodes[node.label].append({"id": node.id, **node.properties})
    for label, of_label in nodes.items():
        for start in range(0, len(of_label), BATCH):
            driver.execute_query(
                f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n = row",
                rows=of_label[start : start + BATCH],
            )
    edges: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for edge in rows.relationships:
        edges[edge.type, edge.source_label, edge.target_label].append(
            {"source": edge.source, "target": edge.target, "properties": {"key": edge.key, **edge.properties}}
        )
    for (kind, source, target), of_kind in edges.items():
        for start in range(0, len(of_kind), BATCH):
            driver.execute_query(
                f"UNWIND $rows AS row MATCH (a:{source} {{id: row.source}}) MATCH (b:{target} {{id: row.target}}) "
                f"MERGE (a)-[r:{kind} {{key: row.properties.key}}]->(b) SET r = row.properties",
                rows=of_kind[start : start + BATCH],
            )


def bare_copy(rows: Rows, folder: Path) -> None:
    """Parquet files and ``COPY``, in this process."""
    connection = ladybug.Connection(ladybug.Database(str(folder / "graph")))

    def copy(table: str, name: str, schema: pa.Schema, values: list[dict[str, Any]], options: str = "") -> None:
        pq.write_table(pa.Table.from_pylist(values, schema), folder / f"{name}.parquet", compression="none")
        connection.execute(f"COPY {table} FROM '{folder / name}.parquet' {options}")

    for label in LABELS:
        columns = NODE_PROPERTIES[label]
        declared = ", ".join(f"`{name}` {_TYPES[kind][0]}" for name, kind in columns.items())
        connection.execute(f"CREATE NODE TABLE {label}({declared}, PRIMARY KEY (id))")
        schema = pa.schema([(name, _TYPES[kind][1]) for name, kind in columns.items()])
        copy(label, label, schema, [{"id": n.id, **n.properties} for n in rows.nodes if n.label == label])
    edges: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for edge in rows.relationships:
        edges[edge.type, edge.source_label, edge.target_label].append(
            {"from": edge.source, "to": edge.target, "key": edge.key, **edge.properties}
        )
    for kind, ends in ENDPOINTS.items():
        known = RELATIONSHIP_PROPERTIES[kind]
        declared = ", ".join(
            [*(f"FROM {a} TO {b}" for a, b in ends), *(f"`{name}` {_TYPES[of][0]}" for name, of in known.items())]
        )
        connection.execute(f"CREATE REL TABLE {kind}({declared})")
        fields = [("from", pa.string()), ("to", pa.string()), *((name, _TYPES[of][1]) for name, of in known.items())]
        for a, b in ends:
            if values := edges[kind, a, b]:
                copy(kind, f"{kind}-{a}-{b}", pa.schema(fields), values, f"(from='{a}', to='{b}')")
    connection.close()


def with_changes(rows: Rows) -> Rows:
    """The rows with other text in one node and one relationship in a hundred."""
    step = round(1 / CHANGED_SHARE)

    def changed(node: Node) -> Node:
        return replace(node, properties=node.properties | {"name" if "name" in node.properties else "url": "changed"})

    nodes = [
        changed(node) if number % step == 0 and node.label != "Claim" else node
        for number, node in enumerate(rows.nodes)
    ]
    edges = [
        replace(edge, properties=edge.properties | {"text": "changed"})
        if number % step == 0 and edge.type == "STATES"
        else edge
        for number, edge in enumerate(rows.relationships)
    ]
    return Rows.of(nodes, edges)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def emptied(driver: neo4j.Driver) -> None:
    while driver.execute_query("MATCH (n) WITH n LIMIT 20000 DETACH DELETE n RETURN count(*)").records[0][0]:
        pass


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


def measure_loads(driver: neo4j.Driver, rows: Rows, rounds: int) -> dict[str, list[float]]:
    """Seconds of each way to load, by name; each way in each round, the order turned round every time."""
    took: dict[str, list[float]] = defaultdict(list)

    def neo4j_bare() -> None:
        emptied(driver)
        took["Neo4j, bare driver loop"].append(seconds(lambda: bare_neo4j(driver, rows)))

    def neo4j_ours() -> None:
        emptied(driver)
        took["Neo4j, kg load neo4j"].append(seconds(lambda: server.load(driver, rows)))

    def embedded_bare() -> None:
        with folder() as place:
            took["embedded, bare COPY"].append(seconds(lambda: bare_copy(rows, place)))

    def embedded_ours() -> None:
        with folder() as place:
            took["embedded, written"].append(seconds(lambda: embedded.write(rows, place / "graph")))

    ways = [neo4j_bare, neo4j_ours, embedded_bare, embedded_ours]
    for number in range(rounds):
        for way in ways if number % 2 else reversed(ways):
            way()
    emptied(driver)
    server.load(driver, rows)
    changed = with_changes(rows)
    took["Neo4j, nothing new"].append(seconds(lambda: server.load(driver, rows)))
    took["Neo4j, 1 % changed"].append(seconds(lambda: server.load(driver, changed)))
    server.load(driver, rows)
    return took


def measure_builds(papers: Sequence[Paper]) -> Iterator[tuple[str, float]]:
    """What each build is of, and its seconds, start-up included."""
    step = round(2 / CHANGED_SHARE)
    changed = [
        paper.model_copy(update={"abstract": f"{paper.abstract} Changed."}) for paper in papers[step // 2 :: step]
    ]
    later = [*papers[::step], *changed]
    with folder() as place:
        for name, source, some in (
            ("from nothing", "first", [paper for number, paper in enumerate(papers) if number % step]),
            ("then 1 % new or changed", "later", later),
            ("then the same again", "later", later),
        ):
            path = place / f"{source}.jsonl"
            path.write_text("".join(f"{paper.model_dump_json()}\n" for paper in some), encoding="utf-8")
            command = [sys.executable, "-c", "from kg.cli import main; main()", "build", path, "-o", place / "graph"]
            yield f"{len(some):,} papers {name}", seconds(lambda run=command: quiet(run))  # type: ignore[misc]


def quiet(command: Sequence[str | Path]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def measure_queries(driver: neo4j.Driver, rows: Rows) -> Iterator[tuple[str, int, float, float, float | None]]:
    """Name, rows, and median seconds on the embedded engine, on Neo4j and, where there is a walk, on networkx."""
    network = to_networkx(rows)
    with folder() as place:
        embedded.write(rows, place / "graph")
        with embedded.Reader(place / "graph") as reader:
            for name, named in named_queries().items():
                parameters = named.bind({k: v for k, v in choices(named, rows)[0].items() if k != "limit"})

                def here(text: str = named.text, values: dict[str, Any] = parameters) -> object:
                    return reader.query(text, values)

                def there(text: str = named.text, values: dict[str, Any] = parameters) -> object:
                    return server.query(driver, text, values)

                walked = None
                if name in WALKS:
                    walk, takes, _ = WALKS[name]
                    arguments = [parameters[takes]] if takes else []
                    walked = median(lambda walk=walk, given=arguments: list(walk(network, *given)))  # type: ignore[misc]
                yield name, len(reader.query(named.text, parameters)), median(here), median(there), walked


def median(work: Callable[[], object]) -> float:
    """Of several runs after one that warms up."""
    work()
    return statistics.median(seconds(work) for _ in range(REPEATS))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graph", type=Path, help="directory of a built graph")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--neo4j-version", default=jars.LATEST)
    parser.add_argument("--only", choices=("builds", "engines"))
    arguments = parser.parse_args()
    console = Console(width=120)
    with KnowledgeGraph.open(arguments.graph) as graph:
        papers, rows = graph.merged.papers, graph.rows
    if arguments.only != "engines":
        table = Table("kg build", "seconds", "of the first")
        whole = 0.0
        for name, took in measure_builds(papers):
            whole = whole or took
            table.add_row(name, f"{took:.1f}", f"{took / whole:.1%}")
        console.print(table)
    if arguments.only != "builds":
        engines(rows, arguments.rounds, arguments.neo4j_version, console)


def engines(rows: Rows, rounds: int, version: str, console: Console) -> None:
    total = len(rows.nodes) + len(rows.relationships)
    console.print(f"{len(rows.nodes):,} nodes, {len(rows.relationships):,} relationships")
    with (
        folder() as home,
        serving(version, home / "neo4j", fast=True) as started,
        started.driver() as driver,
    ):
        for load in (bare_neo4j, server.load):  # so that nobody pays for a cold server
            load(driver, large_rows(WARM_PAPERS))
            emptied(driver)
        took = measure_loads(driver, rows, rounds)
        table = Table("load", "seconds", "rows a second")
        for name, runs in took.items():
            middle = statistics.median(runs)
            table.add_row(name, f"{middle:.2f} ({min(runs):.2f}-{max(runs):.2f})", f"{total / middle:,.0f}")
        console.print(table)
        table = Table("query", "rows", "embedded, ms", "Neo4j, ms", "networkx, ms")
        for name, count, here, there, walked in measure_queries(driver, rows):
            shown = "" if walked is None else f"{walked * 1000:.1f}"
            table.add_row(name, str(count), f"{here * 1000:.1f}", f"{there * 1000:.1f}", shown)
        console.print(table)


if __name__ == "__main__":
    main()
