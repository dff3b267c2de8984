"""The student: the shipped network in torch, trained on gold labels and on what teachers say of unlabelled papers.

It mirrors ``extractors.tagger.Tagger`` weight by weight and shares its features; a test holds both to one answer.
"""

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from spacy.tokens import Doc
from torch import nn
from torch.nn import functional

from extractors.tagger import (
    ENTITY_LABELS,
    FLAGS,
    NUMBER_LABELS,
    NUMBER_WINDOW,
    PART_ROWS,
    WINDOWS,
    WORD_ROWS,
    Inputs,
    Words,
    lay_out,
    part_rows,
    word_rows,
)

WIDTH = 96
WORD_WIDTH = 64
PART_WIDTH = 64
NEAR_WIDTH = 96
BATCH = 32
FORGET = 0.15
NUMBER_WEIGHT = 0.15

Floats = npt.NDArray[np.float32]


class Target(NamedTuple):
    """A paper with a distribution a token for both heads; rows of zeros teach nothing."""

    title: Doc
    abstract: Doc
    entities: npt.NDArray[np.floating]
    numbers: npt.NDArray[np.floating]


class Student(nn.Module):
    """The network of ``Tagger``."""

    def __init__(self) -> None:
        super().__init__()
        self.word_table = nn.EmbeddingBag(WORD_ROWS, WORD_WIDTH, mode="sum")
        self.part_table = nn.EmbeddingBag(PART_ROWS, PART_WIDTH, mode="mean")
        nn.init.normal_(self.word_table.weight, std=0.1)
        nn.init.normal_(self.part_table.weight, std=0.3)
        self.lexeme = nn.Linear(WORD_WIDTH + PART_WIDTH, WIDTH)
        self.flags = nn.Linear(FLAGS, WIDTH, bias=False)
        self.windows = nn.ModuleList(nn.Linear(len(offsets) * WIDTH, WIDTH) for offsets in WINDOWS)
        self.same = nn.Linear(WIDTH, WIDTH, bias=False)
        self.entity = nn.Linear(WIDTH, len(ENTITY_LABELS))
        self.near = nn.Linear(len(NUMBER_WINDOW) * WIDTH, NEAR_WIDTH)
        self.number = nn.Linear(NEAR_WIDTH, len(NUMBER_LABELS))
        self.dropout = nn.Dropout(0.2)

    def forward(self, inputs: Inputs, lexicon: "Lexicon", forget: float = 0.0) -> tuple[torch.Tensor, torch.Tensor]:
        """Entity logits of all rows, number logits of the number rows.

        ``forget`` is the share of words whose form is hidden, so that shape and context have to do.
        """
        unique, words = np.unique(inputs.words, return_inverse=True)
        word_ids, part_ids, offsets = lexicon.rows(unique)
        word = self.word_table(word_ids)
        if forget:
            word = word * (torch.rand(len(word), 1) >= forget)
        part = self.part_table(part_ids, offsets)
        vectors = torch.relu(self.lexeme(torch.cat([word, part], 1)))
        inside = torch.from_numpy(inputs.inside)[:, None]
        hidden = self.dropout(vectors).index_select(0, torch.from_numpy(words)) + self.flags(
            torch.from_numpy(inputs.flags)
        )
        groups = torch.from_numpy(inputs.groups)
        for layer, offsets_ in enumerate(WINDOWS):
            if layer == len(WINDOWS) - 1:
                hidden = hidden + self.same(_group_means(hidden, groups))
            hidden = hidden * inside
            hidden = hidden + torch.relu(self.windows[layer](_window(self.dropout(hidden), offsets_)))
        hidden = hidden * inside
        places = torch.from_numpy(inputs.numbers)[:, None] + torch.tensor(NUMBER_WINDOW)
        near = hidden.index_select(0, places.flatten()).reshape(len(places), -1)
        return self.entity(self.dropout(hidden)), self.number(self.dropout(torch.relu(self.near(near))))

    def weights(self) -> dict[str, npt.NDArray[np.float16]]:
        """The weights under the names that ``Tagger`` reads."""
        layers: dict[str, nn.Linear] = {
            "lexeme": self.lexeme, "flags": self.flags, "same": self.same, "entity": self.entity,
            "near": self.near, "number": self.number,
        } | {f"window{i}": layer for i, layer in enumerate(self.windows) if isinstance(layer, nn.Linear)}  # fmt: skip
        tensors = {"words": self.word_table.weight, "parts": self.part_table.weight}
        for name, layer in layers.items():
            tensors[name] = layer.weight.T
            if layer.bias is not None:
                tensors[f"{name}_bias"] = layer.bias
        return {name: tensor.detach().numpy().astype(np.float16) for name, tensor in tensors.items()}


