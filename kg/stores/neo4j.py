"""The graph in Neo4j. Everything here takes a driver and makes none; its errors are the driver's own.

:func:`kg.stores.neo4j_errors.explained` turns those into one line each.

Every node and relationship written carries, as ``claimgraph_hash``, a hash of its content. That marks what is ours, so
that nothing else in the database is touched, and says what is loaded already: a load reads the hashes, sends the rows
whose hash is not there and removes what is ours and no longer a row. As a hash is written together with its content, a
load that broke off anywhere goes on when run again. What somebody else edits keeps its hash: a load that verifies
compares the contents with the hashes first, and empties those that are wrong.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

from neo4j import READ_ACCESS, WRITE_ACCESS, Driver, ManagedTransaction, Session, unit_of_work
from neo4j.graph import Node as StoredNode
from neo4j.graph import Path
from neo4j.graph import Relationship as StoredRelationship

from kg.projection import Node, Properties, Relationship, Rows, check
from kg.stores.errors import StoreError
from kg.table import Table
from schemas.graph import ENDPOINTS, LABELS, NODE_PROPERTIES, Label, RelationshipType

HASH = "claimgraph_hash"
BATCH_ROWS = 2_000
BATCH_CHARACTERS = 2_000_000
LONGEST_ID = 8_000
"""Bytes; the key of a Neo4j range index holds a little more."""
OLDEST_BOLT = (5, 2)
"""That of Neo4j 5.7, the first that lets a client turn remarks off."""

Progress = Callable[[str, int, int], None]
"""Called with a stage (``nodes``, ``relationships``, ``removals``), rows done and rows to do."""

_Parameters = dict[str, Any]
_Batch = tuple[str, list[_Parameters]]
_Table = tuple[RelationshipType, Label, Label]
_NodeKey = tuple[Label, str]
_RelationshipKey = tuple[_Table, str, str, str]
_Element = tuple[str, str]
"""The server's id of a node or relationship, and the hash stored there."""
_Row = TypeVar("_Row", Node, Relationship)
_Item = TypeVar("_Item")
_Group = TypeVar("_Group", bound=Hashable)

_TABLES: tuple[_Table, ...] = tuple((kind, *ends) for kind, pairs in ENDPOINTS.items() for ends in pairs)

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=repr)
"""Values that no row has, such as dates, are written too: somebody may have put one there."""

