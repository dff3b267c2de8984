"""The account of numbers: which claim states each, or why none does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.ledger import ledger
from extractors.relate.numeric import relate_numeric
from schemas import NumberReason
from tests.extractors.test_numeric_claims import reading


def reasons(text: str) -> dict[str, NumberReason | None]:
    return {note.text: note.reason for note in ledger(reading(text, title="A title"), [])}


@pytest.mark.parametrize(
    ("text", "number", "reason"),
    [
        ("It uses GPT-4 for this.", "4", "name"),
        ("It works in 3D scenes.", "3", "name"),
        ("It runs on an A100 board.", "100", "name"),
        ("We use 32 experts.", "32", "count"),
        ("Since 2019 it is known.", "2019", "year"),
        ("Images of 512x512 pixels.", "512", "resolution"),
        ("It renders 1080p video.", "1080", "resolution"),
        ("It has 7B weights.", "7B", "size"),
        ("A batch size of 256 is best.", "256", "setting"),
        ("With 4-bit weights.", "4-bit", "setting"),
        ("It ranks 3rd of all.", "3", "ordinal"),
        ("See [12] for this.", "12", "citation"),
        ("We (1) read and (2) write.", "1", "list"),
        ("Code: https://example.org/v2/x.", "2", "url"),
        ("Models grew by 500% in general.", "500%", "background"),
    ],
)
def test_reason(text: str, number: str, reason: NumberReason) -> None:
    assert reasons(text)[number] == reason


def test_a_claim_owns_its_number_and_its_echo_in_the_title() -> None:
    read = reading("FooNet is 2.5x faster than BarNet.", title="FooNet: 2.5x faster")
    (claim,) = [c.with_id("p") for c in relate_numeric(read)]
    assert [(note.field, note.text, note.claim) for note in ledger(read, [claim])] == [
        ("title", "2.5x", claim.id),
        ("abstract", "2.5x", claim.id),
    ]


@given(st.text(alphabet="0123456789.,x%$-^{}() ab\n", max_size=60))
def test_every_digit_is_in_exactly_one_note(text: str) -> None:
    places = [
        place
        for note in ledger(reading(text or " ", title="t"), [])
        if note.field == "abstract"
        for place in range(note.start, note.end)
    ]
    assert len(places) == len(set(places))
    assert {place for place, letter in enumerate(text) if letter.isdigit()} <= set(places)
