"""Listing pages."""

import pytest

from tests.kg.sources.reading import Read

LONG = "We present a thing that runs three times faster than another thing on one small board. " * 4
SHORT = "A short abstract of one sentence."


@pytest.mark.parametrize(
    ("page", "titles"),
    [
        (f"Subscribe\nMar 11\nFoo Net\n{LONG}\nBar Net\n{LONG}", ["Foo Net", "Bar Net"]),
        (f"new\n\nSubscribe\n\nby AK and the research community\n\nFoo Net\n\n{LONG}\n", ["Foo Net"]),
        (f"Get trending papers in your email inbox once a day!\nSubscribeFoo Net\n{LONG}", ["Foo Net"]),
        (f"byAK and the research community\r\nJun 26\r\nFoo Net\r\n{LONG}\r\n", ["Foo Net"]),
        (f"Subscribe\nSubscriber Growth\n{LONG}", ["Subscriber Growth"]),
        (f"Subscribe\nFoo Net\n{LONG}\nMar 12\nDaily Papers\nBar Net\n{LONG}", ["Foo Net", "Bar Net"]),
        (f"Subscribe\nFoo Net\n{SHORT}\nBar Net\n{SHORT}", ["Foo Net", "Bar Net"]),
        (f"Subscribe\nFoo\u2028Net\n{LONG}", ["Foo\u2028Net"]),
    ],
    ids=["plain", "blank lines", "glued", "windows", "not glued", "second header", "short abstracts", "odd line end"],
)
def test_titles_of_a_page(read: Read, page: str, titles: list[str]) -> None:
    papers, problems = read(page)
    assert [paper.title for paper in papers] == titles
    assert all(paper.abstract in (LONG.strip(), SHORT) for paper in papers)
    assert problems == []


def test_a_title_without_abstract_is_kept_and_reading_finds_its_way(read: Read) -> None:
    papers, problems = read(f"Subscribe\nLost One\nFoo Net\n{LONG}\nBar Net\n{LONG}")
    assert [(paper.title, bool(paper.abstract)) for paper in papers] == [
        ("Lost One", False),
        ("Foo Net", True),
        ("Bar Net", True),
    ]
    assert len(problems) == 1
    assert problems[0].startswith("input:2: warning: found no abstract")


def test_an_abstract_without_title_is_skipped(read: Read) -> None:
    papers, problems = read(f"Subscribe\n{LONG}\nBar Net\n{LONG}")
    assert [paper.title for paper in papers] == ["Bar Net"]
    assert len(problems) == 1
    assert problems[0].startswith("input:2: error: found 'We present a thing")
    assert problems[0].endswith("expected a title under 300 characters")


def test_a_last_title_without_abstract_is_kept(read: Read) -> None:
    papers, problems = read(f"Subscribe\nFoo Net\n{LONG}\nBar Net\n")
    assert [paper.title for paper in papers] == ["Foo Net", "Bar Net"]
    assert len(problems) == 1
