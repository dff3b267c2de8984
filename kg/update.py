"""The tables of a graph of records, made of those it had before and of the few records that changed.

A paper's node depends on its record alone, an entity on the records that name it, a claim on those that state it. So
only what the changed records have named or stated, before or now, is merged and projected anew, of all records that
name or state it; every other row is as it was. What comes out equals the tables of all records.
"""

from collections.abc import Callable, Iterable, Iterator

from kg.merge import merge
from kg.projection import project
from kg.tables import Tables
from schemas import Record

_HARDWARE = "hardware/"


def updated(
    tables: Tables, gone: Iterable[Record], come: Iterable[Record], others: Callable[[set[str]], Iterable[Record]]
) -> Tables:
    """The tables after the records ``gone`` gave way to the records ``come``; a paper that changed is in both.

    ``others`` gives the records of some papers, by id, that have not changed.
    """
    come = list(come)
    changed = [*gone, *come]
    things = {thing for record in changed for thing in _things(record)}
    hardware = any(thing.startswith(_HARDWARE) for thing in things)
    if hardware:
        things.update(tables.ids("Hardware"))
    papers = {record.paper.id for record in changed}
    stating = tables.papers_of("STATES", things) - papers
    naming = tables.papers_of("MENTIONS", things) - papers - stating
    # What papers that only name something state is not wanted, and to merge and project it is most of the work.
    without_claims = (record.model_copy(update={"claims": ()}) for record in others(naming))
    rows = project(merge([*come, *others(stating), *without_claims]))
    if hardware:
        things.update(node.id for node in rows.nodes if node.label == "Hardware")
    return tables.without(things).plus(Tables.of(rows).about(things))


def _things(record: Record) -> Iterator[str]:
    """Ids of the paper, and of all that it names and states."""
    yield record.paper.id
    yield from (entity.id for entity in record.entities)
    yield from (claim.content_id(record.paper.id) for claim in record.claims)
