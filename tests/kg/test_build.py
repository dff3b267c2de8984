"""Directories of graphs: built, added to, killed, shared."""

import fcntl
import gc
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kg import KnowledgeGraph
from kg import directory as place
from kg.build import Built, Makers, UnknownPaperError, build, forget
from kg.merge import Merged, merge
from kg.projection import Rows, project
from kg.records import read_records
from kg.stores import embedded
from kg.stores.errors import InUseError, StoreError
from kg.stores.lock import locked
from kg.tables import Tables
from schemas import Paper, Record, title_paper_id
from tests.kg import toy
from tests.kg.sources.reading import known_by_title


class Reader:
    """The toy reader, noting what it was given; it fails on the titles ``fails``."""

    def __init__(self, *fails: str) -> None:
        self.given: list[str] = []
        self._fails = fails

    def __call__(self, papers: Iterable[Paper], *, on_error: Callable[[Paper, Exception], None]) -> Iterator[Record]:
        for paper in papers:
            self.given.append(paper.title)
            if paper.title in self._fails:
                on_error(paper, ValueError("not this one"))
            else:
                yield from toy.extract([paper], on_error=on_error)


def write_page(tables: Tables, path: Path) -> None:
    path.write_text(f"{len(tables.rows().nodes)} nodes")


def makers(reader: Reader | None = None, version: str = "1", writer: str = "1") -> Makers:
    return Makers(reader or toy.extract, version, writer, {place.PAGE: write_page})


def paper(title: str, abstract: str = "", arxiv: str | None = None, source: str = "a.txt") -> Paper:
    return Paper(
        id=f"arxiv:{arxiv}" if arxiv else title_paper_id(title), title=title, abstract=abstract, sources=(source,)
    )


FOO = paper("Foo", "Foo is 3x faster than Bar.")
QUX = paper("Qux", "Qux is 20x faster than Foo. Qux is 4x faster than Bar.")


def database(directory: Path) -> Path:
    return place.current(directory) / place.DATABASE


def records(directory: Path) -> bytes:
    return (directory / place.RECORDS).read_bytes()


def test_a_build_gives_records_database_page_and_summary(tmp_path: Path) -> None:
    built = build([QUX, FOO], tmp_path / "out", makers())
    out = tmp_path / "out"
    ids = [record.paper.id for record in read_records(out / place.RECORDS)]
    assert ids == sorted([FOO.id, QUX.id])
    rows = project(merge(read_records(out / place.RECORDS)))
    assert embedded.read(database(out)) == rows
    assert (out / place.PAGE).read_text() == f"{len(rows.nodes)} nodes"
    assert (built.changed, built.read, built.failures) == (True, 2, ())
    assert built.summary.papers == 2
    assert built.summary.entities == {"method": 3, "hardware": 0, "dataset": 0}
    assert built.summary.claims["speedup"] == 3
    assert built.summary.numbers == {"claimed": 3}
    assert [(row.factor, row.method, row.baseline, row.paper) for row in built.summary.speedups] == [
        ("20×", "Qux", "Foo", "Qux"),
        ("4×", "Qux", "Bar", "Qux"),
        ("3×", "Foo", "Bar", "Foo"),
    ]


def test_a_page_that_fails_leaves_the_last_graph_and_the_collector_on(tmp_path: Path) -> None:
    build([FOO], tmp_path, makers())
    before = records(tmp_path)

    def fail(tables: Tables, path: Path) -> None:
        assert not gc.isenabled()
        raise OSError("no space for a page")

    with pytest.raises(OSError, match="no space"):
        build([FOO, QUX], tmp_path, replace(makers(), files={place.PAGE: fail}))
    assert gc.isenabled()
    assert records(tmp_path) == before
    assert [path.name for path in (tmp_path / "generations").iterdir()] == [place.current(tmp_path).name]


def test_the_same_input_again_changes_nothing(tmp_path: Path) -> None:
    first = build([FOO, QUX], tmp_path, makers())
    before = {path: path.stat().st_ino for path in place.current(tmp_path).iterdir()}
    reader = Reader()
    again = build([QUX, FOO, FOO], tmp_path, makers(reader))
    assert again == Built(False, 0, (), first.summary)
    assert reader.given == []
    assert {path: path.stat().st_ino for path in place.current(tmp_path).iterdir()} == before


