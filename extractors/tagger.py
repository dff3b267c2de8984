"""The trained reader: which tokens name methods, hardware and datasets, and what each number states.

In "FastConv runs 2.5x faster than cuDNN on an A100." it sees the methods ``FastConv`` and ``cuDNN``, the hardware
``A100`` and a ``speedup-gain`` at ``2.5``, each with a probability; rules and catalogues have their say elsewhere.

The network is small and runs in numpy. What depends on the word alone (hashed form, affixes, shape, trigrams) becomes
one vector a word, kept for the next paper. Three windows over these vectors follow, and before the last one each token
also sees the mean over all places of its word in the paper, since one paper uses a name for one thing. Title and
abstract are read together. ``python -m extractors.train tagger`` makes the weights; see ``extractors.train.tagger``.
"""

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from schemas import ENTITY_TYPES, EntityType, TextField

MODEL = Path(__file__).parent / "model" / "tagger.npz"

ENTITY_LABELS = ("O", *(f"{place}-{kind}" for kind in (*ENTITY_TYPES, "optional") for place in "BI"))
"""``optional`` marks what the annotation guide neither asks for nor forbids: class words such as GPU or LLM."""

_GAINS = ("energy", "capacity", "storage", "other")
_CUTS = ("memory", "storage", "energy", "cost", "communication", "parameters", "compute", "other")
NUMBER_LABELS = (
    "none",
    "speedup-gain",
    "speedup-cut",
    "quality-gain",
    "quality-cut",
    "measurement",
    *(f"resource-gain-{kind}" for kind in _GAINS),
    *(f"resource-cut-{kind}" for kind in _CUTS),
)
"""What a number may state: claim type, sense and, for resources, which."""

THRESHOLD = 0.2
LONGEST = 16
_BATCH = 16  # what a core's cache holds at once
_MOST_WORDS = 200_000
_BLOCK = 256

_NUMBER_WORDS = {
    **{
        word: n
        for n, word in enumerate(("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"))
    },
    "ten": 10,
    **dict.fromkeys(("half", "halve", "halves", "halved", "halving"), 0.5),
    **dict.fromkeys(("twice", "double", "doubles", "doubled", "doubling", "twofold"), 2),
    **dict.fromkeys(("thrice", "triple", "triples", "tripled", "tripling", "threefold"), 3),
    **dict.fromkeys(("quadruple", "quadruples", "quadrupled", "fourfold"), 4),
    **dict.fromkeys(("order", "orders", "magnitude", "tenfold"), 10),
    "third": 1 / 3,
    "quarter": 0.25,
    "fivefold": 5,
    "dozen": 12,
    **dict.fromkeys(("hundred", "hundreds"), 100),
    **dict.fromkeys(("thousand", "thousands"), 1000),
}

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]
Bits = npt.NDArray[np.bool_]


def number_value(lower: str) -> float | None:
    """The value of a number or number word, None for any other token.

    >>> number_value("1,024"), number_value("twice"), number_value("3d")
    (1024.0, 2, None)
    """
    if not lower[0].isdigit():
        return _NUMBER_WORDS.get(lower)
    try:
        return float(lower.replace(",", ""))
    except ValueError:
        return None


def is_number(lower: str) -> bool:
    """Whether the number head speaks about a token."""
    return (lower[0].isdigit() and not lower[-1].isalpha()) or lower in _NUMBER_WORDS


# ------------------------------------------------------------------------------------------------ what the network sees

WORD_ROWS = 1 << 15
PART_ROWS = 1 << 14
FLAGS = 12
WINDOWS = ((-2, -1, 0, 1, 2), (-3, 0, 3), (-7, -1, 0, 1, 7))
NUMBER_WINDOW = (-6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6)
GAP = 7
_TRIGRAMS = 12
_CAPITAL, _LETTER, _DIGIT, _RUN = map(re.compile, (r"[A-Z]", r"[^\W\d_]", r"\d", r"(.)\1+"))


def word_rows(text: str) -> list[int]:
    """Rows of the word table that add up to a word: two hashes each of its form with and without case."""
    lower = text.lower()
    return [zlib.crc32(f"{salt}{form}".encode()) % WORD_ROWS for form in (lower, f"={text}") for salt in "ab"]


