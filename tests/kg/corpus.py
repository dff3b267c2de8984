"""A few invented papers that have something to say to every named query, and records that hypothesis makes."""

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from kg.queries import NamedQuery, ParameterValue
from schemas import Claim, Entity, Record
from tests.builders import (
    comparison,
    dataset,
    dataset_use,
    hardware,
    hardware_use,
    introduces,
    measurement,
    method,
    paper,
    quality,
    record,
    resource,
    speedup,
)

A100_40GB = hardware(
    "NVIDIA A100 40GB", "A100-40GB", vendor="NVIDIA", architecture="Ampere", family="NVIDIA A100", memory_gb=40
)
A100_80GB = hardware("NVIDIA A100 80GB", vendor="NVIDIA", architecture="Ampere", family="NVIDIA A100", memory_gb=80)
RTX_4090 = hardware("NVIDIA GeForce RTX 4090", "RTX 4090", vendor="NVIDIA", architecture="Ada Lovelace")
RTX_4080 = hardware("NVIDIA GeForce RTX 4080", "RTX 4080", vendor="NVIDIA", architecture="Ada Lovelace")
ENTITIES = {
    entity.id: entity
    for entity in (
        A100_40GB, A100_80GB, RTX_4090, RTX_4080, hardware("Somechip"), method("FastFoo", "FFoo"), method("SlowBar"),
        method("MidBaz"), dataset("ImageNet", "ILSVRC"), dataset("CIFAR-10"), dataset("CIFAR-100"),
    )
}  # fmt: skip


def known(claims: Iterable[Claim]) -> list[Entity]:
    """The entities of the claims that are in ``ENTITIES``, with their display names and attributes."""
    wanted = {id for claim in claims for id in claim.entity_ids()}
    return [entity for id, entity in ENTITIES.items() if id in wanted]


def read(number: int, title: str, *claims: Claim, published: str | None = None) -> Record:
    return record(paper(f"arxiv:250{number}.00001", title, published=published), claims, known(claims))


def corpus() -> list[Record]:
    return [
        read(
            1,
            "FastFoo: much faster",
            introduces("FastFoo"),
            speedup("FastFoo", 2.5, "SlowBar", on="NVIDIA A100 40GB", data="ImageNet"),
            hardware_use("FastFoo", "NVIDIA A100 40GB", 8, "training"),
            dataset_use("FastFoo", "ImageNet"),
            quality("FastFoo", 2, "SlowBar", data="ImageNet"),
            measurement("FastFoo", 120, on="NVIDIA A100 40GB"),
            resource("FastFoo", 50, "SlowBar", unit="%", of="memory"),
        ),
        read(
            2,
            "SlowBar, again",
            introduces("SlowBar"),
            speedup("SlowBar", 3, "MidBaz", on="NVIDIA A100 80GB"),
            speedup("SlowBar", 12, "FastFoo", bound="up_to", confidence=0.5),
            speedup("MidBaz", 30, "SlowBar", unit="%", on="NVIDIA GeForce RTX 4090"),
            comparison("SlowBar", "FastFoo"),
        ),
        read(
            3,
            "A third look",
            introduces("MidBaz"),
            comparison("FastFoo", "SlowBar"),
            speedup("FastFoo", 2.5, "SlowBar", on="NVIDIA A100 40GB", data="ImageNet"),
            speedup("FastFoo", 7.5, "SlowBar", on="NVIDIA GeForce RTX 4080"),
            speedup(None, 4, "SlowBar", on="NVIDIA A100 80GB", bound="at_least"),
            dataset_use("MidBaz", "CIFAR-10"),
            dataset_use("MidBaz", "ImageNet"),
            hardware_use("MidBaz", "Somechip"),
            published="2024-05",
        ),
    ]


PARAMETERS: dict[str, ParameterValue] = {
    "hardware": "A100",
    "method": "FFoo",
    "other": "slowbar",
    "baseline": "SlowBar",
    "dataset": "imagenet",
    "paper": "arxiv:2503.00001",
    "name": "FastFoo",
}
"""Names in the corpus for what the named queries ask for; the rest have defaults."""


def parameters(query: NamedQuery) -> dict[str, Any]:
    """Parameters with which a named query finds something in the corpus."""
    return query.bind({p.name: PARAMETERS[p.name] for p in query.parameters if p.name in PARAMETERS})


_METHODS = st.sampled_from(["FastFoo", "SlowBar", "MidBaz", "Föö-2", "Föö-3"])
_SUBJECTS = st.none() | _METHODS
_DEVICES = st.sampled_from([id.name for id in (A100_40GB, A100_80GB, RTX_4090, RTX_4080)] + ["Somechip"])
_DATASETS = st.sampled_from(["ImageNet", "CIFAR-10", "CIFAR-100"])
_NUMBERS = st.integers(1, 4).map(float)
_CONFIDENCES = st.sampled_from([0.25, 0.5, 0.9])
CLAIMS: st.SearchStrategy[Claim] = st.one_of(
    st.builds(
        speedup,
        _SUBJECTS,
        _NUMBERS,
        st.none() | _METHODS,
        on=st.lists(_DEVICES, max_size=2),
        data=st.lists(_DATASETS, max_size=1),
        bound=st.sampled_from(["exact", "up_to", "at_least"]),
        aspect=st.sampled_from([None, "training", "Training"]),
        confidence=_CONFIDENCES,
    ),
    st.builds(resource, _SUBJECTS, _NUMBERS, _METHODS),
    st.builds(quality, _SUBJECTS, _NUMBERS, _METHODS, data=_DATASETS),
    st.builds(measurement, _METHODS, _NUMBERS, on=_DEVICES),
    st.builds(comparison, _SUBJECTS, _METHODS, st.sampled_from(["outperforms", "matches", "underperforms"])),
    st.builds(introduces, _METHODS, st.sampled_from(["method", "library"])),
    st.builds(hardware_use, _SUBJECTS, _DEVICES, st.none() | st.integers(1, 8)),
    st.builds(dataset_use, _SUBJECTS, _DATASETS, st.sampled_from(["evaluated_on", "trained_on"])),
)


@st.composite
def records(draw: st.DrawFn) -> Record:
    """A record of one of four papers: two of them may be of one paper, and of one text or of different ones."""
    claims = draw(st.lists(CLAIMS, max_size=4))
    kept = paper(
        f"arxiv:2501.0000{draw(st.integers(1, 4))}",
        "A paper",
        draw(st.sampled_from(["", "An older text. "])),
        sources=tuple(sorted(draw(st.sets(st.sampled_from(["a.txt", "b.txt"]))))),
    )
    entities = [
        entity.model_copy(update={"name": draw(st.sampled_from([entity.name, entity.name.lower()]))})
        for entity in known(claims)
    ]
    return record(kept, claims, entities)
