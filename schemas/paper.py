"""A paper as it came in: title, abstract and where it was found."""

import hashlib
import re
import unicodedata
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

PublishedDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]


class Paper(BaseModel):
    """One paper. Text is kept exactly as given, for every offset of a record points into it.

    ``published`` is an ISO date cut to what is known: ``2025``, ``2025-06`` or ``2025-06-30``.
    ``sources`` names the files the paper was read from, sorted, without their folders.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    title: str = Field(min_length=1)
    abstract: str = ""
    authors: tuple[str, ...] = ()
    published: PublishedDate | None = None
    url: str | None = None
    sources: tuple[str, ...] = ()

    @field_validator("id")
    @classmethod
    def _id_is_no_other_nodes(cls, value: str) -> str:
        if re.match(r"(method|hardware|dataset)/|[0-9a-f]{16}$", value):
            raise ValueError(f"paper id {value!r} looks like the id of an entity or a claim; put a prefix before it")
        return value


def fold_title(title: str) -> str:
    """A title without case, spaces and punctuation: two listings with equal folds are one paper.

    >>> fold_title("FlashFoo-3:  Fast, exact  Attention!") == fold_title("flashfoo-3 fast exact attention")
    True
    >>> fold_title("FlashFoo-2") == fold_title("FlashFoo-3")
    False
    """
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", title).casefold())


def arxiv_paper_id(arxiv_id: str) -> str:
    """The paper id of an arXiv identifier, its version and any prefix dropped.

    >>> arxiv_paper_id("http://arxiv.org/abs/2506.01234v2")
    'arxiv:2506.01234'
    >>> arxiv_paper_id("arXiv:cs/0701001v1")
    'arxiv:cs/0701001'

    Raises:
        ValueError: where the text holds no arXiv identifier.
    """
    found = re.search(r"(?<![\d.])(\d{4}\.\d{4,5}|[a-z][a-z.-]*(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?!\d)", arxiv_id)
    if not found:
        raise ValueError(f"not an arXiv identifier: {arxiv_id!r} (expected for example 2506.01234 or cs/0701001)")
    return f"arxiv:{found[1]}"


def title_paper_id(title: str) -> str:
    """The id of a paper known by nothing but its title: a hash of the folded title.

    >>> title_paper_id("A Fast Thing")
    'title:ecaf7341c29a79a5'
    """
    folded = fold_title(title) or title
    return "title:" + hashlib.sha256(folded.encode()).hexdigest()[:16]
