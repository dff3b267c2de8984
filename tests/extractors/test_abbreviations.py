"""Long and short forms in either order, and what only looks like one."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.abbreviations import find_abbreviations


def pairs(text: str) -> list[tuple[str, str]]:
    return [(text[a.long_start : a.long_end], text[a.short_start : a.short_end]) for a in find_abbreviations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We render with 3D Gaussian Splatting (3DGS).", ("3D Gaussian Splatting", "3DGS")),
        (
            "The fast Neural Radiance Distribution Fields (NeRDFs) shine.",
            ("Neural Radiance Distribution Fields", "NeRDFs"),
        ),
        ("NeRDF (Neural Radiance Distribution Field) is fast.", ("Neural Radiance Distribution Field", "NeRDF")),
        ("serving large language models (LLMs)", ("large language models", "LLMs")),
        ("a mixture of experts (MoE) layer", ("mixture of experts", "MoE")),
        ("with tile-wise sparse attention (TSA) inside", ("tile-wise sparse attention", "TSA")),
        ("its Text-to-Image (T2I) side", ("Text-to-Image", "T2I")),
        ("eXplainable and Explainable AI (XAI)", ("Explainable AI", "XAI")),
        ("our new score matching loss (SML; see below)", ("score matching loss", "SML")),
        ("the visual auto-regressive modeling (VAR) line", ("visual auto-regressive modeling", "VAR")),
        ("fields called Deep Foam Networks(DFNs) are", ("Deep Foam Networks", "DFNs")),
        ("We present RELAY, a Ray Engine for Layered Yarn that is", ("Ray Engine for Layered Yarn", "RELAY")),
        ("LFS: Layered Foam Sampling for Fast Rendering", ("Layered Foam Sampling", "LFS")),
        ("SDT-Net, a Sparse Dome Tracker Net", ("Sparse Dome Tracker Net", "SDT-Net")),
        ("we propose Memory-Lean Cube Sieve Quantization (MSQ) and", ("Memory-Lean Cube Sieve Quantization", "MSQ")),
        (
            "we propose the Global Foam Diffusion Algorithm~(GloFoDiff).",
            ("Global Foam Diffusion Algorithm", "GloFoDiff"),
        ),
        ("our Dual Dome Decoupled Sieve (3DS) is", ("Dual Dome Decoupled Sieve", "3DS")),
    ],
)
def test_pair(text: str, expected: tuple[str, str]) -> None:
    assert pairs(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "TacSL (taxel) simulates touch.",
        "the boards are small (Figure B) and cheap",
        "we quantize to four bits (W4A16)",
        "a strong baseline (ResNet) is hard to beat",
        "as in earlier work (Smith et al.) on caches",
        "we use it (A) here",
        "the model is large (7B)",
        "quoted in full (see the appendix for all of it)",
        "FoamNet, a Network of Ours",
        "on ImageNet, CIFAR Training takes long",
        "RTX: A New Card",
        "our Layered Foam Sampler (ResNet) is fast",
        "LRC (left right center) beats ABQ (some other thing)"[26:],
    ],
)
def test_no_pair(text: str) -> None:
    assert pairs(text) == []


def test_long_form_starts_where_a_reader_would_start_it() -> None:
    assert pairs("Fast training needs data-parallel stochastic gradient descent (SGD).") == [
        ("stochastic gradient descent", "SGD")
    ]


def test_long_form_stays_in_its_clause() -> None:
    assert pairs("It has no parallel. Alternating layers (PAL) help.") == []


@given(st.text(alphabet=string.ascii_letters + string.digits + "()[] -.,;'\"\\", max_size=400))
def test_any_text_gives_ordered_offsets_inside_it(text: str) -> None:
    found = list(find_abbreviations(text))
    assert all(0 <= a.long_start < a.long_end <= len(text) for a in found)
    assert all(0 <= a.short_start < a.short_end <= len(text) for a in found)
    assert [a.short_start for a in found] == sorted({a.short_start for a in found})
