"""Atom feeds."""

import pytest

from tests.kg.sources.reading import Read

ENTRY = """<entry><id>http://arxiv.org/abs/2506.0123{n}v2</id><published>2025-06-02T17:00:00Z</published>
<title>Foo Net
  {n}</title><summary>  It is fast.
</summary><author><name>Jane Doe</name></author><author><name>Rick Roe</name></author></entry>"""
FEED = '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>Query</title>{}</feed>'


def feed(*entries: str) -> str:
    return FEED.format("\n".join(entries))


def test_an_entry(read: Read) -> None:
    (paper,), problems = read(feed(ENTRY.format(n=1)))
    assert problems == []
    assert paper.model_dump() == {
        "id": "arxiv:2506.01231",
        "title": "Foo Net\n  1",
        "abstract": "It is fast.",
        "version": 2,
        "authors": ("Jane Doe", "Rick Roe"),
        "published": "2025-06-02",
        "url": "https://arxiv.org/abs/2506.01231",
        "sources": ("input",),
    }


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE feed [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE feed [<!ENTITY secret SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE feed SYSTEM "http://localhost/feed.dtd">',
    ],
)
def test_document_types_are_refused(read: Read, doctype: str) -> None:
    content = feed(ENTRY.format(n=1)).replace("<feed", f"{doctype}<feed").replace("fast", "&secret;")
    papers, problems = read(content)
    assert papers == []
    assert len(problems) == 1
    assert "XML with a document type or entities" in problems[0]


def test_what_stands_before_a_break_is_kept(read: Read) -> None:
    papers, problems = read(feed(ENTRY.format(n=1), ENTRY.format(n=2), "<entry><title>Half"))
    assert [paper.title[-1] for paper in papers] == ["1", "2"]
    assert len(problems) == 1
    assert problems[0].startswith("input:10: error: found XML that breaks (mismatched tag")


def test_stray_bytes_cost_nothing_but_themselves(read: Read) -> None:
    content = feed(ENTRY.format(n=1), ENTRY.format(n=2)).encode().replace(b"Jane", b"Ren\xe9 \x07", 1)
    papers, problems = read(content)
    assert [paper.authors[0] for paper in papers] == ["René \ufffd Doe", "Jane Doe"]
    assert ["0xE9" in problem for problem in problems] == [True]


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "gb18030"])
def test_declared_encodings(read: Read, encoding: str) -> None:
    content = feed(ENTRY.format(n=1).replace("Jane", "René")).replace("UTF-8", encoding)
    (paper,), problems = read(content.encode(encoding))
    assert (paper.authors[0], problems) == ("René Doe", [])


def test_other_xml_is_named(read: Read) -> None:
    papers, problems = read("<html><body>no feed</body></html>")
    assert papers == []
    assert problems == [
        "input: error: found XML or HTML without a feed, '<html><body>no feed</body></html>', expected an Atom feed"
    ]
    assert read("<html><feed/></html>", format="arxiv-atom")[1] == [
        "input: error: found XML with the root <html>, expected an Atom <feed>"
    ]


def test_an_error_answer_of_the_api(read: Read) -> None:
    error = "<entry><id>http://arxiv.org/api/errors#x</id><title>Error</title><summary>bad id</summary></entry>"
    papers, problems = read(feed(error))
    assert papers == []
    assert problems == ["input: error: found an error answer of the arXiv API: bad id, expected entries"]