# Labels and types are the only text ever put into a statement, and they come from the closed vocabulary.
_CONSTRAINT = "CREATE CONSTRAINT claimgraph_{name}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
_MERGE_NODES = "UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n = row REMOVE n:{others} RETURN count(n)"
_MERGE_RELATIONSHIPS = (
    "UNWIND $rows AS row MATCH (a:{1} {{id: row.source}}) MATCH (b:{2} {{id: row.target}}) "
    "MERGE (a)-[r:{0} {{key: row.properties.key}}]->(b) SET r = row.properties RETURN count(r)"
)
# An element that was written again since its hash was read is not the one that was to go.
_NODE = f"UNWIND $rows AS row MATCH (e) WHERE elementId(e) = row.element AND e.{HASH} = row.hash "
_RELATIONSHIP = f"UNWIND $rows AS row MATCH ()-[e]->() WHERE elementId(e) = row.element AND e.{HASH} = row.hash "
_REMOVE_NODES = f"{_NODE} DETACH DELETE e"
_REMOVE_RELATIONSHIPS = f"{_RELATIONSHIP} DELETE e"
_DISTRUST = f"SET e.{HASH} = ''"
_REMOVE_DOUBLES = (
    f"MATCH (a:{{1}})-[r:{{0}}]->(b:{{2}}) WHERE r.{HASH} IS NOT NULL "
    "WITH a, b, r.key AS key, collect(r) AS same UNWIND tail(same) AS double "
    f"WITH double LIMIT {10 * BATCH_ROWS} DELETE double RETURN count(*)"
)
# A record costs the driver more than a hash does, so that hashes come many in one.
_NODE_HASHES = f"MATCH (n:{{label}}) WHERE n.{HASH} IS NOT NULL RETURN left(n.{HASH}, 1), collect(n.{HASH})"
_RELATIONSHIP_HASHES = (
    f"MATCH (:{{1}})-[r:{{0}}]->(:{{2}}) WHERE r.{HASH} IS NOT NULL RETURN left(r.{HASH}, 1), collect(r.{HASH})"
)
_FOREIGN_NODES = f"MATCH (n:{{label}}) WHERE n.{HASH} IS NULL AND n.id IS NOT NULL RETURN n.id"
_STALE_NODES = f"MATCH (n:{{label}}) WHERE n.{HASH} IN $hashes RETURN elementId(n), n.{HASH}, n.id"
_STALE_RELATIONSHIPS = (
    f"MATCH (a:{{1}})-[r:{{0}}]->(b:{{2}}) WHERE r.{HASH} IN $hashes RETURN elementId(r), r.{HASH}, a.id, b.id, r.key"
)
_LISTS = tuple((label, name) for label in LABELS for name, kind in NODE_PROPERTIES[label].items() if kind == "strings")
_EMPTY_LISTS: dict[Label, Properties] = {label: {name: () for of, name in _LISTS if of == label} for label in LABELS}
_COMPLETE_LISTS = (
    f"MATCH (n:{{label}}) WHERE n.{HASH} IS NOT NULL AND n.{{name}} IS NULL "
    f"WITH n LIMIT {10 * BATCH_ROWS} SET n.{{name}} = [] RETURN count(n)"
)
_NODES = f"MATCH (n:{{label}}) WHERE n.{HASH} IS NOT NULL RETURN elementId(n), properties(n)"
_RELATIONSHIPS = (
    f"MATCH (a:{{1}})-[r:{{0}}]->(b:{{2}}) WHERE r.{HASH} IS NOT NULL "
    "RETURN elementId(r), elementId(a), elementId(b), a.id, b.id, properties(r)"
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows a load sent, removed and found as they should be."""

    nodes_sent: int
    relationships_sent: int
    nodes_removed: int
    relationships_removed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class _Difference:
    """What keeps a database from being equal to rows; rows to send with their hashes."""

    nodes: list[tuple[Node, str]]
    relationships: list[tuple[Relationship, str]]
    gone_nodes: list[_Element]
    gone_relationships: list[_Element]
    doubled: bool
    """Whether a hash is stored with several relationships."""


def load(
    driver: Driver,
    rows: Rows,
    *,
    database: str | None = None,
    progress: Progress | None = None,
    batch_rows: int = BATCH_ROWS,
    verify: bool = False,
) -> Loaded:
    """Make the claim graph of the database equal to ``rows``, sending only what differs.

    Nodes come before relationships and removals last. Each batch is a transaction, which the driver repeats where that
    helps. A node that is removed takes along the relationships that others tied to it.

    What is there is known by the hash stored with it: what others removed is sent again, and relationships that they
    doubled are single again, but properties, ids and labels that they changed and nodes that they copied are noticed
    with ``verify`` alone. That reads the whole claim graph, which takes as long as :func:`read`.

    Raises:
        ValueError: before anything is written, where rows are outside the vocabulary of the graph.
        StoreError: before anything is written, where the server is too old, a value too large for it, or nodes of
            somebody else have ids of ours; later, where nodes vanish during the load.
        neo4j.exceptions.GqlError: whatever the driver raises.
    """
    check(rows)
    _check_sizes(rows)
    with _session(driver, database, WRITE_ACCESS) as session:
        _refuse_foreign(session, rows)
        if verify:
            _distrust(session, batch_rows)
        difference = _difference(session, rows)
        session.execute_write(_constrain)
        _complete_lists(session)
        doubled = difference.doubled
        for stage, total, batches in _stages(difference, batch_rows):
            done = 0
            for statement, batch in batches:
                written = session.execute_write(_run, statement, {"rows": batch}).rows
                lacking = len(batch) - written[0][0] if written else 0
                if lacking > 0:
                    raise StoreError(
                        f"{lacking} of {len(batch)} {stage} lack a node that was there before; is another load "
                        "running? Run this one again when it is done; where there was none, verify (kg load: --verify)"
                    )
                doubled = doubled or lacking < 0
                done += len(batch)
                if progress is not None:
                    progress(stage, done, total)
        doubles = _remove_doubles(session) if doubled else 0
    return Loaded(
        nodes_sent=len(difference.nodes),
        relationships_sent=len(difference.relationships),
        nodes_removed=len(difference.gone_nodes),
        relationships_removed=len(difference.gone_relationships) + doubles,
        unchanged=len(rows.nodes) + len(rows.relationships) - len(difference.nodes) - len(difference.relationships),
    )


def read(driver: Driver, *, database: str | None = None) -> Rows:
    """The claim graph of the database: what :func:`load` wrote there, as it is now, and nothing else.

    Raises:
        ValueError: where others made of it what is no graph of rows, such as two relationships of one identity;
            a load that verifies puts it right.
        StoreError: where the server is too old.
        neo4j.exceptions.GqlError: whatever the driver raises.
    """
    with _session(driver, database, READ_ACCESS) as session:
        return Rows.of(
            (row for _, _, row in _stored_nodes(session)),
            (row for _, _, _, row in _stored_relationships(session)),
        )


def query(
    driver: Driver,
    text: str,
    parameters: Mapping[str, object] | None = None,
    *,
    database: str | None = None,
    timeout: float | None = None,
    write: bool = False,
) -> Table:
    """What a Cypher query answers; nodes, relationships and paths as plain values (see :mod:`kg.table`).

    Without ``write`` the transaction has READ access, in which the server refuses any change. It ends a query that
    takes longer than ``timeout`` seconds.

    Raises:
        StoreError: where the server is too old.
        neo4j.exceptions.GqlError: whatever the driver raises.
    """
    work = unit_of_work(timeout=timeout)(_run)
    with _session(driver, database, WRITE_ACCESS if write else READ_ACCESS) as session:
        run = session.execute_write if write else session.execute_read
        answer: Table = run(work, text, dict(parameters or {}))
    return Table(answer.columns, tuple(tuple(map(_plain, row)) for row in answer.rows))


def content_hash(row: Node | Relationship) -> str:
    """A hash of all that a row says, types of values included: what is stored beside it.

    >>> content_hash(Node("Method", "method/fastfoo", {"name": "FastFoo", "aliases": (), "papers": 1}))
    'fbd68c6c617e4d56'
    """
    if isinstance(row, Node):
        content: list[Any] = [row.label, row.id, row.properties]
    else:
        content = [*row.identity, row.properties]
    return hashlib.sha256(_CANONICAL.encode(content).encode()).hexdigest()[:16]


def _check_sizes(rows: Rows) -> None:
    for node in rows.nodes:
        if (size := len(node.id.encode())) > LONGEST_ID:
            raise StoreError(
                f"{node.label} {node.id[:60]!r}... has an id of {size:,} bytes; Neo4j indexes at most {LONGEST_ID:,}"
            )
    for row in chain[Node | Relationship](rows.nodes, rows.relationships):
        for name, value in row.properties.items():
            if type(value) is int and not -(2**63) <= value < 2**63:
                raise StoreError(f"{name} of {_named(row)} is {value}; Neo4j holds whole numbers of 64 bits")


def _named(row: Node | Relationship) -> str:
    return f"{row.label} {row.id!r}" if isinstance(row, Node) else f"{row.type} from {row.source!r} to {row.target!r}"


def _refuse_foreign(session: Session, rows: Rows) -> None:
    foreign = {
        (label, id)
        for label in LABELS
        for (id,) in session.execute_read(_run, _FOREIGN_NODES.format(label=label))
        if isinstance(id, str)
    }
    if found := [node for node in rows.nodes if (node.label, node.id) in foreign]:
        raise StoreError(
            f"{len(found)} nodes of the database have labels and ids of this graph and were not loaded by claimgraph "
            f"(the first: {found[0].label} {found[0].id!r}); load into another database, or remove or rename them"
        )


def _distrust(session: Session, most: int) -> None:
    """Empty the hashes of nodes and relationships that are not what was loaded, or have an end that is not."""
    nodes = {element: stored for element, stored, row in _stored_nodes(session) if stored != content_hash(row)}
    relationships = [
        (element, stored)
        for element, stored, ends, row in _stored_relationships(session)
        if stored != content_hash(row) or not nodes.keys().isdisjoint(ends)
    ]
    for statement, elements in ((_NODE, nodes.items()), (_RELATIONSHIP, relationships)):
        for batch in _batches(_parameters(elements), most):
            session.execute_write(_run, statement + _DISTRUST, {"rows": batch})


def _difference(session: Session, rows: Rows) -> _Difference:
    stored_nodes = _hashes(session, (_NODE_HASHES.format(label=label) for label in LABELS))
    stored_relationships = _hashes(session, (_RELATIONSHIP_HASHES.format(*table) for table in _TABLES))
    nodes, stale_nodes = _compared(rows.nodes, set(stored_nodes))
    relationships, stale_relationships = _compared(rows.relationships, set(stored_relationships))
    known_nodes = {(node.label, node.id) for node, _ in nodes}
    known_relationships = {(_table(row), row.source, row.target, row.key) for row, _ in relationships}
    return _Difference(
        nodes=nodes,
        relationships=relationships,
        gone_nodes=[element for element, key in _nodes_of(session, stale_nodes) if key not in known_nodes],
        gone_relationships=[
            element
            for element, key in _relationships_of(session, stale_relationships)
            if key not in known_relationships
        ],
        doubled=len(stored_relationships) > len(set(stored_relationships)),
    )


def _hashes(session: Session, queries: Iterable[str]) -> list[str]:
    return [content for query in queries for _, some in session.execute_read(_run, query) for content in some]


def _compared(rows: Iterable[_Row], stored: set[str]) -> tuple[list[tuple[_Row, str]], list[str]]:
    """Rows whose hashes are not stored, with them, and stored hashes that no row has: of what changed or is gone."""
    hashed = [(row, content_hash(row)) for row in rows]
    return (
        [(row, content) for row, content in hashed if content not in stored],
        sorted(stored.difference(content for _, content in hashed)),
    )


def _nodes_of(session: Session, hashes: list[str]) -> Iterator[tuple[_Element, _NodeKey]]:
    for label in LABELS if hashes else ():
        for element, stored, id in session.execute_read(_run, _STALE_NODES.format(label=label), {"hashes": hashes}):
            yield (element, stored), (label, id)


def _relationships_of(session: Session, hashes: list[str]) -> Iterator[tuple[_Element, _RelationshipKey]]:
    for table in _TABLES if hashes else ():
        for element, stored, source, target, key in session.execute_read(
            _run, _STALE_RELATIONSHIPS.format(*table), {"hashes": hashes}
        ):
            yield (element, stored), (table, source, target, key)


def _stored_nodes(session: Session) -> Iterator[tuple[str, str, Node]]:
    """All nodes of ours: the server's id of each, its hash, and what it says."""
    for label in LABELS:
        for element, properties in session.execute_read(_run, _NODES.format(label=label)):
            stored = properties.pop(HASH)
            id = properties.pop("id", None)
            yield element, stored, Node(label, id, _as_row(_EMPTY_LISTS[label] | properties))


def _stored_relationships(session: Session) -> Iterator[tuple[str, str, tuple[str, str], Relationship]]:
    """All relationships of ours: the server's id of each, its hash, the server's ids of its ends, and what it says."""
    for kind, start, end in _TABLES:
        for element, from_element, to_element, source, target, properties in session.execute_read(
            _run, _RELATIONSHIPS.format(kind, start, end)
        ):
            stored = properties.pop(HASH)
            key = properties.pop("key", None)
            row = Relationship(kind, start, source, end, target, key, _as_row(properties))
            yield element, stored, (from_element, to_element), row


def _stages(difference: _Difference, most: int) -> Iterator[tuple[str, int, Iterator[_Batch]]]:
    """What to do, in its order: the stage, its number of rows, and its batches of at most ``most`` rows."""
    yield "nodes", len(difference.nodes), _node_batches(difference.nodes, most)
    yield "relationships", len(difference.relationships), _relationship_batches(difference.relationships, most)
    removals = len(difference.gone_relationships) + len(difference.gone_nodes)
    yield "removals", removals, _removal_batches(difference.gone_relationships, difference.gone_nodes, most)


def _table(row: Relationship) -> _Table:
    return row.type, row.source_label, row.target_label


def _node_batches(nodes: Iterable[tuple[Node, str]], most: int) -> Iterator[_Batch]:
    for label, of_label in _grouped(nodes, lambda hashed: hashed[0].label).items():
        parameters = ({"id": node.id, **node.properties, HASH: content} for node, content in of_label)
        others = ":".join(other for other in LABELS if other != label)
        for batch in _batches(parameters, most):
            yield _MERGE_NODES.format(label=label, others=others), batch


def _relationship_batches(relationships: Iterable[tuple[Relationship, str]], most: int) -> Iterator[_Batch]:
    for table, of_table in _grouped(relationships, lambda hashed: _table(hashed[0])).items():
        parameters = (
            {
                "source": row.source,
                "target": row.target,
                "properties": {"key": row.key, **row.properties, HASH: content},
            }
            for row, content in of_table
        )
        for batch in _batches(parameters, most):
            yield _MERGE_RELATIONSHIPS.format(*table), batch


def _removal_batches(relationships: Iterable[_Element], nodes: Iterable[_Element], most: int) -> Iterator[_Batch]:
    for statement, elements in ((_REMOVE_RELATIONSHIPS, relationships), (_REMOVE_NODES, nodes)):
        for batch in _batches(_parameters(elements), most):
            yield statement, batch


def _parameters(elements: Iterable[_Element]) -> Iterator[_Parameters]:
    return ({"element": element, "hash": stored} for element, stored in elements)


def _grouped(items: Iterable[_Item], group: Callable[[_Item], _Group]) -> dict[_Group, list[_Item]]:
    groups: dict[_Group, list[_Item]] = defaultdict(list)
    for item in items:
        groups[group(item)].append(item)
    return groups


def _batches(rows: Iterable[_Parameters], most: int) -> Iterator[list[_Parameters]]:
    """Rows in lists of at most ``most``, each also bounded in text: a transaction lives in the server's heap."""
    batch: list[_Parameters] = []
    characters = 0
    for row in rows:
        size = _characters(row)
        if batch and (len(batch) == most or characters + size > BATCH_CHARACTERS):
            yield batch
            batch, characters = [], 0
        batch.append(row)
        characters += size
    if batch:
        yield batch


def _characters(value: object) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return sum(map(_characters, value.values()))
    return sum(map(_characters, value)) if isinstance(value, tuple | list) else 0


def _as_row(properties: dict[str, Any]) -> Properties:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in properties.items()}


