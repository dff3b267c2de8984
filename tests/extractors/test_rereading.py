"""Tests of the labels a token that the whole reader gives a paper."""

import numpy as np
import pytest
import spacy

from extractors.linear import SHIPPED
from extractors.tagger import ENTITY_LABELS, NUMBER_LABELS, Tagger
from extractors.tokens import build_tokenizer
from extractors.train.rereading import reread

TITLE = "QuietMesh: fast meshing"
ABSTRACT = "We present QuietMesh. It is 2.5x faster than PyTorch Geometric on an A100 and needs 40% less memory."


@pytest.fixture(scope="module")
def said() -> dict[str, tuple[str, str]]:
    """Token -> the likeliest label of each head, the last of its places."""
    tokenizer = build_tokenizer(spacy.blank("en").vocab)
    [(names, numbers)] = reread([("a", TITLE, ABSTRACT)], SHIPPED, Tagger.load().predict, tokenizer)
    tokens = [token.text for text in (TITLE, ABSTRACT) for token in tokenizer(text)]
    assert names.shape == (len(tokens), len(ENTITY_LABELS))
    assert numbers.shape == (len(tokens), len(NUMBER_LABELS))
    for rows in (names, numbers):
        assert np.allclose(rows.sum(1), 1, atol=1e-3)
    return {
        token: (ENTITY_LABELS[one.argmax()], NUMBER_LABELS[other.argmax()])
        for token, one, other in zip(tokens, names, numbers, strict=True)
    }


@pytest.mark.parametrize(
    ("token", "labels"),
    [
        ("QuietMesh", ("B-method", "none")),
        ("PyTorch", ("B-method", "none")),
        ("Geometric", ("I-method", "none")),
        ("A100", ("B-hardware", "none")),
        ("2.5", ("O", "speedup-gain")),
        ("40", ("O", "resource-cut-memory")),
        ("present", ("O", "none")),
    ],
)
def test_names_and_numbers_are_labelled_where_they_stand(
    said: dict[str, tuple[str, str]], token: str, labels: tuple[str, str]
) -> None:
    assert said[token] == labels
