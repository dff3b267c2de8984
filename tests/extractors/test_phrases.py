"""What a number is said to be a number of, in the words of its sentence."""

import pytest

from extractors.relate.numeric import lay_out
from extractors.relate.phrases import aspect, metric
from tests.extractors.test_numeric_claims import reading


def metrics(sentence: str) -> list[str | None]:
    """The metric of each number of a sentence."""
    read = reading(sentence)
    line = lay_out(read).lines[1]
    return [metric(line, index, read.texts["abstract"]) for index in line.numbers]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("FooNet has a PSNR of 31.2 dB.", ["PSNR"]),
        ("FooNet reaches 93% top-1 accuracy.", ["top-1 accuracy"]),
        ("It keeps a scaling efficiency of 91%.", ["scaling efficiency"]),
        ("On FooSet, latency drops from 3 ms to 1 ms.", ["latency", "time"]),
        ("The error rate ranges from 3% to 5%.", ["error rate"]),
        ("They yield an average accuracy of 97%.", ["average accuracy"]),
        # neither a verb nor a name is a metric: the unit tells
        ("It runs at 74 FPS.", ["frame rate"]),
        ("FooNet decodes over 60 tokens/s.", ["throughput"]),
        ("FooNet serves 3,900 tokens/s with BarNet.", ["throughput"]),
        ("FooNet reads 12 GB/s.", ["bandwidth"]),
        ("A policy trained for 40 minutes reaches a success rate of 93%.", ["time", "success rate"]),
        ("FooNet, 0.92, BarNet.", [None]),
    ],
)
def test_what_is_measured(sentence: str, expected: list[str | None]) -> None:
    assert metrics(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("FooNet gives 2.5x faster rendering.", "rendering"),
        ("Energy per token falls by 40%.", "Energy per token"),
        ("It is 3x faster than BarNet.", None),
    ],
)
def test_what_a_change_is_of(sentence: str, expected: str | None) -> None:
    read = reading(sentence)
    line = lay_out(read).lines[1]
    assert aspect(line, line.numbers[0], read.texts["abstract"]) == expected
