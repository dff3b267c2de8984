"""The commands that talk to a Neo4j server, with a real one."""

from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

from kg import directory as place
from kg.projection import Rows
from kg.stores import embedded
from kg.stores.neo4j import read
from tests.command import Outcome, kg
from tests.neo4j.conftest import Target

pytestmark = pytest.mark.neo4j

SECRET = "open-sesame-1234"
LISTING = """\
id,title,abstract
2501.00001,Foo,Foo is 3x faster than Bar.
2501.00002,Qux,Foo is 3x faster than Bar. Qux is 4x faster than Foo.
"""


@pytest.fixture
def server(target: Target, database: str | None) -> Iterator[dict[str, str]]:
    """The environment that names the server."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE"):
            patch.delenv(name, raising=False)
        environment = {"NEO4J_URI": target.uri, "NEO4J_USERNAME": target.user, "NEO4J_PASSWORD": target.password}
        if database:
            environment["NEO4J_DATABASE"] = database
        for name, value in environment.items():
            patch.setenv(name, value)
        yield environment


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    (tmp_path / "papers.csv").write_text(LISTING)
    assert kg("build", tmp_path / "papers.csv", "-o", tmp_path / "graph").status == 0
    return tmp_path / "graph"


def rows_of(directory: Path) -> Rows:
    return embedded.read(place.current(directory) / place.DATABASE)


def failure(outcome: Outcome) -> str:
    """The one line of a command that failed."""
    assert (outcome.status, outcome.out) == (2, "")
    (line,) = outcome.err.splitlines()
    assert SECRET not in line
    return line


def test_load_query_and_forget(server: dict[str, str], graph: Path, driver: neo4j.Driver, database: str | None) -> None:
    loaded = kg("load", "neo4j", "-g", graph)
    assert loaded.status == 0
    assert loaded.err.splitlines()[-1].startswith("relationships: ")
    assert read(driver, database=database) == rows_of(graph)
    again = kg("load", "neo4j", "-g", graph)
    assert again.out.startswith("0 nodes and 0 relationships sent")
    asked = kg("query", "--neo4j", "MATCH (m:Method) RETURN m.name AS name ORDER BY name", "--format", "csv")
    assert asked.out.split() == ["name", "Bar", "Foo", "Qux"]
    arguments = ["query", "--name", "speedups_over_baseline", "-p", "baseline=Bar", "--format", "json"]
    assert kg(*arguments, "--neo4j").out == kg(*arguments, "-g", graph).out
    assert kg("forget", "arxiv:2501.00002", "-g", graph, "--neo4j").status == 0
    assert read(driver, database=database) == rows_of(graph)
    gone = kg("query", "--neo4j", "MATCH (n) WHERE n.id ENDS WITH '00002' OR n.name = 'Qux' RETURN count(n) AS n")
    assert "0" in gone.out.split()


def test_what_a_query_wrote_is_undone_by_a_load_that_verifies(
    server: dict[str, str], graph: Path, driver: neo4j.Driver, database: str | None
) -> None:
    assert kg("load", "neo4j", "-g", graph).status == 0
    assert kg("query", "--neo4j", "--write", "MATCH (m:Method {name: 'Foo'}) SET m.name = 'x'").status == 0
    assert kg("load", "neo4j", "-g", graph).out.startswith("0 nodes and 0 relationships sent")
    assert kg("load", "neo4j", "-g", graph, "--verify").out.startswith("1 nodes and ")
    assert read(driver, database=database) == rows_of(graph)


def test_queries_only_read_unless_told_otherwise(server: dict[str, str]) -> None:
    assert "only reading is allowed" in failure(kg("query", "--neo4j", "CREATE (n:Method {id: 'x'}) RETURN n.id"))
    assert kg("query", "--neo4j", "MATCH (n) RETURN count(n) AS n", "--format", "csv").out.split() == ["n", "0"]
    assert kg("query", "--neo4j", "--write", "CREATE (n:Method {id: 'x'}) RETURN n.id").status == 0
    assert kg("query", "--neo4j", "MATCH (n) RETURN count(n) AS n", "--format", "csv").out.split() == ["n", "1"]
    slow = "UNWIND range(1, 100000000) AS x UNWIND range(1, 1000) AS y RETURN sum(x % 7 * y)"
    assert "time limit" in failure(kg("query", "--neo4j", slow, "--timeout", "0.5"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--password", SECRET], "refuses this user and password"),
        (["--user", "nobody", "--password", SECRET], "refuses this user and password"),
        (["--uri", "bolt://127.0.0.1:1", "--password", SECRET], "no Neo4j answers at bolt://127.0.0.1:1 ("),
        (["--uri", f"bolt://neo4j:{SECRET}@127.0.0.1"], "give them as NEO4J_USERNAME and NEO4J_PASSWORD"),
        (["--database", "nowhere"], "has no database 'nowhere'"),
    ],
)
def test_what_goes_wrong_is_one_line(server: dict[str, str], graph: Path, options: list[str], message: str) -> None:
    assert message in failure(kg("load", "neo4j", "-g", graph, *options))
    assert message in failure(kg("query", "--neo4j", "RETURN 1", *options))
