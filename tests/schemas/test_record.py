"""Papers, entities and records: what is refused, and with which words."""

from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from schemas import Entity, Paper, Record, arxiv_paper_id, entity_id, fold_title, title_paper_id
from tests.builders import hardware, paper, record, speedup
from tests.kg.corpus import records

RECORD = record(paper(), [speedup("FastFoo", 2.5, "SlowBar")])


@given(records())
def test_a_line_of_json_and_back(given_record: Record) -> None:
    line = given_record.to_json()
    assert "\n" not in line
    assert Record.from_json(line) == given_record
    assert Record.from_json(line).to_json() == line


def test_any_text_survives() -> None:
    title = 'Quotes " \\ and \u2028 \x00 \u202e, 日本語, 🙂, \r\n'
    assert Record.from_json(record(paper(title=title)).to_json()).paper.title == title


def changed(**changes: Any) -> dict[str, Any]:
    return RECORD.model_dump() | changes


def claim(**changes: Any) -> dict[str, Any]:
    return changed(claims=[RECORD.claims[0].model_dump() | changes])


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (changed(entities=[]), r"names \['method/fastfoo', 'method/slowbar'\], which the record does not list"),
        (
            claim(evidence={"field": "abstract", "start": 1, "end": 3, "text": "St"}),
            r"abstract\[1:3\] is 'ta', not 'St'",
        ),
        (
            claim(evidence={"field": "abstract", "start": 0, "end": 3, "text": "St"}),
            "mention 'St' has 2 characters, offsets say 3",
        ),
        (claim(slots={"stated": (5, 500)}), r"slot stated of claim .* \[5:500\] is outside the abstract"),
        (claim(slots={"stated": (5, 5)}), "outside"),
        (
            changed(numbers=[{"field": "title", "start": 0, "end": 1, "text": "A"}]),
            "number 'A' needs either a claim or a reason",
        ),
        (
            changed(numbers=[{"field": "title", "start": 0, "end": 1, "text": "A", "claim": "0123456789abcdef"}]),
            "number 'A' is of claim 0123456789abcdef, which the record does not list",
        ),
        (
            changed(entities=[entity.model_dump() for entity in (*RECORD.entities, RECORD.entities[0])]),
            r"entities \['method/fastfoo'\] are listed more than once",
        ),
        (
            claim(factor={"low": 2.0, "high": 2.5}),
            r"claim \w+ has the factor Factor\(low=2.0, high=2.5\); what it states is Factor\(low=2.5, high=2.5\)",
        ),
        (changed(colour="red"), "colour"),
        (changed(paper=None), "paper"),
    ],
)
def test_records_that_do_not_hold_together(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Record.model_validate(fields)


@pytest.mark.parametrize("line", ["", "{", "[]", "null", '{"paper": 1}', b"\xff\xfe"])
def test_lines_that_are_no_record(line: str | bytes) -> None:
    with pytest.raises(ValidationError):
        Record.from_json(line)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"id": ""}, "at least 1 character"),
        ({"title": ""}, "at least 1 character"),
        ({"published": "June 2025"}, "match pattern"),
        ({"published": "2025-6"}, "match pattern"),
        ({"id": "method/fastfoo"}, "looks like the id of an entity or a claim"),
        ({"id": "0123456789abcdef"}, "looks like the id of an entity or a claim"),
    ],
)
def test_papers_that_are_none(fields: dict[str, str], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Paper.model_validate({"id": "x", "title": "X"} | fields)


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        ({"memory_gb": "40"}, "attribute 'memory_gb' is '40', expected float"),
        ({"memory_gb": True}, "attribute 'memory_gb' is True, expected float"),
        ({"release_year": 2020.0}, "attribute 'release_year' is 2020.0, expected int"),
        ({"vendor": 3}, "attribute 'vendor' is 3, expected str"),
        ({"tdp_w": float("nan")}, "finite"),
        ({"family": "!!!"}, "no letter or digit"),
    ],
)
def test_attributes_of_another_type_are_refused(attributes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        hardware("Chip", **attributes)


def test_attributes_the_graph_does_not_know_are_kept() -> None:
    assert hardware("Chip", memory_gb=40, cores=8).attributes == {"memory_gb": 40.0, "cores": 8}
    assert type(hardware("Chip", memory_gb=40).attributes["memory_gb"]) is float


def test_an_entity_id_begins_with_its_type() -> None:
    with pytest.raises(ValidationError, match="does not start with its type 'hardware'"):
        Entity(id="method/x", type="hardware", name="X")


@pytest.mark.parametrize(
    ("given_id", "expected"),
    [
        ("2506.01234", "arxiv:2506.01234"),
        ("arXiv:2506.01234v12", "arxiv:2506.01234"),
        ("https://arxiv.org/pdf/2506.01234v1.pdf", "arxiv:2506.01234"),
        ("math.GT/0309136", "arxiv:math/0309136"),
        ("math.gt/0309136v3", "arxiv:math/0309136"),
        ("Math/0701001", "arxiv:math/0701001"),
        ("hep-TH/9901001", "arxiv:hep-th/9901001"),
        ("physics.atom-ph/9901001", "arxiv:physics/9901001"),
        ("oai:arXiv.org:cs/0701001", "arxiv:cs/0701001"),
        ("arxiv.org/abs/cs.LG/0701001", "arxiv:cs/0701001"),
        ("10.48550/arXiv.2506.01234", "arxiv:2506.01234"),
        ("0704.0001", "arxiv:0704.0001"),
    ],
)
def test_arxiv_identifiers(given_id: str, expected: str) -> None:
    assert arxiv_paper_id(given_id) == expected


@pytest.mark.parametrize(
    "given_id",
    ["", "12345", "2506.012345678", "version 1.2", "12506.01234", "2513.01234", "2506.01234v0",
     "2506.01234v" + "9" * 5000, "https://arxiv.org/abs/0701001", "xarxiv:2506.01234", "see cs/0701001",
     "math/0713001", "２５０６.01234",
     "2506.01234 and 2506.01235"],
)  # fmt: skip
def test_what_is_no_arxiv_identifier(given_id: str) -> None:
    with pytest.raises(ValueError, match="not an arXiv identifier"):
        arxiv_paper_id(given_id)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Fast  Foo!", "FAST-FOO", True),
        ("Fast Foo 2", "Fast Foo 3", False),
        ("ﬁne", "fine", True),
        ("!!!", "???", False),
    ],
)
def test_titles_of_one_paper(one: str, other: str, same: bool) -> None:
    assert (title_paper_id(one) == title_paper_id(other)) is same
    assert fold_title(one) == fold_title(one.upper())


@pytest.mark.parametrize("name", ["", "!!!", " _ "])
def test_names_that_make_no_id(name: str) -> None:
    with pytest.raises(ValueError, match="no letter or digit"):
        entity_id("method", name)
