"""Every named query gives the same rows in the embedded engine, in Neo4j and, where it can be walked, in networkx."""

import math
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import neo4j
import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors import extract
from kg.graph import to_networkx
from kg.merge import merge
from kg.projection import Rows, project
from kg.queries import NamedQuery, ParameterValue, named_queries
from kg.sources import read_papers
from kg.stores import embedded
from kg.stores.neo4j import load, query
from schemas import Record
from schemas.graph import Label
from tests.kg.corpus import PARAMETERS, corpus, records
from tests.kg.test_answers import (
    BEST_FACTORS,
    Row,
    walk_baseline_origins,
    walk_best_factors,
    walk_claims_on,
    walk_methods_on,
    walk_speedups_over,
)
from tests.shared import shared

pytestmark = pytest.mark.neo4j

ALL = 1_000_000
FEW = 3
"""A limit that cuts the answers of small graphs too."""


def walk_factors_over(graph: "nx.MultiDiGraph[str]", baseline: str) -> list[Row]:
    """The walk without the claims whose factor is not known, which the query cannot compare with its least one."""
    return [row for row in walk_speedups_over(graph, baseline) if row[1] is not None]


WALKS: dict[str, tuple[Callable[..., Iterable[Row]], str | None, tuple[str, ...]]] = {
    "claims_on_device": (walk_claims_on, "hardware", ("claim", "type", "subject", "hardware", "low", "high")),
    "speedups_over_baseline": (walk_factors_over, "baseline", ("claim", "factor", "hardware")),
    "methods_on_dataset": (walk_methods_on, "dataset", ("method", "claims")),
    "best_factor_per_hardware": (walk_best_factors, None, BEST_FACTORS),
    "baseline_origins": (walk_baseline_origins, None, ("introduced_in", "baseline", "used_in", "claim")),
}
"""Walks over networkx, the parameter that each takes, and the columns of the query that it gives."""
_LABELS: dict[str, Label] = {
    "hardware": "Hardware",
    "method": "Method",
    "other": "Method",
    "baseline": "Method",
    "name": "Method",
    "dataset": "Dataset",
    "paper": "Paper",
}


@cache
def seeds() -> Rows:
    return project(merge(extract(read_papers([shared("seeds")], report=lambda problem: None))))


def comparable(rows: Iterable[Row]) -> list[Row]:
    """The rows sorted, in an order that the last digits of numbers do not change."""
    return sorted(map(tuple, rows), key=lambda row: [f"{v:.9g}" if isinstance(v, float) else repr(v) for v in row])


def same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and bool(one == other)


def choices(query: NamedQuery, rows: Rows) -> list[dict[str, ParameterValue]]:
    """Names for what a query asks for: those of the corpus, and the best connected nodes."""
    degrees = Counter(end for edge in rows.relationships for end in (edge.source, edge.target))
    found: list[dict[str, ParameterValue]] = []
    for place in range(3):
        given: dict[str, ParameterValue] = {}
        for parameter in query.parameters:
            if label := _LABELS.get(parameter.name):
                nodes = sorted((-degrees[node.id], node.id) for node in rows.nodes if node.label == label)
                names = {node.id: str(node.properties.get("name", node.id)) for node in rows.nodes}
                offset = place + (parameter.name in ("other", "baseline"))
                given[parameter.name] = names[nodes[offset][1]] if offset < len(nodes) else PARAMETERS[parameter.name]
        if given not in found:
            found.append(given)
    in_corpus = {p.name: PARAMETERS[p.name] for p in query.parameters if p.name in PARAMETERS}
    return [*found, in_corpus]


def hold(driver: neo4j.Driver, database: str | None, rows: Rows, folder: Path) -> set[str]:
    """Check that the engines agree on all named queries, in the order of the rows too; those that had rows."""
    load(driver, rows, database=database)
    embedded.write(rows, folder / "graph")
    network: nx.MultiDiGraph[str] = to_networkx(rows)
    answered = set()
    with embedded.Reader(folder / "graph") as reader:
        for name, named in named_queries().items():
            for names in choices(named, rows):
                for limit in ({}, {"limit": FEW}):
                    parameters = named.bind({**names, **limit})
                    assert parameters == named.bind(parameters), "a key is its own key"
                    here = reader.query(named.text, parameters)
                    there = query(driver, named.text, parameters, database=database)
                    assert here.columns == there.columns, name
                    assert same(here.rows, there.rows), (name, parameters)
                if here.rows:
                    answered.add(name)
                if name in WALKS:
                    walk, takes, columns = WALKS[name]
                    walked = walk(network, names[takes]) if takes else walk(network)
                    whole = reader.query(named.text, {**parameters, "limit": ALL}).dicts()
                    found = [tuple(row[column] for column in columns) for row in whole]
                    assert same(comparable(walked), comparable(found)), (name, parameters)
    return answered


def test_engines_agree_on_the_corpus(driver: neo4j.Driver, database: str | None, tmp_path: Path) -> None:
    assert hold(driver, database, project(merge(corpus())), tmp_path) == set(named_queries())


def test_engines_agree_on_the_seeds(driver: neo4j.Driver, database: str | None, tmp_path: Path) -> None:
    assert len(hold(driver, database, seeds(), tmp_path)) >= 20


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(records(), min_size=2, max_size=6))
def test_engines_agree_on_any_graph(
    driver: neo4j.Driver,
    database: str | None,
    tmp_path_factory: pytest.TempPathFactory,
    given_records: list[Record],
) -> None:
    hold(driver, database, project(merge(given_records)), tmp_path_factory.mktemp("any"))
