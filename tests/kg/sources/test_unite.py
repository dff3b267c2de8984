"""Copies of one paper."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.sources import Copy, read_copies, read_papers, united
from schemas import Paper, title_paper_id
from tests.kg.sources.reading import no_problem
from tests.shared import shared


def paper(title: str, arxiv: str | None = None, **fields: object) -> Paper:
    return Paper.model_validate({"id": f"arxiv:{arxiv}" if arxiv else title_paper_id(title), "title": title, **fields})


papers = st.builds(
    lambda title, arxiv, abstract, authors, published, url, source: paper(
        title, arxiv, abstract=abstract, authors=authors, published=published, url=url, sources=(source,)
    ),
    st.sampled_from(["Foo Net", "foo net", "Foo  Net", "Bar", "BAR", "Baz", "Qux"]),
    st.sampled_from([None, None, "2501.00001", "2501.00002", "2501.00003"]),
    st.sampled_from(["", "It is fast.", "It is  fast.", "It is\nfast.", "It is very fast."]),
    st.sampled_from([(), ("Jane Doe",), ("J. Doe", "R. Roe")]),
    st.sampled_from([None, "2025", "2025-06", "2025-06-30", "2024-12"]),
    st.sampled_from([None, "https://a.example", "https://b.example"]),
    st.sampled_from(["a.txt", "b.txt"]),
)


def unite(some: Iterable[Paper | Copy]) -> list[Copy]:
    with united(one if isinstance(one, Copy) else Copy.of(one) for one in some) as distinct:
        assert len(list(distinct)) == len(distinct)
        return list(distinct)


def test_shared_keys_join_over_a_third() -> None:
    copies = [
        paper("Foo", "2501.00001", sources=("a",)),
        paper("Foo Net", "2501.00001", abstract="It is fast.", sources=("b",)),
        paper("foo net!", published="2025", sources=("c",)),
    ]
    (one,) = unite(copies)
    assert one.paper == paper(
        "foo net!", "2501.00001", abstract="It is fast.", published="2025", sources=("a", "b", "c")
    )
    assert one.keys == {"arxiv:2501.00001", title_paper_id("Foo"), title_paper_id("Foo Net")}


@pytest.mark.parametrize(
    ("one", "other"), [("FooNet-2", "FooNet-3"), ("Foo 4090", "Foo 4080"), ("C", "C Sharp")], ids=str
)
def test_look_alike_titles_stay_apart(one: str, other: str) -> None:
    assert len(unite([paper(one), paper(other)])) == 2


@given(st.lists(papers, max_size=8), st.randoms(use_true_random=False))
def test_order_does_not_matter(some: list[Paper], random: st.DataObject) -> None:
    shuffled = list(some)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert unite(shuffled) == unite(some)


@given(st.lists(papers, max_size=8), st.integers(0, 8))
def test_in_two_steps_or_in_one(some: list[Paper], cut: int) -> None:
    first = unite(some[:cut])
    assert unite([*first, *some[cut:]]) == unite(some)


@given(st.lists(papers, max_size=8))
def test_all_keys_and_sources_are_kept_once(some: list[Paper]) -> None:
    result = unite(some)
    assert [copy.paper.id for copy in result] == sorted(copy.paper.id for copy in result)
    keys = [key for copy in result for key in copy.keys]
    assert len(keys) == len(set(keys))
    assert set(keys) == {key for one in some for key in Copy.of(one).keys}


def test_the_seeds_give_496_listings_and_398_papers() -> None:
    seeds = sorted(shared("seeds").glob("*.txt"))
    assert len(list(read_copies(seeds, report=no_problem))) == 496
    distinct = list(read_papers(seeds, report=no_problem))
    assert len(distinct) == 398
    assert all(one.abstract for one in distinct)
    assert distinct == list(read_papers(reversed(seeds), report=no_problem))
