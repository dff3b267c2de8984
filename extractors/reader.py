"""Papers -> records: find in each field, resolve over the paper, relate, and put all on record.

The steps are one list, in ``read``: proposals, entities, contributions, claims, ledger.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice

from spacy.tokens import Doc

from extractors import pipeline
from extractors.calibration import calibrate, scales
from extractors.found import Found
from extractors.ledger import ledger
from extractors.linear import SHIPPED, Folder, LinearModel
from extractors.parts import Part, divide, join, unique_claims
from extractors.reading import Reading, Sentence
from extractors.relate.comparisons import relate_comparisons
from extractors.relate.context import sentence_words
from extractors.relate.contributions import find_contributions, relate_contributions
from extractors.relate.numeric import Hints, models_of, relate_numeric
from extractors.relate.uses import relate_datasets, relate_hardware
from extractors.resolve import Form, gather, judge, resolve
from extractors.tagger import Tagged, Tagger
from extractors.text import clean, sentences
from schemas import Claim, Entity, Mention, Paper, Record, TextField

BATCH = 64
FIELDS: tuple[TextField, ...] = ("title", "abstract")


def extract(papers: Iterable[Paper], *, on_error: Callable[[Paper, Exception], None] | None = None) -> Iterator[Record]:
    """Read papers, in order, a batch in memory at a time.

    Args:
        papers: what to read.
        on_error: told of a paper that could not be read; the rest go on. Without it the error is raised.

    >>> from schemas import Paper
    >>> paper = Paper(id="a", title="FooNet: fast nets", abstract="We present FooNet. It is 2.5x faster than PyTorch.")
    >>> [(claim.type, claim.subject) for claim in next(extract([paper])).claims]
    [('introduces', 'method/foonet'), ('speedup', 'method/foonet')]
    """
    parts = (part for paper in papers for part in divide(paper))
    records: list[tuple[Part, Record]] = []
    failed: Exception | None = None
    while batch := list(islice(parts, BATCH)):
        for part, proposed in zip(batch, _propose_each([part.paper for part in batch]), strict=True):
            try:
                if isinstance(proposed, Exception):
                    raise proposed
                if not failed:
                    records.append((part, read(proposed)))
            except Exception as error:
                if on_error is None:
                    raise
                failed = error
            if not part.is_last:
                continue
            if not failed:
                yield join(records)
            elif on_error:
                on_error(part.whole, failed)
            records, failed = [], None


def _propose_each(papers: Sequence[Paper]) -> list["Proposed | Exception"]:
    """What is proposed for each paper, or the error it raises: one bad paper leaves the others of a batch alone."""
    try:
        return list(propose(papers))
    except Exception as error:
        if len(papers) == 1:
            return [error]
        return [found for paper in papers for found in _propose_each([paper])]


class Proposed:
    """A paper with all that the finders propose, before anything is decided.

    Attributes:
        forms: surface forms with their proposals.
        hints: what the tagger says of each number, see ``relate.numeric``.
    """

    __slots__ = ("forms", "hints", "paper", "sentences", "texts")

    def __init__(self, paper: Paper, texts: Mapping[TextField, str], forms: list[Form], hints: Hints) -> None:
        self.paper = paper
        self.texts = texts
        self.forms = forms
        self.hints = hints
        self.sentences = tuple(_cut(texts))


Predict = Callable[[Sequence[tuple[Doc, Doc]]], Iterable[Tagged]]


def propose(papers: Sequence[Paper], predict: Predict | None = None) -> Iterator[Proposed]:
    """Run the finders and the tagger over a batch; ``predict`` stands in for the shipped tagger while one is fitted."""
    nlp = pipeline.build()
    texts: list[dict[TextField, str]] = [{"title": clean(p.title), "abstract": clean(p.abstract)} for p in papers]
    docs = pipeline.documents(nlp, ((text[field], field == "title") for text in texts for field in FIELDS))
    pairs = [(title, abstract) for title, abstract in zip(docs, docs, strict=True)]
    for paper, text, pair, tagged in zip(papers, texts, pairs, (predict or _tagger().predict)(pairs), strict=True):
        by_field = dict(zip(FIELDS, pair, strict=True))
        proposals = {field: [*_proposals(doc), *_tagged(tagged, field)] for field, doc in by_field.items()}
        pairs_of_names = {field: doc._.claimgraph_abbreviations for field, doc in by_field.items()}
        yield Proposed(paper, text, gather(text, proposals, pairs_of_names), tagged.hints())


@cache
def _tagger() -> Tagger:
    return Tagger.load()


def _proposals(doc: Doc) -> Iterator[Found]:
    yield from doc._.claimgraph_hardware
    yield from doc._.claimgraph_methods
    yield from doc._.claimgraph_datasets


def _tagged(tagged: Tagged, field: TextField) -> Iterator[Found]:
    for span in tagged.spans:
        if span.field == field:
            yield Found(span.start, span.end, span.type, "", "tagger", score=span.probability)


def _cut(texts: Mapping[TextField, str]) -> Iterator[Sentence]:
    yield Sentence("title", 0, len(texts["title"]), 0)
    for index, (start, end) in enumerate(sentences(texts["abstract"]), start=1):
        yield Sentence("abstract", start, end, index)


def entities_read(proposed: Proposed, model: LinearModel | None = None) -> Reading:
    """The reading with its entities, before it is known what the paper contributes."""
    spots, entities = resolve(judge(proposed.forms, proposed.texts, model), proposed.texts, proposed.sentences)
    return Reading(proposed.paper, proposed.texts, proposed.sentences, tuple(spots), entities)


def read(proposed: Proposed, models: Folder = SHIPPED) -> Record:
    """Decide: entities, contributions, claims, and what becomes of every number.

    ``models`` stand in for the shipped ones where others are measured.
    """
    reading = entities_read(proposed, models["entities"])
    words = sentence_words(reading)
    main, contributions = find_contributions(reading, words, models["contributions"])
    reading = replace(reading, main=main, introduced=tuple(contributions))
    numeric = relate_numeric(reading, proposed.hints, models_of(models))
    stated: list[Claim] = [
        *numeric,
        *relate_contributions(reading, words, contributions, models),
        *relate_comparisons(reading, words, numeric, models),
        *relate_hardware(reading, words, models),
        *relate_datasets(reading, words, models),
    ]
    by_type = scales(models.path)
    claims = unique_claims(calibrate(claim, by_type).with_id(reading.paper.id) for claim in stated)
    return Record(
        paper=reading.paper,
        entities=tuple(_entities(reading, claims)),
        claims=tuple(claims),
        numbers=tuple(ledger(reading, claims)),
    )


def _entities(reading: Reading, claims: Iterable[Claim]) -> Iterator[Entity]:
    """What the paper names; class words (GPU, Transformer) only where a claim needs them."""
    needed = {ident for claim in claims for ident in claim.entity_ids()}
    mentions: dict[str, list[Mention]] = defaultdict(list)
    for spot in reading.spots:
        text = reading.raw(spot.field)[spot.start : spot.end]
        mentions[spot.entity].append(
            Mention(field=spot.field, start=spot.start, end=spot.end, text=text, rule=spot.rule)
        )
    for ident in sorted(reading.entities):
        named = reading.entities[ident]
        if named.generic and ident not in needed:
            continue
        aliases = {mention.text for mention in mentions[ident]} - {named.name}
        yield Entity(
            id=ident,
            type=named.type,
            name=named.name,
            aliases=tuple(sorted(aliases)),
            attributes=dict(named.attributes),
            mentions=tuple(mentions[ident]),
        )
