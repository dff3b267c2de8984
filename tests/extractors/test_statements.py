"""What a number is a number of, told by structure alone."""

import pytest

from extractors.reading import Reading, Sentence
from extractors.relate.line import Line
from extractors.relate.numeric import lay_out
from extractors.relate.statements import hinted_type, leaning, pulled
from extractors.relate.things import kinds_alike, thing
from extractors.relate.topics import finer_class
from schemas import Paper
from tests.extractors.test_numeric_claims import reading


def line_of(text: str) -> Line:
    paper = Paper(id="toy", title="Toy", abstract=text)
    place = Sentence("abstract", 0, len(text), 1)
    return lay_out(Reading(paper, {"title": "Toy", "abstract": text}, (place,), (), {})).lines[0]


def kinds(text: str) -> list[str]:
    line = line_of(text)
    return [thing(line, index)[3] for index in line.numbers]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It needs 3x less memory traffic.", ["communication"]),
        ("It reduces energy by up to 39% in prefill and 48% in decode.", ["energy", "energy"]),
        ("It cuts memory and traffic by 2x and 3x.", ["memory", "communication"]),
        ("We see 2x and 3x gains in throughput and energy efficiency.", ["speed", "energy"]),
        ("The communication cost is lowered by 70%.", ["communication"]),
        ("The price falls by 70%.", ["cost"]),
        ("It gains 4%.", [""]),
        ("On two large datasets, our method shows 7x better results.", [""]),
        ("It halts 3x sooner.", ["speed"]),
        ("It needs 50% less communication time.", ["time"]),
        ("The core hours fall by 40%.", ["cost"]),
        ("It serves 2x more frames per second.", ["speed"]),
        ("It takes 8 s instead of 32 s (4x).", ["", "", "time"]),
        ("It reaches a throughput of 900 tokens/s, 4x higher than before.", ["speed", "speed"]),
        ("It gives 3x/4x energy/latency gains on one and 5x/6x on the other.", ["energy", "time", "energy", "time"]),
        ("It saves 4x energy and 6x time there, and 5x/7x here.", ["energy", "time", "energy", "time"]),
        ("It outperforms lightweight memory pools by 3x.", [""]),
        ("It trains 5x larger models.", ["capacity"]),
        ("It improves many models by 5%.", [""]),
        ("It runs 2x faster iterations.", ["speed"]),
        ("Memory is reduced by 30%, reducing by 20% the traffic.", ["memory", "communication"]),
        ("The miss rate falls by 3%.", ["rate"]),
        ("It gains 2x (up to 4x) in throughput and 3x (up to 5x) in energy.", ["speed", "speed", "energy", "energy"]),
        ("It brings a 40% improvement on energy.", ["energy"]),
        ("It gains 2x on energy.", [""]),
        ("It cuts the memory of the 12B model by 3x.", ["memory", "memory"]),
        ("It cuts the memory held 5 ms by 3x.", ["memory", ""]),
    ],
)
def test_what_a_number_is_of(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


def test_labels_of_one_type_are_added() -> None:
    hints = {"none": 0.4, "speedup-gain": 0.3, "speedup-cut": 0.25, "measurement": 0.05}
    name, probability = hinted_type(hints)
    assert name == "speedup"
    assert probability == pytest.approx(0.55)
    assert hinted_type({}) == ("", 0.0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The error falls and the accuracy rises; latency is as before.", "quality"),
        ("Latency and throughput are better, as is the speed, at one accuracy.", "speed"),
        ("Latency is better, and so is the accuracy.", "both"),
        ("We study a problem.", "neither"),
    ],
)
def test_what_an_abstract_speaks_of(text: str, expected: str) -> None:
    assert leaning(text) == expected


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("B parameters", "params"),
        ("tokens/s", "rate"),
        ("mAP", "metric"),
        ("bits", "bits"),
        ("ms", "time"),
        ("", "none"),
    ],
)
def test_units_told_apart(unit: str, expected: str) -> None:
    assert finer_class(unit) == expected


def test_the_verb_that_takes_a_number_points_up_or_down() -> None:
    line = line_of("It works by eliminating about 75% of the traffic.")
    assert pulled(line, line.numbers[0]) == "down"


def test_a_device_within_a_unit_leaves_the_number_its_place() -> None:
    line = lay_out(reading("Fitting FooNet took 40 A100 hours.")).lines[1]
    number = line.tokens[line.numbers[0]].number
    assert number is not None
    assert (number.low, number.unit) == (40, "GPU-hours")
    assert "HARDWARE" in [line.text(index) for index in line.spots]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It gives 2x lower latency and 3x higher throughput.", "same"),
        ("It gives 2x lower latency and 3x less energy.", "other: energy"),
        ("It has 3 rooms with 2x lower latency.", "second"),
        ("It has 3 rooms and 4 doors.", ""),
    ],
)
def test_whether_two_numbers_are_of_one_kind(text: str, expected: str) -> None:
    line = line_of(text)
    assert kinds_alike(line, *line.numbers) == expected
