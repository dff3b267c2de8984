"""JSON lines and arXiv metadata."""

import json

import pytest

from schemas import title_paper_id
from tests.kg.sources.reading import Read


def test_fields_of_a_paper(read: Read) -> None:
    row = {
        "title": " Foo Net\n  and More ",
        "abstract": "  It is fast.\n",
        "authors": ["Jane Doe", {"name": "Rick Roe"}],
        "date": "2025-06-30T12:00:00Z",
        "id": "arXiv:2506.01234v3",
        "ignored": [1, 2],
    }
    (paper,), problems = read(json.dumps(row))
    assert problems == []
    assert paper.model_dump() == {
        "id": "arxiv:2506.01234",
        "title": "Foo Net\n  and More",
        "abstract": "It is fast.",
        "version": 3,
        "authors": ("Jane Doe", "Rick Roe"),
        "published": "2025-06-30",
        "url": "https://arxiv.org/abs/2506.01234",
        "sources": ("input",),
    }


def test_a_row_of_the_bulk_dump(read: Read) -> None:
    row = {
        "id": "cs/0701001",
        "authors": "J. Doe and R. Roe",
        "title": "Foo\n  Net",
        "categories": "cs.LG",
        "abstract": "  It is\nfast.\n",
        "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}, {"version": "v2"}],
        "update_date": "2008-11-26",
        "authors_parsed": [["Doe", "Jane", ""], ["Roe", "Rick", "Jr"]],
    }
    (paper,), problems = read(json.dumps(row))
    assert problems == []
    assert (paper.id, paper.published, paper.abstract) == ("arxiv:cs/0701001", "2007-04-02", "It is\nfast.")
    assert paper.version == 2
    assert paper.authors == ("Jane Doe", "Rick Roe Jr")


@pytest.mark.parametrize(
    "given",
    ["arXiv:2506.123", "2513.00001", "hep-th/9913001", "https://arxiv.org/list/cs.LG", "arXiv"],
)
def test_an_identifier_that_arxiv_has_not_is_told_of_and_the_rest_is_read(read: Read, given: str) -> None:
    rows = [{"title": f"T{n}", "abstract": "x", "id": given if n == 1 else f"seed:{n}"} for n in range(3)]
    papers, problems = read("\n".join(map(json.dumps, rows)))
    assert [paper.id for paper in papers] == [title_paper_id(paper.title) for paper in papers]
    assert [paper.title for paper in papers] == ["T0", "T1", "T2"]
    assert problems == [
        f"input:2: warning: found identifier '{given}', expected an arXiv identifier such as 2506.01234 or cs/0701001 "
        "(the paper is known by its title)"
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"title": "Bad', 'input:7: error: found \'{"title": "Bad\', expected one JSON object a line'),
        ("[1, 2]", "input:7: error: found '[1, 2]', expected one JSON object a line"),
        ("null", "input:7: error: found 'null', expected one JSON object a line"),
        ("[" * 100_000, "input:7: error: found '[[["),
        ('{"title": 7, "abstract": "x"}', "input:7: error: found title 7, expected a title"),
        ('{"title": "  ", "abstract": "x"}', "input:7: error: found title '  ', expected a title"),
        ('{"name": "x"}', "input:7: error: found no title, expected a title"),
        ('{"title": "T"}', "input:7: warning: found no abstract"),
        ('{"title": "T", "abstract": 3}', "input:7: warning: found abstract 3"),
        ('{"title": "T", "abstract": "x", "date": "soon"}', "input:7: warning: found date 'soon'"),
        ('{"title": "T", "abstract": "a\\ud800b"}', "input:7: warning: found surrogate or noncharacter U+D800"),
        ('{"title": "T", "abstract": "a\\u0000b"}', "input:7: warning: found control character U+0000 in the abstract"),
        (
            json.dumps({"title": "t" * 100_000, "abstract": "x"}),
            "input:7: warning: found a title of 100,000 characters",
        ),
    ],
)
def test_one_bad_line_of_nine(read: Read, line: str, problem: str) -> None:
    lines = [json.dumps({"title": f"Paper {n}", "abstract": "It is fast."}) for n in range(9)]
    lines[6] = line
    papers, problems = read("\n".join(lines))
    assert len(papers) == 8 + ("warning" in problem)
    assert [p[: len(problem)] for p in problems] == [problem]


def test_replacement_keeps_the_length(read: Read) -> None:
    (paper,), _ = read('{"title": "T", "abstract": "a\\ud800b\\u0007c"}')
    assert paper.abstract == "a\ufffdb c"


def test_right_to_left_text_is_kept(read: Read) -> None:
    title = "שיטה מהירה \u202bل\u202c"
    (paper,), problems = read(json.dumps({"title": title, "abstract": "العربية 3x"}))
    assert (paper.title, paper.abstract, problems) == (title, "العربية 3x", [])


def test_mapped_keys(read: Read) -> None:
    row = json.dumps({"name": "Foo", "text": "It is fast.", "title": "not this"})
    (paper,), problems = read(row, columns={"title": "name", "abstract": "text"})
    assert (paper.title, paper.abstract, problems) == ("Foo", "It is fast.", [])
