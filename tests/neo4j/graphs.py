"""Graphs to load: a toy of a few papers, and one of any size."""

from kg.merge import merge
from kg.projection import Node, Properties, Relationship, Rows, project
from schemas import Record
from tests.builders import comparison, dataset_use, hardware_use, introduces, paper, record, resource, speedup


def toy_records() -> list[Record]:
    """Three papers; the first two state one fact in common, and each has entities of its own."""
    return [
        record(
            paper("arxiv:2501.00001", "FastFoo", authors=("Ann Ode",), published="2025-01-31"),
            [
                introduces("FastFoo"),
                speedup("FastFoo", 2.5, "SlowBar", on="NVIDIA A100", data="FooNet"),
                speedup("FastFoo", 4, "SlowBar", bound="up_to"),
                hardware_use("FastFoo", "NVIDIA A100", count=8, activity="training"),
            ],
        ),
        record(
            paper("arxiv:2502.00002", "A look at FastFoo"),
            [
                speedup("FastFoo", 2.5, "SlowBar", on="NVIDIA A100", data="FooNet"),
                comparison("FastFoo", "OldBaz"),
                dataset_use("OldBaz", "BarSet"),
            ],
        ),
        record(paper("arxiv:2503.00003", "Less memory", sources=("a.txt", "b.txt")), [resource(None, 30, unit="%")]),
    ]


def toy_rows() -> Rows:
    return project(merge(toy_records()))


def large_rows(papers: int) -> Rows:
    """A graph of 5 nodes and 13 relationships a paper; the papers of a smaller one are in a larger one unchanged."""
    nodes = [
        Node("Hardware", f"hardware/h{i}", {"name": f"H{i}", "aliases": (), "keys": (), "papers": 1}) for i in range(10)
    ]
    relationships: list[Relationship] = []
    for i in range(papers):
        paper = f"arxiv:{i:07}"
        methods = [f"method/m{i}", f"method/n{i}"]
        nodes.append(
            Node(
                "Paper",
                paper,
                {"title": f"Paper {i}", "abstract": "Much text. " * 80, "authors": (), "keys": (), "sources": ()},
            )
        )
        nodes += (
            Node("Method", method, {"name": method, "aliases": (), "keys": (), "papers": 1}) for method in methods
        )
        relationships += (
            Relationship("MENTIONS", "Paper", paper, "Method", method, paper, {"count": 2}) for method in methods
        )
        for j in range(2):
            claim = f"{i:08x}{j:08x}"
            factors: Properties = {"factor_low": 2.0 + j, "factor_high": 2.5 + j}
            nodes.append(Node("Claim", claim, {"type": "speedup", **factors, "confidence": 0.9, "papers": 1}))
            text = f"Method {i} is {2 + j} times as fast. " * 3
            relationships += (
                Relationship("STATES", "Paper", paper, "Claim", claim, f"abstract:{j}-100", {"text": text, "start": j}),
                Relationship("SUBJECT", "Claim", claim, "Method", methods[0], claim),
                Relationship("BASELINE", "Claim", claim, "Method", methods[1], claim),
                Relationship("ON_HARDWARE", "Claim", claim, "Hardware", f"hardware/h{i % 10}", claim),
                Relationship("FASTER_THAN", "Method", methods[0], "Method", methods[1], claim, factors),
            )
        relationships.append(
            Relationship("RUNS_ON", "Method", methods[0], "Hardware", f"hardware/h{i % 10}", f"{i:08x}00000000")
        )
    return Rows.of(nodes, relationships)
