"""What a number is a number of, told by structure alone."""

import pytest

from extractors.reading import Reading, Sentence
from extractors.relate.numeric import lay_out
from extractors.relate.statements import chain, hinted_type, thing
from schemas import Paper


def kinds(text: str) -> list[str]:
    paper = Paper(id="toy", title="Toy", abstract=text)
    place = Sentence("abstract", 0, len(text), 1)
    line = lay_out(Reading(paper, {"title": "Toy", "abstract": text}, (place,), (), {})).lines[0]
    return [thing(line, index, *chain(line, index))[3] for index in line.numbers]


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
