"""Copies of one paper."""

import json
from collections.abc import Iterable
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.sources import Copy, Problem, read_copies, read_papers, united
from schemas import Paper, title_paper_id
from tests.kg.sources.reading import known_by_title, no_problem
from tests.shared import shared


def paper(title: str, arxiv: str | None = None, **fields: object) -> Paper:
    return Paper.model_validate({"id": f"arxiv:{arxiv}" if arxiv else title_paper_id(title), "title": title, **fields})


papers = st.builds(
    lambda title, arxiv, abstract, version, authors, published, url, source: paper(
        title,
        arxiv,
        abstract=abstract,
        version=version if arxiv else None,
        authors=authors,
        published=published,
        url=url,
        sources=(source,),
    ),
    st.sampled_from(["Foo Net", "foo net", "Foo  Net", "Bar", "BAR", "Baz", "Qux"]),
    st.sampled_from([None, None, "2501.00001", "2501.00002", "2501.00003"]),
    st.sampled_from(["", "It is fast.", "It is  fast.", "It is\nfast.", "It is very fast."]),
    st.sampled_from([None, 1, 2]),
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
        "Foo Net", "2501.00001", abstract="It is fast.", published="2025", sources=("a", "b", "c")
    )
    assert one.keys == {"arxiv:2501.00001", title_paper_id("Foo"), title_paper_id("Foo Net")}


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ({"title": "A Much Longer Title"}, {"title": "Short", "abstract": "Short."}),
        (
            {"title": "Long", "abstract": "It is very fast.", "version": 1},
            {"title": "Foo", "abstract": "Fast.", "version": 2},
        ),
        ({"title": "Long", "abstract": "It is very fast."}, {"title": "Foo", "abstract": "Fast.", "version": 1}),
        ({"title": "Foo", "version": 2}, {"title": "Long", "abstract": "It is fast.", "version": 1}),
        ({"title": "Foo Net", "abstract": "Fast."}, {"title": "Foo", "abstract": "It is very fast."}),
    ],
    ids=str,
)
def test_title_and_abstract_are_of_one_copy(worse: dict[str, object], better: dict[str, object]) -> None:
    best, other = (Paper.model_validate({"id": "arxiv:2501.00001", **fields}) for fields in (better, worse))
    assert [copy.paper for copy in unite([best, other])] == [best] == [copy.paper for copy in unite([other, best])]


def test_a_title_does_not_join_two_ids() -> None:
    one, two, none = (
        paper("Report", "2501.00001"),
        paper("Report", "2501.00002"),
        paper("report", abstract="It is fast."),
    )
    for some in permutations([one, two]):
        assert [copy.paper for copy in unite(some)] == [one, two]
    for more in permutations([one, two, none]):
        assert [copy.paper for copy in unite(more)] == [one, two, none]
    both = unite([one, none])
    assert [copy.paper.abstract for copy in both] == ["It is fast."]
    assert [copy.paper.id for copy in unite([*both, two])] == [one.id, two.id]


def test_two_titles_under_one_id_are_told_of(tmp_path: Path) -> None:
    rows = [("Foo Net", "v1"), ("foo-net", "v2"), ("Bar", ""), ("Baz", "")]
    for number, (title, version) in enumerate(rows):
        row = {"title": title, "abstract": "It is fast.", "id": f"2501.00001{version}"}
        (tmp_path / f"{number}.jsonl").write_text(json.dumps(row))
    problems: list[Problem] = []
    (one,) = read_papers([tmp_path], report=problems.append)
    assert (one.title, one.version) == ("foo-net", 2)
    assert [str(problem).removeprefix(f"{tmp_path}/") for problem in problems] == [
        f"{number}.jsonl:1: warning: found arxiv:2501.00001 with the title '{title}', expected 'Foo Net', as read "
        "before (title and abstract of one copy are kept)"
        for number, title in ((2, "Bar"), (3, "Baz"))
    ]


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
    assume(not known_by_title(some))
    first = unite(some[:cut])
    assert unite([*first, *some[cut:]]) == unite(some)


@given(st.lists(papers, max_size=8))
def test_all_keys_and_sources_are_kept_once(some: list[Paper]) -> None:
    result = unite(some)
    assert [copy.paper.id for copy in result] == sorted(copy.paper.id for copy in result)
    keys = [key for copy in result for key in copy.keys]
    arxiv_ids = [key for key in keys if key.startswith("arxiv:")]
    assert len(arxiv_ids) == len(set(arxiv_ids))
    assert set(keys) == {key for one in some for key in Copy.of(one).keys}
    assert {source for copy in result for source in copy.paper.sources} == {one.sources[0] for one in some}


def test_the_seeds_give_496_listings_and_398_papers() -> None:
    seeds = sorted(shared("seeds").glob("*.txt"))
    assert len(list(read_copies(seeds, report=no_problem))) == 496
    distinct = list(read_papers(seeds, report=no_problem))
    assert len(distinct) == 398
    assert all(one.abstract for one in distinct)
    assert distinct == list(read_papers(reversed(seeds), report=no_problem))
