"""Devices a paper runs on and datasets it works with, through the shipped models, on sentences of our own."""

import pytest

from extractors import extract
from extractors.reading import Sentence
from extractors.relate.context import Words
from extractors.relate.uses import governor, is_beaten
from schemas import DatasetUse, HardwareUse, Introduces, Paper

OPENING = "We present TileWeave, a fast renderer. "

HARDWARE = [
    ("We train the model on eight A100 GPUs.", [("nvidia-a100", 8)]),
    ("TileWeave runs at 90 FPS on an RTX 3090.", [("nvidia-geforce-rtx-3090", None)]),
    ("All experiments run on a single NVIDIA H100 GPU.", [("nvidia-h100", 1)]),
    (
        "We evaluate on an RTX 4090 and a Jetson Orin Nano.",
        [("nvidia-geforce-rtx-4090", None), ("nvidia-jetson-orin-nano", None)],
    ),
    ("Experiments on A100 GPUs show that it scales from 1 GPU to 16 GPUs.", [("nvidia-a100", 16)]),
    ("It is 2x faster on one A100 and 7x faster on four A100s.", [("nvidia-a100", 4)]),
]

DATASETS = [
    ("We evaluate TileWeave on ImageNet.", "imagenet", "evaluated_on"),
    ("Experiments on CIFAR-10 show that TileWeave is accurate.", "cifar-10", "evaluated_on"),
]


@pytest.mark.parametrize(("sentence", "expected"), HARDWARE)
def test_hardware_and_its_count(sentence: str, expected: list[tuple[str, int | None]]) -> None:
    record = next(extract([Paper(id="p", title="TileWeave: Fast Rendering", abstract=OPENING + sentence)]))
    found = [claim for claim in record.claims if isinstance(claim, HardwareUse)]
    assert {(claim.hardware, claim.count) for claim in found} == {(f"hardware/{name}", n) for name, n in expected}
    assert {claim.subject for claim in found} == {"method/tileweave"}
    assert {claim.evidence.text for claim in found} == {sentence}


@pytest.mark.parametrize(
    "sentence",
    [
        "Our accelerator delivers 3.1x higher throughput than an A100 GPU.",
        "The chip achieves 4.5x better energy efficiency compared to the NVIDIA H100.",
        "RowForge is 3x faster than an A100.",
    ],
)
def test_a_device_that_is_only_beaten_is_not_used(sentence: str) -> None:
    abstract = f"We present RowForge, an accelerator for sparse attention. {sentence}"
    record = next(extract([Paper(id="p", title="RowForge: A Sparse Attention Accelerator", abstract=abstract)]))
    assert [claim for claim in record.claims if isinstance(claim, HardwareUse)] == []


@pytest.mark.parametrize(("sentence", "dataset", "role"), DATASETS)
def test_role_of_a_dataset(sentence: str, dataset: str, role: str) -> None:
    record = next(extract([Paper(id="p", title="TileWeave: Fast Vision", abstract=OPENING + sentence)]))
    found = [claim for claim in record.claims if isinstance(claim, DatasetUse)]
    assert [(claim.subject, claim.dataset, claim.role) for claim in found] == [
        ("method/tileweave", f"dataset/{dataset}", role)
    ]


def test_an_introduced_dataset() -> None:
    abstract = "We introduce CutBank, a benchmark dataset of 3,000 edited videos. We release CutBank to the public."
    record = next(extract([Paper(id="p", title="CutBank: A Dataset for Video Editing", abstract=abstract)]))
    assert [(c.dataset, c.role) for c in record.claims if isinstance(c, DatasetUse)] == [
        ("dataset/cutbank", "introduced")
    ]


@pytest.mark.parametrize(
    "abstract",
    [
        "We introduce CutBank, a benchmark dataset of 3,000 edited videos, and evaluate SAM 2 on it and on DAVIS.",
        "We present TileWeave, a vision model, and CutBank, a dataset of 3,000 videos. TileWeave wins on ImageNet.",
        "CutBank and DAVIS are used for training. Our code is public.",
    ],
)
def test_a_dataset_is_introduced_where_the_paper_contributes_it_and_only_there(abstract: str) -> None:
    record = next(extract([Paper(id="p", title="Video Editing", abstract=abstract)]))
    datasets = {c.dataset: c.role == "introduced" for c in record.claims if isinstance(c, DatasetUse)}
    contributed = {c.subject for c in record.claims if isinstance(c, Introduces)}
    assert datasets == {dataset: dataset in contributed for dataset in datasets} != {}


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("trained on DATASET", "trains"),
        ("trained on bars , it reaches 71 on DATASET", "tests"),
        ("our own DATASET", "makes"),
        ("an extension of DATASET", "cites"),
        ("it is trained ; DATASET", "trains ended"),
        ("DATASET", "none"),
    ],
)
def test_governor(text: str, sort: str) -> None:
    words = tuple(text.split())
    sentence = Sentence("abstract", 0, len(text), 1)
    assert governor(Words(sentence, words, tuple(range(len(words))), {}), words.index("DATASET")) == sort


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3x faster than a HARDWARE", True),
        ("less energy compared to the HARDWARE", True),
        ("it outperforms HARDWARE", True),
        ("ported to the HARDWARE", False),
        ("faster than METHOD on a HARDWARE", False),
        ("faster than METHOD and HARDWARE", False),
        ("HARDWARE", False),
    ],
)
def test_what_is_compared_with(text: str, expected: bool) -> None:
    words = tuple(text.split())
    sentence = Sentence("abstract", 0, len(text), 1)
    assert is_beaten(Words(sentence, words, tuple(range(len(words))), {}), words.index("HARDWARE")) is expected
