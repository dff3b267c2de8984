"""Hardware in text: the tables prove themselves, look-alikes stay apart, variants meet at their family."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.catalogue import unproven
from extractors.found import Found
from extractors.hardware import device_count, find_hardware
from extractors.hardware_catalogue import FACTS, PRODUCTS, SERIES
from schemas import entity_id
from tests.timing import assert_linear


def named(text: str) -> list[tuple[str, str]]:
    return [(text[found.start : found.end], found.name) for found in find_hardware(text)]


def products(text: str) -> list[tuple[str, str]]:
    return [(text[found.start : found.end], found.name) for found in find_hardware(text) if not found.generic]


def only(text: str) -> Found:
    (found,) = find_hardware(text)
    return found


def test_every_product_is_proven_by_its_row() -> None:
    assert list(unproven(PRODUCTS, lambda phrase: {found.name for found in find_hardware(phrase)})) == []


def test_every_series_is_proven_by_its_row() -> None:
    prefix = "hardware.series."
    assert (
        list(unproven(SERIES, lambda phrase: {found.rule.removeprefix(prefix) for found in find_hardware(phrase)}))
        == []
    )


def test_families_and_architectures_are_rows_themselves() -> None:
    families = {row.family for row in PRODUCTS} | {row.family for row in SERIES}
    assert sorted(family for family in families if family and family not in FACTS) == []
    architectures = {f"{row.vendor} {row.architecture}" for row in PRODUCTS if row.architecture}
    assert {FACTS[name]["class"] for name in architectures} == {"architecture"}


def test_a_product_with_a_cue_has_forms_that_need_it() -> None:
    assert [row.name for row in PRODUCTS if bool(row.cued) != (row.cue is not None)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 8 NVIDIA A100 40GB GPUs", [("NVIDIA A100 40GB GPUs", "NVIDIA A100 40GB")]),
        ("8timesRTX 4090", [("RTX 4090", "NVIDIA GeForce RTX 4090")]),
        ("8xA100", [("A100", "NVIDIA A100")]),
        ("$8\\times$H100", [("H100", "NVIDIA H100")]),
        ("4 x A100-80G", [("A100-80G", "NVIDIA A100 80GB")]),
        ("an A100(80GB)", [("A100(80GB)", "NVIDIA A100 80GB")]),
        ("an A100 (40 GB)", [("A100 (40 GB)", "NVIDIA A100 40GB")]),
        ("an A100 with 40GB", [("A100 with 40GB", "NVIDIA A100 40GB")]),
        ("two 80GB A100 GPUs", [("80GB A100 GPUs", "NVIDIA A100 80GB")]),
        ("RTX4090", [("RTX4090", "NVIDIA GeForce RTX 4090")]),
        ("RTX~4090", [("RTX~4090", "NVIDIA GeForce RTX 4090")]),
        ("GTX1080Ti", [("GTX1080Ti", "NVIDIA GeForce GTX 1080 Ti")]),
        ("a 2080Ti", [("2080Ti", "NVIDIA GeForce RTX 2080 Ti")]),
        ("an NVIDIA 3090", [("NVIDIA 3090", "NVIDIA GeForce RTX 3090")]),
        ("Nvidia Tesla V100-SXM2-32GB", [("Nvidia Tesla V100-SXM2-32GB", "NVIDIA V100 SXM 32GB")]),
        ("RTX 3090/4090", [("RTX 3090", "NVIDIA GeForce RTX 3090"), ("4090", "NVIDIA GeForce RTX 4090")]),
        ("V100 and A100 GPUs", [("V100", "NVIDIA V100"), ("A100 GPUs", "NVIDIA A100")]),
        ("an RTX 6090", [("RTX 6090", "NVIDIA GeForce RTX 6090")]),
        ("an RTX 4070 Mobile GPU", [("RTX 4070 Mobile GPU", "NVIDIA GeForce RTX 4070 Laptop")]),
        ("RTX PRO 6000 Blackwell SE", [("RTX PRO 6000 Blackwell SE", "NVIDIA RTX PRO 6000 Blackwell Server Edition")]),
        ("kernels for Volta architecture GPUs", [("Volta architecture GPUs", "NVIDIA Volta")]),
        ("Volta-based GPUs", [("Volta-based GPUs", "NVIDIA Volta")]),
        ("a DGX-2 box", [("DGX-2", "NVIDIA DGX-2")]),
        ("a Jetson Orin AGX", [("Jetson Orin AGX", "NVIDIA Jetson AGX Orin")]),
        ("the Xilinx Alveo U280 FPGA", [("Xilinx Alveo U280 FPGA", "AMD Alveo U280")]),
        ("an Intel Xeon Gold 6248R CPU", [("Intel Xeon Gold 6248R CPU", "Intel Xeon Gold 6248R")]),
        ("Ascend 910B NPUs", [("Ascend 910B NPUs", "Huawei Ascend 910B")]),
        ("an Apple M2 Max", [("Apple M2 Max", "Apple M2 Max")]),
        ("Apple's M4Pro CPU", [("Apple's M4Pro CPU", "Apple M4 Pro")]),
        ("a Snapdragon 8 Gen 3", [("Snapdragon 8 Gen 3", "Qualcomm Snapdragon 8 Gen 3")]),
        ("TPU v4 chips", [("TPU v4 chips", "Google TPU v4")]),
        ("AMD InstinctTM MI300X", [("AMD InstinctTM MI300X", "AMD MI300X")]),
        ("NVIDIA, AMD, and Intel GPUs", [("NVIDIA", "NVIDIA GPU"), ("AMD", "AMD GPU"), ("Intel GPUs", "Intel GPU")]),
        ("NVIDIA's server-grade GPUs", [("NVIDIA's server-grade GPUs", "NVIDIA GPU")]),
        ("the Orca supercomputer", [("Orca supercomputer", "Orca")]),
        ("the Orca exascale supercomputer", [("Orca exascale supercomputer", "Orca")]),
        ("an NVIDIA A5000", [("NVIDIA A5000", "NVIDIA RTX A5000")]),
        ("two Jetsons and a Xeon Phi 7290", [("Jetsons", "NVIDIA Jetson"), ("Xeon Phi 7290", "Intel Xeon Phi 7290")]),
        ("IBM quantum hardware", [("IBM quantum hardware", "IBM QPU")]),
        ("an ARM Cortex-M4", [("ARM Cortex-M4", "Arm Cortex-M4")]),
        ("a mobile GPU", [("mobile GPU", "mobile GPU")]),
        ("six 48GB GPUs", [("48GB GPUs", "GPU")]),
    ],
)
def test_mentions_and_names(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "the T4 bacteriophage infects E. coli",
        "a Turing machine on a GPU",
        "pretrained on Pascal VOC with one GPU",
        "Hopper and Walker2d on one GPU",
        "Heterogeneous clusters of GPU nodes",
        "the M1 model beats the M2 model",
        "at the frontier of supercomputing",
        "a WSe2 monolayer grown on a wafer",
        "Frontier models need care",
        "the summit of Mount Aurora",
        "multi-arm platforms lift a box",
        "see lab.i5.example.org for code",
        "KinectFusion and Kinect Fusion map a room",
        "each Louvain cluster holds a topic",
        "We ascend the hill in 100 steps",
        "in 2080 or 4090 steps",
        "an x = 4090 pixel image on RTX hardware",
        "We present Aurora, a compiler for MPI programs. On Aurora, code is 2x faster.",
        "Aurora: a compiler for nodes without an MPI",
        "We propose Polaris, which is fast on GPUs. Experiments on Polaris show gains.",
        "Our Summit is trained on GPUs. On Summit, training is fast.",
        "Large Unified Model Inference (LUMI) runs on MPI. On LUMI, code is 2x faster.",
        "tests on Titans with GPUs",
        "on Titan, methane rains",
        "Attack on Titan runs in real-time",
        "a prior on Delta, faster by 2x, based on Theta and on GPUs",
        "on Aurora Serverless, throughput is higher",
        "the Pareto frontier of 100 GPUs under MPI",
        "FooNet improves on Sierra Leone data with GPUs",
        "Delta nodes record changed slots of 8 GPUs",
        "On Eagle, decoding on 8 GPUs is 3x faster.",
        "workflows run with Bridges on 100 nodes",
        "training on T4 cells and on L4 vertebrae",
        "the A10 motorway runs faster on the A40 section",
        "an M5 brane runs on an M2 brane",
        "On Hopper, training is 2x faster.",
        "on a 3090 pixel image training is faster",
    ],
)
def test_words_that_are_no_hardware_here(text: str) -> None:
    assert products(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("On Perlmutter, FooNet is 2x faster than BarNet.", ["Perlmutter"]),
        ("FooNet runs on Frontier.", ["Frontier"]),
        ("The code was ported to LUMI.", ["LUMI"]),
        ("4,096 nodes of Frontier and 2,048 nodes of Aurora", ["Frontier", "Aurora"]),
        ("27,648 GPUs on Summit", ["Summit"]),
        ("On Frontier, Aurora, and Polaris, FooNet is 3x faster.", ["Frontier", "Aurora", "Polaris"]),
        ("FooNet sustains 1.1 exaflops on El Capitan.", ["El Capitan"]),
        ("Strong scaling on Leonardo reaches 80% on 512 GPUs.", ["Leonardo"]),
        ("We train on the Alps machine with 2,048 GPUs.", ["Alps"]),
        ("We use Theta nodes and 512 nodes of Theta", ["Theta"]),
        ("on Fugaku and Summit", ["Fugaku", "Summit"]),
        ("Experiments with MPI on Bridges", ["Bridges"]),
        ("on 128 GPUs of Anvil", ["Anvil"]),
        ("scaling on Mira to 786,432 cores", ["Mira"]),
        ("FooNet takes 5 ms on a T4.", ["NVIDIA T4"]),
        ("trained on two A10s", ["NVIDIA A10"]),
        ("training takes 3 hours on one A40.", ["NVIDIA A40"]),
        ("trained on 4xT4", ["NVIDIA T4"]),
        ("trained on a 3090.", ["NVIDIA GeForce RTX 3090"]),
        ("latency is 5 ms on T4 and 2 ms on L4", ["NVIDIA T4", "NVIDIA L4"]),
        ("FooNet runs at 30 FPS on an M2.", ["Apple M2"]),
        ("runs at 30 FPS on an Orin", ["NVIDIA Jetson Orin"]),
        ("On Ampere and Hopper, FooNet is 2x faster.", ["NVIDIA Ampere", "NVIDIA Hopper"]),
    ],
)
def test_a_short_name_counts_where_its_place_is_one_to_compute(text: str, names: list[str]) -> None:
    found = [found for found in find_hardware(text) if not found.generic]
    assert [found.name for found in found] == names
    assert {found.score for found in found} <= {0.6, 0.8, 1.0}


def test_a_place_proves_less_than_what_the_text_is_about() -> None:
    texts = ["FooNet runs on Frontier.", "It runs on 512 nodes of Frontier.", "FooNet runs on Frontier, for exascale."]
    assert [only(text).score for text in texts] == [0.6, 0.8, 0.9]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("RTX 4090", "RTX 4080"),
        ("eight V100s", "eight V100S"),
        ("Isambard 3", "Isambard-AI"),
        ("Tianhe-2A", "Tianhe-2"),
        ("RTX 4090", "RTX 3090"),
        ("RTX 4090", "RTX 4090D"),
        ("RTX 4070", "RTX 4070 Ti"),
        ("RTX 3080", "RTX 3080 Laptop GPU"),
        ("A100 GPU", "A10 GPU"),
        ("A100 40GB", "A100 80GB"),
        ("A100 40GB", "A100"),
        ("H100", "H200"),
        ("H100", "H800"),
        ("RTX A6000", "RTX 6000 Ada"),
        ("Jetson Nano", "Jetson Orin Nano"),
        ("Apple M2", "Apple M2 Max"),
        ("iPhone 13", "iPhone 13 Pro"),
        ("Gaudi 2", "Gaudi 3"),
        ("TPU v5e", "TPU v5p"),
        ("Alveo U50", "Alveo U55C"),
        ("Cortex-M4", "Cortex-A4"),
        ("MI250", "MI250X"),
        ("Ascend 910", "Ascend 910B"),
        ("Raspberry Pi 3", "Raspberry Pi 4"),
    ],
)
def test_lookalikes_stay_apart(one: str, other: str) -> None:
    assert entity_id("hardware", only(one).name) != entity_id("hardware", only(other).name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A100s", "NVIDIA A100"),
        ("NVIDIA A100 GPUs", "NVIDIA A100"),
        ("Tesla A100", "NVIDIA A100"),
        ("Ampere A100 GPU", "NVIDIA A100"),
        ("A100-SXM4-80GB", "NVIDIA A100 SXM 80GB"),
        ("A100 80GB", "NVIDIA A100 80GB"),
        ("A100-PCIe", "NVIDIA A100 PCIe"),
    ],
)
def test_variants_meet_at_their_family(text: str, name: str) -> None:
    found = only(text)
    assert found.name == name
    assert found.attributes.get("family", found.name) == "NVIDIA A100"
    assert (found.attributes["vendor"], found.attributes["architecture"]) == ("NVIDIA", "Ampere")


def test_facts_of_a_known_variant_are_its_own() -> None:
    facts = only("one A100 80GB").attributes
    assert (facts["memory_gb"], facts["bandwidth_gb_s"], facts["class"]) == (80, 2039, "gpu")


def test_facts_of_an_unknown_variant_leave_out_what_may_differ() -> None:
    facts = only("one A100 640GB").attributes
    assert facts == {
        "class": "gpu",
        "vendor": "NVIDIA",
        "architecture": "Ampere",
        "release_year": 2020,
        "family": "NVIDIA A100",
        "memory_gb": 640,
    }


def test_memory_that_every_unit_has_makes_no_variant() -> None:
    assert only("an RTX 4090 (24GB)").name == "NVIDIA GeForce RTX 4090"
    assert only("an RTX A6000 48GB").name == "NVIDIA RTX A6000"


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("on 8 NVIDIA A100 GPUs", [8]),
        ("on a single H100", [1]),
        ("on an H100", [None]),
        ("one RTX 4090", [1]),
        ("8timesRTX 4090", [8]),
        ("$8\\times$ H100", [8]),
        ("8$\\times$H100", [8]),
        ("on 4x A6000", [4]),
        ("512 A100s", [512]),
        ("14,400 AMD Zen 3 CPUs", [14400]),
        ("1k H100 GPUs", [1000]),
        ("A100x8", [8]),
        ("trained on eight V100s", [8]),
        ("trained on two A10s", [2]),
        ("Eight consumer-grade RTX 3090 GPUs", [8]),
        ("a four-A100 system", [4]),
        ("a 64-GPU run", [64]),
        ("a cluster of 16 V100 GPUs", [16]),
        ("as few as two H100 or H200 GPUs", [2, 2]),
        ("8-16 B200 GPUs", [16]),
        ("eight GPU A800 cluster", [8, 8]),
        ("two 20-core CPUs", [2]),
        ("40 H100 GPU-hours", [None, None]),
        ("a 128-core AMD Zen 2 node", [None]),
        ("on RTX 4090, A6000", [None, None]),
        ("RTX 3090 and A100", [None, None]),
        ("ResNet-50 on A100", [None]),
        ("at 2.5 A100 equivalents", [None]),
    ],
)
def test_device_count(text: str, counts: list[int | None]) -> None:
    assert [device_count(text, found) for found in find_hardware(text)] == counts


FRAGMENTS = st.sampled_from(
    [
        *" ,.-/()~x",
        *("NVIDIA ", "RTX ", "4090", "A100", "-80GB", " GPUs", "M1", "Apple ", "Frontier", " supercomputer", "8times"),
        *("two ", "Xeon Gold ", "6248R", " and ", "Zynq XC", "ibm_", "é", "\ud800", "\\times", "Ti", "Hopper "),
    ]
)


@given(st.one_of(st.text(), st.lists(FRAGMENTS, max_size=40).map("".join)))
def test_any_text_gives_ordered_separate_mentions(text: str) -> None:
    end = 0
    for found in find_hardware(text):
        assert end <= found.start < found.end <= len(text)
        assert entity_id("hardware", found.name)
        count = device_count(text, found)
        assert count is None or count >= 1
        end = found.end


@pytest.mark.parametrize(
    "piece",
    [
        "NVIDIA A100 ",
        "T4 ",
        "Frontier ",
        "8 x ",
        "RTX 4090/",
        "one two ",
        "A",
        "(",
        "9",
        "NVIDIA, AMD, ",
        "Zynq XC",
        "on Frontier, ",
        "nodes of Eos and ",
    ],
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    def work(text: str) -> None:
        for found in find_hardware(text):
            device_count(text, found)

    assert_linear(work, piece, 50_000, 400_000)
