"""Find named data sets, benchmarks, corpora and challenges.

``We train on ImageNet-1K and test on the SkyScan benchmark`` names ``ImageNet-1K``, which the table knows, and
``SkyScan``, which the words beside it give away.

Names the table ``data/datasets.tsv`` knows are found by `extractors.lexicon`, with the versions nobody listed.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from extractors.abbreviations import find_abbreviations
from extractors.catalogue import load_table
from extractors.found import Found
from extractors.lexicon import Lexicon, NameRow, build_lexicon, find_names
from extractors.shapes import Before, candidates, cues

_KIND = (
    r"(?:benchmark|challenge|competition|corpora|corpus|data ?set|leaderboard|suite|test ?bed|test ?set|validation set"
    r"|training set|dev set)s?\b"
)
_BEFORE = {
    "dataset.kind_before": Before(
        40,
        re.compile(
            rf"\b{_KIND}(?: suite)?(?:,? (?:such as|like|including|namely|called|named|e\.g\.,?)|:| --| -| –| of)?"
            r" ?\(?(?:e\.g\.,? )?(?:the )?[\"'“`]{0,2}$",
            re.IGNORECASE,
        ),
    ),
    "dataset.on": Before(
        40,
        re.compile(
            r"(?:\b(?:accuracy|achiev\w+|assess\w*|benchmark\w*|conducted|demonstrat\w+|evaluat\w+|experiments?"
            r"|fine-?tun\w+|gains?"
            r"|improv\w+|perform\w*|points?|pre-?train\w+|results?|scores?|show\w*|stud(?:y|ies)|test\w*|train\w*"
            r"|validat\w+)"
            r"|%|\d|\))(?: (?:performed|carried out|both|extensively))? (?:on|across) (?:the |both )?$",
            re.IGNORECASE,
        ),
    ),
    "dataset.on_any": Before(16, re.compile(r"\b(?:on|across) (?:the |both )?$", re.IGNORECASE)),
}
_AFTER = {
    "dataset.kind_after": re.compile(
        rf"(?: \([^()]{{1,40}}\))?(?: challenges?\b|(?: [a-z-]+)?(?: and [a-z]+)? (?!challenge){_KIND})", re.IGNORECASE
    ),
    "dataset.apposition": re.compile(
        rf"(?: \([^()]{{1,48}}\))?(?:,| --| -| –| —|:| is) (?:a|an|the|our)(?: [^\s,.]+){{1,6}}? {_KIND}", re.IGNORECASE
    ),
}
_KIND_END = re.compile(rf"\b{_KIND}$", re.IGNORECASE)
_SHAPED = re.compile(
    r"[\w-]*(?:[Bb]ench(?:mark)?|BENCH|QA|Eval|EVAL|Arena|Gym|-\d+[Kk]|[A-Za-z]\d+[Kk])"
    r"(?:[-+ ]?v?\d[\d.]*|[-+ ](?:Pro|Hard|Lite|Plus|Verified|Long|Video|[A-Z]{1,3}))?"
)
_NO_DATASET = re.compile(
    r"(?:[A-Z]?PUs?|FPGAs?|ASICs?|AI|API|NLP|ML|HPC|IoT|SOTA|SoTA|[KV]?QA|VQA|II|III|IV|[1-6]D|RGB(?:-D"
    r"|D)?|LiDAR|GEMM|LLM-.*"
    r"|NVIDIA|Nvidia|AMD|Intel|Google|LLMs?|VLMs?|MLLMs?|English|Chinese|GitHub|Code|MRI|CT|FLOPs?|FPS|CUDA|PyTorch)"
    r"|(?:NVIDIA|Jetson|Intel|AMD|RTX|Alveo|Ascend|A100|H100|V100|.*\b[CGFNT]P[UG]As?|.*\b[CGNT]PUs?)\b.*"
)

SCORES = {
    "dataset.apposition": 0.90,
    "dataset.kind_after": 0.80,
    "dataset.kind_before": 0.87,
    "dataset.lexicon": 0.96,
    "dataset.long_form": 0.8,
    "dataset.on": 0.75,
    "dataset.on_any": 0.47,
    "dataset.shape": 0.84,
    "dataset.short_form": 0.8,
}
"""How often what a rule finds is a named data set: measured on annotated papers."""


class DatasetRow(NameRow):
    """A data set of ``data/datasets.tsv``; ``generic`` marks names that are often something else than data."""

    domain: Literal[
        "code",
        "graph",
        "language",
        "medical",
        "multimodal",
        "robotics",
        "systems",
        "timeseries",
        "vision",
    ]
    generic: Literal["yes"] | None = None


@lru_cache(maxsize=1)
def dataset_rows() -> tuple[DatasetRow, ...]:
    """The rows of ``data/datasets.tsv``.

    Raises:
        extractors.catalogue.CatalogueError: where the table breaks its rules.
    """
    return load_table(files("extractors.data") / "datasets.tsv", DatasetRow)


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon[DatasetRow]:
    return build_lexicon(dataset_rows())


def find_datasets(text: str, *, title: bool = False) -> Iterator[Found]:
    """What speaks for a data set in ``text``: names of the table in order, then names by shape and surroundings.

    One stretch may come several times, once a rule; rules differ in ``score``. ``title`` says that the text is one.

    >>> found = find_datasets("Trained on ImageNet-1k, tested on CIFAR10 and SkyScan-40K datasets.")
    >>> [(mention.name, mention.rule) for mention in found if mention.score > 0.9]
    [('ImageNet-1K', 'dataset.lexicon'), ('CIFAR-10', 'dataset.lexicon')]
    """
    for match in find_names(_lexicon(), text):
        yield Found(
            match.start,
            match.end,
            "dataset",
            match.name,
            "dataset.lexicon",
            attributes={"domain": match.row.domain},
            score=SCORES["dataset.lexicon"],
            generic=match.row.generic is not None,
        )
    for start, end, rule in _evidence(text, title):
        yield Found(start, end, "dataset", text[start:end], rule, score=SCORES[rule])


def _evidence(text: str, title: bool) -> Iterator[tuple[int, int, str]]:
    for candidate in candidates(text, title):
        if _NO_DATASET.fullmatch(text, candidate.start, candidate.end):
            continue
        if _SHAPED.fullmatch(text, candidate.start, candidate.end):
            yield candidate.start, candidate.end, "dataset.shape"
        if candidate.shape != "title" or not (title or candidate.opens):
            for rule in cues(candidate, _BEFORE, _AFTER):
                yield candidate.start, candidate.end, rule
    for pair in find_abbreviations(text):
        if _KIND_END.search(text, pair.long_start, pair.long_end):
            yield pair.long_start, pair.long_end, "dataset.long_form"
            yield pair.short_start, pair.short_end, "dataset.short_form"
