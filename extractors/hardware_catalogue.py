"""The names of hardware that the tables know (``data/hardware*.tsv``), and the facts behind them.

``core_at`` reads the longest name that begins at a word: "RTX 4090" (a row of its own), "RTX 6090" (a series).
What stands around a name, vendor, memory, class word, is `extractors.hardware`'s.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise
from typing import Literal

from extractors.catalogue import Row, load_table
from schemas.entity import AttributeValue

Kind = Literal[
    "architecture",
    "asic",
    "board",
    "computer",
    "cpu",
    "fpga",
    "gpu",
    "headset",
    "ipu",
    "isa",
    "lpu",
    "memory",
    "microcontroller",
    "network",
    "npu",
    "phone",
    "quantum",
    "robot",
    "sensor",
    "soc",
    "supercomputer",
    "system",
    "tpu",
    "wafer",
]
Cue = Literal[
    "accelerator",
    "apple",
    "arm",
    "ascend",
    "cerebras",
    "geforce",
    "gpu",
    "intel",
    "machine",
    "phone",
    "processor",
    "site",
    "tenstorrent",
]


class Product(Row):
    """A row of ``hardware.tsv``.

    ``forms`` name it wherever they stand, ``cued`` only where ``cue`` is near and no word of ``veto`` is in the text.
    The cue "site" is for names that no text proves: only the words beside them, "on 512 nodes of Bridges".
    In a form a space or hyphen stands for any separator; between a letter and a digit for none as well.
    """

    kind: Kind
    vendor: str = ""
    architecture: str = ""
    family: str = ""
    memory_gb: float | None = None
    release_year: int | None = None
    bandwidth_gb_s: float | None = None
    fp32_tflops: float | None = None
    fp16_tflops: float | None = None
    tdp_w: float | None = None
    forms: tuple[str, ...] = ()
    cued: tuple[str, ...] = ()
    cue: Cue | None = None
    veto: tuple[str, ...] = ()


class Series(Row):
    """A row of ``hardware_patterns.tsv``.

    ``pattern`` is tried where a word of ``triggers`` stands; a space in it is any separator or none. ``display`` is the
    name, filled with the groups of the pattern.
    """

    kind: Kind
    vendor: str
    family: str = ""
    triggers: tuple[str, ...]
    pattern: str
    display: str
    cue: Cue | None = None


_DATA = resources.files("extractors.data")
PRODUCTS = load_table(_DATA / "hardware.tsv", Product)
SERIES = load_table(_DATA / "hardware_patterns.tsv", Series)

SEPARATOR = "[ ~_-]"
_END = r"(?=s?(?![A-Za-z0-9_])|x\d)(?!\.\d)"
_TRIGGER = re.compile(r"[A-Za-z]+|\d+")


@dataclass(frozen=True, slots=True)
class Core:
    """A name that a table knows; ``cue`` is the evidence it needs, ``veto`` the words that rule it out."""

    start: int
    end: int
    name: str
    rule: str
    kind: Kind
    facts: Mapping[str, AttributeValue]
    cue: Cue | None = None
    veto: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Group:
    """All that may begin with one word: forms of products, longest first in one expression, and series."""

    forms: re.Pattern[str] | None
    products: tuple[tuple[Product, Cue | None], ...]
    series: tuple[tuple[re.Pattern[str], Series], ...]


def core_at(text: str, position: int, trigger: str) -> Core | None:
    """The longest known name that begins at ``position`` with the word ``trigger`` in lower case."""
    group = _GROUPS.get(trigger)
    if group is None:
        return None
    core: Core | None = None
    if group.forms and (match := group.forms.match(text, position)):
        product, cue = group.products[(match.lastindex or 1) - 1]
        core = Core(
            position,
            match.end(),
            product.name,
            "hardware.product",
            product.kind,
            FACTS[product.name],
            cue,
            product.veto,
        )
    for pattern, series in group.series:
        match = pattern.match(text, position)
        if match and (core is None or match.end() > core.end):
            name = _display(series.display, match)
            rule = "hardware.product" if name in FACTS else f"hardware.series.{series.name}"
            facts = FACTS.get(name, _SERIES_FACTS[series.name])
            core = Core(position, match.end(), name, rule, series.kind, facts, series.cue)
    return core


def facts_of(row: Product | Series) -> dict[str, AttributeValue]:
    """What a row knows, as attributes of an entity."""
    kept = row.model_dump(exclude_none=True, exclude={*Row.model_fields, "kind", *_READING_FIELDS})
    return {"class": row.kind} | {key: value for key, value in kept.items() if value != ""}


def _display(template: str, match: re.Match[str]) -> str:
    groups = (match[0], *(re.sub(SEPARATOR, " ", group or "") for group in match.groups()))
    filled = re.sub(r"\{(\d)\}", lambda place: groups[int(place[1])], template)
    return " ".join(re.sub(r"-(?= |$)", "", filled).split())


def _form_pattern(form: str) -> str:
    """A form as an expression.

    Case is free where there is a digit, but for an S at the end; else the first letter counts, and in a single word all
    letters do.

    >>> _form_pattern("RTX 4090"), _form_pattern("Jetson Nano"), _form_pattern("Hopper")
    ('(?i:RTX[ ~_-]?4090)', 'J(?i:etson[ ~_-]Nano)', 'Hopper')
    """
    pieces = re.split(r"[ -]", form)
    joined = re.escape(pieces[0])
    for left, right in pairwise(pieces):
        optional = left[-1].isdigit() != right[0].isdigit() or not (left[-1].isalnum() and right[0].isalnum())
        joined += SEPARATOR + ("?" if optional else "") + re.escape(right)
    if form[-1] in "Ss" and form[-2:-1].isdigit():  # V100S is a product, V100s are several
        return f"(?i:{joined[:-1]}){joined[-1]}"
    if any(letter.isdigit() for letter in form):
        return f"(?i:{joined})"
    return joined if form.isalpha() else f"{joined[0]}(?i:{joined[1:]})"


def _first_word(form: str) -> str:
    word = _TRIGGER.match(form)
    if word is None:
        raise ValueError(f"form {form!r} of hardware.tsv begins with no letter or digit")
    return word[0].lower()


def _groups() -> Iterator[tuple[str, _Group]]:
    forms: dict[str, list[tuple[str, Product, Cue | None]]] = defaultdict(list)
    series: dict[str, list[tuple[re.Pattern[str], Series]]] = defaultdict(list)
    for product in PRODUCTS:
        for form in product.forms:
            forms[_first_word(form)].append((form, product, None))
        for form in product.cued:
            forms[_first_word(form)].append((form, product, product.cue))
    for row in SERIES:
        pattern = re.compile("(?i:" + row.pattern.replace(" ", SEPARATOR + "?") + ")" + _END)
        for trigger in row.triggers:
            series[trigger].append((pattern, row))
    for trigger in sorted({*forms, *series}):
        longest_first = sorted(forms[trigger], key=lambda known: (-len(known[0]), known[0]))
        joined = "|".join(f"({_form_pattern(form)})" for form, _, _ in longest_first)
        yield (
            trigger,
            _Group(
                re.compile(f"(?:{joined}){_END}") if joined else None,
                tuple((product, cue) for _, product, cue in longest_first),
                tuple(series[trigger]),
            ),
        )


_READING_FIELDS = {"forms", "cued", "cue", "veto", "triggers", "pattern", "display"}
FACTS: Mapping[str, dict[str, AttributeValue]] = {row.name: facts_of(row) for row in PRODUCTS}
_SERIES_FACTS = {row.name: facts_of(row) for row in SERIES}
_GROUPS = dict(_groups())
TRIGGERS = frozenset(_GROUPS)


def _names_of(kind: Kind) -> re.Pattern[str]:
    forms = sorted({form for row in PRODUCTS if row.kind == kind for form in (*row.forms, *row.cued)}, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b")


MACHINES, ARCHITECTURES = _names_of("supercomputer"), _names_of("architecture")
"""Names as written, ambiguous or not."""
