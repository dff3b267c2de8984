"""Annotated papers (``shared/gold``) as training material: rows, the blind part, and a reading's entities in them."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.reading import Named, Reading, Sentence, Spot
from extractors.text import clean, sentences
from schemas import EntityType, Paper, TextField, entity_id, fold_name

Row = Mapping[str, Any]
INVENTED = Path(__file__).parent / "invented.jsonl"
"""Papers that we invented, annotated as those of ``shared/gold`` are; see ``docs/reading.md``."""


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


def gold_reading(row: Row) -> Reading:
    """The reading that perfect entity extraction would give: every occurrence of every annotated form."""
    paper = Paper(id=row["id"], title=row["title"], abstract=row["abstract"])
    texts: dict[TextField, str] = {"title": clean(paper.title), "abstract": clean(paper.abstract)}
    entities: dict[str, Named] = {}
    spots: list[Spot] = []
    for entity in sorted(row["entities"], key=lambda e: (-len(e["text"]), e["text"])):
        ident = entity_id(entity["type"], entity["canonical"])
        generic = not entity["required"]
        known = entities.get(ident)
        entities[ident] = Named(
            ident, entity["type"], entity["canonical"], {}, generic and (not known or known.generic)
        )
        flags = re.IGNORECASE if len(entity["text"]) > 4 else 0
        pattern = re.compile(rf"(?<![^\W_]){re.escape(clean(entity['text']))}(?![^\W_])", flags)
        for field, text in texts.items():
            for found in pattern.finditer(text):
                if not any(s.field == field and s.start < found.end() and found.start() < s.end for s in spots):
                    spot = Spot(field, found.start(), found.end(), ident, entity["type"], "gold", generic=generic)
                    spots.append(spot)
    order = {"title": 0, "abstract": 1}
    spots.sort(key=lambda s: (order[s.field], s.start))
    mentioned = {spot.entity for spot in spots}
    kept = {ident: named for ident, named in entities.items() if ident in mentioned}
    introduced = tuple(ident for ident in introduced_ids(row) if ident in kept)
    return Reading(paper, texts, tuple(cut(texts)), tuple(spots), kept, next(iter(introduced), None), introduced)


def introduced_ids(row: Row) -> Iterator[str]:
    """Ids of what the paper introduces, its main contribution first."""
    names = gold_names(row)
    for claim in row["claims"]:
        if claim["type"] == "introduces":
            found = next(iter(names.get(fold_name(claim["name"]), [])), None)
            yield entity_id(found.type, found.canonical) if found else entity_id("method", claim["name"])


def cut(texts: Mapping[TextField, str]) -> Iterator[Sentence]:
    """The sentences of a paper: the title as one, then those of the abstract."""
    yield Sentence("title", 0, len(texts["title"]), 0)
    for index, (start, end) in enumerate(sentences(texts["abstract"]), start=1):
        yield Sentence("abstract", start, end, index)
