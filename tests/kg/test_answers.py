"""The same five questions by library call, by a walk over networkx and in Cypher: the same rows."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import KnowledgeGraph, Table, UnknownNameError
from schemas import Record
from tests.kg.corpus import corpus, records

Row = tuple[Any, ...]


def out(graph: "nx.MultiDiGraph[str]", node: str, kind: str) -> list[str]:
    return [target for _, target, edge in graph.out_edges(node, data=True) if edge["type"] == kind]


def into(graph: "nx.MultiDiGraph[str]", node: str, kind: str) -> list[str]:
    return [source for source, _, edge in graph.in_edges(node, data=True) if edge["type"] == kind]


def named(graph: "nx.MultiDiGraph[str]", label: str, name: str) -> list[str]:
    return [
        id
        for id, node in graph.nodes(data=True)
        if node["label"] == label and (node["name"].lower() == name.lower() or name in node["aliases"])
    ]


def claim_row(graph: "nx.MultiDiGraph[str]", claim: str, hardware: str) -> Row:
    (subject,) = out(graph, claim, "SUBJECT")
    shown = graph.nodes[subject].get("name", graph.nodes[subject].get("title"))
    node = graph.nodes[claim]
    return claim, node["type"], shown, graph.nodes[hardware]["name"], node.get("low"), node.get("high")


def walk_claims_on(graph: "nx.MultiDiGraph[str]", device: str) -> list[Row]:
    left, seen = named(graph, "Hardware", device), set()
    while left:
        node = left.pop()
        if node not in seen:
            seen.add(node)
            left += into(graph, node, "VARIANT_OF")
    return [claim_row(graph, claim, node) for node in seen for claim in into(graph, node, "ON_HARDWARE")]


def factor(graph: "nx.MultiDiGraph[str]", claim: str) -> float | None:
    node = graph.nodes[claim]
    found: float | None = node.get("factor_high", node.get("factor_low"))
    return found


def walk_speedups_over(graph: "nx.MultiDiGraph[str]", baseline: str) -> list[Row]:
    rows: list[Row] = []
    for node in named(graph, "Method", baseline):
        for claim in into(graph, node, "BASELINE"):
            if graph.nodes[claim]["type"] == "speedup":
                devices = [graph.nodes[device]["name"] for device in out(graph, claim, "ON_HARDWARE")]
                rows += [(claim, factor(graph, claim), device) for device in devices or [None]]
    return rows


def walk_methods_on(graph: "nx.MultiDiGraph[str]", dataset: str) -> list[Row]:
    claims: dict[str, set[str]] = defaultdict(set)
    for node in named(graph, "Dataset", dataset):
        for method, _, (kind, claim) in graph.in_edges(node, keys=True):
            if kind == "EVALUATED_ON":
                claims[graph.nodes[method]["name"]].add(claim)
    return [(method, len(found)) for method, found in claims.items()]


BEST_FACTORS = ("hardware", "factor_low", "factor_high", "low", "high", "unit", "sense", "bound", "claims", "claim")


def walk_best_factors(graph: "nx.MultiDiGraph[str]") -> list[Row]:
    factors: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for claim, node in graph.nodes(data=True):
        found = factor(graph, claim)
        if node.get("type") == "speedup" and found is not None:
            for hardware in out(graph, claim, "ON_HARDWARE"):
                factors[hardware].append((-found, claim))
    best = [(graph.nodes[hardware]["name"], len(found), min(found)[1]) for hardware, found in factors.items()]
    return [
        (hardware, *(graph.nodes[claim].get(column) for column in BEST_FACTORS[1:-2]), claims, claim)
        for hardware, claims, claim in best
    ]


def walk_baseline_origins(graph: "nx.MultiDiGraph[str]") -> set[Row]:
    return {
        (origin, graph.nodes[baseline]["name"], user, claim)
        for claim, node in graph.nodes(data=True)
        if node["label"] == "Claim"
        for baseline in out(graph, claim, "BASELINE")
        for origin in into(graph, baseline, "INTRODUCES")
        for user in into(graph, claim, "STATES")
        if origin != user
    }


def answers(graph: KnowledgeGraph) -> Iterator[tuple[str, list[Row], list[Row], list[Row]]]:
    """Each question with its rows by library, walk and Cypher; all of them sorted."""
    network = graph.to_networkx()
    for device in ("NVIDIA A100", "NVIDIA Ampere", "NVIDIA A100 40GB", "RTX 4090"):
        devices = {found.name for found in graph_entities(graph, device)}
        library = [
            (found.id, found.type, found.subject or found.papers[0].title, hardware, *numbers(found.claim))
            for found in (graph.claims(hardware=device) if devices else ())
            for hardware in found.hardware
            if hardware in devices
        ]
        table = asked(graph, "claims_on_device", hardware=device, limit=10_000)
        wanted = ("claim", "type", "subject", "hardware", "low", "high")
        yield device, library, walk_claims_on(network, device), [tuple(row[c] for c in wanted) for row in table.dicts()]
    for baseline in ("SlowBar", "FastFoo"):
        claims = graph.claims(type="speedup", baseline=baseline) if knows(graph, baseline) else ()
        library = [(found.id, found.factor, shown) for found in claims for shown in found.hardware or (None,)]
        table = asked(graph, "speedups_over_baseline", baseline=baseline, limit=10_000)
        cypher = [(row["claim"], row["factor"], row["hardware"]) for row in table.dicts()]
        yield baseline, library, walk_speedups_over(network, baseline), cypher
    for dataset in ("ImageNet", "CIFAR-10"):
        library = list(graph.methods_on(dataset)) if knows(graph, dataset) else []
        yield (
            dataset,
            library,
            walk_methods_on(network, dataset),
            list(asked(graph, "methods_on_dataset", dataset=dataset)),
        )
    yield "best", list(graph.best_factors()), walk_best_factors(network), list(graph.query("best_factor_per_hardware"))
    origins = list(graph.query("baseline_origins", limit=10_000))
    yield "origins", list(graph.baseline_origins()), list(walk_baseline_origins(network)), origins


def numbers(claim: Any) -> Row:
    stated = getattr(claim, "stated", None)
    return getattr(stated, "low", None), getattr(stated, "high", None)


def asked(graph: KnowledgeGraph, query: str, **parameters: Any) -> Table:
    """What a query gives, no rows where it does not know a name."""
    try:
        return graph.query(query, **parameters)
    except UnknownNameError:
        return Table(())


def knows(graph: KnowledgeGraph, name: str) -> bool:
    try:
        graph.entity(name)
    except UnknownNameError:
        return False
    return True


def graph_entities(graph: KnowledgeGraph, name: str) -> list[Any]:
    """The entity of a name with its variants, or nothing."""
    if not knows(graph, name):
        return []
    found = graph.entity(name)
    return [found, *(graph.entity(variant) for variant in found.variants)]


def key(row: Row) -> str:
    return repr(row)


def hold(graph: KnowledgeGraph) -> set[str]:
    """Check that all ways agree; the questions that had an answer."""
    answered = set()
    for question, library, walk, cypher in answers(graph):
        assert sorted(library, key=key) == sorted(walk, key=key) == sorted(cypher, key=key), question
        if library:
            answered.add(question)
    return answered


def test_three_ways_agree_on_the_corpus() -> None:
    with KnowledgeGraph.build(corpus()) as graph:
        assert hold(graph) == {
            "NVIDIA A100", "NVIDIA Ampere", "NVIDIA A100 40GB", "RTX 4090", "SlowBar", "FastFoo", "ImageNet",
            "CIFAR-10", "best", "origins",
        }  # fmt: skip


@settings(max_examples=5)
@given(st.lists(records(), min_size=2, max_size=6))
def test_three_ways_agree_on_any_graph(given_records: list[Record]) -> None:
    with KnowledgeGraph.build(given_records) as graph:
        hold(graph)


@pytest.mark.parametrize(
    ("call", "query"),
    [("best_factors", "best_factor_per_hardware"), ("baseline_origins", "baseline_origins")],
)
def test_library_calls_give_the_very_table_of_their_query(call: str, query: str) -> None:
    with KnowledgeGraph.build(corpus()) as graph:
        assert getattr(graph, call)() == graph.query(query)
        assert graph.methods_on("ImageNet") == graph.query("methods_on_dataset", dataset="ImageNet")
