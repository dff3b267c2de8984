"""Many records become one graph, whatever their order and however often they come."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.merge import Merged, Statement, merge, united_confidence
from kg.projection import project
from schemas import Evidence, Record, SpeedupClaim
from tests.builders import hardware, method, paper, record, speedup
from tests.kg.corpus import corpus, records

RECORDS = st.lists(records(), max_size=5)


@given(RECORDS.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_order_does_not_matter(orders: tuple[list[Record], list[Record]]) -> None:
    assert merge(orders[0]) == merge(orders[1])


@given(RECORDS)
def test_loading_twice_is_loading_once(given_records: list[Record]) -> None:
    assert merge(given_records + given_records) == merge(given_records)


@given(RECORDS)
def test_a_stream_of_json_lines_gives_the_same(given_records: list[Record]) -> None:
    assert merge(map(Record.from_json, map(Record.to_json, given_records))) == merge(given_records)


@given(RECORDS)
def test_ids_are_unique_and_sorted_and_hold_together(given_records: list[Record]) -> None:
    merged = merge(given_records)
    for things in (merged.papers, merged.entities, [claim.claim for claim in merged.claims]):
        ids = [thing.id for thing in things]
        assert ids == sorted(set(ids))
    known = {entity.id for entity in merged.entities}
    for claim in merged.claims:
        assert claim.claim.entity_ids() <= known
        assert list(claim.statements) == sorted(claim.statements, key=lambda statement: statement.place)
        assert claim.claim.confidence >= max(statement.confidence for statement in claim.statements)


def test_no_records_make_nothing() -> None:
    assert merge([]) == Merged()
    assert not project(Merged()).nodes


def test_one_fact_in_two_papers_is_one_claim_with_two_statements() -> None:
    merged = merge(corpus())
    (shared,) = [claim for claim in merged.claims if len(claim.papers) > 1]
    assert shared.papers == ("arxiv:2501.00001", "arxiv:2503.00001")
    assert shared.claim.type == "speedup"
    assert [statement.evidence.text for statement in shared.statements] == [
        "Statement 1 of type speedup.",
        "Statement 2 of type speedup.",
    ]
    assert shared.claim.confidence == pytest.approx(1 - 0.1**2)


def test_unnamed_contributions_of_two_papers_stay_two() -> None:
    claims = [record(paper(f"arxiv:2501.0000{n}"), [speedup(None, 2)]) for n in (1, 2)]
    assert len(merge(claims).claims) == 2


def test_a_fact_stated_twice_in_a_paper_is_one_claim() -> None:
    merged = merge([record(paper(), [speedup("FastFoo", 2, confidence=0.5), speedup("FastFoo", 2, confidence=0.7)])])
    (claim,) = merged.claims
    assert len(claim.statements) == 2
    assert claim.claim.confidence == 0.7
    assert claim.claim.evidence.text == "Statement 1 of type speedup."


def test_wording_that_identity_leaves_out_is_that_of_most_papers() -> None:
    wordings = ["the prior art", "prior state of the art", "prior state of the art", None]
    merged = merge(
        record(paper(f"arxiv:2501.0000{n}"), [speedup("FastFoo", 2, baseline_text=words, aspect=aspect)])
        for n, (words, aspect) in enumerate(
            zip(wordings, ["Training", "training", "Training", "training"], strict=True)
        )
    )
    (claim,) = merged.claims
    assert isinstance(claim.claim, SpeedupClaim)
    assert claim.claim.baseline_text == "prior state of the art"
    assert claim.claim.aspect == "Training"


def test_the_name_most_papers_use_wins_and_all_others_are_aliases() -> None:
    names = ["Fastfoo", "FastFoo", "FastFoo", "FASTFOO"]
    merged = merge(
        record(paper(f"arxiv:2501.0000{n}"), entities=[method(name, "FFoo")]) for n, name in enumerate(names)
    )
    (entity,) = merged.entities
    assert entity.name == "FastFoo"
    assert entity.aliases == ("FASTFOO", "FFoo", "Fastfoo")
    assert entity.mentions == tuple((f"arxiv:2501.0000{n}", 1) for n in range(4))


def test_attributes_in_conflict_are_settled_by_number_then_order() -> None:
    sizes = [40, 80, 80.0]
    merged = merge(
        record(
            paper(f"arxiv:2501.0000{n}"),
            entities=[hardware("Somechip", memory_gb=size, vendor="ABC"[n])],
        )
        for n, size in enumerate(sizes)
    )
    assert merged.entities[0].attributes == {"memory_gb": 80.0, "vendor": "A"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("NVIDIA GeForce RTX 4090", "NVIDIA GeForce RTX 4080"),
        ("NVIDIA GeForce RTX 4090", "NVIDIA GeForce RTX 3090"),
        ("NVIDIA A100", "NVIDIA A10"),
        ("NVIDIA A100 40GB", "NVIDIA A100 80GB"),
        ("NVIDIA H100", "NVIDIA H200"),
        ("LLaMA-2-7B", "LLaMA-2-70B"),
        ("LLaMA-2-7B", "LLaMA 27B"),
        ("FlashAttention-2", "FlashAttention-3"),
        ("CIFAR-10", "CIFAR-100"),
        ("GPT-3", "GPT-4"),
        ("ResNet-50", "ResNet-101"),
        ("C", "C++"),
    ],
)
def test_look_alikes_stay_apart(one: str, other: str) -> None:
    assert len(merge([record(paper(), entities=[method(one), method(other)])]).entities) == 2


def test_of_two_readings_of_a_paper_the_longer_text_counts_and_all_sources() -> None:
    short = record(paper(sources=("b.txt",)), [speedup("FastFoo", 2)])
    long = record(paper(abstract="Much more text. " * 9, sources=("a.txt",)), [])
    merged = merge([short, long])
    assert [source.sources for source in merged.papers] == [("a.txt", "b.txt")]
    assert merged.claims == ()


def test_confidence_unites_the_best_of_each_paper() -> None:
    evidence = Evidence(field="title", start=0, end=1, text="x")
    stated = partial(Statement, evidence=evidence, slots={}, rule="test")
    assert united_confidence([stated("a", confidence=0.4), stated("a", confidence=0.3)]) == 0.4
    assert united_confidence([stated("a", confidence=0.5), stated("b", confidence=0.5)]) == 0.75
    assert united_confidence([stated("a", confidence=1.0), stated("b", confidence=0.1)]) == 1.0