def test_only_what_is_new_is_read(tmp_path: Path) -> None:
    build([FOO], tmp_path, makers())
    reader = Reader()
    changed = QUX.model_copy(update={"abstract": QUX.abstract + " And more."})
    build([FOO, QUX], tmp_path, makers(reader))
    build([changed, FOO.model_copy(update={"authors": ("Jane Doe",)})], tmp_path, makers(reader))
    assert reader.given == ["Qux", "Qux"]
    build([changed], tmp_path / "scratch", makers())
    found = {record.paper.title: record.paper for record in read_records(tmp_path / place.RECORDS)}
    assert found["Foo"].authors == ("Jane Doe",)


def test_another_reader_reads_all_again_and_another_writer_writes_all_again(tmp_path: Path) -> None:
    build([FOO, QUX], tmp_path, makers())
    reader = Reader()
    assert build([FOO], tmp_path, makers(reader, version="2")).changed
    assert sorted(reader.given) == ["Foo", "Qux"]
    assert build([FOO], tmp_path, makers(reader, version="2", writer="2")).changed
    assert sorted(reader.given) == ["Foo", "Qux"]


@pytest.mark.parametrize("name", [place.PAGE, place.DATABASE])
def test_a_file_that_was_taken_away_comes_back(tmp_path: Path, name: str) -> None:
    build([FOO], tmp_path, makers())
    (place.current(tmp_path) / name).unlink()
    assert build([FOO], tmp_path, makers()).changed
    assert (place.current(tmp_path) / name).exists()


def test_a_database_that_was_damaged_is_made_again(tmp_path: Path) -> None:
    build([FOO], tmp_path, makers())
    database(tmp_path).write_bytes(b"not a database" * 1000)
    assert build([FOO], tmp_path, makers()).changed
    assert embedded.read(database(tmp_path)) == project(merge(read_records(tmp_path / place.RECORDS)))


def test_a_database_that_was_written_to_is_made_again(tmp_path: Path) -> None:
    build([FOO], tmp_path, makers())
    embedded.execute(database(tmp_path), "MATCH (n:Claim) DETACH DELETE n")
    assert build([FOO], tmp_path, makers()).changed
    assert embedded.read(database(tmp_path)) == project(merge(read_records(tmp_path / place.RECORDS)))


some_papers = st.lists(
    st.builds(
        paper,
        st.sampled_from(["Foo", "foo", "FOO!", "Bar", "Baz", "Qux"]),
        st.sampled_from(["", "Foo is 3x faster than Bar.", "Foo is 3x faster than Bar. Bar is 2x faster than Qux."]),
        st.sampled_from([None, None, "2501.00001", "2501.00002"]),
        st.sampled_from(["a.txt", "b.txt"]),
    ),
    min_size=1,
    max_size=5,
)


def outcome(directory: Path) -> tuple[bytes, str, Rows, str]:
    """All that a build leaves, with the rows in the place of the database."""
    folder = place.current(directory)
    files = (records(directory), (folder / place.PAGE).read_text())
    return *files, embedded.read(folder / place.DATABASE), (folder / place.STATE).read_text()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some_papers, some_papers, st.integers(0, 9))
def test_more_papers_later_equal_all_at_once(some: list[Paper], more: list[Paper], forgotten: int) -> None:
    """And a paper that was forgotten in between and came back leaves no trace."""
    assume(not known_by_title([*some, *more]))  # one that was united by its title is not parted from that paper again
    with tempfile.TemporaryDirectory() as folder:
        steps, once = Path(folder, "steps"), Path(folder, "once")
        for papers in (some, [*some, *more]):
            build(papers, steps, makers())
        build([*more, *some], once, makers())
        assert outcome(steps) == outcome(once)
        ids = [record.paper.id for record in read_records(steps / place.RECORDS)]
        if len(ids) > 1:
            forget(ids[forgotten % len(ids)], steps, makers())
            assert outcome(steps) != outcome(once)
            assert embedded.read(database(steps)) == project(merge(read_records(steps / place.RECORDS)))
            build([*some, *more], steps, makers())
            assert outcome(steps) == outcome(once)


