from pathlib import Path

import pytest

from extractors import linear
from extractors.linear import LinearModel


def test_probabilities_sum_to_one_and_follow_the_weights() -> None:
    model = LinearModel(("a", "b", "c"), (0.0, 0.5, 0.0), {"x": (2.0, 0.0, -1.0)})
    found = model.probabilities(["x", "never seen"])
    assert sum(found.values()) == pytest.approx(1)
    assert found["a"] > found["b"] > found["c"]


def test_a_feature_named_twice_counts_once() -> None:
    model = LinearModel(("no", "yes"), (0.0, 0.0), {"over": (-1.0, 1.0)})
    assert model.probabilities(["over", "over"]) == model.probabilities(["over"]) != model.probabilities([])


def test_json_round_trip() -> None:
    model = LinearModel(("no", "yes"), (0.25, -0.25), {'ü"n': (1.0, -1.0), "a": (0.5, 0.0)})
    assert linear.from_json(model.to_json()) == model


def test_a_folder_holds_its_models_by_name(tmp_path: Path) -> None:
    model = LinearModel(("no", "yes"), (0.25, -0.25), {"a": (0.5, 0.0)})
    (tmp_path / "uses.json").write_text(model.to_json(), "utf-8")
    folder = linear.Folder(tmp_path)
    assert folder["uses"] == model
    assert folder["uses"] is folder["uses"]
    with pytest.raises(FileNotFoundError, match=r"nothing\.json"):
        folder["nothing"]


@pytest.mark.parametrize("classes", [("no", "yes"), ("none", "some", "all")])
def test_fitting_learns_what_the_features_say(classes: tuple[str, ...]) -> None:
    pytest.importorskip("sklearn")
    rows = [([f"says={name}", "noise"], name) for name in classes for _ in range(20)]
    model = linear.fit(rows)
    for name in classes:
        found = model.probabilities([f"says={name}"])
        assert max(found, key=lambda key: found[key]) == name
    assert linear.fit(rows).to_json() == model.to_json()
