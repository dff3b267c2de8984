"""The papers we invented to fit models on are annotated as the annotation guide asks."""

import re

import pytest

from extractors.text import clean, sentences
from extractors.train.gold import INVENTED, PLAIN, Row, rows

PAPERS = [*rows(INVENTED), *rows(PLAIN)]
NUMERIC = {"speedup", "resource", "quality", "measurement"}
RESOURCES = {
    "memory", "storage", "energy", "cost", "communication", "parameters", "compute", "capacity", "other",
}  # fmt: skip


def test_there_are_many_and_each_is_there_once() -> None:
    assert len(PAPERS) > 900
    assert len({paper["id"] for paper in PAPERS}) == len({paper["title"] for paper in PAPERS}) == len(PAPERS)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper["id"])
def test_an_invented_paper_is_well_annotated(paper: Row) -> None:
    title, abstract = paper["title"], paper["abstract"]
    stated_in = {title, *(abstract[start:end] for start, end in sentences(clean(abstract)))}
    forms = {name for entity in paper["entities"] for name in (entity["text"], entity["canonical"])}
    for entity in paper["entities"]:
        whole = re.compile(rf"(?<![^\W_]){re.escape(entity['text'])}(?![^\W_])")
        assert whole.search(title) or whole.search(abstract), entity
        assert entity["type"] in ("method", "hardware", "dataset")
    for claim in paper["claims"]:
        assert claim["evidence"] in stated_in, claim
        assert claim["subject"] in forms | {"THIS"}, claim
        hardware = claim.get("hardware") or []
        for name in [hardware] if isinstance(hardware, str) else hardware:
            assert name in forms, claim
        if claim["type"] in NUMERIC:
            assert claim["low"] <= claim["high"], claim
            assert claim["bound"] in ("exact", "up_to", "at_least", "about"), claim
        if claim["type"] in ("speedup", "resource"):
            assert claim["unit"] in ("x", "%"), claim
            assert claim["sense"] in ("gain", "cut"), claim
        if claim["type"] == "resource":
            assert claim["resource"] in RESOURCES, claim
    used = {claim["dataset"] for claim in paper["claims"] if claim["type"] == "dataset_use"}
    canonical = {entity["text"]: entity["canonical"] for entity in paper["entities"]}
    needed = {e["canonical"] for e in paper["entities"] if e["type"] == "dataset" and e["required"]}
    assert needed <= {canonical.get(name, name) for name in used}
