"""Hardware the paper's own work runs on, and what it does with each dataset.

"FooNet runs on eight A100 GPUs and is tested on BarSet" gives a ``hardware_use`` (count 8) and a ``dataset_use`` of
role ``evaluated_on``, both of the main contribution.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extractors.hardware import device_count
from extractors.linear import SHIPPED, Models
from extractors.reading import Reading, Sentence, Spot
from extractors.relate.context import Words, around, places
from extractors.relate.evidence import evidence_of
from schemas import Activity, DatasetRole, DatasetUse, HardwareUse

_USED: tuple[DatasetRole, ...] = ("evaluated_on", "trained_on", "mentioned")
_ACTIVITIES: tuple[Activity, ...] = ("training", "inference", "other")


HARDWARE_THRESHOLD = 0.55
"""Chosen by cross-validation on train."""


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
    if named.type == "hardware":  # "16 GPUs" beside an A100 are A100s
        yield f"generic={named.generic}&others={min(others, 2)}"
        if found and all(is_beaten(words, index) for words, index in found):
            yield "beaten"
            yield f"beaten&generic={named.generic}&others={min(others, 2)}"
    last = reading.sentences[-1].index
    if found:
        yield f"first-part={4 * found[0][0].sentence.index // (last + 1)}"
        yield f"last-part={4 * found[-1][0].sentence.index // (last + 1)}"
    for words, index in found[:5]:
        where = "t" if words.sentence.field == "title" else "s"
        yield f"in={where}"
        for feature in around(words, index):
            yield f"{where}:{feature}"
        for link in link_features(words, index):
            yield f"{where}:{link}"
            yield f"any:{link}"
        for word in set(words.words):
            yield f"{where}:w={word}"
        if any(spot.entity == reading.main for spot in words.spots.values()):
            yield f"{where}:with-main"
        if any(word in {"we", "our"} for word in words.words):
            yield f"{where}:ours"
    if named.type == "dataset":
        governed = {governor(words, index) for words, index in found[:5]}
        yield f"governed={'+'.join(sorted(governed))}"
        yield from (f"governed {sort}" for sort in sorted(governed))
        yield f"foremost={next((sort for sort in ('makes', 'tests', 'trains') if sort in governed), None)}"


def is_beaten(words: Words, index: int) -> bool:
    """Whether a mention is what something is compared with: "3x faster than an A100", "outperforms the A100"."""
    for at in range(index - 1, max(-1, index - 5), -1):
        word = words.words[at]
        if word in ("to", "with"):
            return at > 0 and words.words[at - 1] == "compared"
        if word in _AGAINST or word in _BEATING:
            return True
        if word in _LINKS or not word.islower():
            return False
    return False


_BEATING = frozenset({"outperforms", "outperform", "outperforming", "surpasses", "surpassing", "beats", "beating"})

_GOVERNORS = tuple(
    (sort, re.compile(pattern))
    for sort, pattern in (
        (
            "trains",
            r"(?:pre-?|co-)?train(?:ed|ing|s)?|(?:fine-?)?tun(?:ed|ing|es?)|learn(?:ed|ing|s|t)?|distill(?:ed|ing)",
        ),
        ("makes", r"(?:introduc|construct|releas|collect|curat|present|creat|propos|buil[dt])\w*|new|our|own|novel"),
        ("cites", r"(?:deriv|exten[ds]|expan[ds]|rank)\w*|such|like|existing|original|unlike|popular|based"),
        (
            "tests",
            r"(?:evaluat|test|experiment|achiev|outperform|result|reach|attain|show|validat|scor|obtain|improv)\w*",
        ),
        ("tests", r"benchmark(?:s|ed|ing)?|demonstrat\w+|accuracy|across|state-of-the-art|gains?"),
        ("runs", r"(?:run|implement|deploy|perform|execut|comput|render)\w*|us(?:es?|ed|ing)"),
        ("than", r"than|over|compared|versus|vs|relative|against"),
    )
)
_CLAUSE_END = frozenset((";", ".", ":", "while", "whereas"))


def governor(words: Words, index: int) -> str:
    """The sort of the nearest telling word before a mention, and whether another clause lies between.

    In "Trained on BarSet, it reaches 71% on BazSet" training governs BarSet and testing BazSet.
    """
    ended = ""
    for at in range(index - 1, -1, -1):
        word = words.words[at]
        if word in _CLAUSE_END:
            ended = " ended"
        if sort := _governs(word):
            return sort + ended
    return "none"


@lru_cache(maxsize=10_000)
def _governs(word: str) -> str | None:
    return next((sort for sort, pattern in _GOVERNORS if pattern.fullmatch(word)), None)


_ON = ("on", "using", "with", "across", "via", "single", "onto", "under", "by", "through")
_AGAINST = ("over", "than", "to", "vs", "versus", "against", "compared", "relative", "unlike", "beyond", "exceeding")
_OTHER = ("for", "of", "in", "from", "like", "as", "between", "is", "are", "at", "including")
_LINKS = {**dict.fromkeys(_ON, "on"), **dict.fromkeys(_AGAINST, "against"), **{word: word for word in _OTHER}}
_TELLING = (
    "baseline",
    "existing",
    "prior",
    "state-of-the-art",
    "compared",
    "limited",
    "while",
    "even",
    "modern",
    "such",
)
_STATES = re.compile(
    r"(?:run|execut|train|evaluat|experiment|deploy|test|implement|measur|benchmark|perform|achiev|render|us|validat|demonstrat"
    r"|simulat|speedup|speed|faster|reduc|improv|outperform|compar|limit|requir|support|optimi[sz]|target|design|profil|fit"
    r"|tak|scal|reach|process|generat|observ|show|inferenc|latenc|throughput|fps|energ|efficien|real-time)[a-z]*"
)


def link_features(words: Words, index: int) -> Iterator[str]:
    """The prepositions that lead to a mention, nearest first, and the verbs and results around it.

    In "2x faster than BarNet on an A100" the links are "on" and "than", in "5x over an A100" the only one is "over".
    """
    before = words.words[:index]
    links = [i for i in range(index - 1, -1, -1) if before[i] in _LINKS]
    first, second = [*(before[i] for i in links), "-", "-"][:2]
    kind = _LINKS.get(first, "-")
    between = before[links[0] + 1 :] if links else ()
    yield f"link={first}"
    yield f"link={first} then={second}"
    yield f"links={kind} {_LINKS.get(second, '-')}"
    yield f"link={first} names={sum(word.isupper() for word in between)} far={min(len(between) // 2, 4)}"
    verbs = [word for word in before if _STATES.fullmatch(word)]
    if verbs:
        yield f"link={kind} verb={verbs[-1][:6]}"
    yield f"link={kind} numbers={any(word[0].isdigit() for word in before)}"
    yield f"link={kind} next={words.words[index + 1] if index + 1 < len(words.words) else '$'}"
    yield from (f"link={kind} with={word}" for word in _TELLING if word in words.words)


def relate_hardware(reading: Reading, all_words: Sequence[Words], models: Models = SHIPPED) -> Iterator[HardwareUse]:
    """A ``hardware_use`` for each device that the paper's work runs on; a count of GPUs that is of A100s is theirs."""
    taken: set[Sentence] = set()
    devices = [(entity, named) for entity, named in reading.entities.items() if named.type == "hardware"]
    for entity, named in sorted(devices, key=lambda device: device[1].generic):
        spots = [(words, words.spots[index]) for words, index in places(all_words, entity)]
        counted = list(_counted(reading, spots, named.attributes.get("class")))
        if named.generic:
            counted = [option for option in counted if option[0].sentence not in taken]
            if not counted:
                continue
        features = list(use_features(reading, all_words, entity))
        probability = models["hardware_use"].probabilities(features)["yes"]
        if probability < HARDWARE_THRESHOLD:
            continue
        taken.update(words.sentence for words, _, _ in counted)
        several = [option for option in counted if option[2] > 1]
        words, spot, count = next(iter(several or counted), (*_best_place(spots), None))
        found = models["activities"].probabilities(features)
        yield HardwareUse(
            subject=reading.main,
            hardware=entity,
            count=count,
            activity=max(_ACTIVITIES, key=lambda activity: found.get(activity, 0.0)),
            evidence=evidence_of(reading, words.sentence),
            slots={entity: (spot.start, spot.end)},
            confidence=round(probability, 3),
            rule="hardware_use.runs_on",
        )


