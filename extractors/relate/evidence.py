"""The sentence of a claim."""

from extractors.reading import Reading, Sentence
from schemas import Evidence


def evidence_of(reading: Reading, sentence: Sentence) -> Evidence:
    """A sentence as evidence, its text as given."""
    text = reading.raw(sentence.field)[sentence.start : sentence.end]
    return Evidence(field=sentence.field, start=sentence.start, end=sentence.end, text=text)
