import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text import clean, sentences


@given(st.text())
def test_cleaning_keeps_the_length(text: str) -> None:
    assert len(clean(text)) == len(text)


@given(st.text(alphabet="aB1 .?!()e\n"))
def test_sentences_are_ordered_and_leave_only_spaces_between(text: str) -> None:
    text = clean(text)
    position = 0
    for start, end in sentences(text):
        assert position <= start < end <= len(text)
        assert not text[position:start].strip()
        position = end
    assert not text[position:].strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("It costs 2.5 GB. It runs.", ["It costs 2.5 GB.", "It runs."]),
        ("A step takes 2.6 ms. These are good.", ["A step takes 2.6 ms.", "These are good."]),
        ("A step takes 0.7 s. These are good.", ["A step takes 0.7 s.", "These are good."]),
        ("As s. Bach says, it runs.", ["As s. Bach says, it runs."]),
        ("Faster than Foo et al. (2020) by 2x.", ["Faster than Foo et al. (2020) by 2x."]),
        ("Shown by Foo et al. We go on.", ["Shown by Foo et al.", "We go on."]),
        ("Devices (e.g. A100) and others.", ["Devices (e.g. A100) and others."]),
        ("Is it fast? \\name is.", ["Is it fast?", "\\name is."]),
        ("Glued together.We split.", ["Glued together.", "We split."]),
        ("Glued.ai is a name", ["Glued.ai is a name"]),
        ("It wins. iFoo wins too.", ["It wins.", "iFoo wins too."]),
        ("v2. and so on", ["v2. and so on"]),
        ("", []),
        ("   ", []),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected
