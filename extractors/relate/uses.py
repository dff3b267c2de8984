"""Hardware the paper's own work runs on, and what it does with each dataset.

"FooNet runs on eight A100 GPUs and is tested on BarSet" gives a ``hardware_use`` (count 8) and a ``dataset_use`` of
role ``evaluated_on``, both of the main contribution.
"""

from collections.abc import Iterator, Sequence

from extractors.hardware import device_count
from extractors.linear import SHIPPED, Models
from extractors.reading import Reading, Spot
from extractors.relate.context import Words, around, places
from extractors.relate.evidence import evidence_of
from schemas import Activity, DatasetRole, DatasetUse, HardwareUse

_ROLES: tuple[DatasetRole, ...] = ("introduced", "evaluated_on", "trained_on", "mentioned")
_ACTIVITIES: tuple[Activity, ...] = ("training", "inference", "other")


def use_features(reading: Reading, all_words: Sequence[Words], entity: str) -> Iterator[str]:
    """What tells a device or dataset the paper works with from one in passing, over all its places."""
    named = reading.entities[entity]
    found = list(places(all_words, entity))
    yield f"count={min(len(found), 4)}"
    yield f"class={named.attributes.get('class')}"
    yield f"generic={named.generic}"
    if entity in reading.introduced:
        yield "introduced"
    if entity == reading.main:
        yield "main"
    others = sum(1 for other in reading.entities.values() if other.type == named.type and not other.generic)
    yield f"others={min(others, 4)}"
    last = reading.sentences[-1].index
    if found:
        yield f"first-part={4 * found[0][0].sentence.index // (last + 1)}"
        yield f"last-part={4 * found[-1][0].sentence.index // (last + 1)}"
    for words, index in found[:5]:
        where = "t" if words.sentence.field == "title" else "s"
        yield f"in={where}"
        for feature in around(words, index):
            yield f"{where}:{feature}"
        for word in set(words.words):
            yield f"{where}:w={word}"
        if any(spot.entity == reading.main for spot in words.spots.values()):
            yield f"{where}:with-main"
        if any(word in {"we", "our"} for word in words.words):
            yield f"{where}:ours"


def relate_hardware(reading: Reading, all_words: Sequence[Words], models: Models = SHIPPED) -> Iterator[HardwareUse]:
    """A ``hardware_use`` for each device that the paper's work runs on."""
    for entity, named in reading.entities.items():
        if named.type != "hardware":
            continue
        spots = [(words, words.spots[index]) for words, index in places(all_words, entity)]
        counted = [(words, spot, count) for words, spot in spots if (count := _count(reading, spot)) is not None]
        if named.generic and not counted:
            continue
        features = list(use_features(reading, all_words, entity))
        probability = models["hardware_use"].probabilities(features)["yes"]
        if probability < 0.5:
            continue
        words, spot = counted[0][:2] if counted else _best_place(spots)
        found = models["activities"].probabilities(features)
        yield HardwareUse(
            subject=reading.main,
            hardware=entity,
            count=counted[0][2] if counted else None,
            activity=max(_ACTIVITIES, key=lambda activity: found.get(activity, 0.0)),
            evidence=evidence_of(reading, words.sentence),
            slots={entity: (spot.start, spot.end)},
            confidence=round(probability, 3),
            rule="hardware_use.runs_on",
        )


def _count(reading: Reading, spot: Spot) -> int | None:
    return device_count(reading.texts[spot.field], spot)


def _best_place(spots: Sequence[tuple[Words, Spot]]) -> tuple[Words, Spot]:
    """The last place in the abstract, where results stand, else the title."""
    return max(spots, key=lambda place: place[0].sentence.index)


def relate_datasets(reading: Reading, all_words: Sequence[Words], models: Models = SHIPPED) -> Iterator[DatasetUse]:
    """A ``dataset_use`` for every dataset, with its role."""
    for entity, named in reading.entities.items():
        if named.type != "dataset" or named.generic:
            continue
        found = models["dataset_roles"].probabilities(use_features(reading, all_words, entity))
        role = max(_ROLES, key=lambda name: found.get(name, 0.0))
        spots = [(words, words.spots[index]) for words, index in places(all_words, entity)]
        words, spot = spots[0] if role == "introduced" else _best_place(spots)
        yield DatasetUse(
            subject=reading.main,
            dataset=entity,
            role=role,
            evidence=evidence_of(reading, words.sentence),
            slots={entity: (spot.start, spot.end)},
            confidence=round(found[role], 3),
            rule=f"dataset_use.{role}",
        )
