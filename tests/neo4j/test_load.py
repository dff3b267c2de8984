"""Loading into a real Neo4j: what is sent, what is removed, what is left alone, and what comes back."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, cast

import neo4j
import pytest
from hypothesis import HealthCheck, given, settings

from kg.merge import merge
from kg.projection import Node, Properties, Relationship, Rows, project
from kg.stores import neo4j as store
from kg.stores.errors import StoreError
from kg.stores.neo4j import HASH, LONGEST_ID, Loaded, content_hash, load, read
from kg.table import Table
from schemas.graph import Label
from tests.builders import paper, record, speedup
from tests.neo4j.graphs import large_rows, toy_records, toy_rows
from tests.neo4j.strategies import graphs

pytestmark = pytest.mark.neo4j

LONG = "Ωλ\x00\n'\"`\\ 🜁 " * 100_000


def counts(driver: neo4j.Driver, database: str | None) -> tuple[int, int]:
    (record,) = driver.execute_query(
        "OPTIONAL MATCH (n) WITH count(n) AS nodes OPTIONAL MATCH ()-[r]->() RETURN nodes, count(r) AS relationships",
        database_=database,
    ).records
    return record["nodes"], record["relationships"]


def size(rows: Rows) -> tuple[int, int]:
    return len(rows.nodes), len(rows.relationships)


def values(driver: neo4j.Driver, database: str | None, text: str) -> list[list[Any]]:
    return [list(record) for record in driver.execute_query(cast(Any, text), database_=database).records]


def test_what_is_loaded_comes_back(driver: neo4j.Driver, database: str | None) -> None:
    rows = toy_rows()
    assert load(driver, rows, database=database) == Loaded(*size(rows), 0, 0, 0)
    assert read(driver, database=database) == rows
    assert counts(driver, database) == size(rows)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=graphs())
def test_any_graph_takes_the_place_of_any_other_and_comes_back(
    driver: neo4j.Driver, database: str | None, rows: Rows
) -> None:
    load(driver, rows, database=database)
    assert read(driver, database=database) == rows
    assert counts(driver, database) == size(rows)


def test_empty_and_missing_values_long_and_strange_text_come_back(driver: neo4j.Driver, database: str | None) -> None:
    whole: Properties = {
        "title": LONG,
        "abstract": "",
        "authors": ("", "Ωλ", LONG),
        "keys": (),
        "sources": (),
        "year": -(2**63),
        "url": "\x00",
    }
    rows = Rows.of(
        [Node("Paper", "a", whole), Node("Paper", "b", {"title": "", "authors": (), "keys": (), "sources": ()})],
        [],
    )
    load(driver, rows, database=database)
    assert read(driver, database=database) == rows


@pytest.mark.parametrize("batch_rows", [1, 3, 10_000])
def test_the_size_of_batches_does_not_matter(driver: neo4j.Driver, database: str | None, batch_rows: int) -> None:
    load(driver, toy_rows(), database=database, batch_rows=batch_rows)
    assert read(driver, database=database) == toy_rows()
    load(driver, Rows(), database=database, batch_rows=batch_rows)
    assert counts(driver, database) == (0, 0)


def test_a_second_load_sends_nothing(driver: neo4j.Driver, database: str | None) -> None:
    rows = toy_rows()
    load(driver, rows, database=database)
    seen: list[tuple[str, int, int]] = []
    again = load(driver, rows, database=database, progress=lambda *step: seen.append(step))
    assert again == Loaded(0, 0, 0, 0, sum(size(rows)))
    assert seen == []
    assert read(driver, database=database) == rows


def test_what_is_there_is_read_back_in_few_records(
    driver: neo4j.Driver, database: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = large_rows(400)
    load(driver, rows, database=database)
    read_back = 0
    run = store._run

    def counted(transaction: neo4j.ManagedTransaction, text: str, parameters: Any = None) -> Table:
        nonlocal read_back
        table = run(transaction, text, parameters)
        read_back += len(table)
        return table

    monkeypatch.setattr(store, "_run", counted)
    assert load(driver, rows, database=database).unchanged == sum(size(rows))
    assert 0 < read_back < sum(size(rows)) / 4


def test_only_what_is_new_or_changed_is_sent(driver: neo4j.Driver, database: str | None) -> None:
    small, large = large_rows(20), large_rows(22)
    load(driver, small, database=database)
    assert load(driver, large, database=database) == Loaded(10, 26, 0, 0, sum(size(small)))
    first = large.nodes[0]
    changed = Rows.of(
        [replace(first, properties={**first.properties, "title": "New"}), *large.nodes[1:]], large.relationships
    )
    assert load(driver, changed, database=database) == Loaded(1, 0, 0, 0, sum(size(large)) - 1)
    assert read(driver, database=database) == changed
    assert load(driver, small, database=database) == Loaded(1, 0, 10, 26, sum(size(small)) - 1)
    assert read(driver, database=database) == small


def test_a_value_that_goes_away_is_removed(driver: neo4j.Driver, database: str | None) -> None:
    load(driver, Rows.of([Node("Claim", "c", {"type": "speedup", "low": 2.0, "unit": "x"})], []), database=database)
    less = Rows.of([Node("Claim", "c", {"type": "speedup", "unit": "x"})], [])
    load(driver, less, database=database)
    assert read(driver, database=database) == less


def test_what_others_took_away_is_sent_again(driver: neo4j.Driver, database: str | None) -> None:
    rows = toy_rows()
    load(driver, rows, database=database)
    values(driver, database, "MATCH (n:Method {id: 'method/fastfoo'}) DETACH DELETE n")
    assert load(driver, rows, database=database).nodes_sent == 1
    assert read(driver, database=database) == rows


_FASTER = "MATCH (a:Method)-[r:FASTER_THAN]->(b:Method) "
_FOO = "MATCH (m:Method {id: 'method/fastfoo'}) "


@pytest.mark.parametrize("change", ["", ", s.factor_low = 5.0"])
def test_relationships_that_others_doubled_are_single_again(
    driver: neo4j.Driver, database: str | None, change: str
) -> None:
    rows = toy_rows()
    load(driver, rows, database=database)
    double = _FASTER + "CREATE (a)-[s:FASTER_THAN]->(b) SET s = properties(r)" + change
    values(driver, database, double)
    values(driver, database, double)
    with pytest.raises(ValueError, match="two relationships are"):
        read(driver, database=database)
    assert load(driver, rows, database=database) == Loaded(0, 0, 0, 2 * 3, sum(size(rows)))
    assert counts(driver, database) == size(rows)
    if not change:
        assert read(driver, database=database) == rows


def test_relationships_that_others_doubled_can_change(driver: neo4j.Driver, database: str | None) -> None:
    rows = large_rows(1)
    load(driver, rows, database=database)
    values(driver, database, _FASTER + "CREATE (a)-[s:FASTER_THAN]->(b) SET s = properties(r)")
    changed = Rows.of(
        rows.nodes,
        [replace(e, properties={"factor_low": 9.0}) if e.type == "FASTER_THAN" else e for e in rows.relationships],
    )
    load(driver, changed, database=database)
    assert read(driver, database=database) == changed


@pytest.mark.parametrize(
    "edit",
    [
        _FOO + "SET m.name = 'x'",
        _FOO + "SET m.papers = 9, m.mine = true",
        _FOO + "SET m.aliases = NULL",
        _FOO + "SET m.id = 'method/other'",
        _FOO + "REMOVE m.id",
        _FOO + "SET m:Dataset",
        _FOO + "REMOVE m:Method SET m:Dataset",
        _FOO + "CREATE (n:Method) SET n = m{.*, id: 'method/copy'}",
        "MATCH (c:Claim) SET c.low = toInteger(c.low)",
        "MATCH (p:Paper) SET p.published = date('2025-01-31')",
        _FASTER + "SET r.factor_low = 99.0",
        _FASTER + "REMOVE r.key",
        _FASTER + "CREATE (b)-[s:FASTER_THAN]->(a) SET s = properties(r)",
        _FASTER + "CREATE (a)-[s:FASTER_THAN]->(b) SET s = properties(r), s.factor_low = 5.0",
        _FASTER + "CREATE (a)-[s:FASTER_THAN]->(b) SET s = properties(r), s.factor_low = 5.0, r.factor_low = 4.0",
    ],
)
def test_what_others_changed_is_undone_by_a_load_that_verifies(
    driver: neo4j.Driver, database: str | None, edit: str
) -> None:
    rows = toy_rows()
    load(driver, rows, database=database)
    values(driver, database, "CREATE (:Person {name: 'Ann'})-[:KNOWS {key: 'k'}]->(:Method {name: 'mine'})")
    values(driver, database, edit)
    load(driver, rows, database=database, verify=True)
    assert read(driver, database=database) == rows
    assert counts(driver, database) == (len(rows.nodes) + 2, len(rows.relationships) + 1)
    assert load(driver, rows, database=database, verify=True) == Loaded(0, 0, 0, 0, sum(size(rows)))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=graphs())
def test_a_load_that_verifies_finds_nothing_wrong_with_any_graph(
    driver: neo4j.Driver, database: str | None, rows: Rows
) -> None:
    load(driver, rows, database=database)
    assert load(driver, rows, database=database, verify=True) == Loaded(0, 0, 0, 0, sum(size(rows)))


def test_parallel_relationships_stay_apart(driver: neo4j.Driver, database: str | None) -> None:
    load(driver, toy_rows(), database=database)
    found = values(driver, database, "MATCH (:Method)-[r:FASTER_THAN]->(:Method) RETURN r.factor_high ORDER BY 1")
    assert found == [[2.5], [4.0]]


def test_progress_is_told_by_stage(driver: neo4j.Driver, database: str | None) -> None:
    rows, seen = toy_rows(), list[tuple[str, int, int]]()
    load(driver, rows, database=database, batch_rows=4, progress=lambda *step: seen.append(step))
    assert [stage for stage, _, _ in seen] == sorted(stage for stage, _, _ in seen)
    for stage, total in zip(("nodes", "relationships"), size(rows), strict=True):
        done = [step[1] for step in seen if step[0] == stage]
        assert done == sorted(set(done))
        assert done[-1] == total
        assert {step[2] for step in seen if step[0] == stage} == {total}
    load(driver, Rows(), database=database, progress=lambda *step: seen.append(step))
    assert seen[-1] == ("removals", sum(size(rows)), sum(size(rows)))


def test_a_forgotten_paper_takes_what_only_it_supports(driver: neo4j.Driver, database: str | None) -> None:
    load(driver, toy_rows(), database=database)
    left = [record for record in toy_records() if record.paper.id != "arxiv:2502.00002"]
    load(driver, project(merge(left)), database=database)
    ids = {id for (id,) in values(driver, database, "MATCH (n) RETURN n.id")}
    assert {"method/fastfoo", "hardware/nvidia-a100", "arxiv:2501.00001"} <= ids
    assert not ids & {"arxiv:2502.00002", "method/oldbaz", "dataset/barset"}
    assert values(driver, database, "MATCH (c:Claim {type: 'speedup', low: 2.5}) RETURN c.papers") == [[1]]
    assert read(driver, database=database) == project(merge(left))


def test_foreign_nodes_are_left_alone(driver: neo4j.Driver, database: str | None) -> None:
    foreign = (
        "CREATE (a:Person {id: 'arxiv:2501.00001', name: 'Ann'})-[:KNOWS {key: 'k'}]->(:Person {name: 'Bo'}), "
        "(p:Paper {title: 'without an id'})-[:STATES {key: 'k'}]->(:Claim {id: 'elsewhere'}), (:Method {id: 7}), "
        "(:Paper {id: [1]}), (p)<-[:WROTE]-(a)"
    )
    values(driver, database, foreign)
    everything = (
        f"MATCH (n) WHERE n.{HASH} IS NULL OPTIONAL MATCH (n)-[r]->(m) "
        "RETURN labels(n), properties(n), type(r), properties(r), m.name ORDER BY 1, 3"
    )
    before = values(driver, database, everything)
    assert len(before) == 7
    rows = toy_rows()
    load(driver, rows, database=database)
    assert read(driver, database=database) == rows
    assert values(driver, database, everything) == before
    load(driver, Rows(), database=database)
    assert values(driver, database, everything) == before
    assert counts(driver, database) == (6, 3)


def test_a_foreign_relationship_to_our_node_stays_until_the_node_goes(
    driver: neo4j.Driver, database: str | None
) -> None:
    rows = toy_rows()
    load(driver, rows, database=database)
    values(driver, database, "MATCH (m:Method {id: 'method/oldbaz'}) CREATE (:Note {text: 'n'})-[:ABOUT]->(m)")
    values(
        driver,
        database,
        "MATCH (m:Method {id: 'method/oldbaz'}), (d:Dataset) MERGE (m)-[:EVALUATED_ON {key: 'mine'}]->(d)",
    )
    about = "MATCH (:Note)-[:ABOUT]->(m) RETURN m.id"
    load(driver, project(merge(toy_records()[1:])), database=database)
    assert values(driver, database, about) == [["method/oldbaz"]]
    assert values(driver, database, "MATCH ()-[r:EVALUATED_ON {key: 'mine'}]->() RETURN count(r)") == [[2]]
    load(driver, Rows(), database=database)
    assert values(driver, database, about) == []
    assert values(driver, database, "MATCH (n) RETURN labels(n)") == [[["Note"]]]


def test_a_foreign_node_with_an_id_of_ours_stops_the_load_before_it_writes(
    driver: neo4j.Driver, database: str | None
) -> None:
    values(driver, database, "CREATE (:Method {id: 'method/fastfoo', name: 'mine'})")
    with pytest.raises(StoreError, match=r"^1 nodes .* Method 'method/fastfoo'.*another database"):
        load(driver, toy_rows(), database=database)
    assert values(driver, database, "MATCH (n) RETURN properties(n)") == [[{"id": "method/fastfoo", "name": "mine"}]]
    assert values(driver, database, "SHOW CONSTRAINTS YIELD name") == []


def one(node: Node) -> Rows:
    return Rows.of([node], [])


@pytest.mark.parametrize(
    ("rows", "error", "message"),
    [
        (one(Node("Method", "m" * LONGEST_ID, {"aliases": (), "keys": ()})), None, None),
        (one(Node("Method", "m" * (LONGEST_ID + 1), {})), StoreError, "id of 8,001 bytes"),
        (one(Node("Method", "é" * LONGEST_ID, {})), StoreError, "id of 16,000 bytes"),
        (one(Node("Method", "m", {"papers": 2**63})), StoreError, "papers of Method 'm' is 9223372036854775808"),
        (one(Node("Method", "m", {"papers": 1.0})), ValueError, "expected int"),
        (one(Node("Method", "m", {HASH: "x"})), ValueError, HASH),
        (Rows((Node(cast(Label, "M) DETACH DELETE (n"), "m"),)), ValueError, "has the label"),
    ],
)  # fmt: skip
def test_what_cannot_be_stored_is_found_before_anything_is_written(
    driver: neo4j.Driver, database: str | None, rows: Rows, error: type[Exception] | None, message: str | None
) -> None:
    if error is None:
        load(driver, rows, database=database)
        assert read(driver, database=database) == rows
        return
    with pytest.raises(error, match=message):
        load(driver, rows, database=database)
    assert counts(driver, database) == (0, 0)
    assert values(driver, database, "SHOW CONSTRAINTS YIELD name") == []


def test_nodes_that_vanish_during_a_load_are_noticed(driver: neo4j.Driver, database: str | None) -> None:
    rows = toy_rows()

    def sabotage(stage: str, done: int, total: int) -> None:
        if (stage, done) == ("nodes", total):
            values(driver, database, "MATCH (n:Method) DETACH DELETE n")

    with pytest.raises(StoreError, match=r"lack a node.*another load.*again"):
        load(driver, rows, database=database, progress=sabotage)
    load(driver, rows, database=database)
    assert read(driver, database=database) == rows


def test_a_long_name_makes_a_graph_that_loads(driver: neo4j.Driver, database: str | None) -> None:
    rows = project(merge([record(paper(title=LONG), [speedup("Foo " * 250_000, 2, "Bar" * 300_000)])]))
    load(driver, rows, database=database)
    assert read(driver, database=database) == rows


def test_content_hashes_tell_everything_apart() -> None:
    def kinds() -> Iterable[Node | Relationship]:
        yield Node("Method", "a")
        yield Node("Dataset", "a")
        yield Node("Method", "b")
        yield Node("Claim", "a", {"low": 2.0})
        yield Node("Claim", "a", {"high": 2.0})
        yield Node("Claim", "a", {"papers": 2})
        yield Node("Claim", "a", {"unit": "2.0"})
        yield Node("Paper", "a", {"authors": ("x, y",)})
        yield Node("Paper", "a", {"authors": ("x", "y")})
        yield Relationship("SUBJECT", "Claim", "a", "Method", "b", "k")
        yield Relationship("BASELINE", "Claim", "a", "Method", "b", "k")
        yield Relationship("SUBJECT", "Claim", "a", "Method", "b", "l")
        yield Relationship("SUBJECT", "Claim", "k", "Method", "b", "a")

    hashes = [content_hash(row) for row in kinds()]
    assert len(set(hashes)) == len(hashes)
    assert content_hash(Node("Paper", "a", {"title": "t", "url": "u"})) == content_hash(
        Node("Paper", "a", {"url": "u", "title": "t"})
    )
