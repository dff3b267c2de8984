"""Methods compared in words, through the shipped models, on sentences of our own."""

import pytest

from extractors import extract
from schemas import ComparisonClaim, Paper

OPENING = "We present TileWeave, a fast image generator. "

COMPARED = [
    ("TileWeave consistently outperforms FlashAttention-2.", "outperforms", ["FlashAttention-2"]),
    (
        "Experiments show that our method surpasses strong baselines such as Stable Diffusion, DALL-E 3, and SDXL.",
        "outperforms",
        ["Stable Diffusion", "DALL-E 3", "SDXL"],
    ),
    ("TileWeave achieves image quality comparable to Stable Diffusion.", "matches", ["Stable Diffusion"]),
    (
        "Compared to Stable Diffusion and SDXL, TileWeave achieves better image quality.",
        "outperforms",
        ["Stable Diffusion", "SDXL"],
    ),
    (
        "TileWeave reaches a score of 0.81 while remaining competitive with large models (e.g., SDXL and FLUX).",
        "matches",
        ["SDXL", "FLUX"],
    ),
    ("TileWeave matches or outperforms Stable Diffusion.", "outperforms", ["Stable Diffusion"]),
]

NOT_COMPARED = [
    "TileWeave builds on Stable Diffusion and is trained with AdamW.",
    "TileWeave does not outperform Stable Diffusion.",
    "TileWeave is applied to Stable Diffusion.",
    "It is implemented in PyTorch.",
    "TileWeave is 2.5x faster than Stable Diffusion.",
]


def compared(sentence: str) -> list[tuple[str | None, str, str]]:
    paper = Paper(id="p", title="TileWeave: Fast Image Generation", abstract=OPENING + sentence)
    record = next(extract([paper]))
    names = {entity.id: entity.name for entity in record.entities}
    claims = [claim for claim in record.claims if isinstance(claim, ComparisonClaim)]
    assert all(claim.evidence.text == sentence for claim in claims)
    return [(claim.subject, claim.relation, names[claim.baseline]) for claim in claims]


@pytest.mark.parametrize(("sentence", "relation", "baselines"), COMPARED)
def test_comparison_in_words(sentence: str, relation: str, baselines: list[str]) -> None:
    assert set(compared(sentence)) == {("method/tileweave", relation, name) for name in baselines}


@pytest.mark.parametrize("sentence", NOT_COMPARED)
def test_no_comparison(sentence: str) -> None:
    assert compared(sentence) == []
