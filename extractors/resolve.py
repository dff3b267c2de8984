"""From proposals to entities: which stretches of text are names, of what type, and which are the same thing.

Every finder proposes freely; here each surface form of a paper is judged once, with all that speaks for it anywhere in
the title and the abstract, so that a name is read alike wherever it stands. "We present TileNet (TN). TN beats BarNet."
becomes two methods, the first with the two forms "TileNet" and "TN".
Forms are joined by exact folding (``schemas.fold_name``), the catalogues, and abbreviation pairs: never fuzzily.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from extractors.abbreviations import Abbreviation
from extractors.found import Found
from extractors.linear import SHIPPED, LinearModel
from extractors.reading import Named, Sentence, Spot
from schemas import ENTITY_TYPES, EntityType, TextField, entity_id, fold_name

CLASSES = ("none", "optional", *ENTITY_TYPES)
CATALOGUES = ("hardware.", "method.lexicon", "method.class", "dataset.lexicon")
"""How the rules begin that know the canonical name of what they find."""

_WORD_BEFORE = re.compile(r"([^\W_]+|\S)\s*\Z")
_WORD_AFTER = re.compile(r"\s*([^\W_]+|\S)")
_CAPITAL, _SMALL, _DIGIT, _RUN = map(re.compile, (r"[A-Z]", r"[a-z]", r"\d", r"(.)\1+"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a form stands."""

    field: TextField
    start: int
    end: int


@dataclass(slots=True)
class Form:
    """One surface form of a paper and all that was proposed for it."""

    key: str
    text: str
    places: set[Place] = field(default_factory=set)
    proposals: list[Found] = field(default_factory=list)
    partner: "Form | None" = None
    is_short: bool = False


def gather(
    texts: Mapping[TextField, str],
    proposals: Mapping[TextField, Iterable[Found]],
    abbreviations: Mapping[TextField, Iterable[Abbreviation]],
) -> list[Form]:
    """The forms of a paper, by folded name; every occurrence of a form is a place of it, proposed there or not."""
    forms: dict[str, Form] = {}
    for name, found_here in proposals.items():
        for found in found_here:
            surface = texts[name][found.start : found.end]
            key = _key(surface)
            if not key:
                continue
            form = forms.setdefault(key, Form(key, surface))
            form.places.add(Place(name, found.start, found.end))
            form.proposals.append(found)
    for name, pairs in abbreviations.items():
        text = texts[name]
        for pair in pairs:
            long = forms.get(_key(text[pair.long_start : pair.long_end]))
            short = forms.get(_key(text[pair.short_start : pair.short_end]))
            if long and short and long is not short and not (long.partner or short.partner):
                long.partner, short.partner, short.is_short = short, long, True
    for form in forms.values():
        _add_occurrences(form, texts)
    return [forms[key] for key in sorted(forms)]


@lru_cache(maxsize=1 << 14)
def _key(surface: str) -> str:
    """What joins surface forms: Mélange, M\\'elange and Melange are one."""
    letters = unicodedata.normalize("NFD", _accented(surface))
    return fold_name("".join(letter for letter in letters if not unicodedata.combining(letter)))


def _accented(text: str) -> str:
    """A text with LaTeX's accents as letters: M\\'elange is Mélange."""
    return _ACCENTED.sub(lambda m: unicodedata.normalize("NFC", m[3] + _ACCENTS[m[1] or m[2]]), text)


_ACCENTED = re.compile(r"\\(?:(['`^\"~=.])\{?|([cvuHr])\{)([A-Za-z])\}?")
_ACCENTS = dict(
    zip("'`^\"~=.cvuHr", "\u0301\u0300\u0302\u0308\u0303\u0304\u0307\u0327\u030c\u0306\u030b\u030a", strict=True)
)


def _add_occurrences(form: Form, texts: Mapping[TextField, str]) -> None:
    """Other places where the form is written in the same letters; a lower-case form only stands where proposed."""
    if form.text.islower() or len(form.text) < 2:
        return
    for name, text in texts.items():
        covered = {at for place in form.places if place.field == name for at in range(place.start, place.end)}
        for start, end in _written(form.text, text):
            if covered.isdisjoint(range(start, end)):
                form.places.add(Place(name, start, end))


