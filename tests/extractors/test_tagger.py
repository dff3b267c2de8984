"""The trained reader: what it answers, and that the shipped weights are as good as recorded."""

from collections.abc import Sequence

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from extractors.tagger import ENTITY_LABELS, MODEL, Tagger, is_number, number_value, spans_of
from extractors.text import clean
from extractors.tokens import build_tokenizer
from extractors.train.alignment import align
from extractors.train.gold import rows
from extractors.train.measure import measure, probabilities
from tests.shared import shared

tokenize = build_tokenizer(spacy.blank("en").vocab)
tagger = Tagger.load()

RECORDED = {"method": 0.75, "hardware": 0.79, "dataset": 0.77, "any": 0.93, "type": 0.82, "label": 0.76}
"""Dev F1 of the shipped weights alone, see ``extractors.train.measure``, less 0.01 for other arithmetic."""

TITLE = "FastConv: Quick Convolutions for Edge Devices"
ABSTRACT = (
    "We present FastConv, a convolution kernel. On an NVIDIA A100 GPU, FastConv runs 2.5x faster than cuDNN and cuts "
    "memory by 40%. We evaluate on ImageNet with 3 seeds."
)


def paper(title: str, abstract: str) -> tuple[Doc, Doc]:
    return tokenize(title), tokenize(abstract)


def test_names_and_their_types() -> None:
    (tagged,) = tagger.predict([paper(TITLE, ABSTRACT)])
    text = {"title": TITLE, "abstract": ABSTRACT}
    sure = {(span.type, text[span.field][span.start : span.end]) for span in tagged.spans if span.probability > 0.5}
    assert {("method", "FastConv"), ("method", "cuDNN"), ("dataset", "ImageNet")} <= sure
    assert any(kind == "hardware" and "A100" in name for kind, name in sure)


def test_numbers_by_where_they_start() -> None:
    (tagged,) = tagger.predict([paper(TITLE, ABSTRACT)])
    hints = tagged.hints()
    assert hints["title"] == {}
    best = {ABSTRACT[start]: max(said, key=lambda label: said[label]) for start, said in hints["abstract"].items()}
    assert best["2"] == "speedup-gain"
    assert "-cut" in best["4"]
    assert best["3"] == "none"
    assert all(sum(said.values()) == pytest.approx(1, abs=1e-4) for said in hints["abstract"].values())


def test_papers_do_not_leak_into_each_other() -> None:
    papers = [paper(TITLE, ABSTRACT), paper("", ""), paper("Sorting on 8 GPUs", ""), paper("", "It takes 3 ms.")] * 12
    alone = [tagger.predict([one])[0] for one in papers]
    for one, both in zip(alone, tagger.predict(papers), strict=True):
        for field in ("title", "abstract"):
            assert np.allclose(getattr(one, field).entities, getattr(both, field).entities, atol=1e-4)
            assert np.allclose(getattr(one, field).numbers, getattr(both, field).numbers, atol=1e-4)


def test_no_papers() -> None:
    assert tagger.predict([]) == []


@given(st.text(max_size=60), st.text(max_size=200))
def test_offsets_are_those_of_the_text(title: str, abstract: str) -> None:
    fields = {"title": clean(title), "abstract": clean(abstract)}
    (tagged,) = tagger.predict([paper(fields["title"], fields["abstract"])])
    for span in tagged.spans:
        assert 0 <= span.start < span.end <= len(fields[span.field])
    for field, said in tagged.hints().items():
        assert all(0 <= start < len(fields[field]) for start in said)


def _matrix(rows: Sequence[tuple[float, float]]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Probabilities of B-method and I-method, the rest O."""
    matrix = np.zeros((len(rows), len(ENTITY_LABELS)), np.float32)
    matrix[:, 1:3] = rows
    matrix[:, 0] = 1 - matrix.sum(1)
    return matrix


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(0.9, 0), (0, 0), (0, 0)], {("Hash", 0.9)}),
        ([(0.9, 0), (0, 0.8), (0, 0)], {("Hash grid", 0.8), ("Hash", 0.2)}),
        ([(0.9, 0), (0, 0.6), (0, 0.5)], {("Hash", 0.4), ("Hash grid", 0.5), ("Hash grid encoding", 0.5)}),
        ([(0.1, 0), (0, 0.9), (0, 0.9)], set()),
        ([(0.9, 0), (0.9, 0), (0, 0.99)], {("Hash", 0.9), ("grid encoding", 0.9)}),
    ],
)
def test_spans_by_their_weakest_token(rows: list[tuple[float, float]], expected: set[tuple[str, float]]) -> None:
    doc = tokenize("Hash grid encoding")
    found = {(doc.text[s.start : s.end], round(s.probability, 2)) for s in spans_of("title", doc, _matrix(rows), 0.19)}
    assert found == expected


@pytest.mark.parametrize(
    ("token", "value"), [("12", 12), ("2.5", 2.5), ("1,024", 1024), ("twice", 2), ("3d", None), ("a100", None)]
)
def test_number_values(token: str, value: float | None) -> None:
    assert number_value(token) == value
    assert is_number(token) == (value is not None)


def test_weights_are_small() -> None:
    assert MODEL.stat().st_size < 8_000_000


def test_missing_weights_are_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"nothing\.npz"):
        Tagger.load(MODEL.with_name("nothing.npz"))


@pytest.mark.parametrize(("score", "least"), RECORDED.items())
def test_dev_scores_are_those_recorded(dev_scores: dict[str, float], score: str, least: float) -> None:
    assert dev_scores[score] >= least


@pytest.fixture(scope="module")
def dev_scores() -> dict[str, float]:
    gold = rows(shared("gold/dev.jsonl"))
    examples = [align(row, tokenize) for row in gold]
    tagged = tagger.predict([(example.title, example.abstract) for example in examples])
    return measure(shared("."), examples, gold, [probabilities(*pair) for pair in zip(examples, tagged, strict=True)])
