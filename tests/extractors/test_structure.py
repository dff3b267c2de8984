"""The structure between numbers and names of a sentence: comparisons, lists, brackets, pairs and who acts."""

import pytest

from extractors.relate.compared import actor, comparisons, order_in, own_comparison, pair_role
from extractors.relate.line import Line
from extractors.relate.numeric import lay_out
from extractors.relate.scene import owner_of, ranked, rival, stations
from tests.extractors.test_numeric_claims import reading


def laid_out(sentence: str) -> Line:
    return lay_out(reading(sentence)).lines[1]


def at(line: Line, name: str) -> int:
    """The token that names something."""
    return next(i for i in line.spots if (spot := line.tokens[i].spot) and spot.entity.endswith(name))


@pytest.mark.parametrize(
    ("sentence", "name", "expected"),
    [
        ("It is 2x faster than an A100.", "a100", True),
        ("It is 2x faster than BarNet on an A100.", "barnet", True),
        ("It is 2x faster than BarNet on an A100.", "a100", False),
        ("It gains 2% over BarNet on ImageNet.", "imagenet", False),
        ("It runs at 60 FPS on an A100.", "a100", False),
    ],
)
def test_who_is_compared_with(sentence: str, name: str, expected: bool) -> None:
    line = laid_out(sentence)
    assert rival(line, at(line, name)) is expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It is 2x faster than BarNet and BazNet.", [("than", 2)]),
        ("Compared to BarNet, FooNet is 2x faster.", [("compared", 1)]),
        ("It takes 3 ms, over 2x less than BarNet.", [("than", 1)]),  # "over" bounds the number
        ("It is 2x faster on an A100.", []),
    ],
)
def test_comparing_words_and_the_parts_of_their_phrases(sentence: str, expected: list[tuple[str, int]]) -> None:
    line = laid_out(sentence)
    assert [(line.text(found.cue), len(found.parts)) for found in comparisons(line)] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It is 2x faster than BarNet.", ["ahead"]),
        ("Compared to BarNet, it is 2x faster and saves 20% of memory.", ["led0", "led1"]),
        ("It is 2x faster.", ["none"]),
    ],
)
def test_how_a_number_is_tied_to_a_comparison(sentence: str, expected: list[str]) -> None:
    line = laid_out(sentence)
    assert [own_comparison(line, number)[0] for number in line.numbers] == expected


def test_numbers_meet_the_parts_of_a_comparison_by_rank() -> None:
    line = laid_out("It is 2x and 3x faster than BarNet and BazNet, respectively.")
    (phrase,) = comparisons(line)
    orders = [[order_in(line, number, phrase, place) for place in line.spots] for number in line.numbers]
    assert orders == [["same", "other"], ["other", "same"]]
    line = laid_out("It is 2x faster than BarNet and BazNet.")
    (phrase,) = comparisons(line)
    assert {order_in(line, line.numbers[0], phrase, place) for place in line.spots} == {"all"}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It runs 2x and 3x faster on A100 and RTX 4090.", [["same", "other"], ["other", "same"]]),
        ("It is 2x/3x and 4x/5x faster on A100 and RTX 4090.", [["same", "other"], ["other", "same"]] * 2),
        ("It runs 2x faster on A100 and RTX 4090.", [["none", "none"]]),
    ],
)
def test_numbers_meet_settings_by_rank(sentence: str, expected: list[list[str]]) -> None:
    line = laid_out(sentence)
    assert [[ranked(line, number, place) for place in line.spots] for number in line.numbers] == expected


def test_brackets_belong_to_the_setting_before_them() -> None:
    line = laid_out("On an A100 (from 2 s to 1 s) and RTX 4090 (from 4 s to 3 s) it is fast, for 9 s.")
    rows = stations(line, line.spots[0])
    a100, rtx = line.spots
    assert [owner_of(line, number, rows) for number in line.numbers] == [a100, a100, rtx, rtx, None]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It goes from 5 ms to 3 ms.", ["from", "to"]),
        ("It needs 5 ms vs. 3 ms.", ["first", "vs"]),
        ("It runs at 60 FPS, compared to 30 FPS before.", ["", "vs"]),
        ("It is faster by up to 3x.", [""]),
    ],
)
def test_values_of_a_pair(sentence: str, expected: list[str]) -> None:
    line = laid_out(sentence)
    assert [pair_role(line, number) for number in line.numbers] == expected


def test_who_acts() -> None:
    line = laid_out("FooNet renders 2x faster, while BarNet is 3x slower.")
    assert [actor(line, number) for number in line.numbers] == [at(line, "foonet"), at(line, "barnet")]
    line = laid_out("On BarNet it is 3x faster.")
    (number,) = line.numbers
    found = actor(line, number)
    assert found is not None
    assert line.text(found) == "it"
