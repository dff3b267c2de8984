"""Numeric claims of invented sentences, from readings made by hand: type, value, sense and every argument."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.quantities import quantities
from extractors.reading import Named, Reading, Sentence, Spot
from extractors.relate.numeric import change, features_of, lay_out, relate_numeric
from extractors.text import clean, sentences
from schemas import EntityType, Paper, TextField, entity_id

NAMES: dict[str, EntityType] = {
    "FooNet": "method",
    "BarNet": "method",
    "BazNet": "method",
    "A100": "hardware",
    "RTX 4090": "hardware",
    "ImageNet": "dataset",
}


def reading(
    abstract: str, title: str = "FooNet: networks that fit", names: Mapping[str, EntityType] = NAMES
) -> Reading:
    """The reading of a text in which some names are known and FooNet is the paper's own."""
    texts: dict[TextField, str] = {"title": clean(title), "abstract": clean(abstract)}
    spots = [
        Spot(where, found.start(), found.end(), entity_id(kind, name), kind, "toy")
        for where, text in texts.items()
        for name, kind in names.items()
        for found in re.finditer(re.escape(name), text)
    ]
    spots.sort(key=lambda spot: (spot.field == "abstract", spot.start))
    cut = [Sentence("title", 0, len(title), 0)]
    cut += [Sentence("abstract", start, end, at) for at, (start, end) in enumerate(sentences(texts["abstract"]), 1)]
    entities = {entity_id(kind, name): Named(entity_id(kind, name), kind, name, {}) for name, kind in names.items()}
    main = entity_id("method", "FooNet")
    return Reading(
        Paper(id="p", title=title, abstract=abstract), texts, tuple(cut), tuple(spots), entities, main, (main,)
    )


@dataclass
class Expected:
    type: str
    value: tuple[float, float, str]
    more: dict[str, Any] = field(default_factory=dict)


FOO, BAR, BAZ = "method/foonet", "method/barnet", "method/baznet"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Experiments show that FooNet is 2.5x faster than BarNet on an A100 GPU.",
            [Expected("speedup", (2.5, 2.5, "x"), {"sense": "gain", "baseline": BAR, "hardware": ("hardware/a100",)})],
        ),
        (
            "FooNet reduces inference latency by 40% compared to BarNet.",
            [Expected("speedup", (40, 40, "%"), {"sense": "cut", "baseline": BAR, "hardware": ()})],
        ),
        (
            "FooNet achieves speedups of 1.6x and 1.5x over BarNet and BazNet, respectively.",
            [
                Expected("speedup", (1.6, 1.6, "x"), {"baseline": BAR}),
                Expected("speedup", (1.5, 1.5, "x"), {"baseline": BAZ}),
            ],
        ),
        (
            "FooNet reduces peak memory usage by up to 60% compared to BarNet.",
            [Expected("resource", (60, 60, "%"), {"resource": "memory", "sense": "cut", "bound": "up_to"})],
        ),
        (
            "FooNet achieves 3.2x higher energy efficiency than BarNet.",
            [Expected("resource", (3.2, 3.2, "x"), {"resource": "energy", "sense": "gain", "baseline": BAR})],
        ),
        (
            "Our method improves accuracy by 2.3% over BarNet on ImageNet.",
            [
                Expected(
                    "quality", (2.3, 2.3, "%"), {"sense": "gain", "baseline": BAR, "datasets": ("dataset/imagenet",)}
                )
            ],
        ),
        (
            "Our method renders at over 120 FPS on a single RTX 4090 GPU.",
            [Expected("measurement", (120, 120, "FPS"), {"bound": "at_least", "hardware": ("hardware/rtx-4090",)})],
        ),
        (
            "FooNet halves the training time of BarNet.",
            [Expected("speedup", (50, 50, "%"), {"sense": "cut"})],
        ),
    ],
)
def test_claims(sentence: str, expected: list[Expected]) -> None:
    claims = relate_numeric(reading(f"We present FooNet, a network for images. {sentence}"))
    assert [(c.type, c.stated.low, c.stated.high, c.stated.unit) for c in claims if hasattr(c, "stated")] == [
        (e.type, *e.value) for e in expected
    ]
    for claim, wanted in zip(claims, expected, strict=True):
        stated = claim.model_dump()["stated"]
        assert claim.subject == FOO
        assert claim.evidence.text == sentence
        assert 0 < claim.confidence < 1
        for name, value in wanted.more.items():
            assert (stated[name] if name in stated else getattr(claim, name)) == value, name


