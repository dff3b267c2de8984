"""Bibliographies."""

import pytest

from kg.sources.bibtex import BATCH_BLOCKS, plain
from schemas import title_paper_id
from tests.kg.sources.reading import Read

ENTRY = """@article{{foo{n},
  title = {{{{FooNet}} {n}: {{F}}ast}},
  author = {{Doe, Jane and Rick van Roe}},
  abstract = {{It is 40\\% faster
    than others.}},
  year = 2025, month = jun, journal = acm,
}}
"""


def test_an_entry(read: Read) -> None:
    (paper,), problems = read('@string{acm = "ACM"}\n' + ENTRY.format(n=1))
    assert problems == []
    assert (paper.title, paper.published, paper.authors) == ("FooNet 1: Fast", "2025-06", ("Jane Doe", "Rick van Roe"))
    assert paper.abstract == "It is 40% faster\n    than others."


@pytest.mark.parametrize(
    "field",
    ["eprint = {2506.01234}", "url = {https://arxiv.org/abs/2506.01234v1}", "doi = {10.48550/arXiv.2506.01234}"],
)
def test_the_arxiv_id_is_found(read: Read, field: str) -> None:
    (paper,), _ = read(f"@misc{{foo, title = {{FooNet}}, abstract = {{Fast.}}, {field}}}")
    assert paper.id == "arxiv:2506.01234"


def test_an_identifier_in_odd_case_is_one_and_a_bad_one_leaves_the_others(read: Read) -> None:
    identifiers = ("hep-TH/9901001", "2506.01234v2", "math.GT/0309136", "Math.gt/0309136", "arXiv:hep-th/99")
    papers, problems = read(
        "\n".join(
            f"@misc{{k{n}, title = {{T{n}}}, abstract = {{A}}, eprint = {{{e}}}}}" for n, e in enumerate(identifiers)
        )
    )
    assert [paper.id for paper in papers] == [
        "arxiv:hep-th/9901001", "arxiv:2506.01234", "arxiv:math/0309136", "arxiv:math/0309136", title_paper_id("T4")
    ]  # fmt: skip
    (problem,) = [problem for problem in problems if "identifier" in problem]
    assert problem.startswith("input:5 (record k4): warning: found identifier 'arXiv:hep-th/99', expected an arXiv")


def test_an_entry_without_abstract_is_kept_with_a_warning(read: Read) -> None:
    (paper,), problems = read("% refs\n@misc{foo, title = {FooNet}}\n")
    assert (paper.title, paper.abstract) == ("FooNet", "")
    assert len(problems) == 1
    assert problems[0].startswith("input:2 (record foo): warning: found no abstract, expected the text of an abstract")


def test_a_broken_entry_leaves_the_others(read: Read) -> None:
    papers, problems = read(ENTRY.format(n=1) + "@article{bad, title = {open,\n\n" + ENTRY.format(n=2))
    assert [paper.title for paper in papers] == ["FooNet 1: Fast", "FooNet 2: Fast"]
    assert len(problems) == 1
    assert problems[0].startswith("input:8: error: found an entry that cannot be read")


def test_two_entries_under_one_key_are_two_papers(read: Read) -> None:
    papers, _ = read(ENTRY.format(n=1) + ENTRY.format(n=2).replace("foo2", "foo1"))
    assert len(papers) == 2


def test_a_long_bibliography_is_read_in_batches_with_its_strings_and_lines(read: Read) -> None:
    count = BATCH_BLOCKS * 2 + 50
    content = "@string{when = 2024}\n" + "".join(ENTRY.format(n=n) for n in range(count))
    papers, problems = read(content.replace("year = 2025, month = jun", "year = when") + "@misc{last, year = when}")
    assert {paper.published for paper in papers} == {"2024"}
    assert len(papers) == count
    assert problems == [f"input:{count * 7 + 2} (record last): error: found no title, expected a title"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (r"{BERT} and {G}P{T}", "BERT and GPT"),
        (r"M\'elange {\'E}cole \'{e}t\'{\i} \v{c} \c{c} \"{u}", "Mélange École été č ç ü".replace("é č", "í č")),
        (r"50\% of \$5 \& \_x\_ \#1", "50% of $5 & _x_ #1"),
        (r"$x_{12}$ and \emph{fast}", r"$x_{12}$ and \emph{fast}"),
        (r"Stra{\ss}e {\o}", "Straße ø"),
    ],
)
def test_latex_becomes_text_where_that_is_safe(value: str, text: str) -> None:
    assert plain(value) == text
