"""Whatever goes wrong with a server is one line that says what to do, and nothing is half-written."""

import time
from collections.abc import Callable, Mapping

import neo4j
import pytest
from neo4j.exceptions import ServiceUnavailable

from kg.stores.errors import QueryError, QueryTimeoutError, StoreError
from kg.stores.neo4j import load, query
from kg.stores.neo4j_errors import explained
from tests.neo4j.bolt import BOLT_4_4, bolt_server
from tests.neo4j.conftest import Target
from tests.neo4j.graphs import toy_rows
from tests.neo4j.server import PASSWORD, USER, Server

SECRET = "open-sesame-1234"
FAST = 25
"""Seconds; the driver tries for 30 where nobody asks first whether a server answers."""


def attempt(uri: str, auth: tuple[str, str] | None, database: str | None, text: str | None) -> None:
    with explained(uri, database), neo4j.GraphDatabase.driver(uri, auth=auth) as driver:
        if text is None:
            load(driver, toy_rows(), database=database)
        else:
            query(driver, text, database=database)


def told(uri: str, auth: tuple[str, str] | None, database: str | None, text: str | None = None) -> StoreError:
    """The error that loading gives, or a query where ``text`` is one; it comes fast and keeps the password."""
    began = time.monotonic()
    with pytest.raises(StoreError) as caught:
        attempt(uri, auth, database, text)
    assert time.monotonic() - began < FAST
    line, error = str(caught.value), caught.value
    assert "\n" not in line
    assert len(line) < 450
    chain: BaseException | None = error
    while chain:
        assert SECRET not in str(chain)
        chain = chain.__cause__ or chain.__context__
    return error


@pytest.mark.neo4j
@pytest.mark.parametrize("auth", [(USER, SECRET), ("nobody", SECRET), None])
def test_wrong_password(target: Target, database: str | None, auth: tuple[str, str] | None) -> None:
    assert "refuses this user and password; check NEO4J_USERNAME and NEO4J_PASSWORD" in str(
        told(target.uri, auth, database)
    )


@pytest.mark.neo4j
def test_wrong_database(target: Target, database: str | None) -> None:
    error = told(target.uri, (target.user, target.password), "nowhere")
    assert "has no database 'nowhere'; SHOW DATABASES" in str(error)


@pytest.mark.neo4j
def test_the_system_database(target: Target, database: str | None) -> None:
    assert "system" in str(told(target.uri, (target.user, target.password), "system"))


@pytest.mark.neo4j
def test_a_server_without_tls(target: Target, database: str | None) -> None:
    if not target.uri.startswith(("bolt://", "neo4j://")):
        pytest.skip("the server given by NEO4J_URI has TLS")
    uri = target.uri.replace("://", "+s://")
    assert f"no Neo4j answers at {uri} " in str(told(uri, (target.user, target.password), database))


@pytest.mark.neo4j
@pytest.mark.parametrize(
    ("foreign", "message"),
    [
        ("UNWIND [1, 2] AS x CREATE (:Claim {id: 'a'})", "has other nodes that share an id; choose another"),
        ("CREATE INDEX claims_of_others FOR (n:Claim) ON (n.id)", "has an index where a constraint must be; drop it"),
    ],
)
def test_a_database_that_has_no_room_for_our_constraints(
    target: Target, driver: neo4j.Driver, database: str | None, foreign: str, message: str
) -> None:
    query(driver, foreign, database=database, write=True)
    try:
        assert message in str(told(target.uri, (target.user, target.password), database))
        assert query(driver, "SHOW CONSTRAINTS", database=database).rows == ()
        assert query(driver, "MATCH (n) WHERE n.id <> 'a' RETURN n", database=database).rows == ()
    finally:
        query(driver, "DROP INDEX claims_of_others IF EXISTS", database=database, write=True)


