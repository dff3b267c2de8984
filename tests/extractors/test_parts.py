"""Long texts are read in parts and come back whole; the same paper gives the same bytes in whatever company."""

import os
import subprocess
import sys

import pytest

from extractors import extract
from extractors.parts import LONGEST, divide, join
from schemas import Paper

SENTENCE = "We present TileNet, which is 2.5x faster than BarNet on one A100. "
LONG = Paper(id="long", title="TileNet: Tiles in 3D", abstract=SENTENCE * 200)


@pytest.mark.parametrize("unit", ["a", "1", "word ", "A sentence. ", "( ", "\n"])
def test_parts_cover_every_character_once(unit: str) -> None:
    paper = Paper(id="p", title="t" * (LONGEST + 1), abstract=unit * (3 * LONGEST // len(unit)))
    parts = list(divide(paper))
    assert "".join(part.paper.abstract for part in parts) == paper.abstract
    assert "".join(part.paper.title for part in parts if not part.repeats_title) == paper.title
    assert all(len(part.paper.abstract) <= LONGEST and len(part.paper.title) <= LONGEST for part in parts)
    assert [part.is_last for part in parts] == [False] * (len(parts) - 1) + [True]


def test_a_paper_of_usual_length_is_one_part() -> None:
    (part,) = divide(Paper(id="p", title="A title", abstract=SENTENCE))
    assert part.paper is part.whole


def test_the_parts_become_one_record() -> None:
    (record,) = extract([LONG])
    assert record.paper == LONG
    tilenet = next(entity for entity in record.entities if entity.name == "TileNet")
    assert len(tilenet.mentions) == 201
    assert len({(mention.field, mention.start) for mention in tilenet.mentions}) == 201
    speedups = [claim for claim in record.claims if claim.type == "speedup"]
    assert len(speedups) == 1
    assert sum(number.claim == speedups[0].id for number in record.numbers) >= 3
    assert [number.text for number in record.numbers if number.field == "title"] == ["3"]


def test_one_part_is_its_record() -> None:
    paper = Paper(id="p", title="A title", abstract=SENTENCE)
    (record,) = extract([paper])
    assert join([(next(divide(paper)), record)]) is record


def test_company_changes_nothing() -> None:
    papers = [Paper(id=f"p{i}", title=f"TileNet {i}", abstract=SENTENCE * (1 + i % 5)) for i in range(40)]
    together = [record.to_json() for record in extract([*papers, LONG])]
    assert together == [record.to_json() for paper in [*papers, LONG] for record in extract([paper])]


def test_hash_seed_and_threads_change_nothing() -> None:
    program = (
        "from extractors import extract; from schemas import Paper;"
        f"print(next(iter(extract([Paper(id='p', title='TileNet: a net', abstract={SENTENCE * 3!r})]))).to_json())"
    )
    outputs = set()
    for seed, threads in (("1", "1"), ("2", "2")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads}
        run = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)
        outputs.add(run.stdout)
    assert len(outputs) == 1
