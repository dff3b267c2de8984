"""The named queries: their heads, their parameters, and what they answer from the corpus, in the embedded engine."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import cypher
from kg.knowledge import KnowledgeGraph
from kg.merge import merge
from kg.projection import project
from kg.queries import NamedQuery, ParameterError, UnknownQueryError, named_queries, named_query
from kg.stores import embedded
from schemas import Record
from tests.kg.corpus import corpus, parameters, records

GOLDEN = Path(__file__).with_name("golden") / "queries.json"
NAMES = sorted(named_queries())


@pytest.fixture(scope="module")
def graph() -> Iterator[KnowledgeGraph]:
    with KnowledgeGraph.build(corpus()) as graph:
        yield graph


@pytest.fixture(scope="module")
def reverse() -> Iterator[KnowledgeGraph]:
    with KnowledgeGraph.build(reversed(corpus())) as graph:
        yield graph


def test_there_are_at_least_twenty() -> None:
    assert len(NAMES) >= 20


@pytest.mark.parametrize("name", NAMES)
def test_each_finds_in_the_corpus_what_is_written_down(graph: KnowledgeGraph, name: str) -> None:
    query = named_query(name)
    found = graph.query(name, **parameters(query))
    assert found.rows, "the corpus should have something for every query"
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert [list(found.columns), *map(list, found.rows)] == golden[name]


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_the_same_whatever_the_order_of_loading(
    graph: KnowledgeGraph, reverse: KnowledgeGraph, name: str
) -> None:
    query = named_query(name)
    assert reverse.query(name, **parameters(query)) == graph.query(name, **parameters(query))


@settings(max_examples=5)
@given(st.lists(records(), max_size=6))
def test_order_is_total_in_any_graph(tmp_path_factory: pytest.TempPathFactory, given_records: list[Record]) -> None:
    """Rows that a query leaves in any order would come in another one after a rebuild from reversed rows."""
    folder = tmp_path_factory.mktemp("any")
    rows = project(merge(given_records))
    embedded.write(rows, folder / "one")
    embedded.write(type(rows)(rows.nodes[::-1], rows.relationships[::-1]), folder / "two")
    with embedded.Reader(folder / "one") as one, embedded.Reader(folder / "two") as two:
        for query in named_queries().values():
            assert one.query(query.text, parameters(query)) == two.query(query.text, parameters(query)), query.name


@pytest.mark.parametrize("name", NAMES)
def test_names_that_nothing_has_find_nothing(graph: KnowledgeGraph, name: str) -> None:
    query = named_query(name)
    names = {p.name for p in query.parameters if p.type == "string" and p.default is None}
    if names:
        assert len(graph.query(name, **parameters(query) | dict.fromkeys(names, "') OR true //"))) == 0


@pytest.mark.parametrize("query", named_queries().values(), ids=NAMES)
def test_the_head_describes_all_parameters(query: NamedQuery) -> None:
    assert query.description.endswith(".")
    assert query.text.endswith("LIMIT $limit\n")
    assert "ORDER BY" in query.text
    assert {p.name for p in query.parameters} == cypher.parameters(query.text)
    assert query.bind(query.example()) == query.example()


def test_parameters_are_bound_with_their_types() -> None:
    query = named_query("speedups_over_baseline")
    assert query.bind({"baseline": "X", "min_factor": "2.5", "limit": "3"}) == {
        "baseline": "X",
        "min_factor": 2.5,
        "limit": 3,
    }
    assert query.bind({"baseline": "2", "min_factor": 2}) == {"baseline": "2", "min_factor": 2.0, "limit": 50}


@pytest.mark.parametrize(
    ("given_parameters", "message"),
    [
        ({}, "needs baseline: id, name or alias"),
        ({"baseline": "X", "colour": "red"}, "has no parameter colour; it has baseline, limit, min_factor"),
        ({"baseline": "X", "limit": "many"}, "limit of query speedups_over_baseline is 'many', expected int"),
        ({"baseline": "X", "limit": 2.5}, "is 2.5, expected int"),
        ({"baseline": "X", "limit": True}, "is True, expected int"),
        ({"baseline": 3}, "is 3, expected string"),
    ],
)
def test_other_parameters_are_refused(given_parameters: dict[str, object], message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        named_query("speedups_over_baseline").bind(given_parameters)  # type: ignore[arg-type]


def test_an_unknown_query_is_told_with_near_ones() -> None:
    with pytest.raises(UnknownQueryError, match="no query is named 'fastest_device'; near it: fastest_on_device"):
        named_query("fastest_device")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RETURN $a + $b2", {"a", "b2"}),
        ("RETURN '$a' + \"$b\" + `$c` // $d\n + $e /* $f\n $g */", {"e"}),
        ("RETURN 'it\\'s $a' + $b", {"b"}),
        ("RETURN 1", set()),
    ],
)
def test_parameters_of_a_text(text: str, expected: set[str]) -> None:
    assert cypher.parameters(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MATCH (n) RETURN n", True),
        ("  // COPY\n optional match (n) RETURN n ;  ", True),
        ("EXPLAIN MATCH (n) RETURN n", True),
        ("RETURN ';' AS x", True),
        ("RETURN 1; RETURN 2", False),
        ("CREATE (n)", False),
        ("PROFILE COPY x TO 'y'", False),
        ("MATCHES", False),
        ("", False),
    ],
)
def test_whether_a_text_reads(text: str, expected: bool) -> None:
    assert cypher.is_reading(text) is expected