@pytest.mark.parametrize(
    "sentence",
    [
        "We train on 8 GPUs with a batch size of 256.",
        "Images have 256 x 256 pixels.",
        "Language models have grown 1000x in recent years.",
        "GPT-4 and ResNet-50 use 3D and 16-bit data.",
    ],
)
def test_numbers_that_claim_nothing(sentence: str) -> None:
    assert relate_numeric(reading(f"We present FooNet. {sentence}", title="FooNet: networks")) == []


def test_a_fact_of_title_and_abstract_is_one_claim() -> None:
    found = relate_numeric(reading("FooNet is 2.5x faster than BarNet.", title="FooNet: 2.5x faster networks"))
    assert [(c.evidence.field, c.type) for c in found] == [("abstract", "speedup")]


def test_a_share_that_is_left_is_a_cut_by_the_rest() -> None:
    (claim,) = relate_numeric(reading("We present FooNet. FooNet needs only 30% of the memory of BarNet."))
    assert (claim.type, claim.model_dump()["stated"]["low"]) == ("resource", 70)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("FooNet uses only 30% of the memory of BarNet.", True),
        ("FooNet uses 30% less memory than BarNet.", False),
        ("Copies take 30% of the time in each layer and every head of such a network.", False),
    ],
)
def test_a_share_that_is_left_of_what_a_rival_needs(sentence: str, expected: bool) -> None:
    paper = reading(f"We present FooNet. {sentence}")
    line = lay_out(paper).lines[-1]
    assert ("left" in features_of(paper, line, line.numbers[0], {})) is expected


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("uses only 10% of the memory of L", 90),
        ("matches L with 10% of the traffic", 90),
        ("runs at 10% of the cost of L", 90),
        ("trains in about 10% of the training time", 90),
        ("its cost is 10% of that of L", 90),
        ("reduces memory to 10% of L", 90),
        ("is faster in 10% of the cases", 10),
        ("reduces traffic with 10% of the nodes", 10),
        ("the saving is 10% of the traffic", 10),
        ("cuts 10% of the traffic", 10),
        ("saves 10% of the memory", 10),
        ("with 10% less memory", 10),
        ("the traffic falls by 10%", 10),
    ],
)
def test_a_share_needed_is_told_from_a_share_saved(text: str, cut: float) -> None:
    (number,) = quantities(text)
    assert change(number, "cut", "resource", text).low == cut


def test_slots_show_the_arguments() -> None:
    sentence = "FooNet is 2.5x faster than BarNet on an A100 GPU."
    (claim,) = relate_numeric(reading(sentence))
    shown = {name: sentence[start:end] for name, (start, end) in claim.slots.items()}
    assert shown == {"stated": "2.5x", "subject": "FooNet", "baseline": "BarNet", "hardware/a100": "A100"}


WORDS = st.sampled_from(
    ["FooNet", "BarNet", "A100", "2.5x", "30%", "faster", "than", "and", ",", "(", ")", ".", "by", "on"]
)


@settings(max_examples=60)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_any_words_give_sound_claims(text: str) -> None:
    for claim in relate_numeric(reading(text)):
        assert 0 <= claim.confidence <= 1
        for start, end in claim.slots.values():
            assert 0 <= start < end <= len(text) or claim.evidence.field == "title"


@pytest.mark.parametrize(
    "text", ["FooNet runs on up to 4x A100.", "With 8$\\times$A100 FooNet is much faster than BarNet."]
)
def test_a_count_of_devices_is_no_factor(text: str) -> None:
    assert relate_numeric(reading(text)) == []


@pytest.mark.parametrize(
    "text", ["FooNet is +0.2 mAP faster than BarNet.", "FooNet gets a speedup of 12 ms over BarNet."]
)
def test_only_factors_and_shares_say_how_much_faster(text: str) -> None:
    assert not any(claim.type in ("speedup", "resource") for claim in relate_numeric(reading(text)))
