"""Tables."""

import pytest

from tests.kg.sources.reading import Read


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_quoted_cells_with_line_breaks(read: Read, delimiter: str) -> None:
    cells = ["Title", "Abstract", "year", "other"], ["Foo", f'"It is{delimiter} ""fast"",\nvery."', "2025", ""]
    (paper,), problems = read("\n".join(map(delimiter.join, cells)))
    assert (paper.title, paper.abstract) == ("Foo", f'It is{delimiter} "fast",\nvery.')
    assert (paper.published, problems) == ("2025", [])


def test_mapped_columns(read: Read) -> None:
    (paper,), problems = read("a,b\nFoo,It is fast.\n", columns={"title": "a", "abstract": "b"})
    assert (paper.title, paper.abstract, problems) == ("Foo", "It is fast.", [])


def test_a_mapped_column_that_is_not_there(read: Read) -> None:
    papers, problems = read("a,b\nFoo,It is fast.\n", columns={"title": "a", "abstract": "c"})
    assert papers == []
    assert problems == ["input:1: error: found the columns a, b, expected a column 'c', which the mapping names"]


def test_a_row_of_the_wrong_width_is_skipped(read: Read) -> None:
    papers, problems = read("title,abstract\nFoo,It is fast.\nBar\n\nBaz,a,b\nQux,It is slow.\n")
    assert [paper.title for paper in papers] == ["Foo", "Qux"]
    assert [problem.split(", expected")[0] for problem in problems] == [
        "input:3: error: found 1 columns in ['Bar']",
        "input:5: error: found 3 columns in ['Baz', 'a', 'b']",
    ]


def test_an_open_quote_does_not_swallow_the_file(read: Read) -> None:
    rows = "".join(f"Paper {n},It is fast and it is good.\n" for n in range(10_000))
    papers, problems = read('title,abstract\nFoo,"open\n' + rows)
    assert len(papers) > 5_000
    assert problems[0].startswith("input:2: error: found a row that cannot be read")
