"""What goes wrong between us and a Neo4j server, each in one line that says what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from neo4j.exceptions import GqlError, Neo4jError, ServiceUnavailable, SessionExpired, UnsupportedServerProduct

from kg.stores.errors import QueryError, QueryTimeoutError, StoreError

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
_EXAMPLE = "expected for example bolt://localhost:7687"

_READ_ONLY = "{database} at {at} is read-only; choose a database that can be written"
_STOPPED = "the query was stopped at its time limit; ask for less or allow more time"
_BY_CODE = {
    "Security.Unauthorized": "{at} refuses this user and password; check NEO4J_USERNAME and NEO4J_PASSWORD",
    "Security.AuthenticationRateLimit": "{at} saw too many wrong passwords; wait a minute, then give the right one",
    "Security.CredentialsExpired": "{at} wants a new password first: ALTER CURRENT USER SET PASSWORD FROM ... TO ...",
    "Security.Forbidden": "{at} does not let this user do it; ask for the right to read, write and create constraints",
    "Database.DatabaseNotFound": "{at} has no {database}; SHOW DATABASES lists what it has",
    "General.DatabaseUnavailable": "{database} at {at} is not running; START DATABASE starts it",
    "General.ForbiddenOnReadOnlyDatabase": _READ_ONLY,
    "General.WriteOnReadOnlyAccessDatabase": _READ_ONLY,
    "Schema.ConstraintCreationFailed": "{database} at {at} has other nodes that share an id; choose another: {message}",
    "Schema.IndexAlreadyExists": "{database} at {at} has an index where a constraint must be; drop it: {message}",
    "Statement.AccessMode": "the query would write, and only reading is allowed",
    "Transaction.TransactionTimedOut": _STOPPED,
    "Transaction.TransactionTimedOutClientConfiguration": _STOPPED,
}
"""By the server's status code, its class left out."""


@contextmanager
def explained(uri: str, database: str | None = None) -> Iterator[None]:
    """Make one :class:`StoreError` of whatever the driver raises inside, its making included.

    No password is in the error or behind it.

    Raises:
        QueryError, QueryTimeoutError: where the server does not like a statement or it takes too long.
        StoreError: for all else, and where ``uri`` is no address of a Neo4j server.
    """
    at = _server(uri)
    try:
        yield
    except GqlError as error:
        raise _explanation(error, at, f"database {database!r}" if database else "the default database") from error
    except (OverflowError, UnicodeEncodeError) as error:
        raise QueryError(f"Neo4j has no place for a value: {_one_line(error)}") from error


def _server(uri: str) -> str:
    """Scheme, host and port of a server's address."""
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError as error:
        raise StoreError(f"no address of a Neo4j server: {error}; {_EXAMPLE}") from None
    if parts.username or parts.password:
        raise StoreError("the address holds a user or password; give them as NEO4J_USERNAME and NEO4J_PASSWORD")
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise StoreError(f"no address of a Neo4j server: {uri!r}; {_EXAMPLE}, schemes are {', '.join(SCHEMES)}")
    return f"{parts.scheme}://{parts.hostname}:{port or 7687}"


def _explanation(error: GqlError, at: str, database: str) -> StoreError:
    if isinstance(error, Neo4jError):
        kind = (error.code or "").partition("Error.")[2]
        template = _BY_CODE.get(kind, "{at} refuses: {message} ({kind})")
        line = template.format(at=at, database=database, message=_one_line(error.message), kind=kind)
        if kind.startswith("Transaction.TransactionTimedOut"):
            return QueryTimeoutError(line)
        return QueryError(line) if kind.startswith("Statement.") else StoreError(line)
    if isinstance(error, ServiceUnavailable | SessionExpired):
        return StoreError(
            f"no Neo4j answers at {at} ({_root(error)}); start it or correct the address, then run this again"
        )
    if isinstance(error, UnsupportedServerProduct):
        return StoreError(f"{at} speaks no Bolt that this driver knows; claimgraph needs Neo4j 5.7 or newer")
    return StoreError(f"{at}: {_one_line(error)}")


def _root(error: BaseException) -> str:
    """What the innermost error says."""
    while cause := error.__cause__ or error.__context__:
        error = cause
    return _one_line(getattr(error, "strerror", None) or error)


def _one_line(text: object) -> str:
    line = " ".join(str(text).split())
    return line if len(line) <= 300 else line[:299] + "…"
