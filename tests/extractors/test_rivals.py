"""What is compared with: heads and modifiers of comparisons, lists that meet numbers, comparisons that go on."""

from dataclasses import replace

import pytest

from extractors.relate.compared import comparisons, own_comparison
from extractors.relate.line import Line
from extractors.relate.numeric import lay_out
from extractors.relate.rivals import rival_features, rivals_in, said_again, series_of, together, unnamed_rival
from extractors.relate.scene import NOBODY, Decided, Stated, baseline_candidates
from tests.extractors.test_numeric_claims import reading


def laid_out(sentence: str) -> Line:
    return lay_out(reading(sentence)).lines[1]


def called(line: Line, place: int) -> str:
    """The last part of the id of what a token names."""
    spot = line.tokens[place].spot
    assert spot is not None
    return spot.entity.rpartition("/")[2]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It is 2x faster than BarNet.", [{"barnet": "head"}]),
        ("It is 2x faster than BarNet and BazNet.", [{"barnet": "head"}, {"baznet": "head"}]),
        ("It is 2x faster than BarNet's BazNet kernel.", [{"barnet": "head", "baznet": "beside"}]),
        ("It is 2x faster than BarNet's BazNet.", [{"barnet": "beside", "baznet": "head"}]),
        ("It is 2x faster than libraries such as BarNet and BazNet.", [{"barnet": "head"}, {"baznet": "head"}]),
        ("It is 2x faster than the implementation in BarNet.", [{"barnet": "tail"}]),
        ("It takes 3 ms versus 9 ms for BarNet.", [{"barnet": "head"}]),
        ("It is 2x faster than libraries (e.g., BarNet).", [{"barnet": "instance"}]),
        ("It is 2x faster than its rivals, i.e., BarNet and BazNet.", [{"barnet": "head"}, {"baznet": "head"}]),
        ("It is 2x faster than 128 BarNet nodes.", [{"barnet": "head"}]),
        ("It is 2x faster than prior work.", [{}]),
        ("It saves 2x compared to prior work and BarNet.", [{}, {"barnet": "head"}]),
    ],
)
def test_what_mentions_are_in_a_comparison(sentence: str, expected: list[dict[str, str]]) -> None:
    line = laid_out(sentence)
    (phrase,) = comparisons(line)
    roles = [{called(line, place): role for place, role in rival.roles.items()} for rival in rivals_in(line, phrase)]
    assert roles == expected


@pytest.mark.parametrize(
    "sentence", ["It is more than 2x better.", "It needs less than 128 BarNet.", "It is faster than"]
)
def test_than_bounds_a_number_and_compares_with_a_count_of_things(sentence: str) -> None:
    assert len(comparisons(laid_out(sentence))) == (sentence != "It is more than 2x better.")


@pytest.mark.parametrize(
    ("before", "sentence", "expected"),
    [
        ("We compare with BarNet.", "It is 2x faster.", "compared:one"),
        ("Our baseline is BarNet.", "It is 2x faster.", "baseline:one"),
        ("We compare with BarNet and BazNet.", "It is 2x and 3x faster, respectively.", "compared:same"),
        ("It takes 3 ms compared to BarNet.", "It is 2x faster.", "compared#:one"),
        ("We compare with BarNet.", "It is 2x faster than BarNet.", None),
    ],
)
def test_whom_the_sentence_before_sets_up(before: str, sentence: str, expected: str | None) -> None:
    paper = lay_out(reading(f"{before} {sentence}"))
    at = len(paper.lines) - 1
    stated = Stated(at, paper.lines[at].numbers[0], "speedup")
    seen = rival_features(paper, stated, baseline_candidates(paper, stated))["method/barnet"]
    found = {feature.removeprefix("rival:set-up=").rpartition(":")[0] for feature in seen if ":set-up=" in feature}
    assert (expected is None and not found) or any(feature.startswith(f"{expected}:") for feature in found)