def part_rows(text: str) -> list[int]:
    """Rows of the part table whose mean stands for a word's affixes, shape and trigrams."""
    lower = text.lower()
    shape = _DIGIT.sub("d", _LETTER.sub("x", _CAPITAL.sub("X", text)))
    parts = [f"s{shape[:12]}", "t" + _RUN.sub(r"\1", shape)[:8], "m" + _DIGIT.sub("0", lower)[:16]]
    parts += [f"p{lower[:n]}" for n in (1, 2, 3, 4)] + [f"e{lower[-n:]}" for n in (1, 2, 3, 4)]
    framed = f"<{lower}>"
    parts += [f"g{framed[i : i + 3]}" for i in range(min(len(framed) - 2, _TRIGRAMS))]
    return [zlib.crc32(part.encode()) % PART_ROWS for part in parts]


class Inputs(NamedTuple):
    """Papers laid one after the other with empty rows between the fields, so that no window reaches across."""

    words: Integers
    """A number for each word; 0 for an empty row."""
    flags: Floats
    groups: Integers
    """Places of one word in one paper have the same number."""
    inside: Bits
    numbers: Integers
    """The rows of number tokens."""
    starts: list[tuple[int, int]]
    """First rows of title and abstract of each paper."""


class Words:
    """Numbers for words as they come, from 1; 0 is the empty word."""

    def __init__(self) -> None:
        self.texts = [""]
        self._traits = [0]
        self._numbers: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self.texts)

    def number(self, doc: Doc, orths: list[int]) -> list[int]:
        """The numbers of the words with these spaCy keys."""
        try:
            return [self._numbers[orth] for orth in orths]
        except KeyError:
            for orth in orths:
                if orth not in self._numbers:
                    self._add(orth, doc.vocab.strings[orth])
            return [self._numbers[orth] for orth in orths]

    def _add(self, orth: int, text: str) -> None:
        self._numbers[orth] = len(self.texts)
        self.texts.append(text)
        cased = text != text.lower()
        end = text in ".!?"
        self._traits.append(
            cased
            | (text == "(") << 1
            | (text == ")") << 2
            | end << 3
            | (text == ":") << 4
            | is_number(text.lower()) << 5
        )

    def traits(self, numbers: Sequence[int]) -> Integers:
        """Bits a word: cased, opening, closing, sentence end, colon, number."""
        traits = self._traits
        return np.array([traits[number] for number in numbers], dtype=np.int64)


def lay_out(papers: Sequence[tuple[Doc, Doc]], words: Words) -> Inputs:
    """What the network sees of the papers, but for the word vectors."""
    rows = GAP + sum(len(title) + len(abstract) + 2 * GAP for title, abstract in papers)
    out_words, groups = np.zeros(rows, np.int64), np.zeros(rows, np.int64)
    flags, inside = np.zeros((rows, FLAGS), np.float32), np.zeros(rows, bool)
    starts, numbers = [], []
    at, group = GAP, 1
    for title, abstract in papers:
        n, size = len(title), len(title) + len(abstract)
        keys = np.concatenate([title.to_array(["ORTH", "LOWER"]), abstract.to_array(["ORTH", "LOWER"])]).reshape(
            size, 2
        )
        here = words.number(title, keys[:, 0].tolist())
        traits = words.traits(here)
        _, form, counts = np.unique(keys[:, 1], return_inverse=True, return_counts=True)
        place = np.arange(at, at + size)
        place[n:] += GAP
        out_words[place] = here
        inside[place] = True
        groups[place] = form + group
        flags[place] = _paper_flags(form, counts, traits, n)
        numbers.append(place[(traits & 32) > 0])
        starts.append((at, at + n + GAP))
        group += len(counts)
        at += size + 2 * GAP
    return Inputs(out_words, flags, groups, inside, np.concatenate([*numbers, np.empty(0, np.int64)]), starts)


def _paper_flags(form: Integers, counts: Integers, traits: Integers, title: int) -> Floats:
    size = len(form)
    flags = np.zeros((size, FLAGS), np.float32)
    if not size:
        return flags
    cased = (traits & 1) > 0
    colon = np.flatnonzero(traits[:title] & 16)
    name = int(colon[0]) if len(colon) else 0
    known = np.zeros((4, len(counts)), np.float32)
    known[0, form[:title]] = 1
    known[1, form[:name]] = 1
    known[2, form[cased]] = 1
    known[3, form[~cased]] = 1
    flags[:title, 0] = 1
    flags[:name, 1] = 1
    flags[title:, 2] = known[0, form[title:]]
    flags[title:, 3] = known[1, form[title:]]
    repeats = counts[form]
    flags[:, 4], flags[:, 5], flags[:, 6] = repeats == 1, repeats == 2, repeats > 4
    flags[:, 7] = known[3, form] * cased
    flags[:, 8] = known[2, form] * ~cased
    flags[:, 9] = np.cumsum(((traits & 2) > 0).astype(int) - ((traits & 4) > 0)) > 0
    flags[1:, 10] = (traits[:-1] & 8) > 0
    flags[[0, min(title, size - 1)], 10] = 1
    flags[:, 11] = cased
    return flags


