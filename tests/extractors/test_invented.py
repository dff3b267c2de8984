"""The papers we invented to fit models on are annotated as the annotation guide asks."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.text import clean, sentences
from extractors.train.gold import INVENTED, PLAIN, Row, rows

NUMERIC = {"speedup", "resource", "quality", "measurement"}
RESOURCES = {
    "memory", "storage", "energy", "cost", "communication", "parameters", "compute", "capacity", "other",
}  # fmt: skip


SENSES = ("gain", "cut")
BOUNDS = ("exact", "up_to", "at_least", "about")


def test_there_are_many_and_each_is_there_once() -> None:
    known = [(paper["id"], paper["title"]) for path in (INVENTED, PLAIN) for paper in rows(path)]
    assert len(known) > 900
    assert len({ident for ident, _ in known}) == len({title for _, title in known}) == len(known)


@pytest.mark.parametrize("path", [INVENTED, PLAIN], ids=lambda path: path.stem)
def test_invented_papers_are_well_annotated(path: Path) -> None:
    assert [f"{paper['id']}: {problem}" for paper in rows(path) for problem in problems(paper)] == []


def problems(paper: Row) -> Iterator[str]:
    """What is wrong with the annotations of a paper."""
    title, abstract = paper["title"], paper["abstract"]
    for entity in paper["entities"]:
        whole = re.compile(rf"(?<![^\W_]){re.escape(entity['text'])}(?![^\W_])")
        if not (whole.search(title) or whole.search(abstract)):
            yield f"not in the text: {entity}"
        if entity["type"] not in ("method", "hardware", "dataset"):
            yield f"no type of entity: {entity}"
    stated_in = {title, *(abstract[start:end] for start, end in sentences(clean(abstract)))}
    forms = {name for entity in paper["entities"] for name in (entity["text"], entity["canonical"])}
    for claim in paper["claims"]:
        yield from (f"{problem}: {claim}" for problem in problems_of_claim(claim, stated_in, forms))
    used = {claim["dataset"] for claim in paper["claims"] if claim["type"] == "dataset_use"}
    canonical = {entity["text"]: entity["canonical"] for entity in paper["entities"]}
    needed = {e["canonical"] for e in paper["entities"] if e["type"] == "dataset" and e["required"]}
    if unused := needed - {canonical.get(name, name) for name in used}:
        yield f"datasets without a use: {sorted(unused)}"


def problems_of_claim(claim: Row, stated_in: set[str], forms: set[str]) -> Iterator[str]:
    """What is wrong with a claim of a paper with these sentences and names."""
    if claim["evidence"] not in stated_in:
        yield "evidence is no sentence"
    if claim["subject"] not in forms | {"THIS"}:
        yield "unknown subject"
    hardware = claim.get("hardware") or []
    if not forms.issuperset([hardware] if isinstance(hardware, str) else hardware):
        yield "unknown hardware"
    if claim["type"] in NUMERIC and not (claim["low"] <= claim["high"] and claim["bound"] in BOUNDS):
        yield "no interval"
    if claim["type"] in ("speedup", "resource") and not (claim["unit"] in ("x", "%") and claim["sense"] in SENSES):
        yield "no change"
    if claim["type"] == "resource" and claim["resource"] not in RESOURCES:
        yield "unknown resource"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"evidence": "It is fast."}, ["evidence is no sentence"]),
        ({"subject": "BarNet"}, ["unknown subject"]),
        ({"hardware": ["A100", "H100"]}, ["unknown hardware"]),
        ({"low": 3}, ["no interval"]),
        ({"sense": "up"}, ["no change"]),
        ({"type": "resource", "resource": "time"}, ["unknown resource"]),
    ],
)
def test_what_is_wrong_with_a_claim(change: Row, expected: list[str]) -> None:
    said = {"type": "speedup", "subject": "FooNet", "evidence": "FooNet is 2x faster.", "hardware": ["A100"]}
    value = {"low": 2, "high": 2, "bound": "exact", "unit": "x", "sense": "gain"}
    found = problems_of_claim({**said, **value, **change}, {"FooNet is 2x faster."}, {"FooNet", "A100"})
    assert list(found) == expected
