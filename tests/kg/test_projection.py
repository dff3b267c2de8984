"""The shape of the graph: which rows come of which claims."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.merge import merge
from kg.projection import Node, Properties, Relationship, Rows, check, project
from schemas import Claim, Entity, Record
from schemas.graph import Label, RelationshipType
from tests.builders import (
    comparison,
    dataset_use,
    entity,
    hardware,
    hardware_use,
    introduces,
    measurement,
    paper,
    quality,
    record,
    resource,
    speedup,
    worse,
)
from tests.kg.corpus import A100_40GB, A100_80GB, records

PAPER = "arxiv:2501.00001"
DERIVED = {"FASTER_THAN", "OUTPERFORMS", "RUNS_ON", "EVALUATED_ON"}


def rows_of(*claims: Claim, entities: list[Entity] | None = None) -> Rows:
    return project(merge([record(paper(PAPER), claims, entities or [])]))


@given(st.lists(records(), max_size=5))
def test_all_rows_are_of_the_vocabulary_and_lists_are_there(given_records: list[Record]) -> None:
    rows = project(merge(given_records))
    check(rows)
    assert rows == Rows.of(reversed(rows.nodes), reversed(rows.relationships))
    assert all("aliases" in node.properties for node in rows.nodes if node.label not in ("Paper", "Claim"))
    assert all(node.id in node.properties["keys"] for node in rows.nodes if node.label != "Claim")  # type: ignore[operator]
    claims = {node.id for node in rows.nodes if node.label == "Claim"}
    for edge in rows.relationships:
        if edge.type in DERIVED:
            assert edge.key in claims


FOO, BAR, CHIP, DATA = "method/foo", "method/bar", "hardware/somechip", "dataset/data"


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (introduces("Foo"), {("SUBJECT", FOO), ("INTRODUCES", FOO)}),
        (
            speedup("Foo", 2, "Bar", on="Somechip", data="Data"),
            {("SUBJECT", FOO), ("BASELINE", BAR), ("ON_HARDWARE", CHIP), ("ON_DATASET", DATA),
             ("FASTER_THAN", BAR), ("RUNS_ON", CHIP), ("EVALUATED_ON", DATA)},
        ),
        (speedup(None, 2, "Bar"), {("SUBJECT", PAPER), ("BASELINE", BAR)}),
        (speedup("Foo", 0.5, "Bar"), {("SUBJECT", FOO), ("BASELINE", BAR)}),
        (speedup("Foo", 2, "Foo"), {("SUBJECT", FOO), ("BASELINE", FOO)}),
        (speedup("Foo", 3, "Bar", bound="up_to"), {("SUBJECT", FOO), ("BASELINE", BAR), ("FASTER_THAN", BAR)}),
        (speedup("Foo", 100, "Bar", unit="%", sense="cut"), {("SUBJECT", FOO), ("BASELINE", BAR)}),
        (worse(speedup("Foo", 2, "Bar")), {("SUBJECT", FOO), ("BASELINE", BAR), ("FASTER_THAN", FOO)}),
        (worse(quality("Foo", 2, "Bar")), {("SUBJECT", FOO), ("BASELINE", BAR), ("OUTPERFORMS", FOO)}),
        (resource("Foo", 2, "Bar"), {("SUBJECT", FOO), ("BASELINE", BAR)}),
        (quality("Foo", 2, "Bar"), {("SUBJECT", FOO), ("BASELINE", BAR), ("OUTPERFORMS", BAR)}),
        (measurement("Foo", 60, on="Somechip"), {("SUBJECT", FOO), ("ON_HARDWARE", CHIP), ("RUNS_ON", CHIP)}),
        (comparison("Foo", "Bar"), {("SUBJECT", FOO), ("BASELINE", BAR), ("OUTPERFORMS", BAR)}),
        (comparison("Foo", "Bar", "matches"), {("SUBJECT", FOO), ("BASELINE", BAR)}),
        (comparison("Foo", "Bar", "underperforms"), {("SUBJECT", FOO), ("BASELINE", BAR), ("OUTPERFORMS", FOO)}),
        (hardware_use("Foo", "Somechip", 8), {("SUBJECT", FOO), ("ON_HARDWARE", CHIP), ("RUNS_ON", CHIP)}),
        (hardware_use(None, "Somechip"), {("SUBJECT", PAPER), ("ON_HARDWARE", CHIP)}),
        (dataset_use("Foo", "Data"), {("SUBJECT", FOO), ("ON_DATASET", DATA), ("EVALUATED_ON", DATA)}),
        (dataset_use("Foo", "Data", "trained_on"), {("SUBJECT", FOO), ("ON_DATASET", DATA)}),
    ],
)  # fmt: skip
def test_relationships_of_each_claim_type(claim: Claim, expected: set[tuple[str, str]]) -> None:
    rows = rows_of(claim)
    found = {(edge.type, edge.target) for edge in rows.relationships} - {("MENTIONS", id) for id in claim.entity_ids()}
    (node,) = (node for node in rows.nodes if node.label == "Claim")
    assert found == expected | {("STATES", node.id)}
    assert {edge.key for edge in rows.relationships if edge.type not in ("MENTIONS", "STATES")} == {node.id}


def test_a_slowdown_makes_the_other_faster_by_as_much() -> None:
    rows = rows_of(worse(speedup("Foo", 4, "Bar", bound="up_to")))
    (edge,) = (edge for edge in rows.relationships if edge.type == "FASTER_THAN")
    assert (edge.source, edge.target, edge.properties) == (BAR, FOO, {"factor_high": 4.0})
    (node,) = (node for node in rows.nodes if node.label == "Claim")
    assert (node.properties["direction"], node.properties["factor_low"]) == ("worse", 0.25)


def test_a_claim_node_has_its_numbers_flat() -> None:
    (node,) = (node for node in rows_of(speedup("Foo", 2, high=4, bound="at_least")).nodes if node.label == "Claim")
    assert node.properties == {
        "type": "speedup",
        "low": 2.0,
        "high": 4.0,
        "unit": "x",
        "bound": "at_least",
        "sense": "gain",
        "direction": "better",
        "factor_low": 2.0,
        "confidence": 0.9,
        "papers": 1,
    }


def test_evidence_is_on_the_relationship_and_every_statement_has_one() -> None:
    rows = rows_of(speedup("Foo", 2), speedup("Foo", 2))
    stated = [edge for edge in rows.relationships if edge.type == "STATES"]
    assert [edge.key for edge in stated] == ["abstract:0-28", "abstract:29-57"]
    abstract = str(rows.nodes[0].properties["abstract"])
    for edge in stated:
        assert (
            abstract[int(str(edge.properties["start"])) : int(str(edge.properties["end"]))] == edge.properties["text"]
        )


def test_variants_stand_below_family_and_architecture_which_nobody_named() -> None:
    rows = rows_of(entities=[A100_40GB, A100_80GB])
    assert [node.id for node in rows.nodes if node.label == "Hardware"] == [
        "hardware/nvidia-a100",
        "hardware/nvidia-a100-40gb",
        "hardware/nvidia-a100-80gb",
        "hardware/nvidia-ampere",
    ]
    family = next(node for node in rows.nodes if node.id == "hardware/nvidia-a100")
    assert family.properties == {
        "name": "NVIDIA A100",
        "aliases": ("A100",),
        "keys": ("a100", "hardware/nvidia-a100", "nvidiaa100"),
        "papers": 0,
        "vendor": "NVIDIA",
        "architecture": "Ampere",
    }
    assert [(edge.source, edge.target, edge.key) for edge in rows.relationships if edge.type == "VARIANT_OF"] == [
        ("hardware/nvidia-a100", "hardware/nvidia-ampere", "architecture"),
        ("hardware/nvidia-a100-40gb", "hardware/nvidia-a100", "family"),
        ("hardware/nvidia-a100-80gb", "hardware/nvidia-a100", "family"),
    ]


def test_a_family_that_a_paper_names_stays_as_named_and_finds_its_architecture_through_its_variants() -> None:
    rows = rows_of(entities=[A100_40GB, hardware("NVIDIA A100", "A100"), hardware("NVIDIA Ampere", vendor="NVIDIA")])
    assert [edge.target for edge in rows.relationships if edge.type == "VARIANT_OF"] == [
        "hardware/nvidia-ampere",
        "hardware/nvidia-a100",
    ]
    family = next(node for node in rows.nodes if node.id == "hardware/nvidia-a100")
    assert (family.properties["name"], family.properties["aliases"]) == ("NVIDIA A100", ("A100",))


@pytest.mark.parametrize(
    ("vendor", "architecture", "expected"),
    [("AMD", "CDNA 3", "AMD CDNA 3"), ("NVIDIA", "NVIDIA Hopper", "NVIDIA Hopper"), (None, "RISC-V", "RISC-V")],
)
def test_the_vendor_stands_before_the_architecture_once(vendor: str | None, architecture: str, expected: str) -> None:
    given_vendor = {"vendor": vendor} if vendor else {}
    rows = rows_of(entities=[entity("hardware", "Chip", (), architecture=architecture, **given_vendor)])
    assert expected in [node.properties["name"] for node in rows.nodes if node.label == "Hardware"]


def test_attributes_outside_the_vocabulary_stay_out_of_the_graph() -> None:
    for made in (
        hardware("Chip", papers=7, label="x", cores=8),
        entity("method", "Chip", (), vendor="NVIDIA", papers=7),
    ):
        (found,) = (node for node in rows_of(entities=[made]).nodes if node.label != "Paper")
        assert found.properties == {"name": "Chip", "aliases": (), "keys": ("chip", found.id), "papers": 1}


def test_families_in_a_circle_are_cut() -> None:
    rows = rows_of(entities=[hardware("A", family="B"), hardware("B", family="C"), hardware("C", family="A")])
    assert [(edge.source, edge.target) for edge in rows.relationships if edge.type == "VARIANT_OF"] == [
        ("hardware/a", "hardware/b"),
        ("hardware/b", "hardware/c"),
    ]


@pytest.mark.parametrize(
    ("id", "published", "year"),
    [
        ("arxiv:2506.01234", None, 2025),
        ("arxiv:2506.01234", "2024-12-31", 2024),
        ("arxiv:cs/0701001", None, 2007),
        ("arxiv:hep-th/9901001", None, 1999),
        ("title:0123456789abcdef", None, None),
        ("doi:10.1000/2506.01234", None, None),
    ],
)
def test_the_year_is_that_of_publication_or_of_the_arxiv_id(id: str, published: str | None, year: int | None) -> None:
    (node,) = project(merge([record(paper(id, published=published))])).nodes
    assert node.properties.get("year") == year


def node(label: Label = "Method", id: str = "method/a", **properties: str | int | float) -> Node:
    return Node(label, id, dict(properties))


def edge(kind: RelationshipType, source: str, target: str, properties: Properties | None = None) -> Relationship:
    return Relationship(kind, "Method", source, "Method", target, "k", properties or {})


@pytest.mark.parametrize(
    ("nodes", "edges", "message"),
    [
        ([node(), node("Paper")], [], "two nodes have the id 'method/a': a Paper and a Method"),
        ([node()], [edge("OUTPERFORMS", "method/a", "method/b")], "'method/b'; found no such node"),
        ([node()], [edge("OUTPERFORMS", "method/a", "method/a")] * 2, "two relationships are"),
    ],
)
def test_rows_that_are_no_graph_are_refused(nodes: list[Node], edges: list[Relationship], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Rows.of(nodes, edges)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (Rows((node(colour="red"),)), "method/a' has a property 'colour'; known are aliases, keys, name, papers"),
        (Rows((node(id="method/b", papers="1"),)), "property 'papers' of Method 'method/b' is '1', expected int"),
        (Rows((node(papers=1.0),)), "is 1.0, expected int"),
        (Rows((Node("Robot", "r"),)), "label 'Robot'; there are Paper, Method"),  # type: ignore[arg-type]
        (Rows((node(),), (edge("SUBJECT", "method/a", "method/a"),)), "joins Method to Method"),
        (
            Rows((node(),), (edge("OUTPERFORMS", "method/a", "method/a", {"by": 2}),)),
            "has a property 'by'",
        ),
    ],
)
def test_rows_outside_the_vocabulary_are_refused(rows: Rows, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        check(rows)