_DEVICES = re.compile(r"(?<![\w.,-])(\d{1,3}(?:,\d{3})+|\d{1,6})(?: |-)(?:GPU|device|accelerator|NPU|TPU)s?\b")


def _counted(reading: Reading, spots: Sequence[tuple[Words, Spot]], sort: object) -> Iterator[tuple[Words, Spot, int]]:
    """Where it is stated how many there are: beside the name, or else of devices in the sentence of a named one.

    "on eight A100s" counts 8, and so does "scales on A100s from 1 GPU to 8 GPUs".
    """
    beside = [(words, spot, device_count(reading.texts[spot.field], spot)) for words, spot in spots]
    stated = [(words, spot, count) for words, spot, count in beside if count is not None]
    yield from stated
    if stated or sort == "supercomputer":
        return
    for words, spot in spots:
        text, sentence = reading.texts[spot.field], words.sentence
        names = [other for other in words.spots.values() if not other.generic]
        counts = [
            int(found[1].replace(",", ""))
            for found in _DEVICES.finditer(text, sentence.start, sentence.end)
            if not spot.generic and all(found.end() <= name.start or name.end <= found.start() for name in names)
        ]
        if counts:
            yield words, spot, max(counts)


def _best_place(spots: Sequence[tuple[Words, Spot]]) -> tuple[Words, Spot]:
    """The last place in the abstract, where results stand, else the title."""
    return max(spots, key=lambda place: place[0].sentence.index)


def relate_datasets(reading: Reading, all_words: Sequence[Words], models: Models = SHIPPED) -> Iterator[DatasetUse]:
    """A ``dataset_use`` for every dataset, with its role: "introduced" is what the paper contributes, nothing else."""
    for entity, named in reading.entities.items():
        if named.type != "dataset" or named.generic:
            continue
        found = models["dataset_roles"].probabilities(use_features(reading, all_words, entity))
        used: DatasetRole = max(_USED, key=lambda name: found.get(name, 0.0))
        role = "introduced" if entity in reading.introduced else used
        spots = [(words, words.spots[index]) for words, index in places(all_words, entity)]
        words, spot = spots[0] if role == "introduced" else _best_place(spots)
        yield DatasetUse(
            subject=reading.main,
            dataset=entity,
            role=role,
            evidence=evidence_of(reading, words.sentence),
            slots={entity: (spot.start, spot.end)},
            confidence=round(found.get(role, 0.0), 3),
            rule=f"dataset_use.{role}",
        )
