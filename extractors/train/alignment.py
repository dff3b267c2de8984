"""Annotated papers as token labels.

The gold files name entities by surface form and numbers by value; a learner needs them at their tokens. Occurrences
that cannot be placed with certainty get ``IGNORE``, so that nobody learns from a guess.
"""

import gzip
import itertools
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

from extractors.tagger import ENTITY_LABELS, NUMBER_LABELS, is_number, number_value
from extractors.text import clean
from extractors.train.gold import Row

IGNORE = -100
Labels = npt.NDArray[np.int64]
Unlabelled = tuple[str, str, str]
"""Id, title and abstract, cleaned."""


class Example(NamedTuple):
    """One paper: its id, its title and abstract as tokens, and a label a token over both fields in order."""

    id: str
    title: Doc
    abstract: Doc
    entities: Labels
    numbers: Labels


def read_unlabelled(shared: Path) -> Iterator[Unlabelled]:
    """The papers of the seed listings, then the arXiv abstracts."""
    for page in sorted((shared / "seeds").glob("*.txt")):
        lines = [line for line in page.read_text(encoding="utf-8").split("\n") if line.strip()]
        for number, (title, abstract) in enumerate(itertools.pairwise(lines)):
            if len(abstract) > 400 and 10 < len(title) < 250:
                yield f"{page.stem}:{number}", clean(title.removeprefix("Subscribe").strip()), clean(abstract.strip())
    with gzip.open(shared / "data" / "arxiv_abstracts.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            yield row["id"], clean(row["title"]), clean(row["abstract"])


def align(row: Row, tokenizer: Tokenizer) -> Example:
    """A gold row as labelled tokens."""
    title, abstract = tokenizer(clean(row["title"])), tokenizer(clean(row["abstract"]))
    entities = np.concatenate([_entity_labels(doc, row["entities"]) for doc in (title, abstract)])
    return Example(row["id"], title, abstract, entities, _number_labels(title, abstract, row["claims"]))


def _form_pattern(form: str) -> str:
    body = r"\s+".join(re.escape(part) for part in form.split())
    before = r"(?<!\w)" if re.match(r"\w", form) else ""
    after = r"(?:s|es)?(?!\w)" if re.search(r"\w$", form) else ""
    return before + body + after


def _entity_labels(doc: Doc, entities: Sequence[Row]) -> Labels:
    labels = np.zeros(len(doc), dtype=np.int64)
    taken = np.zeros(len(doc), dtype=bool)
    for entity in sorted(entities, key=lambda e: (-len(e["text"]), not e["required"])):
        form = clean(entity["text"])
        kind = entity["type"] if entity["required"] else "optional"
        for match in re.finditer(_form_pattern(form), doc.text, re.IGNORECASE):
            span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
            if span is None or taken[span.start : span.end].any():
                continue
            taken[span.start : span.end] = True
            exact = span.start_char == match.start() and span.end_char == match.end()
            other_word = form != form.lower() and match[0].islower() and " " not in form and len(form) < 9
            if other_word or not exact:
                labels[span.start : span.end] = IGNORE
            else:
                labels[span.start : span.end] = ENTITY_LABELS.index(f"I-{kind}")
                labels[span.start] = ENTITY_LABELS.index(f"B-{kind}")
    return labels


def number_label(claim: Row) -> str:
    """The number label of a numeric claim; a resource too rare for a label of its own is ``other``."""
    if claim["type"] == "measurement":
        return "measurement"
    if claim["type"] == "resource":
        label = f"resource-{claim['sense']}-{claim['resource']}"
        return label if label in NUMBER_LABELS else f"resource-{claim['sense']}-other"
    return f"{claim['type']}-{claim['sense']}"


def _number_labels(title: Doc, abstract: Doc, claims: Sequence[Row]) -> Labels:
    tokens = [*title, *abstract]
    labels = np.array([0 if is_number(token.lower_) else IGNORE for token in tokens], dtype=np.int64)
    values = [number_value(token.lower_) for token in tokens]
    used: set[int] = set()
    for claim in claims:
        if claim["type"] not in ("speedup", "resource", "quality", "measurement"):
            continue
        places = list(_evidence_tokens(title, abstract, claim["evidence"]))
        found = []
        for goal in dict.fromkeys((claim["low"], claim["high"])):
            hits = [i for i in places if _states(values[i], goal, claim)]
            fresh = [i for i in hits if i not in used]
            found += (fresh or hits)[:1]
            if len(fresh) > 1 and not _is_repeated(claims, claim, goal):
                labels[[i for i in fresh[1:] if labels[i] == 0]] = IGNORE
        for i in found:
            labels[i] = NUMBER_LABELS.index(number_label(claim))
            used.add(i)
        if not found:
            labels[[i for i in places if labels[i] == 0]] = IGNORE
    return labels


def _is_repeated(claims: Sequence[Row], claim: Row, goal: float) -> bool:
    same = [c for c in claims if c.get("evidence") == claim["evidence"] and goal in (c.get("low"), c.get("high"))]
    return len(same) > 1


def _evidence_tokens(title: Doc, abstract: Doc, evidence: str) -> Iterator[int]:
    evidence = clean(evidence)
    for doc, shift in ((title, 0), (abstract, len(title))):
        start = doc.text.find(evidence)
        span = doc.char_span(start, start + len(evidence), alignment_mode="expand") if start >= 0 else None
        if span is not None:
            yield from range(shift + span.start, shift + span.end)


def _states(value: float | None, goal: float | None, claim: Row) -> bool:
    if value is None or goal is None:
        return False
    readings = [value, value * 1e3, value * 1e6, value * 1e9, value * 1e12]
    if claim["unit"] == "%":
        readings += [100 - value, 100 * value, 100 * (value - 1)]
    return any(abs(reading - goal) <= 1e-3 * max(abs(goal), 1e-9) for reading in readings)
