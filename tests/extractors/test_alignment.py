"""Annotations laid at tokens."""

import spacy

from extractors.tagger import ENTITY_LABELS, NUMBER_LABELS
from extractors.tokens import build_tokenizer
from extractors.train.alignment import IGNORE, align

tokenize = build_tokenizer(spacy.blank("en").vocab)


def _row(abstract: str, entities: list[tuple[str, str, bool]], claims: list[dict[str, object]]) -> dict[str, object]:
    return {
        "id": "x",
        "title": "FastConv",
        "abstract": abstract,
        "entities": [{"text": t, "type": k, "required": r, "canonical": t} for t, k, r in entities],
        "claims": claims,
    }


def _named(abstract: str, *entities: tuple[str, str, bool]) -> list[tuple[str, str]]:
    example = align(_row(abstract, list(entities), []), tokenize)
    tokens = [*example.title, *example.abstract]
    return [
        (token.text, "?" if label == IGNORE else ENTITY_LABELS[label])
        for token, label in zip(tokens, example.entities, strict=True)
        if label
    ]


def test_every_place_of_a_form_is_marked_longest_first() -> None:
    marked = _named(
        "Hash-grid encodings beat hash-grid.", ("hash-grid encoding", "method", True), ("hash-grid", "method", False)
    )
    assert marked == [
        ("Hash", "B-method"), ("-", "I-method"), ("grid", "I-method"), ("encodings", "I-method"),
        ("hash", "B-optional"), ("-", "I-optional"), ("grid", "I-optional"),
    ]  # fmt: skip


def test_a_common_word_in_small_letters_is_no_certain_place_of_a_name() -> None:
    assert _named("Flash needs a flash.", ("Flash", "method", True)) == [("Flash", "B-method"), ("flash", "?")]


def _stated(abstract: str, **claim: object) -> list[tuple[str, str]]:
    base = {"unit": "x", "sense": "gain", "evidence": abstract}
    example = align(_row(abstract, [], [base | claim]), tokenize)
    tokens = [*example.title, *example.abstract]
    return [
        (token.text, "?" if label == IGNORE else NUMBER_LABELS[label])
        for token, label in zip(tokens, example.numbers, strict=True)
        if token.text[0].isdigit() or token.text == "twice"
    ]


def test_numbers_of_a_claim_are_found_by_value() -> None:
    assert _stated("On 8 nodes it is 2-3x faster.", type="speedup", low=2, high=3) == [
        ("8", "none"), ("2", "speedup-gain"), ("3", "speedup-gain"),
    ]  # fmt: skip
    assert _stated("It is twice as fast.", type="speedup", low=2, high=2) == [("twice", "speedup-gain")]
    share = _stated("It takes 68% of the time.", type="speedup", low=32, high=32, unit="%", sense="cut")
    assert share == [("68", "speedup-cut")]


def test_a_claim_without_a_number_to_see_teaches_nothing() -> None:
    assert _stated("It needs a day for 7 runs.", type="measurement", low=1, high=1, unit="days") == [("7", "?")]
