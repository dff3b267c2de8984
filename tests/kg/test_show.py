"""What is printed."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from kg.progress import Progress
from kg.show import print_summary, print_table, safe, write_csv, write_json
from kg.summary import Speedup, Summary
from kg.table import Table


def printed(table: Table) -> str:
    file = io.StringIO()
    console = Console(file=file, width=80, force_terminal=True, color_system="truecolor")
    print_table(table, console)
    return file.getvalue()


@given(st.text(alphabet=st.characters(categories=None)))
def test_no_text_steers_a_terminal(text: str) -> None:
    shown = safe(text).plain
    assert not any(c in shown for c in "\x1b\x9b\r\n\b\u202e\u2066\ud800")
    file = io.StringIO()
    write_json([text], file)
    assert json.loads(file.getvalue()) == [text]
    assert not any(c in file.getvalue().replace("\n", "") for c in "\x1b\x9b\r\b\u202e\u2066\ud800")


def test_text_stands_on_one_line() -> None:
    assert safe(" a\tb\r\nc\u2028d  e\u3000f\x1c").plain == "a b c d e f"


def test_text_is_no_markup() -> None:
    assert "[red]x[/red]" in printed(Table(("[b]column",), (("[red]x[/red]",),)))
    assert "[b]column" in printed(Table(("[b]column",), (("x",),)))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (2.0, "2"),
        (1234567.0, "1,234,567"),
        (1e20, "1e+20"),
        (0.25, "0.25"),
        (1234567.5, "1,234,567.5"),
        (0.4563, "0.4563"),
        (1.818182, "1.82"),
        (["a", 1], "a, 1"),
        (True, "True"),
        (7, "7"),
    ],
)
def test_values(value: object, shown: str) -> None:
    assert safe(value).plain == shown


def test_csv_holds_lists_as_json() -> None:
    file = io.StringIO()
    write_csv(Table(("a", "b"), ((["x", "é"], None),)), file, lambda value: "" if value is None else str(value))
    assert file.getvalue() == 'a,b\n"[""x"", ""é""]",\n'


@given(st.lists(st.text(alphabet='a,"\r\n ', max_size=5), min_size=2, max_size=2))
def test_csv_quotes_every_line_end(values: list[str]) -> None:
    file = io.StringIO(newline="")
    write_csv(Table(("a", "b"), (tuple(values),)), file, str)
    assert file.getvalue().startswith("a,b\n")
    assert list(csv.reader(io.StringIO(file.getvalue(), newline=""))) == [["a", "b"], values]


def test_the_summary_of_an_empty_graph_has_no_speedups() -> None:
    file = io.StringIO()
    console = Console(file=file, width=80)
    print_summary(Summary(papers=1, entities={"method": 0}, claims={}, numbers={"claimed": 0}, speedups=()), console)
    lines = file.getvalue().splitlines()
    assert [" ".join(line.split()) for line in lines] == [
        "papers 1",
        "entities 0 method 0",
        "claims 0",
        "numbers 0 claimed 0",
    ]


def test_the_summary_says_how_many_numbers_are_claimed() -> None:
    file = io.StringIO()
    console = Console(file=file, width=120)
    row = Speedup(factor="2×", method="Foo", baseline="", hardware="", paper="[P]")
    print_summary(
        Summary(papers=1, entities={}, claims={}, numbers={"claimed": 1, "year": 3}, speedups=(row,)), console
    )
    text = file.getvalue()
    assert "25% of the numbers are claimed" in text
    assert "[P]" in text


@pytest.mark.parametrize("terminal", [False, True])
def test_progress(terminal: bool) -> None:
    file = io.StringIO()
    console = Console(file=file, width=80, force_terminal=terminal, color_system=None)
    with Progress(console) as progress:
        for done in range(1, 2001):
            progress("reading", done)
        progress("writing", 0, 2)
        progress("writing", 2, 2)
    text = file.getvalue()
    assert "reading: 2,000" in text
    assert "writing: 2 of 2" in text
    if not terminal:
        assert text.splitlines() == ["reading: 2,000", "writing: 2 of 2"]


def test_progress_of_what_failed_says_nothing_more() -> None:
    file = io.StringIO()

    def fail() -> None:
        with Progress(Console(file=file, force_terminal=False)) as progress:
            progress("reading", 1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert file.getvalue() == ""
