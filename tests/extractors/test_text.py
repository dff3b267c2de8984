import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text import clean, sentences, without_styles
from tests.timing import assert_linear


@given(st.text())
def test_cleaning_keeps_the_length(text: str) -> None:
    assert len(clean(text)) == len(text)


STYLED = st.sampled_from(
    ["\\textbf{", "\\emph{", "{\\bf ", "\\x{", "{", "}", "\\}", "\\", "a", "1", "-", "_", "^", " "]
)


@given(st.lists(STYLED, max_size=20).map("".join))
def test_styles_are_left_out_once(text: str) -> None:
    assert without_styles(without_styles(text)) == without_styles(text)
    assert len(without_styles(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\\textbf{1.35x} and \\emph{2x}.", "        1.35x  and       2x ."),
        ("$\\mathbf{2.3}\\times$", "$        2.3 \\times$"),
        ("\\textit{\\textbf{no} gain}", "                no  gain "),
        ("{\\bf 2x} faster", "     2x  faster"),
        ("up to$\\sim\\textbf{2}$", "up to$\\sim        2 $"),
        # what stands within a word or at an index, and what is no style, is as it was
        ("\\underline{\\textbf{D}}ecomposing", "\\underline{\\textbf{D}}ecomposing"),
        ("Vision\\textsc{Net}", "Vision\\textsc{Net}"),
        ("\\textsc{Foo}-Net", "\\textsc{Foo}-Net"),
        ("x_{\\mathbf{i}} and x^\\mathbf{2}", "x_{\\mathbf{i}} and x^\\mathbf{2}"),
        ("\\mathbf{2}^{13}", "\\mathbf{2}^{13}"),
        ("PIXART-{\\delta}, E^{2}GAN", "PIXART-{\\delta}, E^{2}GAN"),
        ("{\\approx} 2.5 \\mathrm{s}", "{\\approx} 2.5 \\mathrm{s}"),
        ("\\textbf{open", "\\textbf{open"),
    ],
)
def test_styles_are_made_spaces(text: str, expected: str) -> None:
    assert without_styles(text) == expected


@pytest.mark.parametrize(
    "piece", ["\\textbf{", "}", "\\textbf{a}", "{", "\\textbf{a}b", "a" * 9 + "\\emph{", "\\emph{}}"]
)
def test_time_of_leaving_styles_out_is_linear(piece: str) -> None:
    assert_linear(without_styles, piece, 50_000, 800_000)


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