@pytest.mark.neo4j
def test_a_read_only_database_and_a_first_password(start: Callable[..., Server]) -> None:
    server = start()
    with server.driver() as driver:
        driver.execute_query(
            "CREATE USER new SET PASSWORD $password CHANGE REQUIRED", password=SECRET, database_="system"
        )
    assert "ALTER CURRENT USER SET PASSWORD" in str(told(server.uri, ("new", SECRET), None))
    server.stop()
    server.configure({"server.databases.default_to_read_only": "true"})
    server.start()
    assert "is read-only; choose a database that can be written" in str(told(server.uri, (USER, PASSWORD), "neo4j"))
    with server.driver() as driver:
        assert query(driver, "MATCH (n) RETURN count(n)").rows == ((0,),)
        assert query(driver, "SHOW CONSTRAINTS").rows == ()


@pytest.mark.parametrize("uri", ["bolt://127.0.0.1:1", "neo4j://127.0.0.1:1", "bolt://no-such-host.invalid:7687"])
def test_an_unreachable_host(uri: str) -> None:
    assert f"no Neo4j answers at {uri} (" in str(told(uri, (USER, SECRET), None))
    assert "start it or correct the address" in str(told(uri, (USER, SECRET), None, "RETURN 1"))


@pytest.mark.parametrize(
    ("uri", "message"),
    [
        ("localhost:7687", "expected for example bolt://localhost:7687"),
        ("http://localhost:7474", "schemes are bolt, bolt+s, bolt+ssc, neo4j, neo4j+s, neo4j+ssc"),
        ("bolt://", "no address of a Neo4j server: 'bolt://'"),
        ("", "no address of a Neo4j server"),
        ("bolt://localhost:bolt", "'bolt'; expected"),
        ("bolt://localhost:99999", "expected for example"),
        ("bolt://[::1", "expected for example"),
        (f"bolt://neo4j:{SECRET}@localhost:7687", "give them as NEO4J_USERNAME and NEO4J_PASSWORD"),
    ],
)
def test_what_is_no_address(uri: str, message: str) -> None:
    assert message in str(told(uri, (USER, SECRET), None))


@pytest.mark.parametrize("version", [BOLT_4_4, bytes(4)])
def test_an_old_server(version: bytes) -> None:
    with bolt_server("Neo4j/4.4.40", version=version) as uri:
        for text in (None, "RETURN 1"):
            assert "claimgraph needs Neo4j 5.7 or newer" in str(told(uri, (USER, SECRET), None, text))


def test_something_that_is_no_neo4j() -> None:
    with bolt_server("", version=b"HTTP") as uri:
        assert "no Neo4j answers" in str(told(uri, (USER, SECRET), None))


@pytest.mark.parametrize(
    ("code", "kind", "message"),
    [
        ("ClientError.Security.Forbidden", StoreError, "ask for the right to read, write and create constraints"),
        ("ClientError.Security.AuthenticationRateLimit", StoreError, "wait a minute"),
        ("ClientError.Statement.SyntaxError", QueryError, "refuses: two lines (Statement.SyntaxError)"),
        ("ClientError.Transaction.TransactionTimedOut", QueryTimeoutError, "time limit"),
        ("DatabaseError.General.UnknownError", StoreError, "refuses: two lines (General.UnknownError)"),
    ],
)
def test_what_a_server_refuses(code: str, kind: type[StoreError], message: str) -> None:
    failure: Mapping[str, str] = {"code": f"Neo.{code}", "message": "two\n lines"}
    with bolt_server("Neo4j/5.26.0", failure) as uri:
        error = told(uri, (USER, SECRET), None, "RETURN 1")
    assert message in str(error)
    assert type(error) is kind


def test_other_errors_pass() -> None:
    with pytest.raises(ZeroDivisionError), explained("bolt://localhost"):
        raise ZeroDivisionError
    with (
        pytest.raises(StoreError, match=r"^no Neo4j answers at bolt://localhost:7687 \(gone\)"),
        explained("bolt://localhost"),
    ):
        raise ServiceUnavailable("gone")
