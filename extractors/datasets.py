"""Find named data sets, benchmarks, corpora and challenges.

``We train on ImageNet-1K and test on the SkyScan benchmark`` names ``ImageNet-1K``, which the table knows, and
``SkyScan``, which the words beside it give away.

Names the table ``data/datasets.tsv`` knows are found by `extractors.lexicon`, with the versions nobody listed.
"""

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from extractors.catalogue import load_table
from extractors.found import Found
from extractors.lexicon import Lexicon, NameRow, build_lexicon, find_names


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


def find_datasets(text: str) -> Iterator[Found]:
    """The data sets that ``text`` names, in reading order.

    >>> [found.name for found in find_datasets("Trained on ImageNet-1k, tested on CIFAR10 and CIFAR-100.")]
    ['ImageNet-1K', 'CIFAR-10', 'CIFAR-100']
    """
    for match in find_names(_lexicon(), text):
        row = match.row
        yield Found(
            match.start,
            match.end,
            "dataset",
            match.name,
            rule="dataset.lexicon",
            attributes={"domain": row.domain},
            generic=row.generic is not None,
        )
