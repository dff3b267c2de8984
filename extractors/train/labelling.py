"""What others say of papers nobody annotated, kept on disk chunk by chunk, so that a stopped run goes on."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch

from extractors.train.alignment import Unlabelled, read_unlabelled
from extractors.train.gold import rows
from extractors.train.measure import Probabilities
from schemas import fold_title

CHUNK = 512
RELEVANT = re.compile(
    r"\d ?(?:[x×%]|times|\\times|\\%|ms|FPS|hours?|GB|GPU)|speed-?up|faster|GPU|FPGA|accelerat|benchmark|dataset",
    re.IGNORECASE,
)
"""Where names of hardware and data, and numbers that state something, are frequent."""

Labeller = Callable[[Sequence[Unlabelled]], Sequence[Probabilities]]


def pool(shared: Path, size: int) -> tuple[list[Unlabelled], list[Unlabelled]]:
    """Unlabelled papers, none of them annotated: ``size`` to begin with, and all others.

    First come the seeds, then three relevant ones for each that is not.
    """
    annotated = {
        fold_title(row["title"]) for name in ("train.jsonl", "dev.jsonl") for row in rows(shared / "gold" / name)
    }
    seen: set[str] = set()
    seeds: list[Unlabelled] = []
    relevant: list[Unlabelled] = []
    others: list[Unlabelled] = []
    for paper in read_unlabelled(shared):
        title = fold_title(paper[1])
        if title in annotated or title in seen:
            continue
        seen.add(title)
        if ":" in paper[0] and not paper[0].lower().startswith("arxiv"):
            seeds.append(paper)
        else:
            (relevant if len(RELEVANT.findall(paper[2])) >= 2 else others).append(paper)
    rest = max(0, size - len(seeds))
    few = min(len(relevant), rest * 3 // 4)
    return [*seeds, *relevant[:few], *others[: rest - few]], [*relevant[few:], *others[rest - few :]]


def label_pool(labeller: Callable[[], Labeller], papers: Sequence[Unlabelled], folder: Path) -> None:
    """Write what is said of each chunk of papers that ``folder`` lacks; the labeller is made only if one is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    chunks = {folder / f"{start:06}.pt": papers[start : start + CHUNK] for start in range(0, len(papers), CHUNK)}
    missing = {file: chunk for file, chunk in chunks.items() if not file.exists()}
    if not missing:
        return
    say = labeller()
    for file, chunk in missing.items():
        torch.save([tuple(matrix.astype(np.float16) for matrix in paper) for paper in say(chunk)], file)


def labels(papers: Sequence[Unlabelled], folder: Path) -> Iterator[Probabilities]:
    """What ``label_pool`` wrote of the papers."""
    for start in range(0, len(papers), CHUNK):
        said: list[Probabilities] = torch.load(folder / f"{start:06}.pt", weights_only=False)
        yield from said
