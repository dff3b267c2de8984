"""Annotated papers (``shared/gold``) as training material: rows, the blind part, and a reading's entities in them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.reading import Reading
from schemas import EntityType, fold_name

Row = Mapping[str, Any]
INVENTED = Path(__file__).parent / "invented.jsonl"
"""Papers that we invented after the reading problems of annotated ones, and annotated like those; see
``docs/reading.md``."""
PLAIN = Path(__file__).parent / "plain.jsonl"
"""Papers that we invented as authors write them, short or long. The tagger does not learn from them: datasets of
annotated papers were read worse."""


def rows(path: Path) -> list[Row]:
    """The annotated papers of one file, in its order."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def is_blind(row: Row) -> bool:
    """Whether a paper belongs to the fifth of train that no reported model may see."""
    return hashlib.sha256(row["id"].encode()).hexdigest()[0] in "012"


def fold_of(row: Row, count: int) -> int:
    """Which of ``count`` cross-validation folds a paper is in, by the hash of its id."""
    return int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % count


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """What the annotators say of a surface form."""

    type: EntityType
    canonical: str
    required: bool


def gold_names(row: Row) -> dict[str, list[GoldEntity]]:
    """Folded surface form -> the annotated entities of that form, required ones first."""
    names: dict[str, list[GoldEntity]] = {}
    for entity in sorted(row["entities"], key=lambda e: not e["required"]):
        for form in (entity["text"], entity["canonical"]):
            gold = GoldEntity(entity["type"], entity["canonical"], entity["required"])
            names.setdefault(fold_name(form), []).append(gold)
    return names


def match(reading: Reading, row: Row) -> dict[str, GoldEntity | None]:
    """For each entity of a reading the annotated one of its type that shares a form with it, or None."""
    names = gold_names(row)
    forms: dict[str, set[str]] = {ident: {fold_name(named.name)} for ident, named in reading.entities.items()}
    for spot in reading.spots:
        forms[spot.entity].add(fold_name(reading.texts[spot.field][spot.start : spot.end]))
    matched: dict[str, GoldEntity | None] = {}
    for ident, named in reading.entities.items():
        options = [gold for form in sorted(forms[ident]) for gold in names.get(form, []) if gold.type == named.type]
        matched[ident] = min(options, key=lambda gold: not gold.required, default=None)
    return matched
