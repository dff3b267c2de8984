"""Tables of known names: what is read, what is refused and with which words."""

from pathlib import Path
from typing import Literal

import pytest

from extractors.catalogue import CatalogueError, Row, load_table, unproven


class Tool(Row):
    kind: Literal["saw", "drill"]
    weight_kg: float | None = None
    forms: tuple[str, ...] = ()


HEADER = "name\tkind\tweight_kg\tforms\texample\tcounter"
GOOD = "Alpha\tsaw\t1.5\tAlpha | Alpha Prime\tcut by Alpha\talphabet"


def table(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "tools.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_cells_take_the_types_of_the_fields(tmp_path: Path) -> None:
    rows = load_table(table(tmp_path, "# invented", "# twice", HEADER, GOOD, "beta\tdrill\t\t\tbeta\tbet"), Tool)
    assert rows == (
        Tool(
            name="Alpha",
            kind="saw",
            weight_kg=1.5,
            forms=("Alpha", "Alpha Prime"),
            example="cut by Alpha",
            counter="alphabet",
        ),
        Tool(name="beta", kind="drill", example="beta", counter="bet"),
    )


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            ["# nothing else"],
            "tools.tsv: found no header line, expected name, example, counter, kind, weight_kg, forms",
        ),
        (["name\tkind"], "line 1: found the columns name, kind, expected name,"),
        ([HEADER, "Alpha\tsaw"], "line 2: found 2 cells, expected 6: 'Alpha\\\\tsaw'"),
        ([HEADER, GOOD.replace("saw", "hammer")], "line 2, column kind: found 'hammer', expected: .*'saw' or 'drill'"),
        ([HEADER, GOOD.replace("1.5", "heavy")], "line 2, column weight_kg: found 'heavy', expected: .*number"),
        ([HEADER, GOOD.replace("cut by Alpha", "")], "line 2, column example: found '', expected: Field required"),
        ([HEADER, GOOD.replace("cut by", "cut  by")], "line 2, column example: found stray white space in 'cut  by"),
        ([HEADER, GOOD.replace("alphabet", "alphabet ")], "line 2, column counter: found stray white space"),
        ([HEADER, "Beta" + GOOD[5:], GOOD], "line 3, column name: found 'Alpha' after 'Beta'"),
        ([HEADER, GOOD, GOOD], "line 3, column name: found 'Alpha' after 'Alpha'"),
        (
            [HEADER, GOOD.replace("Alpha\t", "Al pha\t", 1), GOOD.replace("Alpha\t", "Al-pha\t", 1)],
            "line 3, .* as line 2",
        ),
        ([HEADER, "", GOOD], "line 2: found 1 cells, expected 6"),
    ],
)
def test_a_broken_table_is_refused_with_its_place(tmp_path: Path, lines: list[str], message: str) -> None:
    with pytest.raises(CatalogueError, match=message):
        load_table(table(tmp_path, *lines), Tool)


def test_unproven_lists_missed_examples_and_found_counters() -> None:
    rows = [Row(name="A", example="A B", counter="B"), Row(name="C", example="B", counter="C")]
    assert list(unproven(rows, str.split)) == [
        "C: is not found in its example 'B'",
        "C: is found in its counter-example 'C'",
    ]
