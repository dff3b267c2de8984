"""The tables of a graph of records, made of those it had before and of the few records that changed.

A paper's node depends on its record alone, an entity on the records that name it, a claim on those that state it. So
only what the changed records name or state otherwise than before is merged and projected anew, of all records that name
or state it; every other row is as it was. What comes out equals the tables of all records.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import chain

from kg.merge import merge, parts
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
    gone, come = list(gone), list(come)
    before, after = (Counter(chain.from_iterable(map(parts, records))) for records in (gone, come))
    things = {thing for thing, _ in (before - after) | (after - before)}
    hardware = any(thing.startswith(_HARDWARE) for thing in things)
    if hardware:
        things.update(tables.ids("Hardware"))
    changed = {record.paper.id for record in (*gone, *come)}
    stating = tables.papers_of("STATES", things) - changed
    naming = tables.papers_of("MENTIONS", things) - changed - stating
    # What papers that only name something state is not wanted, and to merge and project it is most of the work.
    without_claims = (record.model_copy(update={"claims": ()}) for record in others(naming))
    rows = project(merge([*come, *others(stating), *without_claims]))
    if hardware:
        things.update(node.id for node in rows.nodes if node.label == "Hardware")
    return tables.without(things).plus(Tables.of(rows).about(things))
