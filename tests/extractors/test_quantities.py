"""Numbers as papers write them: value, range, unit and bound; nothing missed, nothing twice, in linear time."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.quantities import Number, find_quantities
from tests.timing import assert_linear


def said(text: str) -> list[tuple[float, float, str, str]]:
    return [(n.low, n.high, n.unit, n.bound) for n in find_quantities(text) if n.kind != "name"]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "bound"),
    [
        ("it is 200times faster", 200, 200, "x", "exact"),
        ("a 2.5\\times gain", 2.5, 2.5, "x", "exact"),
        ("a $2.5\\times$ gain", 2.5, 2.5, "x", "exact"),
        ("much faster (x100)", 100, 100, "x", "exact"),
        ("a speedup of ×4.5", 4.5, 4.5, "x", "exact"),
        ("a 12-fold gain", 12, 12, "x", "exact"),
        ("a tenfold gain", 10, 10, "x", "exact"),
        ("twice as fast", 2, 2, "x", "exact"),
        ("halving the latency", 50, 50, "%", "exact"),
        ("less than half of the memory", 50, 50, "%", "up_to"),
        ("two orders of magnitude faster", 100, 100, "x", "exact"),
        ("nearly an order of magnitude", 10, 10, "x", "about"),
        ("one to two orders of magnitude", 10, 100, "x", "exact"),
        ("by a factor of up to 300", 300, 300, "x", "up_to"),
        ("by up to $\\times2.5$", 2.5, 2.5, "x", "up_to"),
        ("at least ×3", 3, 3, "x", "at_least"),
        ("within sim7 seconds", 7, 7, "s", "up_to"),
        ("in about 7 sec", 7, 7, "s", "about"),
        ("in ~ 80 ms", 80, 80, "ms", "about"),
        ("in under $3$ ms", 3, 3, "ms", "up_to"),
        ("sub-10 ms latency", 10, 10, "ms", "up_to"),
        ("sub-millisecond latency", 1, 1, "ms", "up_to"),
        ("in less than a week", 1, 1, "weeks", "up_to"),
        ("3.1\\% lower", 3.1, 3.1, "%", "exact"),
        ("a recall of geq 81.3%", 81.3, 81.3, "%", "at_least"),
        ("a 63 percent drop", 63, 63, "%", "exact"),
        ("2.1 percentage points", 2.1, 2.1, "points", "exact"),
        ("35.1$\\pm$0.3\\% mAP", 35.1, 35.1, "%", "exact"),
        ("41.2% +/- 0.7% mAP", 41.2, 41.2, "%", "exact"),
        ("2.5 plus/minus 0.1 s", 2.5, 2.5, "s", "exact"),
        ("a 200- to 900-fold gain", 200, 900, "x", "exact"),
        ("at 12s/image", 12, 12, "s/image", "exact"),
        ("100-1000+ FPS", 100, 1000, "FPS", "at_least"),
        ("50x and more", 50, 50, "x", "at_least"),
        ("3x and more than that", 3, 3, "x", "exact"),
        ("up to nearly 3x", 3, 3, "x", "up_to"),
        ("nearly \\300 ms", 300, 300, "ms", "about"),
        ("trains {approx} 2.5 times faster", 2.5, 2.5, "x", "about"),
        ("60 frames per second", 60, 60, "FPS", "exact"),
        ("2.36sim 8.02times", 2.36, 8.02, "x", "exact"),
        ("$1\\sim4$ steps", 1, 4, "steps", "exact"),
        ("1.1-2.1x", 1.1, 2.1, "x", "exact"),
        ("7.4x -7.8x", 7.4, 7.8, "x", "exact"),
        ("4.8$\\times$--6.6$\\times$", 4.8, 6.6, "x", "exact"),
        ("between 1.8x and 2.0x", 1.8, 2.0, "x", "exact"),
        ("ranging from 8 FPS up to 45 FPS", 8, 45, "FPS", "up_to"),
        ("within two to four seconds", 2, 4, "s", "up_to"),
        ("67{,}869 tokens/s", 67869, 67869, "tokens/s", "exact"),
        ("1,024 GB", 1024, 1024, "GB", "exact"),
        ("10^5 steps", 1e5, 1e5, "steps", "exact"),
        ("1.2 \\times 10^{5} steps", 1.2e5, 1.2e5, "steps", "exact"),
        ("2^{13} environments", 8192, 8192, "environments", "exact"),
        ("over 13 billion parameters", 13, 13, "billion parameters", "at_least"),
        ("84 TFLOPs", 84, 84, "TFLOPS", "exact"),
        ("200 GPU hours", 200, 200, "GPU-hours", "exact"),
        ("costs $20 in all", 20, 20, "$", "exact"),
        ("up to around 3%", 3, 3, "%", "up_to"),
        ("by a factor of 3 to 5", 3, 5, "x", "exact"),
        ("by a factor of 1.7-2.4", 1.7, 2.4, "x", "exact"),
        ("memory never exceeds 9 GB", 9, 9, "GB", "up_to"),
        ("efficiency never drops below 70%", 70, 70, "%", "at_least"),
        ("it costs 3 ms at most", 3, 3, "ms", "up_to"),
        ("it costs 3 ms or less", 3, 3, "ms", "up_to"),
        ("it costs 3 ms, at most", 3, 3, "ms", "up_to"),
        ("it costs 3 ms, at least for small inputs", 3, 3, "ms", "exact"),
        ("2 orders of magnitude faster", 100, 100, "x", "exact"),
        ("1-2 orders of magnitude", 10, 100, "x", "exact"),
        ("by 2 to 3 orders of magnitude", 100, 1000, "x", "exact"),
        ("up to 3 orders of magnitude", 1000, 1000, "x", "up_to"),
        ("2+ orders of magnitude", 100, 100, "x", "at_least"),
        ("3 orders of magnets", 3, 3, "", "exact"),
        ("a speedup of 12 over L", 12, 12, "x", "exact"),
        ("a speedup of up to 12.", 12, 12, "x", "up_to"),
        ("a speedup between 2 and 5 on L", 2, 5, "x", "exact"),
        ("speedups ranging from 2 to 5 (on L)", 2, 5, "x", "exact"),
        ("a speed-up of two to three over L", 2, 3, "x", "exact"),
        ("accelerations of 2.1 in all", 2.1, 2.1, "x", "exact"),
        ("an acceleration of 5 g", 5, 5, "", "exact"),
        ("a speedup of 12%", 12, 12, "%", "exact"),
        ("a speedup of 12 ms", 12, 12, "ms", "exact"),
        ("a speedup of 12 GPUs", 12, 12, "", "exact"),
        ("a speedup on 12 GPUs", 12, 12, "", "exact"),
        ("1.2 million requests per second", 1.2, 1.2, "million requests per second", "exact"),
        ("1.2 million requests in all", 1.2, 1.2, "million", "exact"),
        ("5M queries/s", 5, 5, "M queries/s", "exact"),
        ("11 trained images per second", 11, 11, "trained images per second", "exact"),
        ("5 more requests per second", 5, 5, "", "exact"),
        ("6 million per second", 6, 6, "million per second", "exact"),
        ("45K IOPS", 45, 45, "K IOPS", "exact"),
        ("45K IOs", 45, 45, "K", "exact"),
        ("300 MMACs", 300, 300, "MMACs", "exact"),
        ("300M FLOPs", 300, 300, "M FLOPs", "exact"),
        ("300M MAC addresses", 300, 300, "M", "exact"),
        ("2.3 GTEPS", 2.3, 2.3, "GTEPS", "exact"),
        ("12 Mops", 12, 12, "Mops", "exact"),
        ("12 shops", 12, 12, "", "exact"),
        ("1.1 exaflops", 1.1, 1.1, "EFLOPS", "exact"),
        ("502 petaFLOP/s", 502, 502, "PFLOPS", "exact"),
        ("5 teraflops per second", 5, 5, "TFLOPS", "exact"),
        ("20.4 TFLOPS/W", 20.4, 20.4, "TFLOPS/W", "exact"),
        ("5 bits/s/Hz", 5, 5, "bits/s/Hz", "exact"),
        ("2.5\\texttimes faster", 2.5, 2.5, "x", "exact"),
        ("2.5\\text faster", 2.5, 2.5, "", "exact"),
        ("up to         2.5    x  faster", 2.5, 2.5, "x", "up_to"),
        ("it takes some 40 ms", 40, 40, "ms", "about"),
        ("bounded by 15 GB", 15, 15, "GB", "up_to"),
    ],
)
def test_one_number(text: str, low: float, high: float, unit: str, bound: str) -> None:
    ((found_low, found_high, *rest),) = said(text)
    assert (found_low, found_high) == pytest.approx((low, high))
    assert rest == [unit, bound]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("5.8x/3.7x faster on the GPU/CPU", [(5.8, 5.8, "x", "exact"), (3.7, 3.7, "x", "exact")]),
        ("41-137times, 631-1074times speedup", [(41, 137, "x", "exact"), (631, 1074, "x", "exact")]),
        ("12, 20, 33 and 39X", [(v, v, "x", "exact") for v in (12, 20, 33, 39)]),
        ("by factors of 30 and 2.5", [(30, 30, "x", "exact"), (2.5, 2.5, "x", "exact")]),
        (
            "up to 2x higher throughput, 30 to 50% less traffic",
            [(2, 2, "x", "up_to"), (30, 50, "%", "exact")],
        ),
        ("speed-ups of 3.2, 4.5 and 6.7 on", [(v, v, "x", "exact") for v in (3.2, 4.5, 6.7)]),
        ("a speedup in 3 of 5 cases", [(3, 3, "", "exact"), (5, 5, "", "exact")]),
        (
            "an 11x speedup from 32 to 512 cores",
            [(11, 11, "x", "exact"), (32, 32, "", "exact"), (512, 512, "", "exact")],
        ),
        ("by 2 and 3 orders of magnitude", [(100, 100, "x", "exact"), (1000, 1000, "x", "exact")]),
        ("3 of 5 requests/s", [(3, 3, "", "exact"), (5, 5, "requests/s", "exact")]),
        ("        1.35x  and         1.42x", [(1.35, 1.35, "x", "exact"), (1.42, 1.42, "x", "exact")]),
        ("$ 1.35 \\times$ and $ 1.4 $", [(1.35, 1.35, "x", "exact"), (1.4, 1.4, "", "exact")]),
        ("25 minutes, at least 6x less", [(25, 25, "min", "exact"), (6, 6, "x", "at_least")]),
        ("1-two of them", [(1, 2, "", "exact")]),
        ("from 42 s to 11 s", [(42, 42, "s", "exact"), (11, 11, "s", "exact")]),
        ("from 10--20 minutes to 6 s", [(10, 20, "min", "exact"), (6, 6, "s", "exact")]),
        ("1.2x (up to 2.5x) and 1.3x", [(1.2, 1.2, "x", "exact"), (2.5, 2.5, "x", "up_to"), (1.3, 1.3, "x", "exact")]),
        ("up to 2x (on A) and 3x on B", [(2, 2, "x", "up_to"), (3, 3, "x", "up_to")]),
        ("up to 277 FPS on A and 583 FPS on B", [(277, 277, "FPS", "up_to"), (583, 583, "FPS", "up_to")]),
        (
            "lowers latency by up to 7x and raises throughput by 2x",
            [(7, 7, "x", "up_to"), (2, 2, "x", "exact")],
        ),
        ("256 times 256 pixels", [(256, 256, "", "exact"), (256, 256, "pixels", "exact")]),
        ("GPT-4, ResNet-50, FP16 and 3D", []),
        ("behind a van of type X3", []),
        ("behind a van of type x3", [(3, 3, "x", "exact")]),
    ],
)
def test_several_numbers(text: str, numbers: list[tuple[float, float, str, str]]) -> None:
    assert said(text) == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("by \\textbf{1.35x} or \\emph{2 ms}", ["\\textbf{1.35x}", "\\emph{2 ms}"]),
        ("$\\mathbf{2.3}\\times$ and $\\mathbf{4\\times}$", ["\\mathbf{2.3}\\times$", "\\mathbf{4\\times}"]),
        ("\\textit{\\textbf{41\\%}} less", ["\\textit{\\textbf{41\\%}}"]),
        ("\\textbf{2x faster}, \\textbf{only 3x}", ["2x", "3x"]),
        ("E^{2}GAN", ["2"]),
        ("by   2   ms", ["2   ms"]),
    ],
)
def test_a_number_stands_where_it_is_written(text: str, numbers: list[str]) -> None:
    assert [text[n.start : n.end] for n in find_quantities(text)] == numbers


PIECES = st.sampled_from(
    ["1", "23", "4.5", "x", "%", " ", "-", "--", "to", "and", "$", "\\times", "^", "{", "}", "(", ")", ",", ".", "GPT-"]
) | st.sampled_from(
    [
        "sim",
        "up to ",
        "orders of magnitude",
        "two ",
        "FPS",
        "ms",
        "from ",
        "e5",
        "/",
        "  ",
        "a speedup of ",
        "\\textbf{",
        "٣",
        "10^",
        "±",
        "mm2",
        "H100 h",
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=60))
def test_every_digit_lies_in_exactly_one_number(text: str) -> None:
    numbers = list(find_quantities(text))
    for before, after in pairwise(numbers):
        assert before.end <= after.start
    covered = {place for n in numbers for place in range(n.start, n.end)}
    assert {place for place, letter in enumerate(text) if letter.isdecimal()} <= covered
    for n in numbers:
        assert _is_sound(n, text), n


def _is_sound(n: Number, text: str) -> bool:
    return 0 <= n.start < n.end <= len(text) and n.start <= n.value_end <= n.end and n.low <= n.high


@pytest.mark.parametrize(
    "piece",
    [
        "9",
        "(",
        "x ",
        "1 ",
        "1,",
        "1-",
        "1^",
        "$1$",
        "up to ",
        "1.2x and ",
        "one to ",
        "1e5",
        "of the ",
        "{,}",
        "±1",
        "  ",
        "1 speedup of ",
        "a speedup of 1, ",
        "1 bad ",
        "ab-",
    ],
)
def test_time_is_linear(piece: str) -> None:
    assert_linear(lambda text: list(find_quantities(text)), piece, 10_000, 160_000)