def _written(form: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a form stands as a word or with a plural s; a search, for a pattern a form is dear to compile."""
    start = text.find(form)
    while start >= 0:
        end = start + len(form)
        after = text[end : end + 2]
        if not text[start - 1 : start].isalnum() and (
            not after[:1].isalnum() or (after[0] == "s" and not after[1:].isalnum())
        ):
            yield start, end
        else:
            end = start + 1
        start = text.find(form, end)


def form_features(form: Form, texts: Mapping[TextField, str], forms: Sequence[Form]) -> Iterator[str]:
    """What speaks for and against a form being a name, and of which type."""
    yield from _proposal_features(form, "")
    if form.partner:
        yield f"short={form.is_short}"
        yield from _proposal_features(form.partner, "partner:")
        spelled = form.partner.text.split()
        yield f"partner:last={spelled[-1].lower()}"
        yield f"partner:words={min(len(spelled), 5)}"
    text = form.text
    words = text.split()
    yield f"words={min(len(words), 5)}"
    yield f"length={min(len(text), 12)}"
    looks = _look(text)
    yield f"look={looks}"
    yield f"first={words[0].lower()}"
    last = words[-1].lower()
    yield f"last={last}"
    yield f"suffix={last[-3:]}"
    yield f"suffix={text[-4:]}"
    yield f"look={looks} words={min(len(words), 3)}"
    yield f"places={min(len(form.places), 5)}"
    places = _in_order(form.places)
    fields = {place.field for place in places}
    yield f"fields={sorted(fields)}"
    yield f"look={looks} places={min(len(places), 3)} fields={len(fields)}"
    contained = sum(1 for other in forms if other is not form and form.key in other.key)
    inside = [other for other in forms if other is not form and other.key in form.key and len(other.key) > 1]
    yield f"contained={min(contained, 3)}"
    yield f"contains={min(sum(1 for other in inside if len(other.key) > 2), 3)}"
    if "/" in text:
        yield "slash"
    if (len(words) > 1 or "/" in text) and sum(len(other.key) for other in inside if _is_known(other)) == len(form.key):
        yield "several known names"
    for place in places[:4]:
        source = texts[place.field]
        before = _WORD_BEFORE.search(source, max(0, place.start - 40), place.start)
        after = _WORD_AFTER.match(source, place.end, place.end + 40)
        b, a = before[1].lower() if before else "^", after[1].lower() if after else "$"
        yield f"b={b}"
        yield f"a={a}"
        yield f"b={b} a={a}"
        if place.field == "title":
            head = source.partition(":")[0]
            if place.start == 0:
                yield f"title-start colon={place.end == len(head.rstrip())}"


def _is_known(form: Form) -> bool:
    return any(found.rule.startswith(CATALOGUES) for found in form.proposals)


def _in_order(places: Iterable[Place]) -> list[Place]:
    """Places as they are read; a set's own order differs from run to run."""
    return sorted(places, key=lambda place: (place.field != "title", place.start, place.end))


def _proposal_features(form: Form, prefix: str) -> Iterator[str]:
    best: dict[tuple[str, str], float] = defaultdict(float)
    for found in form.proposals:
        rule = ".".join(found.rule.split(".")[:2])
        if rule in ("hardware.machine", "hardware.series"):
            rule = "hardware.product"  # rows grew where the examples are; series and machines read what comes later
        who = (rule, "optional" if found.generic else found.type)
        best[who] = max(best[who], found.score)
    for (rule, kind), score in sorted(best.items()):
        yield f"{prefix}{rule}:{kind}"
        yield from (f"{prefix}{rule}:{kind}>{step / 10}" for step in range(2, 10) if score > step / 10)
        if score > 0.95:
            yield f"{prefix}{rule}:{kind}>0.95"
    rules = sorted({f"{rule.partition('.')[0]}:{kind}" for rule, kind in best})
    yield f"{prefix}all={' '.join(rules)}"
    if not any(rule.startswith("tagger") for rule, _ in best):
        yield f"{prefix}untagged"
    places = len(form.places)
    tagged = len({(f.start, f.end) for f in form.proposals if f.rule.startswith("tagger")})
    yield f"{prefix}tagged-share={round(3 * min(tagged, places) / places)}"


def _look(text: str) -> str:
    """The rough shape of a form: letters and digits by class, runs shortened."""
    classes = _CAPITAL.sub("A", _SMALL.sub("a", _DIGIT.sub("0", text)))
    return _RUN.sub(r"\1", classes)[:10]


@dataclass(frozen=True, slots=True)
class Judged:
    """A form with the probability of each class."""

    form: Form
    probabilities: Mapping[str, float]

    @property
    def best(self) -> EntityType:
        """The likeliest type; of a class word, which is likely none of them, the type that its proposals say."""
        likeliest = max(ENTITY_TYPES, key=lambda kind: self.probabilities[kind])
        if self.probabilities["optional"] > self.probabilities[likeliest]:
            said = [found for found in self.form.proposals if found.rule.startswith(CATALOGUES)]
            return max(said, key=lambda found: (found.score, found.type)).type if said else likeliest
        return likeliest

    @property
    def name_probability(self) -> float:
        """The probability of a name worth an entity, optional class words left out of the count."""
        named = self.probabilities[self.best]
        return named / (named + self.probabilities["none"] + 1e-9)


def judge(forms: Sequence[Form], texts: Mapping[TextField, str], model: LinearModel | None = None) -> list[Judged]:
    """Every form with its class probabilities, by the shipped model or one that is being fitted."""
    model = model or SHIPPED["entities"]
    return [Judged(form, model.probabilities(form_features(form, texts, forms))) for form in forms]


THRESHOLD = 0.4
"""Chosen on dev: as many names missed as found wrongly."""
OPTIONAL_THRESHOLD = 0.5
LIKELY = 0.6


def resolve(
    judged: Sequence[Judged], texts: Mapping[TextField, str], sentences: Sequence[Sentence]
) -> tuple[list[Spot], dict[str, Named]]:
    """The mentions that stand, without overlaps, sorted by place, and the entities they name.

    Where proposals overlap, the longest of the likely ones stays, or the likeliest where none is likely. A class word
    that brackets explain is none: the GPU of "a GPU (H100)" is the H100.
    """
    kept = [item for item in judged if _is_wanted(item)]
    order = sorted(kept, key=_precedence)
    taken: dict[TextField, set[int]] = {"title": set(), "abstract": set()}
    chosen: list[tuple[Place, Judged]] = []
    for item in order:
        for place in _in_order(item.form.places):
            characters = range(place.start, place.end)
            if taken[place.field].isdisjoint(characters):
                taken[place.field].update(characters)
                chosen.append((place, item))
    identities = _identities([item for _, item in chosen])
    rules = {item.form.key: _rule(item) for item in kept}
    spots, entities = [], {}
    for place, item in chosen:
        named = identities[item.form.key]
        entities[named.id] = named
        score = round(item.name_probability, 3)
        rule = rules[item.form.key]
        spots.append(
            Spot(place.field, place.start, place.end, named.id, named.type, rule, score=score, generic=named.generic)
        )
    field_order = {sentence.field: sentence.index for sentence in reversed(sentences)}
    spots.sort(key=lambda spot: (field_order.get(spot.field, 0), spot.start))
    explained = {one for one, other in pairwise(spots) if _explains(other, one, texts)}
    kept_spots = [spot for spot in spots if spot not in explained]
    return kept_spots, {ident: entities[ident] for ident in sorted({spot.entity for spot in kept_spots})}


def _explains(device: Spot, word: Spot, texts: Mapping[TextField, str]) -> bool:
    """Whether a named device in brackets says which one the class word before it means."""
    return (
        word.generic
        and not device.generic
        and word.type == device.type == "hardware"
        and word.field == device.field
        and _GLOSS.fullmatch(texts[word.field], word.end, device.start) is not None
    )


_GLOSS = re.compile(r"s? ?\((?:i\.e\.,? |namely |an? |one |the |\d{1,5} ?[x×]? ?)?")


def _precedence(item: Judged) -> tuple[bool, int, float, str]:
    likely = item.name_probability >= LIKELY
    return not likely, -len(item.form.text) if likely else 0, round(item.probabilities["none"], 2), item.form.key


def _is_wanted(item: Judged) -> bool:
    if item.name_probability >= THRESHOLD and item.probabilities[item.best] >= 0.1:
        return True
    return item.probabilities["none"] <= OPTIONAL_THRESHOLD


def _rule(item: Judged) -> str:
    """The finder that knows the form best: a catalogue before a pattern before the tagger."""
    kind = item.best
    rules = {found.rule for found in item.form.proposals if found.type == kind or found.generic}
    rules = rules or {found.rule for found in item.form.proposals}
    return min(rules, key=lambda rule: (rule.startswith("tagger"), not rule.startswith(CATALOGUES), rule))


def _identities(items: Iterable[Judged]) -> dict[str, Named]:
    """Form key -> entity. Partners of an abbreviation pair are one; a catalogue's name goes before the long form."""
    by_key = {item.form.key: item for item in items}
    result: dict[str, Named] = {}
    for key in sorted(by_key):
        item = by_key[key]
        partner = item.form.partner
        other = by_key.get(partner.key) if partner else None
        lead = item
        if other and other.best == item.best:
            long_first = (other, item) if item.form.is_short else (item, other)
            lead = next((x for x in long_first if _catalogued(x)), long_first[0])
        result[key] = _named(lead)
    return result


def _catalogued(item: Judged) -> Found | None:
    """The catalogue's proposal for a form, if there is one of the form's type.

    An acronym that the paper spells out is the catalogue's only in the same letters: the VLLMs of "Video LLMs (VLLMs)"
    are not vLLM.
    """
    kind = item.best
    found = [f for f in item.form.proposals if f.rule.startswith(CATALOGUES) and f.type == kind]
    if item.form.is_short:
        own = item.form.text.removesuffix("s")
        found = [f for f in found if own in f.name or own.lower() not in f.name.lower()]
    return max(found, key=lambda f: (f.score, f.name), default=None)


def _named(item: Judged) -> Named:
    kind = item.best
    known = _catalogued(item)
    name = known.name if known else re.sub(r"\s+", " ", _accented(item.form.text)).strip()
    generic = item.name_probability < THRESHOLD or item.probabilities["optional"] > item.probabilities[kind]
    return Named(entity_id(kind, name), kind, name, dict(known.attributes) if known else {}, generic)
