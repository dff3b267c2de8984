"""The embedded store: the same rows back, readers and writers beside each other."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ladybug
import pytest
from hypothesis import given, settings

from kg.merge import merge
from kg.projection import Rows, project
from kg.stores import embedded
from kg.stores.errors import InUseError, QueryError, QueryTimeoutError, StoreError
from kg.stores.lock import locked
from kg.table import Table
from kg.tables import Tables
from tests.kg.corpus import corpus
from tests.neo4j.graphs import large_rows
from tests.neo4j.strategies import graphs

ROOT = Path(__file__).parents[2]
ROWS = project(merge(corpus()))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A place whose name needs care in more than one language."""
    folder = tmp_path / "a 'folder' [1] *"
    folder.mkdir()
    return folder / "graph.lbug"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[embedded.Reader]:
    """The corpus, opened."""
    file = tmp_path_factory.mktemp("graph") / "graph.lbug"
    embedded.write(ROWS, file, stamp="corpus")
    with embedded.Reader(file) as reader:
        yield reader


def files(path: Path) -> set[str]:
    return {file.name for file in path.parent.iterdir()}


def test_rows_come_back_equal(path: Path) -> None:
    embedded.write(ROWS, path)
    assert embedded.read(path) == ROWS
    assert files(path) == {"graph.lbug", ".graph.lbug.lock"}


@settings(max_examples=15)
@given(rows=graphs())
def test_any_rows_come_back_equal(rows: Rows, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("any") / "graph.lbug"
    embedded.write(ROWS, file)
    embedded.write(rows, file)
    assert embedded.read(file) == rows


def test_the_engine_writes_beside_the_body(path: Path) -> None:
    embedded.write(ROWS, path)
    with embedded.writing(Tables.of(large_rows(3)), path, stamp="new"):
        assert embedded.read(path) == ROWS
    assert embedded.read(path) == large_rows(3)
    assert stamp_of(path) == "new"


def test_a_body_that_fails_leaves_the_old_graph_and_stops_the_engine(path: Path) -> None:
    embedded.write(ROWS, path)
    before = files(path)
    woken: list[int] = []
    with pytest.raises(ZeroDivisionError):
        fail_beside_a_halted_engine(path, woken)
    assert not woken
    assert files(path) == before
    assert embedded.read(path) == ROWS


def fail_beside_a_halted_engine(path: Path, woken: list[int]) -> None:
    """Whoever waits for the engine instead of stopping it does so until it is woken."""

    def wake() -> None:
        woken.append(engine)
        os.kill(engine, signal.SIGCONT)

    timer = threading.Timer(20, wake)
    others = children()
    try:
        with embedded.writing(Tables.of(large_rows(3)), path):
            (engine,) = children() - others
            os.kill(engine, signal.SIGSTOP)
            timer.start()
            raise ZeroDivisionError
    finally:
        timer.cancel()


def children() -> set[int]:
    """Processes that this thread has started."""
    return set(map(int, Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split()))


def test_an_engine_that_fails_is_told_and_leaves_the_old_graph(path: Path) -> None:
    embedded.write(ROWS, path)
    before = files(path)
    with pytest.raises(StoreError, match=r"the engine could not write .*duplicated primary key"):
        embedded.write(Rows(nodes=ROWS.nodes * 2), path)
    assert files(path) == before
    assert embedded.read(path) == ROWS


def test_the_empty_graph(path: Path) -> None:
    embedded.write(Rows(), path)
    assert embedded.read(path) == Rows()
    assert embedded.query(path, "MATCH (n) RETURN count(*) AS n") == Table(("n",), ((0,),))


def stamp_of(path: Path) -> str:
    with embedded.Reader(path) as reader:
        return reader.stamp()


def test_stamps(path: Path) -> None:
    embedded.write(ROWS, path, stamp="sha256:0a-b.c_d")
    assert stamp_of(path) == "sha256:0a-b.c_d"
    embedded.execute(path, "MATCH (p:Paper) SET p.title = $title", {"title": "x"})
    assert stamp_of(path) == ""
    assert set(embedded.query(path, "MATCH (p:Paper) RETURN p.title")) == {("x",)}
    with pytest.raises(ValueError, match="other characters"):
        embedded.write(ROWS, path, stamp="'; DROP TABLE Paper")


@pytest.mark.parametrize("call", [embedded.Reader, embedded.read, lambda path: embedded.execute(path, "RETURN 1")])
def test_no_database_is_told(call: Any, path: Path) -> None:
    with pytest.raises(StoreError, match="no graph database at"):
        call(path)


def test_a_damaged_database_is_told_and_can_be_written_anew(path: Path) -> None:
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(StoreError, match="cannot open"):
        embedded.read(path)
    embedded.write(ROWS, path)
    assert embedded.read(path) == ROWS


WRITES = [
    "CREATE (:Method {id: 'x'})",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n:Method) SET n.name = 'x'",
    "MERGE (n:Method {id: 'x'}) RETURN n",
    "MATCH (n:Method) WITH n LIMIT 1 CREATE (n)-[:OUTPERFORMS {key: 'x'}]->(n) RETURN 1",
    "DROP TABLE Method",
    "RETURN 1; MATCH (n) DETACH DELETE n",
    "/* MATCH */ COPY (MATCH (n:Method) RETURN n.id) TO 'written.csv'",
    "PROFILE COPY (MATCH (n:Method) RETURN n.id) TO 'written.csv'",
    "EXPORT DATABASE 'written'",
    "INSTALL httpfs",
    "ALTER TABLE Method ADD x STRING",
    "",
]