def _plain(value: Any) -> Any:
    """A value of an answer as the embedded engine gives it too; dates and points, which it does not know, as text."""
    match value:
        case StoredNode():
            return {"label": next(iter(value.labels), ""), **_visible(value)}
        case StoredRelationship():
            return {"type": value.type, **_visible(value)}
        case Path():
            steps = zip(value.nodes, (*value.relationships, None), strict=True)
            return [_plain(part) for step in steps for part in step][:-1]
        case dict():
            return {name: _plain(part) for name, part in value.items()}
        case list():
            return [_plain(part) for part in value]
        case None | str() | bool() | int() | float():
            return value
        case _:
            return str(value)


def _visible(entity: StoredNode | StoredRelationship) -> dict[str, Any]:
    return {name: _plain(value) for name, value in sorted(entity.items()) if name != HASH}


def _session(driver: Driver, database: str | None, access: str) -> Session:
    """A session with a server that was asked whether it answers, once: a transaction would try for half a minute.

    It is silent; the server would remark on every name of the vocabulary that is not in use yet.
    """
    server = driver.get_server_info()
    if server.protocol_version < OLDEST_BOLT:
        raise StoreError(f"the server is {server.agent}, which is too old; claimgraph needs Neo4j 5.7 or newer")
    return driver.session(database=database, default_access_mode=access, notifications_min_severity="OFF")


def _constrain(transaction: ManagedTransaction) -> None:
    for label in LABELS:
        transaction.run(_CONSTRAINT.format(label=label, name=label.lower())).consume()


def _complete_lists(session: Session) -> None:
    """Write the empty lists that a bulk import cannot write (see :mod:`exports.neo4j_admin`)."""
    for label, name in _LISTS:
        while session.execute_write(_run, _COMPLETE_LISTS.format(label=label, name=name)).rows[0][0]:
            pass


def _remove_doubles(session: Session) -> int:
    """Remove relationships of one identity but for one of them; how many went."""
    removed = 0
    for table in _TABLES:
        while some := session.execute_write(_run, _REMOVE_DOUBLES.format(*table)).rows[0][0]:
            removed += some
    return removed


def _run(transaction: ManagedTransaction, text: str, parameters: Mapping[str, object] | None = None) -> Table:
    result = transaction.run(text, dict(parameters or {}))
    return Table(tuple(result.keys()), tuple(tuple(values) for values in result.values()))
