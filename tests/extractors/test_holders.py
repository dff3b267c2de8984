"""Who holds a number by the structure of its sentence, and what a paper without a main contribution is about."""

from dataclasses import replace

import pytest

from extractors.relate.holders import holder, pair_of
from extractors.relate.numeric import lay_out
from extractors.relate.scene import NOBODY, Scene, Stated, subject_candidates, topic_of
from extractors.relate.subjects import subject_features
from tests.extractors.test_numeric_claims import reading

FOO, BAR, BAZ = "method/foonet", "method/barnet", "method/baznet"


def held(sentence: str) -> list[tuple[str, ...]]:
    """For each number of a sentence the rule by which it is held and the names that hold it, or who does instead."""
    line = lay_out(reading(sentence)).lines[1]
    found: list[tuple[str, ...]] = []
    for index in line.numbers:
        by = holder(line, index)
        names = [spot.entity.partition("/")[2] for place in by.places if (spot := line.tokens[place].spot)]
        found.append((by.rule, *(names or [by.kind])))
    return found


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("FooNet needs 3 ms, compared to BarNet's 5 ms.", [("acts", "foonet"), ("owns", "barnet")]),
        ("It is as good as BarNet (5 ms).", [("bracket", "barnet")]),
        ("FooNet needs 3 ms versus 5 ms for BarNet.", [("acts", "foonet"), ("of-for", "barnet")]),
        ("Values are 3 ms (FooNet) and 5 ms (BarNet).", [("of-(", "foonet"), ("of-(", "barnet")]),
        ("FooNet takes 3 ms, BarNet 5 ms.", [("acts", "foonet"), ("gapped", "barnet")]),
        ("Compared to BarNet, FooNet cuts latency from 5 ms to 3 ms.", [("rival", "barnet"), ("acts", "foonet")]),
        ("FooNet improves BarNet by 3 points, from 70% to 73%.", [("acts", "foonet"), ("rival", "barnet")]),
        ("We present FooNet, a network of 3 ms.", [("presented", "foonet")]),
        ("Needing only 3 ms, FooNet is fast.", [("later", "foonet")]),
    ],
)
def test_numbers_are_held(sentence: str, expected: list[tuple[str, ...]]) -> None:
    assert held(sentence)[: len(expected)] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("FooNet saves 20% and BarNet saves 30%.", [("acts", "foonet"), ("acts", "barnet")]),
        ("FooNet and BarNet reach 30 FPS and 60 FPS.", [("acts-ranked", "foonet"), ("acts-ranked", "barnet")]),
        ("With BarNet on the A100, FooNet needs 3 ms.", [("acts", "foonet")]),
        ("FooNet, a design with BarNet inside, needs 3 ms.", [("acts", "foonet")]),
        ("It beats BarNet, which needs 5 ms.", [("acts", "barnet")]),
        ("FooNet allows BarNet to reach 60 FPS.", [("acts", "foonet")]),
        ("The accuracy of BarNet drops by 3%.", [("acts", "other")]),
        ("Our model outperforms BarNet and saves 20%.", [("acts", "our")]),
        ("The model needs 3 ms.", [("acts", "method")]),
        ("On BarNet it saves 20%.", [("acts", "it")]),
        ("FooNet needs 3 ms; latency of 5 ms.", [("acts", "foonet"), ("clause", "none")]),
        ("FooNet needs 3 ms while using 2 GB.", [("acts", "foonet"), ("acts", "foonet")]),
    ],
)
def test_who_acts_holds_a_number(sentence: str, expected: list[tuple[str, ...]]) -> None:
    assert held(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It needs 3 ms v.s. 5 ms.", ["first", "vs"]),
        ("It needs less than 3 ms.", [""]),
        ("It is faster than 3 ms.", [""]),
        ("Latency falls from 5 ms to 3 ms.", ["from", "to"]),
    ],
)
def test_bounds_are_no_pairs(sentence: str, expected: list[str]) -> None:
    line = lay_out(reading(sentence)).lines[1]
    assert [pair_of(line, index) for index in line.numbers] == expected


def without_main(abstract: str, title: str = "Networks that fit") -> Scene:
    return lay_out(replace(reading(abstract, title), main=None, introduced=()))


@pytest.mark.parametrize(
    ("abstract", "topic"),
    [
        ("Nets are slow. FooNet keeps its weights on chip. It beats BarNet by 2x.", FOO),
        ("Nets such as BarNet are slow. Our tool, FooNet, is not.", FOO),
        ("A chip called BarNet is described.", BAR),
        ("Nets are slow, like BarNet and BazNet.", None),
        ("We measure 3 ms.", None),
    ],
)
def test_what_a_paper_without_a_main_contribution_is_about(abstract: str, topic: str | None) -> None:
    assert topic_of(without_main(abstract))[0] == topic


def test_the_topic_is_a_candidate_from_any_distance() -> None:
    scene = without_main("FooNet keeps weights. Nets are slow. They need power. They need time. Latency is 3 ms.")
    last = len(scene.lines) - 1
    stated = Stated(last, scene.lines[last].numbers[0], "measurement")
    candidates = subject_candidates(scene, stated)
    assert candidates == [FOO, NOBODY]
    assert "topic=True:3" in subject_features(scene, stated, candidates)[FOO]


def test_features_tell_the_holder_from_the_others() -> None:
    scene = lay_out(reading("FooNet needs 3 ms, BarNet 5 ms."))
    line = scene.lines[1]
    stated = Stated(1, line.numbers[1], "measurement")
    found = subject_features(scene, stated, [FOO, BAR, BAZ, NOBODY])
    assert [("held=this" in found[name], "held=other" in found[name]) for name in (FOO, BAR, BAZ, NOBODY)] == [
        (False, True),
        (True, False),
        (False, True),
        (False, True),
    ]
