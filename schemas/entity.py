"""Named things: methods, hardware and datasets, and the places where a paper names them."""

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, field_validator, model_validator

EntityType = Literal["method", "hardware", "dataset"]
TextField = Literal["title", "abstract"]
AttributeValue = str | int | FiniteFloat | bool

ENTITY_TYPES: tuple[EntityType, ...] = ("method", "hardware", "dataset")
LONGEST_SLUG = 200
HARDWARE_ATTRIBUTES: dict[str, type[str] | type[int] | type[float]] = {
    "vendor": str,
    "architecture": str,
    "class": str,
    "family": str,
    "memory_gb": float,
    "release_year": int,
    "bandwidth_gb_s": float,
    "fp32_tflops": float,
    "fp16_tflops": float,
    "tdp_w": float,
}
"""The attributes of hardware that the graph knows, with their types; others stay in the record."""


class Place(BaseModel):
    """A place in a paper: ``text`` is ``field[start:end]``, offsets counting characters of the field as given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: TextField
    start: int = Field(ge=0)
    end: int = Field(gt=0)
    text: str = Field(min_length=1)

    @model_validator(mode="after")
    def _length(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError(
                f"mention {self.text!r} has {len(self.text)} characters, offsets say {self.end - self.start}"
            )
        return self


class Mention(Place):
    """One place where an entity is named; ``rule`` is what found it."""

    rule: str


class Entity(BaseModel):
    """A named thing as one paper knows it.

    Identity is ``id`` (type and slug), never the display name. ``aliases`` are the other names used, sorted.
    ``attributes`` are flat facts. Hardware has ``vendor``, ``architecture``, ``class``, ``memory_gb``,
    ``release_year``, peak rates and ``family``, the display name of the product this is a variant of.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    type: EntityType
    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    attributes: dict[str, AttributeValue] = {}
    mentions: tuple[Mention, ...] = ()

    @field_validator("attributes")
    @classmethod
    def _known_attributes_have_their_type(cls, attributes: dict[str, AttributeValue]) -> dict[str, AttributeValue]:
        typed = dict(attributes)
        for name, kind in HARDWARE_ATTRIBUTES.items():
            if name not in attributes:
                continue
            value = attributes[name]
            if kind is float and type(value) is int:
                typed[name] = float(value)
            elif type(value) is not kind:
                raise ValueError(f"attribute {name!r} is {value!r}, expected {kind.__name__}")
            elif name in ("family", "architecture"):
                slug(str(value))
        return typed

    @model_validator(mode="after")
    def _id_has_type(self) -> Self:
        if not self.id.startswith(self.type + "/"):
            raise ValueError(f"entity id {self.id!r} does not start with its type {self.type!r}")
        return self


def slug(name: str) -> str:
    """A name as a part of an id: folded, letters and digits of any script kept, the rest single hyphens.

    Digits are never touched, so look-alike versions stay apart; ``+`` and ``#`` are spelled out: C, C++ and C# differ.
    A name of more than ``LONGEST_SLUG`` characters ends in a hash instead of its rest: indexes hold short keys only.

    >>> slug("NVIDIA GeForce RTX 4090"), slug("C++"), slug("PixArt-δ"), slug("LLaMA-2-7B")
    ('nvidia-geforce-rtx-4090', 'cplusplus', 'pixart-δ', 'llama-2-7b')

    Raises:
        ValueError: where nothing is left of the name.
    """
    folded = unicodedata.normalize("NFKC", name).casefold().replace("+", "plus").replace("#", "sharp")
    result = re.sub(r"[\W_]+", "-", folded).strip("-")
    if not result:
        raise ValueError(f"name {name!r} has no letter or digit to make an id of")
    if len(result) > LONGEST_SLUG:
        rest = hashlib.sha256(result.encode()).hexdigest()[:16]
        return f"{result[: LONGEST_SLUG - len(rest) - 1].rstrip('-')}-{rest}"
    return result


@lru_cache(maxsize=1 << 14)
def entity_id(kind: EntityType, name: str) -> str:
    """The identity of a named thing.

    >>> entity_id("hardware", "NVIDIA A100")
    'hardware/nvidia-a100'
    """
    return f"{kind}/{slug(name)}"


_HEADS = (
    "gpu cpu npu fpga accelerator processor dataset benchmark architecture framework model algorithm laptop board "
    "platform system supercomputer device"
)
_HEAD_WORDS = re.compile(rf"(?:\s(?:{'|'.join(f'{word}s?' for word in _HEADS.split())}|library|libraries))+$")


@lru_cache(maxsize=1 << 14)
def fold_name(name: str) -> str:
    """A surface form without case, punctuation, plural and generic head words: the same name written twice folds alike.

    >>> fold_name("NVIDIA A100 GPUs") == fold_name("Nvidia A100"), fold_name("RTX 4090") == fold_name("RTX 4080")
    (True, False)
    """
    folded = re.sub(r"\{?\\?(?:alpha|α)\}?", "alpha", name.lower())
    folded = re.sub(r"['’]s\b", "", folded)
    folded = re.sub(r"[^0-9a-zα-ω+]+", " ", folded).strip()
    return re.sub(r"(?<=[a-z0-9]{3})s$", "", _HEAD_WORDS.sub("", folded) or folded).replace(" ", "")
