"""What a paper contributes by name, through the shipped models, on sentences of our own."""

import pytest

from extractors import extract
from extractors.linear import LinearModel
from extractors.relate.context import sentence_words
from extractors.relate.contributions import CLASSES, find_contributions, shape
from schemas import Introduces, Paper
from tests.extractors.test_numeric_claims import reading

NAMED = [
    (
        "TileWeave: Faster Sparse Attention on Edge Devices",
        "Sparse attention is slow on small devices. We present TileWeave, a kernel library that packs tiles by row. "
        "TileWeave outperforms PyTorch on all workloads.",
        ["TileWeave"],
    ),
    (
        "Fast Retrieval over Compressed Indexes",
        "In this paper, we propose GridSeek, a novel search algorithm. GridSeek scans compressed blocks directly. "
        "Experiments show that our method is more accurate than FAISS.",
        ["GridSeek"],
    ),
    (
        "Rendering Smoke in Real Time with Voxel Caches",
        "We introduce a new renderer called SmokeCast. It caches voxels between frames and needs no training.",
        ["SmokeCast"],
    ),
    (
        "PlanBridge: Serving Agents at Scale",
        "We propose PlanBridge, a serving system with two components: (1) Queue Folding Cache (QFC), which merges "
        "requests, and (2) Lazy Token Routing (LTR), which balances load.",
        ["PlanBridge", "Queue Folding Cache", "Lazy Token Routing"],
    ),
    (
        "Learning to Cut Videos",
        "We introduce CutBank, a benchmark of 3,000 edited videos, and evaluate GPT-4o and LLaVA on it.",
        ["CutBank"],
    ),
]

NAMELESS = [
    (
        "An Analysis of Quantization Methods for Language Models",
        "We compare GPTQ and AWQ on LLaMA-2-7B. Our study shows that GPTQ is slower than AWQ on long inputs.",
    ),
    (
        "Benchmarking PyTorch and JAX on Consumer GPUs",
        "This study evaluates PyTorch and JAX on a single RTX 4090 GPU and discusses the trade-offs.",
    ),
    ("Efficient Training of Small Networks", "We present a simple recipe that trains small networks with AdamW."),
]


def introduced(title: str, abstract: str) -> list[Introduces]:
    record = next(extract([Paper(id="p", title=title, abstract=abstract)]))
    return [claim for claim in record.claims if isinstance(claim, Introduces)]


@pytest.mark.parametrize(("title", "abstract", "names"), NAMED, ids=[row[2][0] for row in NAMED])
def test_named_contributions_are_found(title: str, abstract: str, names: list[str]) -> None:
    assert {claim.name for claim in introduced(title, abstract)} == set(names)


@pytest.mark.parametrize(("title", "abstract"), NAMELESS)
def test_others_names_are_no_contributions(title: str, abstract: str) -> None:
    assert introduced(title, abstract) == []


def test_evidence_is_the_sentence_that_says_so() -> None:
    abstract = "Joins are slow. We propose JoinFold, a fast join algorithm. JoinFold is simple."
    (claim,) = introduced("JoinFold: Joins at Speed", abstract)
    assert claim.evidence.text == "We propose JoinFold, a fast join algorithm."
    start, end = claim.slots["subject"]
    assert abstract[start:end] == "JoinFold"


@pytest.mark.parametrize(
    ("name", "look"),
    [("FooNet", "camel"), ("ABC", "caps"), ("lower", "lower"), ("Title", "title"), ("Two Words", "title words")],
)
def test_shape(name: str, look: str) -> None:
    assert shape(name) == look


def test_a_name_and_its_short_form_in_brackets_are_one_contribution() -> None:
    read = reading(
        "We use Foo Ladder (FLX) and Bar.", "On Foo", {"Foo Ladder": "method", "FLX": "method", "Bar": "method"}
    )
    ours = LinearModel(CLASSES, (1.0, 0.0, 0.0), {"shape=caps": (-0.5, 0.0, 0.0)})
    main, found = find_contributions(read, sentence_words(read), ours)
    assert main in found
    assert set(found) == {"method/foo-ladder", "method/bar"}
