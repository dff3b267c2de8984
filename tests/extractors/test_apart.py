"""How models are fitted on annotated papers and on invented ones that are set apart."""

from extractors.train.apart import COPIES, fit_apart


def test_what_is_peculiar_to_invented_papers_stays_out_of_the_model() -> None:
    invented = [(["shape=camel"], "main"), (["shape=lower"], "other"), (["shape=caps"], "part")] * 20
    model = fit_apart([], invented, strength=1)
    assert set(model.weights) == {"shape=camel", "shape=lower", "shape=caps"}
    assert model.probabilities(["shape=camel"])["main"] > model.probabilities(["shape=lower"])["main"]


def test_annotated_papers_decide_where_invented_ones_differ() -> None:
    annotated = [(["shape=camel"], "main"), (["shape=lower"], "other")] * 10
    opposite = [(["shape=camel"], "other"), (["shape=lower"], "main")] * 10 * COPIES
    model = fit_apart(annotated, opposite, strength=1)
    assert model.probabilities(["shape=camel"])["main"] > 0.5
