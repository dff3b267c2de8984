"""Tables: the same rows as columns, and the same tables whatever the way to them."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.merge import merge
from kg.projection import ABOUT, Rows, project
from kg.tables import JOINS, Tables
from kg.update import updated
from schemas import Record
from schemas.graph import LABELS, RELATIONSHIP_TYPES
from tests.kg.corpus import corpus, records
from tests.neo4j.strategies import graphs


@settings(max_examples=60)
@given(graphs())
def test_rows_come_back_equal(rows: Rows) -> None:
    tables = Tables.of(rows)
    assert tables.rows() == rows
    assert list(tables.nodes) == list(LABELS)
    assert list(tables.relationships) == list(JOINS)


def tables_of(found: Sequence[Record]) -> Tables:
    return Tables.of(project(merge(found)))


def assert_equal(one: Tables, other: Tables) -> None:
    """Rows first, for they say best what differs; then types as well."""
    assert one.rows() == other.rows()
    assert (one.nodes, one.relationships) == (other.nodes, other.relationships)


by_paper = st.lists(records(), max_size=4, unique_by=lambda record: record.paper.id).map(
    lambda found: {record.paper.id: record for record in found}
)


@settings(max_examples=300, deadline=None)
@given(by_paper, by_paper, st.sets(st.integers(0, 3)))
def test_an_update_equals_all_at_once(old: dict[str, Record], new: dict[str, Record], kept: set[int]) -> None:
    """Papers come, go, change and stay."""
    stay = {id: old[id] for number, id in enumerate(sorted(old)) if number in kept}
    after = new | stay
    asked: set[str] = set()

    def others(papers: set[str]) -> list[Record]:
        asked.update(papers)
        return [after[paper] for paper in sorted(papers)]

    gone = [record for id, record in old.items() if id not in stay]
    come = [record for id, record in after.items() if id not in stay]
    assert_equal(updated(tables_of(list(old.values())), gone, come, others), tables_of(list(after.values())))
    assert asked <= stay.keys()


def test_only_records_with_something_in_common_are_asked_for() -> None:
    first, second, third = corpus()
    asked: set[str] = set()

    def others(papers: set[str]) -> list[Record]:
        asked.update(papers)
        return [record for record in (first, second) if record.paper.id in papers]

    lone = third.model_copy(update={"entities": (), "claims": (), "numbers": ()})
    assert_equal(updated(tables_of([first, second]), [], [lone], others), tables_of([first, second, lone]))
    assert asked == set()
    assert_equal(updated(tables_of([first, second]), [], [third], others), tables_of([first, second, third]))
    assert asked == {first.paper.id, second.paper.id}


def test_every_relationship_is_about_something() -> None:
    assert ABOUT.keys() == set(RELATIONSHIP_TYPES)
