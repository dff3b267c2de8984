"""A reader of one sentence form, in place of the real one where a test is about what happens to its records."""

import os
import re
import time
from collections.abc import Callable, Iterable, Iterator

from schemas import (
    Change,
    Claim,
    Entity,
    Evidence,
    Mention,
    NumberNote,
    Paper,
    Record,
    SpeedupClaim,
    entity_id,
)

_SENTENCE = re.compile(r"(\w+) is (\d+)x faster than (\w+)\.")


def extract(papers: Iterable[Paper], *, on_error: Callable[[Paper, Exception], None]) -> Iterator[Record]:
    """Reads "Foo is 3x faster than Bar.".

    A title with "unreadable" cannot be read, one with "slow" takes its time, one with "deadly" ends the process.
    """
    for paper in papers:
        if "unreadable" in paper.title:
            on_error(paper, ValueError("this one\nis unreadable"))
            continue
        if "deadly" in paper.title:
            os._exit(9)
        if "slow" in paper.title:
            time.sleep(0.2)
        yield _record(paper)


def _record(paper: Paper) -> Record:
    mentions: dict[str, list[Mention]] = {}
    claims: list[Claim] = []
    numbers: list[NumberNote] = []
    for found in _SENTENCE.finditer(paper.abstract):
        for group in (1, 3):
            mention = Mention(
                field="abstract", start=found.start(group), end=found.end(group), text=found[group], rule="toy"
            )
            mentions.setdefault(found[group], []).append(mention)
        claim = SpeedupClaim(
            subject=entity_id("method", found[1]),
            stated=Change(low=float(found[2]), high=float(found[2]), unit="x", sense="gain"),
            baseline=entity_id("method", found[3]),
            evidence=Evidence(field="abstract", start=found.start(), end=found.end(), text=found[0]),
            slots={"stated": (found.start(2), found.end(2))},
            confidence=0.9,
            rule="toy",
        ).with_id(paper.id)
        claims.append(claim)
        numbers.append(
            NumberNote(field="abstract", start=found.start(2), end=found.end(2), text=found[2], claim=claim.id)
        )
    entities = (
        Entity(id=entity_id("method", name), type="method", name=name, mentions=tuple(places))
        for name, places in sorted(mentions.items())
    )
    return Record(paper=paper, entities=tuple(entities), claims=tuple(claims), numbers=tuple(numbers))
