"""The files for the offline bulk import, imported by the real importer with the command of their README."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from exports import neo4j_admin
from kg.merge import merge
from kg.projection import Node, Relationship, Rows, project
from kg.stores.neo4j import Loaded, load, query, read
from tests.kg.corpus import corpus
from tests.neo4j.conftest import need_extra
from tests.neo4j.server import Server
from tests.neo4j.test_injection import hostile_record, hostile_texts
from tests.neo4j.test_load import LONG, size

PIECE = 50


def odd_rows() -> Rows:
    """Values at the edges of every type."""
    return Rows.of(
        [
            Node("Paper", "p", {"title": "", "authors": ("",), "keys": (), "sources": (), "year": -(2**63)}),
            Node(
                "Paper",
                "q",
                {"title": LONG, "authors": ("a", "", "\x1f;,\x1e"), "keys": (), "sources": ("", ""), "url": '"'},
            ),
            Node("Paper", ",", {"title": "\r\r\n\n\t", "authors": (), "keys": (), "sources": ("null", " ")}),
            Node("Claim", "c", {"low": 5e-324, "high": 1.7976931348623157e308, "papers": 2**63 - 1, "unit": " x "}),
            Node("Claim", "d", {"low": -0.1, "high": 1e16, "factor_low": 1 / 3, "unit": "\\", "aspect": "\\n"}),
        ],
        [
            Relationship("STATES", "Paper", ",", "Claim", "c", "k", {"text": '""', "start": 0, "confidence": 1.0}),
            Relationship("STATES", "Paper", ",", "Claim", "c", "", {"text": ""}),
        ],
    )


def all_rows() -> Rows:
    parts = [
        project(merge(corpus())),
        project(merge(hostile_record(number, text) for number, text in enumerate(hostile_texts()))),
        odd_rows(),
    ]
    return Rows.of(
        (node for part in parts for node in part.nodes), (edge for part in parts for edge in part.relationships)
    )


def command(folder: Path) -> list[str]:
    """The arguments of ``neo4j-admin`` in the README of an export."""
    found = re.search(r"```sh\nneo4j-admin (.*?)\n```", (folder / "README.md").read_text(), re.DOTALL)
    assert found
    return shlex.split(found[1].replace("\\\n", ""))


@pytest.fixture
def stopped(tmp_path: Path, version: str) -> Iterator[Server]:
    need_extra()
    server = Server(version, tmp_path / "home")
    server.install()
    yield server
    server.stop()


@pytest.mark.neo4j
@pytest.mark.parametrize("rows", [all_rows(), Rows()], ids=["all", "empty"])
def test_what_is_imported_is_what_is_loaded(stopped: Server, tmp_path: Path, rows: Rows) -> None:
    folder = tmp_path / "files"
    neo4j_admin.write(rows, folder, piece_rows=PIECE)
    stopped.admin(*command(folder), folder=folder)
    stopped.start()
    with stopped.driver() as driver:
        lost = [node for node in rows.nodes if ("",) in node.properties.values()]
        assert [node for node in read(driver).nodes if node not in rows.nodes] == [
            replace(node, properties=node.properties | {"authors": ()}) for node in lost
        ]
        assert load(driver, rows) == Loaded(len(lost), 0, 0, 0, sum(size(rows)) - len(lost))
        assert read(driver) == rows
        assert query(driver, "MATCH (n) RETURN count(n)").rows == ((len(rows.nodes),),)
        assert query(driver, "MATCH (n:Paper) WHERE n.authors IS NULL OR n.sources IS NULL RETURN n").rows == ()
        assert len(query(driver, "SHOW CONSTRAINTS")) == 5


def test_data_come_in_pieces_and_older_pieces_go(tmp_path: Path) -> None:
    rows = all_rows()
    neo4j_admin.write(rows, tmp_path, piece_rows=PIECE)
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    papers = sum(node.label == "Paper" for node in rows.nodes)
    assert len([name for name in first if name.startswith("nodes_paper.0")]) == -(-papers // PIECE) > 2
    neo4j_admin.write(Rows(), tmp_path, piece_rows=PIECE)
    assert len(list(tmp_path.iterdir())) == 1 + 2 * 17
    neo4j_admin.write(rows, tmp_path, piece_rows=PIECE)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == first


def test_lists_that_use_up_every_separator_are_refused(tmp_path: Path) -> None:
    everything = "".join(map(chr, [*range(0x1C, 0x20), *range(0xE000, 0xF900)]))
    rows = Rows.of([Node("Paper", "p", {"title": "t", "authors": (everything,), "sources": ()})], [])
    with pytest.raises(ValueError, match="6,404 characters"):
        neo4j_admin.write(rows, tmp_path)
