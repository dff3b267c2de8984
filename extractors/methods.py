"""Find named methods: models, algorithms, techniques, frameworks, libraries, compilers, systems.

``The kernels are written in Triton and tuned on LLaMA-2-7B`` names ``Triton`` and ``LLaMA-2-7B``.
``A LoRA adapter for a Transformer`` names ``LoRA``, and ``Transformer`` as the class of models it is.

Names the table ``data/methods.tsv`` knows are found by `extractors.lexicon`, with the versions nobody listed.
"""

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from extractors.catalogue import load_table
from extractors.found import Found
from extractors.lexicon import Lexicon, NameRow, build_lexicon, find_names


class MethodRow(NameRow):
    """A method of ``data/methods.tsv``; ``generic`` marks class words, formats and metrics, which are no proper names."""

    category: Literal[
        "algorithm",
        "class",
        "compiler",
        "format",
        "framework",
        "language",
        "library",
        "metric",
        "model",
        "simulator",
        "system",
        "technique",
    ]
    generic: Literal["yes"] | None = None


@lru_cache(maxsize=1)
def method_rows() -> tuple[MethodRow, ...]:
    """The rows of ``data/methods.tsv``.

    Raises:
        extractors.catalogue.CatalogueError: where the table breaks its rules.
    """
    return load_table(files("extractors.data") / "methods.tsv", MethodRow)


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon[MethodRow]:
    return build_lexicon(method_rows())


def find_methods(text: str) -> Iterator[Found]:
    """The methods that ``text`` names, in reading order.

    >>> [(found.name, found.generic) for found in find_methods("We fine-tune Llama 3.1 8B, a Transformer, with PyTorch.")]
    [('LLaMA-3.1-8B', False), ('Transformer', True), ('PyTorch', False)]
    """
    for match in find_names(_lexicon(), text):
        row = match.row
        yield Found(
            match.start,
            match.end,
            "method",
            match.name,
            rule="method.class" if row.generic else "method.lexicon",
            attributes={"category": row.category},
            generic=row.generic is not None,
        )
