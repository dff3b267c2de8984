"""What teachers say of papers nobody annotated, kept on disk chunk by chunk, so that a stopped run goes on."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from spacy.tokenizer import Tokenizer

from extractors.train.alignment import read_unlabelled
from extractors.train.gold import rows
from extractors.train.student import Target
from extractors.train.teacher import Teacher, label
from schemas import fold_title

CHUNK = 512
RELEVANT = re.compile(
    r"\d ?(?:[x×%]|times|\\times|\\%|ms|FPS|hours?|GB|GPU)|speed-?up|faster|GPU|FPGA|accelerat|benchmark|dataset",
    re.IGNORECASE,
)
"""Where names of hardware and data, and numbers that state something, are frequent."""

Paper = tuple[str, str, str]
Probabilities = npt.NDArray[np.float16]


def pool(shared: Path, size: int) -> list[Paper]:
    """Unlabelled papers, the seeds first: three in four relevant ones, the rest as they come; no annotated paper."""
    annotated = {
        fold_title(row["title"]) for name in ("train.jsonl", "dev.jsonl") for row in rows(shared / "gold" / name)
    }
    seen: set[str] = set()
    seeds: list[Paper] = []
    relevant: list[Paper] = []
    others: list[Paper] = []
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
    return [*seeds, *relevant[:few], *others[: rest - few]]


def label_pool(teacher: Callable[[], Teacher], papers: Sequence[Paper], tokenizer: Tokenizer, folder: Path) -> None:
    """Write the teacher's probabilities for each chunk of papers that ``folder`` lacks."""
    folder.mkdir(parents=True, exist_ok=True)
    chunks = {folder / f"{start:06}.pt": papers[start : start + CHUNK] for start in range(0, len(papers), CHUNK)}
    missing = {file: chunk for file, chunk in chunks.items() if not file.exists()}
    if not missing:
        return
    model = teacher()
    for file, chunk in missing.items():
        said = label(model, [(tokenizer(title), tokenizer(abstract)) for _, title, abstract in chunk])
        torch.save([tuple(matrix.astype(np.float16) for matrix in paper) for paper in said], file)


def soft_targets(papers: Sequence[Paper], tokenizer: Tokenizer, folder: Path) -> Iterator[Target]:
    """The papers with what the teacher says of them."""
    for start in range(0, len(papers), CHUNK):
        said: list[tuple[Probabilities, Probabilities]] = torch.load(folder / f"{start:06}.pt", weights_only=False)
        for (_, title, abstract), (entities, numbers) in zip(papers[start : start + CHUNK], said, strict=True):
            yield Target(tokenizer(title), tokenizer(abstract), entities, numbers)