def test_a_higher_version_takes_the_place_of_a_longer_text_and_a_lower_one_does_not(tmp_path: Path) -> None:
    long, short = (
        paper("Foo", text, "2501.00001").model_copy(update={"version": version})
        for version, text in ((1, "Foo is 3x faster than Bar. That is a lot."), (2, "Foo is 2x faster than Bar."))
    )
    for some in ([long], [short], [long]):
        built = build(some, tmp_path / "steps", makers())
    assert (built.changed, built.read) == (False, 0)
    build([short, long], tmp_path / "once", makers())
    (record,) = read_records(tmp_path / "steps" / place.RECORDS)
    assert record.paper == short
    assert outcome(tmp_path / "steps") == outcome(tmp_path / "once")


def test_an_update_that_leaves_no_paper_as_it_was(tmp_path: Path) -> None:
    changed = FOO.model_copy(update={"abstract": f"{FOO.abstract} Foo is 4x faster than Qux."})
    build([FOO], tmp_path / "steps", makers())
    build([changed], tmp_path / "steps", makers())
    build([changed], tmp_path / "once", makers())
    assert outcome(tmp_path / "steps") == outcome(tmp_path / "once")


def test_an_update_works_on_few_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And where the database or the records are not as they were written, on all of them."""
    projected: list[int] = []

    def counted(merged: Merged) -> Rows:
        projected.append(len(merged.papers))
        return project(merged)

    monkeypatch.setattr("kg.build.project", counted)
    monkeypatch.setattr("kg.update.project", counted)
    apart = [paper(f"Paper {n}", f"Foo{n} is {n + 2}x faster than Bar{n}.") for n in range(20)]
    build(apart, tmp_path, makers())
    build([paper("New", "Foo3 is 9x faster than Bar17.")], tmp_path, makers())
    assert projected == [20, 3]
    embedded.execute(database(tmp_path), "MATCH (n:Method) DETACH DELETE n")
    build([FOO], tmp_path, makers())
    assert projected == [20, 3, 22]
    path = place.current(tmp_path) / place.RECORDS
    path.write_text(path.read_text().replace('"confidence":0.9', '"confidence":0.8', 1))
    build([QUX], tmp_path, makers())
    assert projected == [20, 3, 22, 23]
    assert embedded.read(database(tmp_path)) == project(merge(read_records(tmp_path / place.RECORDS)))
    database(tmp_path).write_bytes(b"damaged")
    build([QUX.model_copy(update={"url": "https://a.example"})], tmp_path, makers())
    assert projected == [20, 3, 22, 23, 23]


@pytest.mark.parametrize("processes", [2, 3])
def test_the_number_of_processes_does_not_matter(tmp_path: Path, processes: int) -> None:
    papers = [paper(f"Paper {n}", f"Foo{n % 7} is {n + 2}x faster than Bar.") for n in range(150)]
    build(papers, tmp_path / "one", makers())
    built = build(papers, tmp_path / "many", makers(), processes=processes)
    assert records(tmp_path / "one") == records(tmp_path / "many")
    assert built.read == 150


def test_a_paper_that_cannot_be_read_is_told_of_and_left_out(tmp_path: Path) -> None:
    built = build([FOO, paper("unreadable", "text")], tmp_path, makers())
    assert [(failure.paper.title, failure.why) for failure in built.failures] == [
        ("unreadable", "ValueError: this one is unreadable")
    ]
    assert built.summary.papers == 1


def test_a_paper_that_a_new_reader_fails_on_stays_and_is_tried_again(tmp_path: Path) -> None:
    steps, once = tmp_path / "steps", tmp_path / "once"
    build([FOO, QUX], steps, makers())
    before = records(steps)
    reader = Reader("Foo")
    built = build([QUX], steps, makers(reader, version="2"))
    assert [failure.paper.title for failure in built.failures] == ["Foo"]
    assert (built.summary.papers, records(steps)) == (2, before)
    again = build([QUX], steps, makers(reader, version="2"))
    assert (again.changed, len(again.failures)) == (False, 1)
    new = paper("New", "New is 2x faster than Foo.")
    assert build([new], steps, makers(reader, version="2")).summary.papers == 3  # beside an update
    assert embedded.read(database(steps)) == project(merge(read_records(steps / place.RECORDS)))
    assert sorted(reader.given) == ["Foo", "Foo", "Foo", "New", "Qux"]
    forget(new.id, steps, makers())
    able = Reader()
    build([QUX], steps, makers(able, version="2"))
    build([QUX], once, makers(version="2"))
    build([FOO], once, makers(version="2"))
    assert able.given == ["Foo"]
    assert outcome(steps) == outcome(once)


def test_a_paper_that_would_become_another_that_cannot_be_read_stays_as_it_was(tmp_path: Path) -> None:
    untold = paper("Foo", "Foo is 3x faster than Bar.")
    told = paper("Foo", "Foo is 3x faster than Bar and Baz.", arxiv="2501.00005")
    for fails in ([], ["Foo"]):
        directory = tmp_path / str(len(fails))
        build([untold, QUX], directory, makers())
        before = outcome(directory)
        built = build([told], directory, makers(Reader(*fails)))
        assert len(built.failures) == len(fails)
        assert (outcome(directory) == before) is bool(fails)
    ids = [[r.paper.id for r in read_records(tmp_path / name / place.RECORDS)] for name in "01"]
    assert ["arxiv:2501.00005" in found for found in ids] == [True, False]


def test_an_opened_graph_outlives_later_builds(tmp_path: Path) -> None:
    build([FOO], tmp_path, makers())
    count = "MATCH (p:Paper) RETURN count(p)"
    with KnowledgeGraph.open(tmp_path) as graph:
        for title in ("One", "Two", "Three"):
            build([paper(title, "Some text.")], tmp_path, makers())
        assert [claim.subject for claim in graph.claims()] == ["Foo"]
        assert graph.cypher(count).rows == ((1,),)
        assert len(list((tmp_path / "generations").iterdir())) == 3
    build([QUX], tmp_path, makers())
    assert len(list((tmp_path / "generations").iterdir())) == 2
    with KnowledgeGraph.open(tmp_path) as graph:
        assert graph.cypher(count).rows == ((5,),)


@pytest.mark.parametrize("name", [place.RECORDS, place.PAGE])
def test_a_link_that_was_taken_away_comes_back(tmp_path: Path, name: str) -> None:
    build([FOO], tmp_path, makers())
    (tmp_path / name).unlink()
    assert not build([FOO], tmp_path, makers()).changed
    assert (tmp_path / name).exists()


def test_a_first_build_that_fails_leaves_nothing_that_it_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no paper is left"):
        build([paper("unreadable")], tmp_path / "new" / "graph", makers())
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "generations").mkdir()
    (tmp_path / "generations" / "mine").mkdir()
    with pytest.raises(StoreError, match="no paper is left"):
        build([paper("unreadable")], tmp_path, makers())
    build([FOO], tmp_path, makers())
    with pytest.raises(StoreError, match="no paper is left"):
        forget(FOO.id, tmp_path, makers())
    assert (tmp_path / "mine.txt").exists()
    assert (tmp_path / "generations" / "mine").exists()
    assert place.exists(tmp_path)


def test_a_lock_that_its_holder_removed_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / ".lock"
    flock = fcntl.flock

    def late(descriptor: int, operation: int) -> None:
        """The holder removes the file after it was opened here and before it is locked, and another makes it anew."""
        path.rename(tmp_path / "old")
        path.touch()
        flock(descriptor, operation)

    monkeypatch.setattr("kg.stores.lock.fcntl.flock", late)
    with pytest.raises(InUseError), locked(path):
        pass


def test_nothing_to_build(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="not one paper could be read"):
        build([], tmp_path, makers())
    with pytest.raises(StoreError, match="no paper is left"):
        build([paper("unreadable")], tmp_path, makers())
    assert not place.exists(tmp_path)
    build([FOO], tmp_path, makers())
    before = records(tmp_path)
    with pytest.raises(StoreError, match="not one paper could be read"):
        build([], tmp_path, makers())
    assert records(tmp_path) == before


def test_forgetting_equals_never_having_read(tmp_path: Path) -> None:
    both, one = tmp_path / "both", tmp_path / "one"
    build([FOO, QUX], both, makers())
    build([FOO], one, makers())
    assert forget(QUX.id, both, makers(version="2")).changed
    assert records(both) == records(one)
    assert embedded.read(database(both)) == embedded.read(database(one))
    with pytest.raises(UnknownPaperError):
        forget(QUX.id, both, makers())
    with pytest.raises(StoreError, match="no paper is left"):
        forget(FOO.id, both, makers())
    assert records(both) == records(one)


def test_a_file_in_the_way_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / place.RECORDS).write_text("mine")
    reader = Reader()
    with pytest.raises(StoreError, match=r"records\.jsonl was not made by kg build and is in its way"):
        build([FOO], tmp_path, makers(reader))
    assert (tmp_path / place.RECORDS).read_text() == "mine"
    assert reader.given == []
    assert [path.name for path in tmp_path.iterdir()] == [place.RECORDS]


@pytest.mark.parametrize("below", ["", "graph"])
def test_a_file_in_the_place_of_the_directory(tmp_path: Path, below: str) -> None:
    path = tmp_path / "papers.jsonl"
    path.write_text("mine")
    with pytest.raises(
        StoreError, match=r"papers\.jsonl is no directory; expected a new one or one that kg build made"
    ):
        build([FOO], path / below, makers())
    assert path.read_text() == "mine"


def test_a_record_that_was_damaged_is_named(tmp_path: Path) -> None:
    build([FOO, QUX], tmp_path, makers())
    path = place.current(tmp_path) / place.RECORDS
    path.write_text(path.read_text().replace('"paper":{"id"', '"paper":{"di"', 1))
    with pytest.raises(StoreError, match=r"records\.jsonl:1 is no record"):
        build([FOO], tmp_path, makers())


@contextmanager
def building(papers: list[Paper], directory: Path) -> Iterator[ForkProcess]:
    """A build in another process, which has the lock already and is killed when the block ends."""
    inode = (directory / "generations").stat().st_mtime_ns
    process = get_context("fork").Process(target=build, args=(papers, directory, makers()))
    process.start()
    while process.is_alive() and (directory / "generations").stat().st_mtime_ns == inode:
        time.sleep(0.001)
    try:
        yield process
    finally:
        process.kill()
        process.join()


def test_a_second_writer_is_turned_away_at_once_and_readers_are_not(tmp_path: Path) -> None:
    build([FOO], tmp_path, makers())
    before = records(tmp_path)
    slow = [paper(f"slow {n}", f"Foo{n} is {n + 2}x faster than Bar.") for n in range(100)]
    with building(slow, tmp_path) as other:
        with pytest.raises(InUseError, match=f"in use by process {other.pid}, which is writing"):
            build([FOO], tmp_path, makers())
        assert records(tmp_path) == before
        assert embedded.query(database(tmp_path), "MATCH (p:Paper) RETURN count(p)").rows == ((1,),)
    assert not build([FOO], tmp_path, makers()).changed


def test_killed_at_any_moment(tmp_path: Path) -> None:
    build([FOO, QUX], tmp_path / "whole", makers())
    states = [(records(tmp_path / "whole"), embedded.read(database(tmp_path / "whole")))]
    build([FOO], tmp_path, makers())
    states.append((records(tmp_path), embedded.read(database(tmp_path))))
    outcomes = []
    for step in range(40):
        with building([QUX], tmp_path):
            time.sleep(step * 0.04)
        outcomes.append(states.index((records(tmp_path), embedded.read(database(tmp_path)))))
        if outcomes[-1] == 0:
            break
    assert 1 in outcomes
    build([QUX], tmp_path, makers())
    assert (records(tmp_path), embedded.read(database(tmp_path))) == states[0]
    build([QUX], tmp_path, makers())
    assert [path.name for path in (tmp_path / "generations").iterdir()] == [place.current(tmp_path).name]
