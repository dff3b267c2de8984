"""The graph in one file that answers Cypher without a server, by the embedded engine ladybug.

A published file is never written to. Every change is made on a new file or a copy beside it, which then takes its place
in one step: a reader sees the old graph or the new one, and a writer killed at any moment leaves the old one. The file
can always be made again from its rows.

Arrow is loaded by those functions alone that need it: a query, and a build that changes nothing, do not.
"""

import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import ladybug

from kg import cypher
from kg.projection import Rows
from kg.stores.errors import InUseError, QueryError, QueryTimeoutError, StoreError
from kg.stores.lock import locked
from kg.table import Table
from schemas.graph import (
    ENDPOINTS,
    LABELS,
    NODE_PROPERTIES,
    RELATIONSHIP_PROPERTIES,
    RELATIONSHIP_TYPES,
    Label,
    PropertyType,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from kg.tables import Tables

_Statement = tuple[str, list[dict[str, Any]] | None]

_COLUMN_TYPES: dict[PropertyType, str] = {
    "string": "STRING",
    "int": "INT64",
    "float": "DOUBLE",
    "bool": "BOOL",
    "strings": "STRING[]",
}
_CHUNK = 100_000  # rows that the engine hands over at a time
_STAMPED: Label = "Paper"
_INTERNAL = frozenset({"_ID", "_LABEL", "_SRC", "_DST"})
"""What the engine puts beside the properties of a node or relationship."""


def write(rows: Rows, path: Path, *, stamp: str = "") -> None:
    """Make the database at ``path`` of ``rows``, in the place of any that is there; see :func:`writing`.

    Raises:
        InUseError: where another process is writing there.
        StoreError: where the engine fails.
    """
    from kg.tables import Tables

    with writing(Tables.of(rows), path, stamp=stamp):
        pass


@contextmanager
def writing(tables: "Tables", path: Path, *, stamp: str = "") -> Iterator[None]:
    """Make the database at ``path``, the engine at work beside the body, whose failure leaves what was there.

    ``stamp`` is kept with it and says what it was made from (letters, digits and ``.:_-``); see :meth:`Reader.stamp`.

    Raises:
        InUseError: where another process is writing there.
        StoreError: where the engine fails.
    """
    with _replacing(path) as draft:
        statements: list[_Statement] = [(statement, None) for statement in _schema()]
        for label, nodes in tables.nodes.items():
            if _saved(nodes, draft, label):
                statements.append((f"COPY `{label}` FROM '{label}.parquet'", None))
        for (kind, start, end), relationships in tables.relationships.items():
            name = f"{kind}-{start}-{end}"
            if _saved(relationships, draft, name):
                statements.append((f"COPY `{kind}` FROM '{name}.parquet' (from='{start}', to='{end}')", None))
        with _running(draft, [*statements, _stamp_statement(stamp)]):
            yield


def execute(path: Path, text: str, parameters: Mapping[str, Any] | None = None) -> None:
    """Run a statement that may write. The database no longer carries a stamp, for it is what it was made from no more.

    Raises:
        InUseError: where another process is writing there.
        QueryError: where the engine refuses the statement.
    """
    _check_parameters(text, parameters or {})
    with _replacing(path) as draft:
        _copy(path, draft)
        try:
            with _running(draft, [(text, [dict(parameters or {})]), _stamp_statement("")]):
                pass
        except StoreError as error:
            raise QueryError(str(error)) from error


def read(path: Path) -> Rows:
    """All rows of the database: ``read`` after ``write(rows, path)`` equals ``rows``.

    Raises:
        StoreError: where there is no database, or it cannot be opened.
    """
    with Reader(path) as reader:
        return reader.tables().rows()


def query(path: Path, text: str, parameters: Mapping[str, Any] | None = None, *, timeout: float | None = None) -> Table:
    """What one reading statement gives; see :meth:`Reader.query`."""
    with Reader(path) as reader:
        return reader.query(text, parameters, timeout=timeout)


class Reader:
    """A database opened for reading, which goes on seeing the graph it was opened on. Close it, or use ``with``.

    Raises:
        StoreError: where there is no database, or it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise StoreError(f"no graph database at {path}; build one first")
        self._database = _opened(path)
        self._connection = ladybug.Connection(self._database)

    def query(self, text: str, parameters: Mapping[str, Any] | None = None, *, timeout: float | None = None) -> Table:
        """What one reading statement gives.

        A node comes as a dictionary of ``label`` and its properties, a relationship of ``type`` and its properties, a
        path as the list of them in turn. Sums of integers are integers. docs/architecture.md lists what the engine
        itself answers otherwise than Neo4j.

        ``timeout`` is in seconds; None lets it run.

        Raises:
            QueryError: where it is no reading statement, lacks a parameter or is refused by the engine.
            QueryTimeoutError: where it was stopped.
        """
        parameters = parameters or {}
        if not cypher.is_reading(text):
            raise QueryError(
                "only one statement that reads is run here; "
                "it begins with MATCH, OPTIONAL MATCH, UNWIND, WITH, RETURN or CALL"
            )
        _check_parameters(text, parameters)
        self._connection.set_query_timeout(0 if timeout is None else max(1, round(timeout * 1000)))
        try:
            result = self._run(text, parameters)
        except ValueError as error:
            raise QueryError("a parameter is a list of values that are not all of one type") from error
        except RuntimeError as error:
            if str(error).startswith("Interrupted"):
                raise QueryTimeoutError(
                    f"the query was stopped after {timeout:g} s; ask for less or wait longer"
                ) from error
            if "cast Python instance" in str(error):
                raise QueryError("a parameter is a number beyond 64 bits or text with lone surrogates") from error
            raise QueryError(_one_line(error)) from error
        return Table(tuple(result.get_column_names()), tuple(tuple(map(_plain, row)) for row in _tuples(result)))

    def stamp(self) -> str:
        """The stamp the database was written with; empty where it has none."""
        return str(self.query(f"CALL show_tables() WHERE name = '{_STAMPED}' RETURN comment").rows[0][0])

    def tables(self) -> "Tables":
        """All rows of the database, as columns."""
        from kg.tables import JOINS, Tables

        nodes = {label: f"(n:`{label}`) RETURN {_columns('n', NODE_PROPERTIES[label])}" for label in LABELS}
        relationships = {
            (kind, start, end): f"(a:`{start}`)-[r:`{kind}`]->(b:`{end}`) RETURN a.id AS source, b.id AS target, "
            + _columns("r", RELATIONSHIP_PROPERTIES[kind])
            for kind, start, end in JOINS
        }
        return Tables.unordered(
            {label: self._run(f"MATCH {of}").get_as_arrow(_CHUNK) for label, of in nodes.items()},
            {join: self._run(f"MATCH {of}").get_as_arrow(_CHUNK) for join, of in relationships.items()},
        )

    def close(self) -> None:
        self._connection.close()
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self, statement: str, parameters: Mapping[str, Any] | None = None) -> ladybug.QueryResult:
        try:
            result = self._connection.execute(statement, dict(parameters or {}))
        except Exception:
            # A statement that failed at its first run stays prepared as it was then, and fails for any parameters.
            self._connection.close()
            self._connection = ladybug.Connection(self._database)
            raise
        assert isinstance(result, ladybug.QueryResult)  # a list for several statements only
        return result


def _opened(path: Path) -> ladybug.Database:
    for pause in (0.02, 0.1, 0.5, None):
        try:
            return ladybug.Database(str(path), read_only=True)
        except RuntimeError as error:
            if pause is None:
                holder = re.search(r"held by PID (\d+)", str(error))
                if holder:
                    raise InUseError(f"{path} is in use by process {holder[1]}, which is writing") from error
                raise StoreError(f"cannot open {path}: {_one_line(error)}; build the graph again") from error
            time.sleep(pause)  # beside a program that writes to this very file an opening may fail and then work
    raise AssertionError("the last try returns or raises")


def _tuples(result: ladybug.QueryResult) -> Iterator[list[Any]]:
    for row in result:
        assert isinstance(row, list)  # a dictionary only where that was asked for
        yield row


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A path, in a folder of its own, to make a database at; it takes the place of ``path`` when the body ends well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{path.name}-"
    with locked(path.with_name(f".{path.name}.lock")):
        for left in path.parent.glob(f"{glob.escape(prefix)}*"):  # by writers that were killed
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=prefix) as folder:
            draft = Path(folder, path.name)
            yield draft
            if _log(draft).exists():
                raise StoreError(f"the engine did not finish writing {path}")
            with draft.open("rb") as file:
                os.fsync(file.fileno())
            _log(path).unlink(missing_ok=True)
            draft.replace(path)


def _log(path: Path) -> Path:
    """The engine's write-ahead log of a database; there is none once it is closed."""
    return path.with_name(f"{path.name}.wal")


def _copy(path: Path, draft: Path) -> None:
    if not path.is_file():
        raise StoreError(f"no graph database at {path}; build one first")
    shutil.copyfile(path, draft)
    if _log(path).exists():
        shutil.copyfile(_log(path), _log(draft))


@contextmanager
def _running(database: Path, statements: Sequence[_Statement]) -> Iterator[None]:
    """Run statements beside the body, in a child process in the database's folder, so that no path stands in them."""
    job = database.with_name("job.json")
    job.write_text(json.dumps({"database": str(database.absolute()), "statements": statements}))
    with (
        job.open("rb") as given,
        subprocess.Popen(
            [sys.executable, "-P", str(Path(__file__).with_name("_child.py"))],
            stdin=given,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=database.parent,
        ) as child,
    ):
        try:
            yield
            _, errors = child.communicate()
        except BaseException:
            child.kill()
            raise
    if child.returncode:
        said = _one_line(errors.decode(errors="replace")) or f"it ended with status {child.returncode}"
        raise StoreError(f"the engine could not write {database}: {said}")


def _schema() -> Iterator[str]:
    for label in LABELS:
        columns = [f"`{name}` {_COLUMN_TYPES[kind]}" for name, kind in NODE_PROPERTIES[label].items()]
        yield f"CREATE NODE TABLE `{label}`({', '.join(columns)}, PRIMARY KEY (id))"
    for kind in RELATIONSHIP_TYPES:
        ends = [f"FROM `{source}` TO `{target}`" for source, target in ENDPOINTS[kind]]
        columns = [f"`{name}` {_COLUMN_TYPES[of]}" for name, of in RELATIONSHIP_PROPERTIES[kind].items()]
        yield f"CREATE REL TABLE `{kind}`({', '.join((*ends, *columns))})"


def _stamp_statement(stamp: str) -> _Statement:
    if not re.fullmatch(r"[\w.:-]*", stamp):
        raise ValueError(f"stamp {stamp!r} has other characters than letters, digits and .:_-")
    return f"COMMENT ON TABLE `{_STAMPED}` IS '{stamp}'", None


def _saved(table: "pa.Table", database: Path, name: str) -> bool:
    """Write a table beside a database, if it has rows."""
    import pyarrow.parquet as pq

    if len(table):
        pq.write_table(table, database.with_name(f"{name}.parquet"), compression="none")
    return len(table) > 0


def _columns(variable: str, names: Iterable[str]) -> str:
    return ", ".join(f"{variable}.`{name}` AS `{name}`" for name in names)


def _plain(value: Any) -> Any:
    """A value as Neo4j gives it too; what Neo4j does not know, such as keys of a map that are no text, as text."""
    match value:
        case list():
            return [_plain(item) for item in value]
        case {"_NODES": nodes, "_RELS": relationships}:
            if len(nodes) <= len(relationships):  # no path, but relationships alone: [r:VARIANT_OF*1..2]
                return _plain(relationships)
            return [_plain(part) for pair in zip_longest(nodes, relationships) for part in pair][:-1]
        case {"_ID": _, "_LABEL": label}:
            kept = {name: _plain(item) for name, item in value.items() if name not in _INTERNAL and item is not None}
            return {"type" if "_SRC" in value else "label": label, **kept}
        case dict():
            return {str(name): _plain(item) for name, item in value.items()}
        case Decimal():  # an integer of 128 bits, as every sum of integers is, or a decimal
            return int(value) if value.as_tuple().exponent == 0 else float(value)
        case None | str() | int() | float():
            return value
        case _:
            return str(value)  # dates and the like


def _check_parameters(text: str, given: Mapping[str, Any]) -> None:
    if missing := sorted(cypher.parameters(text) - given.keys()):
        raise QueryError(f"the query needs the parameters {', '.join(missing)}; given are {', '.join(given) or 'none'}")


def _one_line(text: object) -> str:
    return " ".join(str(text).split())[:300]
