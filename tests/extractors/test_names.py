"""The tables of methods and data sets, each row proven by its own phrases, and what finds names beside them."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.catalogue import unproven
from extractors.datasets import dataset_rows, find_datasets
from extractors.found import Found
from extractors.lexicon import NameRow, build_lexicon, find_names
from extractors.methods import find_methods, method_rows
from tests.timing import assert_linear


def methods(text: str) -> list[str]:
    return [found.name for found in find_methods(text) if found.rule in ("method.lexicon", "method.class")]


def datasets(text: str) -> list[str]:
    return [found.name for found in find_datasets(text) if found.rule == "dataset.lexicon"]


def rules(found: list[Found], name: str) -> set[str]:
    return {mention.rule for mention in found if mention.name == name}


def test_every_method_row_is_proven_by_its_phrases() -> None:
    assert list(unproven(method_rows(), methods)) == []


def test_every_dataset_row_is_proven_by_its_phrases() -> None:
    assert list(unproven(dataset_rows(), datasets)) == []


@pytest.mark.parametrize("rows", [method_rows(), dataset_rows()], ids=["methods", "datasets"])
def test_every_row_and_alias_is_found_with_a_cue_beside_it(rows: tuple[NameRow, ...]) -> None:
    lexicon = build_lexicon(rows)
    lost = [
        form
        for row in rows
        for form in (row.name, *row.aliases)
        if row.name not in {match.name for match in find_names(lexicon, f"{'; '.join(row.cues)}; {form}, and")}
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("LLaMA-2-7B and Llama 2 70B", ["LLaMA-2-7B", "LLaMA-2-70B"]),
        ("GPT-3 against GPT-4, GPT-4o and GPT-4o mini", ["GPT-3", "GPT-4", "GPT-4o", "GPT-4o-mini"]),
        (
            "FlashAttention-2, FlashAttention3 and flash attention",
            ["FlashAttention-2", "FlashAttention-3", "FlashAttention"],
        ),
        ("ResNet50, ResNet-101", ["ResNet-50", "ResNet-101"]),
        ("Qwen2.5-VL-7B-Instruct beats Qwen-2.5-72B", ["Qwen2.5-VL-7B-Instruct", "Qwen2.5-72B"]),
        ("YOLOv8n, YOLO11x, YOLOv10-M", ["YOLOv8n", "YOLOv11x", "YOLOv10-M"]),
        ("Mixtral-8x7B, DeepSeek-V3.2, DeepSeek-V3", ["Mixtral-8x7B", "DeepSeek-V3.2", "DeepSeek-V3"]),
        ("LLaMA 2-7B and gemma-3-4b-it, Falcon-7B", ["LLaMA-2-7B", "Gemma-3-4b-it", "Falcon-7B"]),
        ("DeepSeek-R1-Distill-Llama-8B, GPT-4-0613", ["DeepSeek-R1-Distill-Llama-8B", "GPT-4-0613"]),
        ("Qwen3-4B-Thinking-2507; Mistral Large 2", ["Qwen3-4B-Thinking-2507", "Mistral-Large-2"]),
        ("Llama 3-based agents on a Llama 3-way", ["LLaMA-3", "LLaMA"]),
    ],
)
def test_versions_and_sizes_stay_apart(text: str, names: list[str]) -> None:
    assert methods(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("on CIFAR-10, CIFAR100 and CIFAR-10-C", ["CIFAR-10", "CIFAR-100", "CIFAR-10-C"]),
        ("ImageNet-1k, ImageNet, ImageNet-21K", ["ImageNet-1K", "ImageNet", "ImageNet-21K"]),
        ("Tanks & Temples; Tanks and Temples", ["Tanks and Temples", "Tanks and Temples"]),
        ("SWE-bench Verified is not SWE-Bench", ["SWE-bench Verified", "SWE-bench"]),
        ("WikiText-2 and Wikitext103", ["WikiText-2", "WikiText-103"]),
    ],
)
def test_datasets_stay_apart(text: str, names: list[str]) -> None:
    assert datasets(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "a ray of light on a triton shell",
        "we spark an idea, adam said",
        "torchlight over a pytorchard",
        "the metal bends and the rust spreads",
        "ResNetwork layers of complex shapes",
        "mTVMs in a flaxen dress",
        "multiple flowers of the largest tree",
    ],
)
def test_words_are_no_names(text: str) -> None:
    assert methods(text) == []
    assert datasets(text) == []


def test_joined_names_are_other_names() -> None:
    assert methods("PyTorch-Direct and Fast-BERT and Mega-BERT") == []
    assert methods("PyTorch-based, non-CUDA code") == ["PyTorch", "CUDA"]


def test_a_short_form_means_what_the_text_says() -> None:
    assert methods("a fast Fourier transform (FFT) and an exponential moving average (EMA)") == [
        "FFT",
        "FFT",
        "EMA",
        "EMA",
    ]
    assert methods("Federated fine-tuning (FFT) with early memory access (EMA); FFT needs EMA") == [
        "federated fine-tuning"
    ]


def test_web_addresses_name_nothing() -> None:
    assert methods("code: https://github.com/someone/PyTorch-LLaMA and www.blender.org/Triton") == []


def test_an_introduced_name_is_known_by_its_surroundings() -> None:
    text = "We present TacForge, a fast simulator for touch. TacForge outperforms all."
    assert {"method.proposed", "method.apposition", "method.acts", "method.coined"} <= rules(
        list(find_methods(text)), "TacForge"
    )
    assert "method.title" in rules(list(find_methods("TacForge: Touch at Scale", title=True)), "TacForge")


def test_a_list_shares_what_stands_around_it() -> None:
    found = list(find_datasets("Evaluated on SkyScan, DeepPark and Orvo datasets, it wins."))
    for name in ("SkyScan", "DeepPark", "Orvo"):
        assert {"dataset.on", "dataset.kind_after"} <= rules(found, name)


@given(st.text(alphabet=string.ascii_letters + string.digits + "()[] -.,;'\"\\${}&+*/µ", max_size=300), st.booleans())
def test_any_text_gives_offsets_inside_it(text: str, title: bool) -> None:
    for found in (*find_methods(text, title=title), *find_datasets(text, title=title)):
        assert 0 <= found.start < found.end <= len(text)
        assert found.name.strip()


@pytest.mark.parametrize(
    "unit", ["A", "a", "Aa ", "GPT-", "GPT-4 ", "(A)", "LLaMA-2-", "v1", "\\a", "MPI, ", "x x ", "$\\"]
)
def test_time_is_linear_in_length(unit: str) -> None:
    assert_linear(lambda text: [*find_methods(text), *find_datasets(text)], unit, 20_000, 320_000)