def test_what_is_said_again_is_no_rival_of_its_own() -> None:
    line = laid_out("It is 2x faster than BarNet (BazNet).")
    assert [called(line, place) for place in said_again(line)] == ["baznet"]
    plain = reading("It is 2x faster than BarNet (BazNet).")
    spots = tuple(replace(spot, generic=spot.entity == "method/barnet") for spot in plain.spots)
    line = lay_out(replace(plain, spots=spots)).lines[1]
    assert [called(line, place) for place in said_again(line)] == ["barnet"]  # a class and its instance


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It outperforms BarNet by 2x and runs 3x faster than BazNet.", [("by", "barnet"), ("ahead", "baznet")]),
        ("It gains 2x over BarNet.", [("ahead", "barnet")]),
        ("It outperforms BarNet by 2x and BazNet by up to 3x.", [("by", "barnet"), ("by", "baznet")]),
        ("It saves 20% with regard to BarNet and 30% relative to BazNet.", [("ahead", "barnet"), ("ahead", "baznet")]),
        (
            "It outperforms BarNet and BazNet by 2x and 3x with four threads and by 4x and 5x with eight.",
            [("by", "barnet"), ("led1", "barnet"), ("led2", "barnet"), ("led2", "barnet")],
        ),
        ("It runs as fast as BarNet and takes 30% of the memory of BazNet.", [("ahead", "baznet")]),
    ],
)
def test_which_comparison_a_number_has(sentence: str, expected: list[tuple[str, str]]) -> None:
    line = laid_out(sentence)
    found = [own_comparison(line, number) for number in line.numbers]
    named = [(tie, called(line, next(iter(rivals_in(line, own)[0].roles)))) for tie, own in found if own]
    assert named == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It is 2x and up to 3x faster.", [[0], [1]]),
        ("It is 2x/3x and 4x/5x faster.", [[0, 1], [2, 3]]),
        ("It is 2x (small) and 3x (large) faster.", [[0], [1]]),
        ("It is 2x faster and saves 30%.", [[0]]),
        ("It is 2x faster while it saves 3x.", [[0]]),
    ],
)
def test_numbers_in_one_series(sentence: str, expected: list[list[int]]) -> None:
    line = laid_out(sentence)
    groups = series_of(line, line.numbers[0])
    assert [[line.numbers.index(number) for number in group] for group in groups] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It is 2x faster than BarNet and BazNet.", ["barnet", "baznet"]),
        ("It is 2x and 3x faster than BarNet and BazNet, respectively.", ["barnet"]),
        ("It is 2x faster than BarNet.", ["barnet"]),
        ("It improves BarNet by 2x.", None),
    ],
)
def test_what_is_compared_with_together(sentence: str, expected: list[str] | None) -> None:
    line = laid_out(sentence)
    found = together(line, line.numbers[0], line.spots[0])
    named = None if found is None else [called(line, place) for place in found]
    assert named == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It is 2x and 3x faster than BarNet and BazNet.", [["barnet"], ["baznet"]]),
        ("It outperforms BarNet and BazNet by 2x and 3x, respectively.", [["barnet"], ["baznet"]]),
        ("It is 2x faster than BarNet and BazNet.", [["barnet", "baznet"]]),
        ("It is 2x, 3x and 4x faster than BarNet and BazNet.", [["barnet", "baznet"]] * 3),
    ],
)
def test_as_many_numbers_as_names_meet_by_rank(sentence: str, expected: list[list[str]]) -> None:
    scene = lay_out(reading(sentence))
    found = []
    for index in scene.lines[1].numbers:
        stated = Stated(1, index, "speedup")
        left = rival_features(scene, stated, baseline_candidates(scene, stated))
        found.append([name.removeprefix("method/") for name in left if name in ("method/barnet", "method/baznet")])
    assert [sorted(names) for names in found] == expected


def test_what_features_say_of_a_rival_and_of_nobody() -> None:
    scene = lay_out(reading("It is 2x and 3x faster than BarNet and BazNet, respectively."))
    line = scene.lines[1]
    barnet, baznet = (spot.entity for place in line.spots if (spot := line.tokens[place].spot))
    found = rival_features(scene, Stated(1, line.numbers[0], "speedup"), [barnet, baznet, NOBODY])
    assert "rival:head:same:True" in found[barnet]
    assert baznet not in found  # "respectively" gives it to the other number
    assert "rival:heads=head:ahead" in found[NOBODY]


def test_a_comparison_goes_on_from_the_number_before() -> None:
    scene = lay_out(reading("It runs 2x faster than BarNet while using 30% less memory."))
    line = scene.lines[1]
    (barnet,) = (spot.entity for place in line.spots if (spot := line.tokens[place].spot))
    first, second = line.numbers
    before = Decided(first, "speedup", frozenset({NOBODY}), frozenset({barnet}), frozenset())
    found = rival_features(scene, Stated(1, second, "resource", before), [barnet, NOBODY])
    assert any(feature.startswith("rival:on=True:True:False:while") for feature in found[barnet])
    assert any(feature.startswith("rival:on=False:True:True:while") for feature in found[NOBODY])
    alone = rival_features(scene, Stated(1, second, "resource"), [barnet])
    assert not any(feature.startswith("rival:on=") for feature in alone[barnet])


def test_a_variant_may_be_compared_with_the_papers_own() -> None:
    scene = lay_out(reading("BarNet is 2x faster than FooNet."))
    stated = Stated(1, scene.lines[1].numbers[0], "speedup")
    assert set(baseline_candidates(scene, stated)) == {"method/foonet", "method/barnet", NOBODY}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It is 2x faster than the previous best approach on GPUs.", ["previous best approach"]),
        ("It outperforms existing works and is 3x faster.", ["existing works"]),
        ("It saves 20% of the time and 2x of the cost compared to an optimized baseline.", ["optimized baseline"] * 2),
        ("It is 2x and 3x faster than plain loops and hash joins, respectively.", ["plain loops", "hash joins"]),
        ("It is 2x faster than plain loops and hash joins.", ["plain loops and hash joins"]),
        ("It is 2x faster than state-of-the-art (SOTA) solvers.", ["state-of-the-art"]),
        ("It is 2x faster than a tuned BarNet baseline.", ["tuned BarNet baseline"]),
        # a name that was not chosen, a dataset, a share, a clause that has ended, another number
        ("It is 2x faster than BarNet.", [None]),
        ("It gains 2x over ImageNet.", [None]),
        ("It needs 10% of the memory.", [None]),
        ("It is 2x faster, while it keeps its accuracy compared to prior work.", [None]),
        ("It gains 3% in intersection over union.", [None]),
        ("It is 2x faster.", [None]),
    ],
)
def test_what_is_compared_with_and_has_no_name(sentence: str, expected: list[str | None]) -> None:
    line = laid_out(sentence)
    text = reading(sentence).texts["abstract"]
    found = [unnamed_rival(line, index) for index in line.numbers]
    assert [span and text[slice(*span)] for span in found] == expected
