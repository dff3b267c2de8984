"""Fits the judgement of surface forms: name of a method, a piece of hardware, a dataset, a class word, or no name.

The tables grew while annotated papers were read, so they know more names of these than of others. Half of the names of
methods and datasets that a single annotated paper has are therefore forgotten: "on top of FlexGen" is met with the row
of FlexGen in one paper and without it in another, as in use.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from extractors import linear
from extractors.found import Found
from extractors.reader import Proposed
from extractors.resolve import CATALOGUES, Form, form_features
from extractors.train.apart import Rows, fit_apart
from extractors.train.gold import GoldEntity, Row, gold_names
from schemas import fold_name

STRENGTH = 0.06
"""Inverse regularisation, chosen by dev and the blind part."""
AT_LEAST = 3
_LEXICONS = ("method.lexicon", "dataset.lexicon")


def examples(read: Iterable[tuple[Proposed, Row]]) -> dict[str, Rows]:
    """Paper id -> each form of the paper with what the annotators say of it."""
    papers = list(read)
    known_to = Counter(name for proposed, _ in papers for name in set(_listed(proposed.forms)))
    return {row["id"]: _examples(proposed, row, known_to) for proposed, row in papers}


def _examples(proposed: Proposed, row: Row, known_to: Mapping[str, int]) -> Rows:
    rows: Rows = []
    names = gold_names(row)
    once = {name for name in set(_listed(proposed.forms)) if known_to[name] == 1}
    forms = _without(proposed.forms, {name for name in once if _is_forgotten(row["id"], name)})
    for form in forms:
        options = names.get(form.key) or _of_catalogue(form, names)
        label = "none" if not options else options[0].type if options[0].required else "optional"
        rows.append((list(form_features(form, proposed.texts, forms)), label))
    return rows


def fit_model(annotated: Iterable[Rows], invented: Iterable[Rows]) -> linear.LinearModel:
    """The model, from the examples of annotated and of invented papers."""
    seen, written = (list(chain.from_iterable(papers)) for papers in (annotated, invented))
    return fit_apart(seen, written, strength=STRENGTH, at_least=AT_LEAST)


def _listed(forms: Iterable[Form]) -> Iterator[str]:
    """The names of the forms that a table of names knows."""
    return (found.name for form in forms for found in form.proposals if found.rule in _LEXICONS)


def _is_forgotten(paper: str, name: str) -> bool:
    return hashlib.sha256(f"{paper} {name}".encode()).digest()[0] < 128


def _without(forms: Sequence[Form], forgotten: set[str]) -> list[Form]:
    """The forms as they would be if the tables did not know these names."""
    kept: dict[str, Form] = {}
    for form in forms:
        if proposals := [found for found in form.proposals if not _is_of(found, forgotten)]:
            kept[form.key] = replace(form, proposals=proposals)
    for form in kept.values():
        form.partner = kept.get(form.partner.key) if form.partner else None
    return list(kept.values())


def _is_of(found: Found, names: set[str]) -> bool:
    return found.rule in _LEXICONS and found.name in names


def _of_catalogue(form: Form, names: Mapping[str, list[GoldEntity]]) -> list[GoldEntity]:
    """What the annotators say of a name that a catalogue gives the form: they cut some names where we do not."""
    known = (names.get(fold_name(found.name), []) for found in form.proposals if found.rule.startswith(CATALOGUES))
    return next(filter(None, known), [])