@pytest.mark.parametrize("text", WRITES)
def test_queries_only_read(graph: embedded.Reader, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(QueryError):
        graph.query(text)
    assert graph.tables().rows() == ROWS
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("text", "parameters", "message"),
    [
        ("MATCH (n RETURN n", {}, "Parser exception"),
        ("MATCH (n:Robot) RETURN n", {}, "Robot"),
        ("MATCH (n:Method) RETURN n.colour", {}, "colour"),
        ("RETURN $x", {}, "needs the parameters x; given are none"),
        ("RETURN $x + $y", {"x": 1, "z": 2}, "needs the parameters y; given are x, z"),
        ("RETURN $x", {"x": 2**63}, "beyond 64 bits"),
        ("RETURN $x", {"x": "\udc80"}, "lone surrogates"),
        ("RETURN $x", {"x": [1, "a"]}, "not all of one type"),
        ("RETURN 1 / 0", {}, "zero"),
    ],
)
def test_what_is_wrong_with_a_query_is_told(
    graph: embedded.Reader, text: str, parameters: dict[str, Any], message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        graph.query(text, parameters)


def test_parameters_that_a_statement_fails_with_do_not_spoil_it_for_others(path: Path) -> None:
    embedded.write(ROWS, path)
    text = "MATCH (p:Paper) RETURN p.id ORDER BY p.id SKIP $skip"
    with embedded.Reader(path) as reader:
        with pytest.raises(QueryError, match="non-negative"):
            reader.query(text, {"skip": -1})
        assert reader.query(text, {"skip": 2}).rows == (("arxiv:2503.00001",),)


def test_a_query_that_takes_too_long_is_stopped_and_the_next_runs(graph: embedded.Reader) -> None:
    began = time.monotonic()
    with pytest.raises(QueryTimeoutError, match=r"stopped after 0\.2 s"):
        graph.query(
            "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a, b WHERE a * b = -1 RETURN count(*)",
            timeout=0.2,
        )
    assert time.monotonic() - began < 10
    assert graph.query("RETURN 1 AS one").rows == ((1,),)


def test_after_an_error_the_same_text_is_run_again(graph: embedded.Reader) -> None:
    text = "MATCH (p:Paper) RETURN p.id LIMIT $limit"
    assert len(graph.query(text, {"limit": 1})) == 1
    with pytest.raises(QueryError):
        graph.query(text, {"limit": -1})
    assert len(graph.query(text, {"limit": 1})) == 1


def test_values_are_plain(graph: embedded.Reader) -> None:
    (row,) = graph.query(
        "MATCH path = (m:Method {id: 'method/midbaz'})-[r:EVALUATED_ON]->(d:Dataset {id: 'dataset/cifar-10'}) "
        "RETURN m, r, path, [1, NULL, 2] AS list, {of: d.id} AS map, date('2025-01-31') AS day"
    )
    method = {
        "label": "Method",
        "id": "method/midbaz",
        "name": "MidBaz",
        "aliases": [],
        "keys": ["method/midbaz", "midbaz"],
        "papers": 2,
    }
    dataset = {
        "label": "Dataset",
        "id": "dataset/cifar-10",
        "name": "CIFAR-10",
        "aliases": [],
        "keys": ["cifar10", "dataset/cifar-10"],
        "papers": 1,
    }
    assert row[0] == method
    assert row[1].keys() == {"type", "key"}
    assert row[2] == [method, row[1], dataset]
    assert row[3:] == ([1, None, 2], {"of": "dataset/cifar-10"}, "2025-01-31")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MATCH (p:Paper) RETURN sum(p.year)", 2025 + 2025 + 2024),
        ("UNWIND [9223372036854775807, 1] AS x RETURN sum(x)", 2**63),
        ("UNWIND [1, 2] AS x RETURN {sums: [sum(x)]}", {"sums": [3]}),
        ("UNWIND [1, 2] AS x RETURN sum(x * 1.5)", 4.5),
        ("RETURN CAST(2.5, 'DECIMAL(10, 2)')", 2.5),
        ("RETURN CAST(2, 'DECIMAL(10, 2)')", 2.0),
    ],
)
def test_numbers_are_numbers(graph: embedded.Reader, text: str, expected: object) -> None:
    ((value,),) = graph.query(text)
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RETURN {a: NULL, _b: 1, c: 2}", {"a": None, "_b": 1, "c": 2}),
        ("RETURN {_ID: 1, deep: {_SRC: NULL}}", {"_ID": 1, "deep": {"_SRC": None}}),
        ("RETURN map([1], ['x'])", {"1": "x"}),
        ("MATCH (p:Paper {id: 'arxiv:2503.00001'}) RETURN {url: p.url, year: p.year}", {"url": None, "year": 2024}),
    ],
)
def test_maps_keep_all_that_is_in_them(graph: embedded.Reader, text: str, expected: object) -> None:
    assert graph.query(text).rows == ((expected,),)