class Lexicon:
    """Hashed rows of the words seen so far."""

    def __init__(self) -> None:
        self.words = Words()
        self._word: list[list[int]] = []
        self._part: list[list[int]] = []

    def rows(self, numbers: npt.NDArray[np.int64]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Word rows, then part rows joined with the offset of each word."""
        for text in self.words.texts[len(self._word) :]:
            self._word.append(word_rows(text))
            self._part.append(part_rows(text))
        parts = [self._part[n] for n in numbers]
        offsets = np.cumsum([0, *(len(p) for p in parts[:-1])])
        joined = [row for part in parts for row in part]
        return torch.tensor([self._word[n] for n in numbers]), torch.tensor(joined), torch.from_numpy(offsets)


def _window(rows: torch.Tensor, offsets: Sequence[int]) -> torch.Tensor:
    reach = max(map(abs, offsets))
    padded = functional.pad(rows, (0, 0, reach, reach))
    return torch.cat([padded[reach + o : reach + o + len(rows)] for o in offsets], 1)


def _group_means(rows: torch.Tensor, groups: torch.Tensor) -> torch.Tensor:
    size = int(groups.max()) + 1
    total = torch.zeros(size, rows.shape[1]).index_add(0, groups, rows)
    count = torch.zeros(size).index_add(0, groups, torch.ones(len(groups)))
    return (total / count.clamp(min=1)[:, None]).index_select(0, groups)


def train_student(
    targets: Sequence[Target],
    *,
    epochs: int,
    seed: int,
    rate: float,
    start: Student | None = None,
    report: Callable[[Student, int], None] = lambda student, epoch: None,
) -> Student:
    """Fit to the targets' distributions by cross entropy, from ``start`` (left as it is) or from nothing.

    The same seed gives the same weights on the same machine.
    """
    torch.manual_seed(seed)
    rng = random.Random(seed)
    student = Student()
    if start is not None:
        student.load_state_dict(start.state_dict())
    lexicon = Lexicon()
    optimiser = torch.optim.AdamW(student.parameters(), lr=rate, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    steps = epochs * -(-len(targets) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps, pct_start=0.1)
    for epoch in range(epochs):
        student.train()
        order = list(range(len(targets)))
        rng.shuffle(order)
        for first in range(0, len(order), BATCH):
            loss = _loss(student, [targets[i] for i in order[first : first + BATCH]], lexicon)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(student.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        report(student, epoch)
    return student


def _loss(student: Student, batch: Sequence[Target], lexicon: Lexicon) -> torch.Tensor:
    inputs = lay_out([(t.title, t.abstract) for t in batch], lexicon.words)
    entity, number = student(inputs, lexicon, FORGET)
    goal = torch.from_numpy(np.concatenate([t.entities for t in batch]).astype(np.float32))
    loss = _cross_entropy(entity[torch.from_numpy(inputs.inside)], goal)
    if len(inputs.numbers):
        token = np.cumsum(inputs.inside)[inputs.numbers] - 1
        goal = torch.from_numpy(np.concatenate([t.numbers for t in batch])[token].astype(np.float32))
        loss = loss + NUMBER_WEIGHT * _cross_entropy(number, goal)
    return loss


def _cross_entropy(logits: torch.Tensor, goal: torch.Tensor) -> torch.Tensor:
    losses = -(goal * functional.log_softmax(logits, -1)).sum(-1)
    return losses.sum() / goal.sum().clamp(min=1e-6)
