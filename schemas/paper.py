"""A paper as it came in: title, abstract and where it was found."""

import hashlib
import re
import unicodedata
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

PublishedDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]

_ARXIV = re.compile(
    r"(?:oai:arxiv\.org:|arxiv:|(?:https?://)?(?:\w+\.)?arxiv\.org/(?:abs|pdf|html)/"
    r"|(?:https?://(?:dx\.)?doi\.org/)?10\.48550/arxiv\.)?"
    r"(?:(?P<number>\d\d(?:0[1-9]|1[0-2])\.\d{4,5})"
    r"|(?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[a-z-]+)?/(?P<old_number>\d\d(?:0[1-9]|1[0-2])\d{3}))"
    r"(?:v(?P<version>[1-9]\d{0,2}))?(?:\.pdf)?",
    re.ASCII | re.IGNORECASE,
)
"""An identifier in the scheme of today or of before April 2007, bare or in an address.

The subject class of an old one (the GT of math.GT/0309136) only helps to find it: arXiv's own form is math/0309136.
"""


class Paper(BaseModel):
    """One paper. Text is kept exactly as given, for every offset of a record points into it.

    ``published`` is an ISO date cut to what is known: ``2025``, ``2025-06`` or ``2025-06-30``.
    ``version`` is the version on arXiv that title and abstract are of, where that is known.
    ``sources`` names the files the paper was read from, sorted, without their folders.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    title: str = Field(min_length=1)
    abstract: str = ""
    version: int | None = Field(default=None, ge=1)
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


class ArxivId(NamedTuple):
    """Which paper on arXiv, by its id here, and which version of it where that is said."""

    paper: str
    version: int | None


def find_arxiv_id(value: object) -> ArxivId | None:
    """The arXiv identifier that the whole of a value is, or is the address of; else None.

    >>> find_arxiv_id("arXiv:2506.01234v2"), find_arxiv_id("https://arxiv.org/abs/math.GT/0309136")
    (ArxivId(paper='arxiv:2506.01234', version=2), ArxivId(paper='arxiv:math/0309136', version=None))
    >>> find_arxiv_id("7.25"), find_arxiv_id("see cs/0701001"), find_arxiv_id(None)
    (None, None, None)
    """
    found = _ARXIV.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    number = found["number"] or f"{found['archive'].lower()}/{found['old_number']}"
    return ArxivId(f"arxiv:{number}", int(found["version"]) if found["version"] else None)


def arxiv_paper_id(arxiv_id: str) -> str:
    """The paper id of an arXiv identifier, its version, subject class and any prefix dropped.

    >>> arxiv_paper_id("http://arxiv.org/abs/2506.01234v2")
    'arxiv:2506.01234'
    >>> arxiv_paper_id("arXiv:CS/0701001v1")
    'arxiv:cs/0701001'

    Raises:
        ValueError: where the text is no arXiv identifier.
    """
    found = find_arxiv_id(arxiv_id)
    if found is None:
        raise ValueError(f"not an arXiv identifier: {arxiv_id!r} (expected for example 2506.01234 or cs/0701001)")
    return found.paper


def title_paper_id(title: str) -> str:
    """The id of a paper known by nothing but its title: a hash of the folded title.

    >>> title_paper_id("A Fast Thing")
    'title:ecaf7341c29a79a5'
    """
    folded = fold_title(title) or title
    return "title:" + hashlib.sha256(folded.encode()).hexdigest()[:16]