def test_paths_and_relationships_of_any_length(graph: embedded.Reader) -> None:
    one, two = graph.query(
        "MATCH path = (:Hardware {id: 'hardware/nvidia-a100-40gb'})-[r:VARIANT_OF*1..2]->(h:Hardware) "
        "RETURN r, path ORDER BY h.id"
    )
    family, architecture = ({"type": "VARIANT_OF", "key": key} for key in ("family", "architecture"))
    assert (one[0], two[0]) == ([family], [family, architecture])
    assert [part.get("id", part) for part in two[1]] == [
        "hardware/nvidia-a100-40gb", family, "hardware/nvidia-a100", architecture, "hardware/nvidia-ampere",
    ]  # fmt: skip
    ((path, node),) = graph.query("MATCH path = (d:Dataset {id: 'dataset/cifar-10'}) RETURN path, d")
    assert path == [node]


def test_a_reader_goes_on_with_the_graph_it_opened(path: Path) -> None:
    embedded.write(ROWS, path)
    with embedded.Reader(path) as reader:
        embedded.write(large_rows(3), path)
        assert reader.tables().rows() == ROWS
    assert embedded.read(path) == large_rows(3)


def test_a_second_writer_is_told_at_once_who_is_writing(path: Path) -> None:
    embedded.write(ROWS, path)
    holder = (
        "import sys, time\nfrom pathlib import Path\nfrom kg.stores.lock import locked\n"
        "with locked(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    lock = path.with_name(".graph.lbug.lock")
    with subprocess.Popen([sys.executable, "-c", holder, str(lock)], stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        began = time.monotonic()
        message = f"in use by process {process.pid}, which is writing"
        with pytest.raises(InUseError, match=message):
            embedded.write(ROWS, path)
        with pytest.raises(InUseError, match=message):
            embedded.execute(path, "RETURN 1")
        assert time.monotonic() - began < 2
        assert embedded.read(path) == ROWS
        process.kill()
    embedded.write(ROWS, path)


def test_a_lock_is_free_when_its_block_ends(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    for _ in range(2):
        with locked(lock):
            assert lock.read_text() == f"{os.getpid()}\n"
            with pytest.raises(InUseError, match=f"process {os.getpid()}"), locked(lock):
                pass


def test_a_reader_beside_another_program_that_writes_the_same_file_works_or_is_told(path: Path) -> None:
    embedded.write(ROWS, path)
    with ladybug.Database(str(path)) as database, ladybug.Connection(database) as connection:
        connection.execute("MATCH (p:Paper) SET p.title = 'x'")
        child = subprocess.run(
            [sys.executable, "-c", "import sys; from pathlib import Path; from kg.stores import embedded\n"
             "print(embedded.query(Path(sys.argv[1]), 'MATCH (p:Paper) RETURN count(p)').rows)", str(path)],
            capture_output=True, text=True, timeout=60, check=False, cwd=ROOT,
        )  # fmt: skip
    assert "((3,),)" in child.stdout or f"in use by process {os.getpid()}" in child.stderr


def test_a_writer_killed_at_any_moment_leaves_the_old_graph_or_the_new(path: Path) -> None:
    old, new = large_rows(200), large_rows(210)
    embedded.write(old, path)
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from kg.stores import embedded\nfrom tests.neo4j.graphs import large_rows\n"
        "old, new = large_rows(200), large_rows(210); print('go', flush=True)\n"
        "embedded.write(new, Path(sys.argv[1]))\n"
        "embedded.write(old, Path(sys.argv[1]))\n"
    )
    for wait in (0.0, 0.1, 0.3, 0.6, 1.0, 1.5):
        with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, cwd=ROOT) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(wait)
            process.send_signal(signal.SIGKILL)
        assert embedded.read(path) in (old, new)
        embedded.write(old, path)
    assert embedded.read(path) == old


def test_two_files_of_the_same_rows_answer_alike(tmp_path: Path) -> None:
    embedded.write(ROWS, tmp_path / "one")
    embedded.write(Rows(ROWS.nodes[::-1], ROWS.relationships[::-1]), tmp_path / "two")
    assert embedded.read(tmp_path / "two") == ROWS
    text = "MATCH (c:Claim)-[:SUBJECT]->(s) RETURN c.id, s.id"
    one, two = (embedded.query(tmp_path / name, text) for name in ("one", "two"))
    assert one != two, "the files should hold their rows in different orders"
    text += " ORDER BY c.id, s.id"
    assert embedded.query(tmp_path / "one", text) == embedded.query(tmp_path / "two", text)
