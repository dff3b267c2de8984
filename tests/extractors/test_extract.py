"""The whole reader: what it must never do on any text, and what it must do on real ones."""

import gzip
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors import extract, reader
from schemas import Paper, Record
from tests.timing import assert_linear

SHARED = Path(os.environ.get("CLAIMGRAPH_SHARED", Path(__file__).parents[3] / "shared"))


def shared(name: str) -> Path:
    """A file of the shared data; absent, the test is skipped, in CI it fails."""
    path = SHARED / name
    if not path.exists():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"{name} is not in {SHARED}")
    return path


def read(title: str, abstract: str = "") -> Record:
    return next(iter(extract([Paper(id="p", title=title, abstract=abstract)])))


def assert_sound(record: Record) -> None:
    """Every offset slices to its text (the record checks that when built) and every digit is in one ledger row."""
    rebuilt = Record.from_json(record.to_json())
    assert rebuilt == record
    covered: dict[str, set[int]] = {"title": set(), "abstract": set()}
    for number in record.numbers:
        span = set(range(number.start, number.end))
        assert not span & covered[number.field], f"{number} overlaps another"
        covered[number.field] |= span
    for field, text in (("title", record.paper.title), ("abstract", record.paper.abstract)):
        for digits in re.finditer(r"[0-9]+", text):
            missing = set(range(*digits.span())) - covered[field]
            assert not missing, f"{digits[0]!r} at {field}[{digits.start()}] is not in the ledger: {text[:200]!r}"
    ids = {claim.id for claim in record.claims}
    assert {number.claim for number in record.numbers} - {None} <= ids
    for claim in record.claims:
        assert claim.id == claim.content_id(record.paper.id)
        text = getattr(record.paper, claim.evidence.field)
        for start, end in claim.slots.values():
            assert text[start:end].strip()


def abstracts(count: int) -> Iterator[Paper]:
    with gzip.open(shared("data/arxiv_abstracts.jsonl.gz"), "rt", encoding="utf-8") as lines:
        for _, line in zip(range(count), lines, strict=False):
            row = json.loads(line)
            yield Paper(id=row["id"], title=row["title"], abstract=row["abstract"])


def test_real_abstracts_are_read_soundly() -> None:
    for record in extract(abstracts(2000)):
        assert_sound(record)


def test_reading_twice_gives_the_same_bytes() -> None:
    papers = list(abstracts(50))
    first = [record.to_json() for record in extract(papers)]
    assert first == [record.to_json() for record in extract(reversed(papers))][::-1]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(min_size=1).filter(str.strip).filter(lambda t: t.isprintable() or True),
    st.text(alphabet=st.sampled_from("0123456789xX.,-%()$\\{}~ kKaAB\n×–±sim")),
)
def test_any_text_is_read(title: str, abstract: str) -> None:
    replaced = title.encode("utf-8", "replace").decode()
    assert_sound(read(replaced, abstract))


UNITS = (
    "9",
    "1.5x ",
    "((",
    "( [ ",
    "x x x ",
    "1.2x and 3.4x over A and B, respectively, ",
    "A100 ",
    "FooNet (FN) ",
    "up to 3x faster than BarNet, ",
    "1,000,",
    "A-",
    "2-",
    "we propose ",
    ". ",
    "\\times ",
    "10^",
    "I",
)


def _read(text: str) -> object:
    return read("A title", text)


@pytest.mark.parametrize("unit", UNITS)
def test_time_is_linear_in_the_length(unit: str) -> None:
    assert_linear(_read, unit, 16_000, 64_000)


@settings(max_examples=5, deadline=None)
@given(st.lists(st.sampled_from(UNITS), min_size=2, max_size=6).map("".join))
def test_time_is_linear_in_the_length_of_any_mixture(unit: str) -> None:
    assert_linear(_read, unit, 4_000, 16_000)


PAPER = """We present TileNet, a library for tiled inference. On a single NVIDIA A100 40GB GPU, TileNet is 2.5x faster
than PyTorch and uses 40% less memory. TileNet reaches 81.2% accuracy on ImageNet. It was trained on eight RTX 4090s.
"""


def test_a_plain_abstract() -> None:
    record = read("TileNet: Tiled Inference in Practice", PAPER)
    names = {entity.name for entity in record.entities}
    assert {"TileNet", "PyTorch", "ImageNet", "NVIDIA A100 40GB", "NVIDIA GeForce RTX 4090"} <= names
    found = {(claim.type, claim.subject) for claim in record.claims}
    for kind in ("introduces", "speedup", "resource", "measurement", "hardware_use", "dataset_use"):
        assert (kind, "method/tilenet") in found
    speedup = next(claim for claim in record.claims if claim.type == "speedup")
    assert speedup.baseline == "method/pytorch"
    assert speedup.factor is not None
    assert speedup.factor.low == speedup.factor.high == 2.5
    assert speedup.hardware == ("hardware/nvidia-a100-40gb",)
    start, end = speedup.slots["stated"]
    assert "2.5x" in record.paper.abstract[start:end]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("RTX 4090", "RTX 4080"),
        ("RTX 4090", "RTX 3090"),
        ("NVIDIA A100", "NVIDIA A10"),
        ("A100 40GB", "A100 80GB"),
        ("NVIDIA H100", "NVIDIA H200"),
        ("LLaMA-2-7B", "LLaMA-2-70B"),
        ("FlashAttention-2", "FlashAttention-3"),
        ("CIFAR-10", "CIFAR-100"),
        ("GPT-3", "GPT-4"),
        ("ResNet-50", "ResNet-101"),
    ],
)
def test_look_alikes_stay_apart(first: str, second: str) -> None:
    record = read("A comparison", f"We evaluate with {first} and then with {second}, side by side.")
    of = {form: e.id for e in record.entities for form in (e.name, *e.aliases, *(m.text for m in e.mentions))}
    assert of[first] != of[second]


def test_one_family_with_its_variants_below() -> None:
    record = read("Three devices", "It runs on the A100, on NVIDIA A100 GPUs and on one A100-SXM4-80GB.")
    by_text = {mention.text: entity for entity in record.entities for mention in entity.mentions}
    assert by_text["A100"].id == by_text["NVIDIA A100 GPUs"].id == "hardware/nvidia-a100"
    assert by_text["A100-SXM4-80GB"].attributes["family"] == "NVIDIA A100"
    assert by_text["A100-SXM4-80GB"].id != "hardware/nvidia-a100"


@pytest.mark.parametrize("step", ["propose", "read"])
def test_a_bad_paper_does_not_stop_the_others(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = getattr(reader, step)

    def broken(given: reader.Proposed | list[Paper]) -> object:
        papers = given if isinstance(given, list) else [given.paper]
        if any(paper.id == "bad" for paper in papers):
            raise RuntimeError("no")
        return real(given)

    monkeypatch.setattr(reader, step, broken)
    papers = [Paper(id=name, title=name) for name in ("one", "bad", "two")]
    failed: list[str] = []
    records = list(extract(papers, on_error=lambda paper, error: failed.append(paper.id)))
    assert [record.paper.id for record in records] == ["one", "two"]
    assert failed == ["bad"]
    with pytest.raises(RuntimeError):
        list(extract(papers))
