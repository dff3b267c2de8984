"""Which setting a number has by the place of both in a sentence, and how sentences take up what was named before."""

import pytest

from extractors.relate.line import Line
from extractors.relate.numeric import lay_out
from extractors.relate.scene import Stated, ranked, setting_candidates, stations
from extractors.relate.settings import governed, references, setting_features
from schemas import EntityType
from tests.extractors.test_numeric_claims import reading


def laid_out(sentence: str) -> Line:
    return lay_out(reading(sentence)).lines[1]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It takes 2 s on an A100 and 3 s on an RTX 4090.", [("coming", 0), ("ends", 1)]),
        ("On an A100 it takes 2 s, on an RTX 4090 3 s.", [("opens", 0), ("past", 1)]),
        ("On an A100 it takes 2 s on average and needs 3 GB.", [("past", 0), ("past", 0)]),
        ("On an A100 (2 s) and an RTX 4090 (3 s) it is fast.", [("bracket", 0), ("bracket", 1)]),
        ("It scales to 50% and reaches 48% (A100) and 40% (RTX 4090).", [("coming", 0), ("label", 0), ("label", 1)]),
        ("It takes 2 s.", [("", None)]),
    ],
)
def test_numbers_have_the_setting_that_their_sentence_gives_them(
    sentence: str, expected: list[tuple[str, int | None]]
) -> None:
    line = laid_out(sentence)
    rows = stations(line, line.spots[0]) if line.spots else []
    found = [governed(line, number, rows) for number in line.numbers]
    assert [(rule.split(":")[0], rows.index(row) if row else None) for rule, row in found] == expected


@pytest.mark.parametrize(
    ("sentence", "kind", "expected"),
    [
        ("It takes 2 s on the same card.", "hardware", ["same"]),
        ("It takes 2 s on both machines.", "hardware", ["all"]),
        ("It takes 2 s on the second machine.", "hardware", ["one"]),
        ("It takes 2 s on the former and 3 s on the latter.", "hardware", ["former", "latter"]),
        ("It takes 2 s on a machine.", "hardware", []),
        ("The same holds for 2 s.", "hardware", []),
        ("It reaches 71% averaged over the three benchmarks.", "dataset", ["all"]),
        ("It reaches 71% on the former dataset.", "dataset", ["former"]),
        ("It reaches 71% on the former dataset.", "hardware", []),
        ("It needs 46 MB on the same scenes.", "dataset", ["same"]),
        ("It needs 46 MB on the same scenes.", "hardware", []),
    ],
)
def test_how_what_was_named_before_is_taken_up(sentence: str, kind: EntityType, expected: list[str]) -> None:
    assert [said for _, said in references(laid_out(sentence), kind)] == expected


@pytest.mark.parametrize(("sentence", "place"), [("the former", "first"), ("the latter", "last")])
def test_former_and_latter_point_into_the_last_list_of_devices(sentence: str, place: str) -> None:
    scene = lay_out(reading(f"We test it on an A100 and an RTX 4090. It takes 2 s on {sentence} card."))
    (number,) = scene.lines[2].numbers
    seen = {
        scene.reading.entities[name].name: set(setting_features(scene, Stated(2, number, "measurement"), name))
        for name in setting_candidates(scene, "hardware")
    }
    pointed = {name for name, features in seen.items() if any(f"&{place}&here=" in feature for feature in features)}
    assert pointed == {"A100" if place == "first" else "RTX 4090"}


def test_ranks_count_the_mention_that_is_nearest() -> None:
    line = laid_out("On RTX 4090 and on A100 it needs 2 s on A100 and 3 s on RTX 4090, saving 4% and 5%, respectively.")
    *_, a100, rtx = line.spots
    *_, four, five = line.numbers
    assert [[ranked(line, number, place) for place in (a100, rtx)] for number in (four, five)] == [
        ["same", "other"],
        ["other", "same"],
    ]


def test_a_pair_of_values_is_no_list() -> None:
    scene = lay_out(reading("It goes from 3 s to 2 s on A100 and RTX 4090."))
    (number, _) = scene.lines[1].numbers
    seen = [
        list(setting_features(scene, Stated(1, number, "measurement"), name))
        for name in setting_candidates(scene, "hardware")
    ]
    assert not any("parallel=same" in features or "parallel=other" in features for features in seen)