# ------------------------------------------------------------------------------------------------------------- answers


class TaggedSpan(NamedTuple):
    """A name as the tagger sees it: offsets count characters of the field."""

    field: TextField
    start: int
    end: int
    type: EntityType
    probability: float


class FieldTags(NamedTuple):
    """Probabilities a token of one field: columns are ``ENTITY_LABELS`` and ``NUMBER_LABELS``.

    ``numbers`` has a row for each token in ``number_tokens``, which starts at the character in ``number_starts``.
    """

    entities: Floats
    numbers: Floats
    number_tokens: tuple[int, ...]
    number_starts: tuple[int, ...]

    def hints(self) -> dict[int, dict[str, float]]:
        """What each number states: character where it starts -> label -> probability."""
        rows = self.numbers.tolist()
        return {
            start: dict(zip(NUMBER_LABELS, row, strict=True))
            for start, row in zip(self.number_starts, rows, strict=True)
        }


class Tagged(NamedTuple):
    """What the tagger says of one paper. Spans may overlap: who reads them chooses."""

    spans: tuple[TaggedSpan, ...]
    title: FieldTags
    abstract: FieldTags

    def hints(self) -> dict[TextField, dict[int, dict[str, float]]]:
        """What each number states: field -> character where the number starts -> label -> probability."""
        return {"title": self.title.hints(), "abstract": self.abstract.hints()}


def spans_of(field: TextField, doc: Doc, entities: Floats, threshold: float = THRESHOLD) -> Iterator[TaggedSpan]:
    """All spans whose weakest token, first as B and later as I, and whose end have at least this probability."""
    starts, columns = np.nonzero(entities[:, 1 : 2 * len(ENTITY_TYPES) : 2] >= threshold)
    for start, column in zip(starts.tolist(), columns.tolist(), strict=True):
        weakest = float(entities[start, 1 + 2 * column])
        later = [*entities[start + 1 : start + LONGEST + 1, 2 + 2 * column].tolist(), 0.0]
        for end, goes_on in enumerate(later[:LONGEST], start=start + 1):
            if 1 - goes_on >= threshold:
                token = doc[end - 1]
                probability = round(min(weakest, 1 - goes_on), 4)
                yield TaggedSpan(field, doc[start].idx, token.idx + len(token), ENTITY_TYPES[column], probability)
            weakest = min(weakest, goes_on)
            if weakest < threshold:
                break


