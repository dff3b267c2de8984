"""What the whole reader says of a paper, as labels a token.

The tagger learns from it what tables, patterns and the paper as a whole tell of names, and the models of numbers of
numbers, and so reads names that no table knows.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

from extractors.linear import Folder
from extractors.reader import BATCH, Predict, Proposed, propose
from extractors.reading import Reading
from extractors.relate.numeric import NONE, Models, lay_out, models_of, sense_features, statements
from extractors.relate.statements import resource_features
from extractors.resolve import judge, resolve
from extractors.tagger import ENTITY_LABELS, NUMBER_LABELS, is_number
from extractors.train.alignment import Unlabelled, number_label
from extractors.train.measure import Probabilities
from extractors.train.readings import with_contributions
from schemas import Paper, TextField

Rows = npt.NDArray[np.float32]


def reread(papers: Sequence[Unlabelled], models: Folder, predict: Predict, tokenizer: Tokenizer) -> list[Probabilities]:
    """What a reader with these log-linear models and this tagger says of papers."""
    asked = [Paper(id=ident, title=title, abstract=abstract) for ident, title, abstract in papers]
    chunks = (asked[at : at + BATCH] for at in range(0, len(asked), BATCH))
    return [_labels(proposed, models, tokenizer) for chunk in chunks for proposed in propose(chunk, predict)]


def _labels(proposed: Proposed, models: Folder, tokenizer: Tokenizer) -> Probabilities:
    docs: dict[TextField, Doc] = {field: tokenizer(text) for field, text in proposed.texts.items()}
    judged = judge(proposed.forms, proposed.texts, models["entities"])
    spots, entities = resolve(judged, proposed.texts, proposed.sentences)
    reading = Reading(proposed.paper, proposed.texts, proposed.sentences, tuple(spots), entities)
    by_place = {(p.field, p.start, p.end): item.probabilities for item in judged for p in item.form.places}
    names = {field: _certain(len(doc), len(ENTITY_LABELS)) for field, doc in docs.items()}
    for spot in spots:
        span = docs[spot.field].char_span(spot.start, spot.end, alignment_mode="expand")
        for place, token in enumerate(span or ()):
            row = names[spot.field][token.i]
            for kind, share in by_place[spot.field, spot.start, spot.end].items():
                row[0 if kind == NONE else ENTITY_LABELS.index(f"{'I' if place else 'B'}-{kind}")] = share
    numbers = _numbers(with_contributions(reading, models["contributions"]), proposed, docs, models_of(models))
    both: tuple[TextField, TextField] = ("title", "abstract")
    return np.concatenate([names[field] for field in both]), np.concatenate([numbers[field] for field in both])


def _certain(tokens: int, labels: int) -> Rows:
    """All tokens are nothing."""
    rows = np.zeros((tokens, labels), np.float32)
    rows[:, 0] = 1
    return rows


def _numbers(reading: Reading, proposed: Proposed, docs: dict[TextField, Doc], models: Models) -> dict[TextField, Rows]:
    rows = {field: _certain(len(doc), len(NUMBER_LABELS)) for field, doc in docs.items()}
    for line in lay_out(reading).lines:
        field = line.sentence.field
        for index, seen, types in statements(reading, line, proposed.hints, models.type):
            number = line.tokens[index].number
            span = docs[field].char_span(number.start, number.value_end, alignment_mode="expand") if number else None
            said = np.zeros(len(NUMBER_LABELS), np.float32)
            said[0] = types[NONE]
            for kind, share in types.items():
                if kind != NONE and share > 0:
                    for label, part in _shares(kind, seen, resource_features(line, index), models):
                        said[NUMBER_LABELS.index(label)] += share * part
            for token in span or ():
                if is_number(token.lower_):
                    rows[field][token.i] = said
    return rows


def _shares(kind: str, seen: Sequence[str], of: Iterator[str], models: Models) -> Iterator[tuple[str, float]]:
    """The labels of a type of claim with their probabilities, given that it is one."""
    senses = {"": 1.0} if kind == "measurement" else models.sense.probabilities(sense_features(seen, kind))
    resources = models.resource.probabilities(of) if kind == "resource" else {"": 1.0}
    for sense, one in senses.items():
        for resource, other in resources.items():
            yield number_label({"type": kind, "sense": sense, "resource": resource}), one * other
