"""Fitting among classes and among candidates; needs scipy, which comes with the extra ``train``."""

import pytest

pytest.importorskip("scipy", reason="fitting needs the extra train")

from extractors.train.softmax import fit_choice, fit_classes


def test_classes_are_told_by_their_features() -> None:
    rows = [(["red", "round"], "apple"), (["yellow", "long"], "banana"), (["green", "round"], "pear")] * 5
    model = fit_classes(rows, strength=10.0)
    for features, label in rows:
        found = model.probabilities(features)
        assert max(found, key=lambda name: found[name]) == label
        assert sum(found.values()) == pytest.approx(1)


def test_a_choice_learns_what_sets_the_right_candidate_apart() -> None:
    groups = [
        [(["near", "bold"], True), (["far", "bold"], False)],
        [(["near"], True), (["far"], False), (["far", "bold"], False)],
    ] * 5
    model = fit_choice(groups, strength=10.0)
    assert model.probabilities(["near"])["yes"] > 0.8 > 0.2 > model.probabilities(["far"])["yes"]
    assert model.probabilities(["bold"])["yes"] == pytest.approx(0.5, abs=0.2)


def test_rare_features_and_examples_without_a_right_candidate_are_left_out() -> None:
    groups = [[(["a"], True), (["b"], False)], [(["a"], True), (["b"], False)], [(["once"], True), (["b"], False)]]
    model = fit_choice([*groups, [(["b"], False)]], strength=1.0)
    assert set(model.weights) == {"a", "b"}


def test_the_same_rows_give_the_same_bytes() -> None:
    rows = [(["x", "y"], "one"), (["y", "z"], "two"), (["x"], "one"), (["z"], "two")]
    assert fit_classes(rows, strength=1.0).to_json() == fit_classes(rows, strength=1.0).to_json()