class Tagger:
    """The trained network with its word vectors; ``predict`` may be called from one thread at a time."""

    def __init__(self, weights: Mapping[str, npt.NDArray[np.float16]]) -> None:
        self._w: dict[str, Floats] = {name: np.ascontiguousarray(w, dtype=np.float32) for name, w in weights.items()}
        self._words = Words()
        self._vectors: Floats = np.zeros((1, self._w["lexeme"].shape[1]), np.float32)
        self._known = 1

    @classmethod
    def load(cls, path: Path = MODEL) -> Self:
        """The tagger with the weights of a file, by default the shipped ones.

        Raises:
            FileNotFoundError: where there is no such file.
        """
        with np.load(path) as weights:
            return cls(dict(weights))

    def predict(self, papers: Sequence[tuple[Doc, Doc]]) -> list[Tagged]:
        """What the network sees in each paper, given as title and abstract of the shared tokeniser, text cleaned."""
        return [tagged for at in range(0, len(papers), _BATCH) for tagged in self._predict(papers[at : at + _BATCH])]

    def _predict(self, papers: Sequence[tuple[Doc, Doc]]) -> Iterator[Tagged]:
        if len(self._words) > _MOST_WORDS:
            self._words, self._known = Words(), 1
        inputs = lay_out(papers, self._words)
        self._learn(self._words.texts[self._known :])
        entities, numbers = self._network(inputs)
        for paper, starts in zip(papers, inputs.starts, strict=True):
            yield _answer(paper, starts, inputs.numbers, entities, numbers)

    def _learn(self, texts: Sequence[str]) -> None:
        if not texts:
            return
        known, self._known = self._known, self._known + len(texts)
        if self._known > len(self._vectors):
            self._vectors = np.concatenate([self._vectors, np.zeros((self._known, self._vectors.shape[1]), np.float32)])
        self._vectors[known : self._known] = self._dense(self._lexemes(texts))

    def _lexemes(self, texts: Sequence[str]) -> Floats:
        words = self._w["words"][[word_rows(text) for text in texts]].sum(1)
        rows = [part_rows(text) for text in texts]
        counts = np.array([len(row) for row in rows])
        sums = np.add.reduceat(self._w["parts"][list(chain.from_iterable(rows))], np.cumsum(counts) - counts, axis=0)
        return np.concatenate([words, (sums / counts[:, None]).astype(np.float32)], axis=1)

    def _dense(self, lexemes: Floats) -> Floats:
        return _relu(_product(lexemes, self._w["lexeme"]) + self._w["lexeme_bias"])

    def _network(self, inputs: Inputs) -> tuple[Floats, Floats]:
        w = self._w
        outside = ~inputs.inside
        hidden = self._vectors[inputs.words]
        hidden += _product(inputs.flags, w["flags"])
        for layer, offsets in enumerate(WINDOWS):
            if layer == len(WINDOWS) - 1:
                hidden = hidden + _product(_group_means(hidden, inputs.groups), w["same"])
            hidden[outside] = 0
            seen = _product(_window(hidden, offsets), w[f"window{layer}"])
            hidden = hidden + _relu(seen + w[f"window{layer}_bias"])
        hidden[outside] = 0
        entities = _softmax(_product(hidden, w["entity"]) + w["entity_bias"])
        near = hidden[inputs.numbers[:, None] + np.array(NUMBER_WINDOW)].reshape(
            -1, len(NUMBER_WINDOW) * hidden.shape[1]
        )
        stated = _relu(_product(near, w["near"]) + w["near_bias"])
        return entities, _softmax(_product(stated, w["number"]) + w["number_bias"])


def _answer(
    paper: tuple[Doc, Doc], starts: tuple[int, int], number_rows: Integers, entities: Floats, numbers: Floats
) -> Tagged:
    tags = []
    for doc, start in zip(paper, starts, strict=True):
        first, last = np.searchsorted(number_rows, (start, start + len(doc)))
        tokens = tuple((number_rows[first:last] - start).tolist())
        places = tuple(doc[i].idx for i in tokens)
        tags.append(FieldTags(entities[start : start + len(doc)], numbers[first:last], tokens, places))
    title, abstract = tags
    spans = (*spans_of("title", paper[0], title.entities), *spans_of("abstract", paper[1], abstract.entities))
    return Tagged(spans, title, abstract)


def _product(rows: Floats, weights: Floats) -> Floats:
    """The matrix product, in blocks of one height.

    A matrix library rounds by the height of what it is given; so the same word would read differently, by the last
    digit, beside other papers.
    """
    size, width = rows.shape
    blocks = np.zeros((-(-size // _BLOCK), _BLOCK, width), np.float32)
    blocks.reshape(-1, width)[:size] = rows
    product: Floats = (blocks @ weights).reshape(-1, weights.shape[1])[:size]
    return product


def _window(rows: Floats, offsets: Sequence[int]) -> Floats:
    """Each row beside its neighbours at the offsets; beyond the ends there is nothing."""
    size, width = rows.shape
    out = np.zeros((size, len(offsets), width), np.float32)
    for k, offset in enumerate(offsets):
        out[max(0, -offset) : size - max(0, offset), k] = rows[max(0, offset) : size - max(0, -offset)]
    return out.reshape(size, -1)


def _group_means(rows: Floats, groups: Integers) -> Floats:
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    first = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    counts = np.diff(np.append(first, len(ordered)))
    means = np.add.reduceat(rows[order], first, axis=0) / counts[:, None]
    out = np.empty_like(rows)
    out[order] = np.repeat(means.astype(np.float32), counts, axis=0)
    return out


def _relu(x: Floats) -> Floats:
    return np.maximum(x, 0, out=x)


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(1, keepdims=True))
    result: Floats = powers / powers.sum(1, keepdims=True)
    return result
