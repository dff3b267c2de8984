"""Two hundred hostile texts as titles, names, properties and parameters: to a real Neo4j they are plain text."""

import random

import neo4j
import pytest

from kg.merge import merge
from kg.projection import project
from kg.stores.neo4j import load, query, read
from schemas import Record
from tests.builders import dataset, hardware, method, paper, record, speedup

pytestmark = pytest.mark.neo4j

ATTACKS = [
    "}) DETACH DELETE (n",
    "'}) MATCH (n) DETACH DELETE n //",
    '"}) MATCH (n) DETACH DELETE n //',
    "`}) MATCH (n) DETACH DELETE n //",
    "`) MATCH (n) DETACH DELETE n //",
    "x' OR 1=1 //",
    "x\\' OR 1=1 //",
    "\\u0027}) MATCH (n) DETACH DELETE n //",
    "\\u0060}) MATCH (n) DETACH DELETE n //",
    "\u2019}) MATCH (n) DETACH DELETE n",
    "/* a comment",
    "*/ MATCH (n) DETACH DELETE n /*",
    "// a comment",
    "; MATCH (n) DETACH DELETE n;",
    "$rows",
    "${row.id}",
    "{0}",
    "{{label}}",
    "%s %(rows)s",
    ":Method {id: 'x'}",
    "-[:STATES]->()",
    "' RETURN 1 UNION MATCH (n) DETACH DELETE n RETURN 1 //",
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "CALL dbms.shutdown()",
    "CREATE USER evil SET PASSWORD 'evil'",
    "'; DROP TABLE Method; --",
    "\x00",
    "a\x00b",
    "\r\n\t\x0b\x1b[31m",
    "\u202emoc\u202c",
    "\u2028\u2029\ufeff",
    "\ud7ff\ue000\U0010ffff",
    "null",
    "true",
    "NaN",
    "-0",
    "[]",
    "\\",
    "\\\\'",
    "'" * 99,
]


def hostile_texts() -> list[str]:
    """Two hundred texts: each attack alone, joined to others in seeded ways, and as a megabyte."""
    choose = random.Random(5)
    joined = ["".join(choose.choices(ATTACKS, k=choose.randint(2, 9))) for _ in range(155)]
    huge = [attack * (1_000_000 // len(attack) + 1) for attack in ATTACKS[:5]]
    return [*ATTACKS, *joined, *huge]


def hostile_record(number: int, text: str) -> Record:
    """A record with the text as title, abstract, author, source, name, alias, attribute, aspect and baseline."""
    named = f"M{number} {text}"
    return record(
        paper(f"arxiv:{number}", title=f"{number} {text}", abstract=text, authors=(text,), sources=(text,), url=text),
        [speedup(named, 2, aspect=text, baseline_text=text)],
        [method(named, text), hardware(f"H{number} {text}", text, vendor=text), dataset(f"D{number} {text}", text)],
    )


def test_hostile_texts_load_as_plain_text(driver: neo4j.Driver, database: str | None) -> None:
    texts = hostile_texts()
    assert len(set(texts)) == 200
    rows = project(merge(hostile_record(number, text) for number, text in enumerate(texts)))
    load(driver, rows, database=database)
    counts = query(driver, "MATCH (n) RETURN labels(n)[0] AS label, count(n) ORDER BY label", database=database)
    assert counts.rows == (("Claim", 200), ("Dataset", 200), ("Hardware", 200), ("Method", 200), ("Paper", 200))
    assert read(driver, database=database) == rows


def test_hostile_parameters_are_plain_text(driver: neo4j.Driver, database: str | None) -> None:
    for text in hostile_texts():
        answer = query(
            driver, "RETURN $text AS text, size($list) AS size", {"text": text, "list": [text, text]}, database=database
        )
        assert answer.rows == ((text, 2),)
    assert query(driver, "MATCH (n) RETURN count(n)", database=database).rows == ((0,),)


def test_hostile_parameter_names_are_names(driver: neo4j.Driver, database: str | None) -> None:
    parameters = {text: number for number, text in enumerate(ATTACKS)} | {"x": "found"}
    assert query(driver, "RETURN $x AS x", parameters, database=database).rows == (("found",),)
