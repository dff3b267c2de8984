"""The named queries: their heads, their parameters, and what they answer from the corpus, in the embedded engine."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import UnknownNameError, cypher
from kg.knowledge import KnowledgeGraph
from kg.lookup import VARIANT_STEPS
from kg.merge import merge
from kg.projection import Rows, project
from kg.queries import NamedQuery, ParameterError, UnknownQueryError, named_queries, named_query
from kg.stores import embedded
from schemas import Claim, Record
from tests.builders import hardware, hardware_use, measurement, paper, record, speedup
from tests.kg.corpus import corpus, parameters, records

GOLDEN = Path(__file__).with_name("golden") / "queries.json"
NAMES = sorted(named_queries())


@pytest.fixture(scope="module")
def graph() -> Iterator[KnowledgeGraph]:
    with KnowledgeGraph.build(corpus()) as graph:
        yield graph


@pytest.fixture(scope="module")
def reverse(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[embedded.Reader]:
    """The same graph in a database that holds its rows the other way round."""
    file = tmp_path_factory.mktemp("reverse") / "graph.lbug"
    embedded.write(Rows(graph.rows.nodes[::-1], graph.rows.relationships[::-1]), file)
    with embedded.Reader(file) as reader:
        yield reader


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
    graph: KnowledgeGraph, reverse: embedded.Reader, name: str
) -> None:
    query = named_query(name)
    bound = parameters(query)
    assert reverse.query(query.text, bound) == graph.query(name, **bound)


def test_a_reversed_database_answers_in_another_order_where_none_is_asked_for(
    graph: KnowledgeGraph, reverse: embedded.Reader
) -> None:
    text = "MATCH (c:Claim) RETURN c.id AS claim"
    assert reverse.query(text).rows == graph.cypher(text).rows[::-1]


@settings(max_examples=5)
@given(st.lists(records(), max_size=6))
def test_order_is_total_in_any_graph(tmp_path_factory: pytest.TempPathFactory, given_records: list[Record]) -> None:
    """Rows that a query leaves in any order would come in another one after a rebuild from reversed rows."""
    folder = tmp_path_factory.mktemp("any")
    rows = project(merge(given_records))
    embedded.write(rows, folder / "one")
    embedded.write(Rows(rows.nodes[::-1], rows.relationships[::-1]), folder / "two")
    with embedded.Reader(folder / "one") as one, embedded.Reader(folder / "two") as two:
        for query in named_queries().values():
            assert one.query(query.text, parameters(query)) == two.query(query.text, parameters(query)), query.name


@pytest.mark.parametrize("name", NAMES)
def test_names_that_nothing_has_are_told(graph: KnowledgeGraph, name: str) -> None:
    query = named_query(name)
    for parameter in query.parameters:
        if parameter.default is None:
            with pytest.raises(UnknownNameError, match=f"no {parameter.type} is named") as raised:
                graph.query(name, parameters(query) | {parameter.name: "') OR true //"})
            assert repr("') OR true //") in str(raised.value)


@pytest.mark.parametrize(
    ("query", "parameter", "names", "rows"),
    [
        ("fastest_on_device", "hardware", ["RTX 4090", "rtx 4090", "RTX4090", "hardware/nvidia-geforce-rtx-4090"], 1),
        ("claims_on_device", "hardware", ["a100", "A-100", "nvidia a100", "NVIDIA  A100"], 5),
        ("claims_of_method", "method", ["FFoo", "ffoo", "FASTFOO", "fast-foo", "method/fastfoo"], 9),
        ("methods_on_dataset", "dataset", ["CIFAR-10", "cifar 10", "Cifar10"], 1),
        ("introduced_in", "name", ["FFOO", "Fast Foo"], 1),
        ("paper_claims", "paper", ["arxiv:2502.00001", "2502.00001", "arXiv:2502.00001", "slowbar again"], 5),
    ],
)
def test_a_name_is_found_however_it_is_spelled(
    graph: KnowledgeGraph, query: str, parameter: str, names: list[str], rows: int
) -> None:
    for name in names:
        found = graph.query(query, {parameter: name})
        assert len(found) == rows, name
        assert found == graph.query(query, {parameter: names[0]})


def test_near_names_are_offered(graph: KnowledgeGraph) -> None:
    with pytest.raises(UnknownNameError, match="no hardware is named 'RTX 9999'; near it: 'RTX 4090'"):
        graph.query("fastest_on_device", hardware="RTX 9999")
    with pytest.raises(UnknownNameError, match=r"no paper is named '2503.00009'; near it: 'arxiv:2503.00001'"):
        graph.query("paper_claims", paper="2503.00009")
    with pytest.raises(UnknownNameError, match="no method is named 'A100'"):
        graph.query("claims_of_method", method="A100")


def test_a_known_name_may_have_nothing_to_tell(graph: KnowledgeGraph) -> None:
    assert graph.query("methods_not_on_device", hardware="Ampere").columns == ("method", "other_devices")
    assert len(graph.query("quality_on_dataset", dataset="CIFAR-10")) == 0


def test_queries_and_look_up_go_equally_far_from_a_device_to_its_variants() -> None:
    bounds = [bound for name in NAMES for bound in re.findall(r"VARIANT_OF\*(\S+)\]", named_query(name).text)]
    assert set(bounds) == {f"0..{VARIANT_STEPS}"}
    chain = [hardware(f"Chip {number}", family=f"Chip {number + 1}") for number in range(VARIANT_STEPS + 3)]
    used = [hardware_use("Foo", f"Chip {number}") for number in range(VARIANT_STEPS + 3)]
    with KnowledgeGraph.build([record(paper(), used, chain)]) as graph:
        top = f"Chip {VARIANT_STEPS + 3}"
        asked = {row["claim"] for row in graph.query("claims_on_device", hardware=top).dicts()}
        assert asked == {claim.id for claim in graph.claims(hardware=top)}
        assert len(asked) == VARIANT_STEPS


def factors(*claims: Claim) -> tuple[int, int]:
    """How many disagreements and contradictions there are between claims."""
    with KnowledgeGraph.build([record(paper(), claims)]) as graph:
        found = graph.query("disagreeing_factors", min_spread=1), graph.query("contradicting_speedups")
    return len(found[0]), len(found[1])


@pytest.mark.parametrize(
    ("claims", "disagreeing", "contradicting"),
    [
        ([speedup("A", 2, "B", high=5), speedup("A", 2, "B", high=5, data="X")], 0, 0),
        ([speedup("A", 10, "B", bound="up_to"), speedup("A", 3, "B", bound="at_least")], 0, 0),
        ([speedup("A", 2, "B", bound="up_to"), speedup("A", 3, "B", bound="at_least")], 1, 0),
        ([speedup("A", 2, "B", high=3), speedup("A", 4, "B", high=5), speedup("A", 2, "B", high=5)], 1, 0),
        ([speedup("A", 2, "B"), speedup("A", 3, "B")], 1, 0),
        ([speedup("A", 2, "B"), speedup("B", 3, "A")], 0, 1),
        ([speedup("A", 2, "B", bound="at_least"), speedup("B", 3, "A", bound="at_least")], 0, 1),
        ([speedup("A", 2, "B", bound="up_to"), speedup("B", 3, "A")], 0, 0),
        ([speedup("A", 0.5, "B", high=2), speedup("B", 1.5, "A")], 0, 0),
        ([speedup("A", 0.8, "B", high=2), speedup("B", 1.5, "A")], 0, 1),
    ],
)
def test_only_intervals_that_do_not_meet_disagree(claims: list[Claim], disagreeing: int, contradicting: int) -> None:
    assert factors(*claims) == (disagreeing, contradicting)


@pytest.mark.parametrize(
    ("unit", "values"), [("ms", [19, 41, 120]), ("GB", [8, 16]), ("FPS", [120, 41, 19]), ("TFLOPS", [3, 2])]
)
def test_the_best_measurement_comes_first(unit: str, values: list[float]) -> None:
    claims = [measurement("Foo", value, unit) for value in sorted(values)]
    with KnowledgeGraph.build([record(paper(), claims)]) as graph:
        assert [row["low"] for row in graph.query("best_measurements", unit=unit.lower()).dicts()] == values


def test_a_speedup_shows_what_was_stated() -> None:
    claims = [speedup("Foo", 1.2, high=1.9, on="Chip"), speedup("Bar", 45, unit="%", sense="cut", on="Chip")]
    with KnowledgeGraph.build([record(paper(), claims)]) as graph:
        found = graph.query("fastest_on_device", hardware="chip").dicts()
        stated = ("factor_low", "factor_high", "low", "high", "unit", "sense", "bound")
        assert [tuple(row[name] for name in stated) for row in found] == [
            (1.2, 1.9, 1.2, 1.9, "x", "gain", "exact"),
            (1.818182, 1.818182, 45, 45, "%", "cut", "exact"),
        ]
        (best,) = graph.query("best_factor_per_hardware").dicts()
        assert (best["factor_low"], best["factor_high"], best["claims"]) == (1.2, 1.9, 2)


def test_what_is_not_said_is_kept() -> None:
    uses = [hardware_use("Foo", "Chip", None, "training"), hardware_use("Foo", "Board", 4, "training")]
    with KnowledgeGraph.build([record(paper("mine"), uses)]) as graph:
        table = graph.query("training_hardware")
        assert [(row["hardware"], row["devices"]) for row in table.dicts()] == [("board", 4), ("chip", None)]
        assert len(graph.query("training_hardware", min_count=2)) == 1
        assert graph.query("growth_by_year").rows == ((None, 1, 2, 0),)


def test_a_refused_number_leaves_the_query_usable(graph: KnowledgeGraph) -> None:
    for _ in range(2):
        with pytest.raises(ParameterError, match="limit of query growth_by_year is -1, expected int of 0 or more"):
            graph.query("growth_by_year", limit=-1)
        assert len(graph.query("growth_by_year", limit=1)) == 1


def test_parameters_may_have_any_name(graph: KnowledgeGraph) -> None:
    assert graph.cypher("RETURN $timeout AS t, $query AS q", {"timeout": 5}, query=6).rows == ((5, 6),)


@pytest.mark.parametrize("query", named_queries().values(), ids=NAMES)
def test_the_head_describes_all_parameters(query: NamedQuery) -> None:
    assert query.description.endswith(".")
    assert query.text.endswith("LIMIT $limit\n")
    assert "ORDER BY" in query.text
    assert {p.name for p in query.parameters} == cypher.parameters(query.text)
    bound = query.bind(query.example())
    assert query.bind(bound) == bound


def test_parameters_are_bound_with_their_types() -> None:
    query = named_query("speedups_over_baseline")
    assert query.bind({"baseline": "X", "min_factor": "2.5", "limit": "3"}) == {
        "baseline": "x",
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
        ({"baseline": "X", "limit": "-1"}, "is '-1', expected int of 0 or more"),
        ({"baseline": "X", "min_factor": "nan"}, "is 'nan', expected float of 0 or more"),
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
    with pytest.raises(UnknownQueryError, match="no query is named 'zzz'; kg queries lists all of them"):
        named_query("zzz")


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
