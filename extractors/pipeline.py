"""The one place that builds the spaCy pipeline; each finder is a component that anybody can add to their own.

A component leaves what it found in ``doc._.claimgraph_<name>``, with exact character offsets, and as spaCy spans,
widened to whole tokens, in ``doc.spans["claimgraph_<name>"]``.

>>> import spacy
>>> nlp = spacy.blank("en")
>>> _ = nlp.add_pipe("claimgraph_hardware")
>>> doc = nlp("It runs on an RTX 4090.")
>>> [(span.text, span.label_, span.kb_id_) for span in doc.spans["claimgraph_hardware"]]
[('RTX 4090', 'hardware', 'hardware/nvidia-geforce-rtx-4090')]
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from extractors.abbreviations import Abbreviation, find_abbreviations
from extractors.datasets import find_datasets
from extractors.found import Found
from extractors.hardware import find_hardware
from extractors.methods import find_methods
from extractors.quantities import Number, quantities
from extractors.text import clean
from extractors.tokens import build_tokenizer
from schemas import entity_id

T = TypeVar("T")

_TEXT = "claimgraph_text"


@dataclass(frozen=True, slots=True)
class Label:
    """A stretch of text as spaCy knows it."""

    start: int
    end: int
    label: str
    entity: str = ""


def _labels_of_names(found: Iterable[Found]) -> Iterator[Label]:
    return (Label(f.start, f.end, f.type, entity_id(f.type, f.name)) for f in found)


def _labels_of_numbers(found: Iterable[Number]) -> Iterator[Label]:
    return (Label(f.start, f.end, f.unit or "number") for f in found)


def _labels_of_pairs(found: Iterable[Abbreviation]) -> Iterator[Label]:
    for pair in found:
        yield Label(pair.long_start, pair.long_end, "long")
        yield Label(pair.short_start, pair.short_end, "short")


@dataclass
class Finder(Generic[T]):
    """A spaCy component around a pure function from a text, and whether it is a title, to what stands in it."""

    name: str
    find: Callable[[str, bool], Iterable[T]]
    labels: Callable[[Iterable[T]], Iterable[Label]]

    def __post_init__(self) -> None:
        Doc.set_extension(self.name, default=(), force=True)
        if not Doc.has_extension("claimgraph_is_title"):
            Doc.set_extension("claimgraph_is_title", default=False)

    def __call__(self, doc: Doc) -> Doc:
        found = tuple(self.find(_text(doc), doc._.claimgraph_is_title))
        doc._.set(self.name, found)
        doc.spans[self.name] = [span for label in self.labels(found) if (span := _span(doc, label)) is not None]
        return doc


def _text(doc: Doc) -> str:
    """The cleaned text, made once a document: spaCy puts it together from the tokens whenever it is asked."""
    if _TEXT not in doc.user_data:
        doc.user_data[_TEXT] = clean(doc.text)
    text: str = doc.user_data[_TEXT]
    return text


def _span(doc: Doc, label: Label) -> Span | None:
    return doc.char_span(label.start, label.end, label.label, kb_id=label.entity, alignment_mode="expand")


@Language.factory("claimgraph_hardware")
def hardware_component(nlp: Language, name: str) -> Finder[Found]:
    """Hardware: products, families, machines."""
    return Finder(name, lambda text, _: find_hardware(text), _labels_of_names)


@Language.factory("claimgraph_methods")
def methods_component(nlp: Language, name: str) -> Finder[Found]:
    """Methods, models, systems and libraries: the catalogue's and what the wording calls one."""
    return Finder(name, lambda text, title: find_methods(text, title=title), _labels_of_names)


@Language.factory("claimgraph_datasets")
def datasets_component(nlp: Language, name: str) -> Finder[Found]:
    """Datasets and benchmarks."""
    return Finder(name, lambda text, title: find_datasets(text, title=title), _labels_of_names)


@Language.factory("claimgraph_abbreviations")
def abbreviations_component(nlp: Language, name: str) -> Finder[Abbreviation]:
    """Pairs of a long and a short form."""
    return Finder(name, lambda text, _: find_abbreviations(text), _labels_of_pairs)


@Language.factory("claimgraph_quantities")
def quantities_component(nlp: Language, name: str) -> Finder[Number]:
    """Numbers with unit and bound."""
    return Finder(name, lambda text, _: quantities(text), _labels_of_numbers)


COMPONENTS = (
    "claimgraph_hardware",
    "claimgraph_methods",
    "claimgraph_datasets",
    "claimgraph_abbreviations",
    "claimgraph_quantities",
)
"""The components of the pipeline, in order. The tagger, which reads title and abstract together, comes after them."""


def documents(nlp: Language, texts: Iterable[tuple[str, bool]]) -> Iterator[Doc]:
    """Documents read by all components, from texts and whether each is a title."""
    return nlp.pipe(_made(nlp, texts))


def _made(nlp: Language, texts: Iterable[tuple[str, bool]]) -> Iterator[Doc]:
    for text, is_title in texts:
        doc = nlp.make_doc(text)
        doc.user_data[_TEXT] = clean(text)
        doc._.claimgraph_is_title = is_title
        yield doc


@cache
def build() -> Language:
    """The pipeline of ``COMPONENTS`` over the shared tokeniser, built once a process."""
    nlp = spacy.blank("en")
    nlp.tokenizer = build_tokenizer(nlp.vocab)
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp
