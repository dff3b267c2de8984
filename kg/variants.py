"""How pieces of hardware belong together: product -> family -> architecture, and what each is called for short."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from kg.merge import MergedEntity, most_frequent
from schemas import entity_id
from schemas.entity import AttributeValue

_Attributes = Mapping[str, AttributeValue]

_CLASS_WORDS = frozenset({"accelerator", "cpu", "fpga", "gpu", "npu", "processor", "soc", "tpu"})
_LONGEST_LINE = 4  # words of a vendor and a product line


def hardware_tree(hardware: Sequence[MergedEntity]) -> tuple[list[MergedEntity], dict[str, tuple[str, str]]]:
    """The families and architectures that no paper names, and what each piece of hardware is a variant of.

    The latter by id: ``family`` or ``architecture``, and the id of it. A family has the architecture that most of its
    variants have where it does not say itself.
    """
    attributes: dict[str, _Attributes] = {entity.id: entity.attributes for entity in hardware}
    named = set(attributes)
    made: list[MergedEntity] = []
    parents: dict[str, tuple[str, str]] = {}

    def link(kind: str, groups: Mapping[str, list[tuple[str, str]]], shared: tuple[str, ...]) -> None:
        """Put the members of each group, pairs of an id and the name it gives to the group, below the group's id."""
        for group, members in sorted(groups.items()):
            agreed: dict[str, AttributeValue] = {
                name: most_frequent(values)
                for name in shared
                if (values := [str(attributes[member][name]) for member, _ in members if name in attributes[member]])
            }
            attributes[group] = {**agreed, **attributes.get(group, {})}
            if group not in named:
                name = most_frequent(name for _, name in members)
                made.append(MergedEntity(group, "hardware", name, aliases=(), attributes=agreed, mentions=()))
            named.add(group)
            parents.update((member, (kind, group)) for member, _ in members)

    link("family", _groups(attributes, _family_name), ("vendor", "architecture", "class"))
    tops = {device: known for device, known in attributes.items() if device not in parents}
    link("architecture", _groups(tops, _architecture_name), ("vendor", "architecture"))
    return made, _without_cycles(parents)


def short_names(name: str, vendor: str) -> Iterator[str]:
    """What a piece of hardware is called without its vendor and product line, as far as that still says which.

    >>> list(short_names("NVIDIA GeForce RTX 4090", "NVIDIA"))
    ['GeForce RTX 4090', 'RTX 4090', '4090']
    >>> list(short_names("NVIDIA A100 40GB", "NVIDIA")), list(short_names("Intel Gaudi 2", "Intel"))
    (['A100 40GB'], ['Gaudi 2'])
    >>> list(short_names("NVIDIA Ampere", "NVIDIA")), list(short_names("NVIDIA GPU", "NVIDIA"))
    (['Ampere'], [])
    """
    rest = name.removeprefix(f"{vendor} ")
    if rest != name and rest.casefold() not in _CLASS_WORDS:
        yield rest
    words = rest.split(" ", _LONGEST_LINE)
    while len(words) > 1 and not re.search(r"\d", words.pop(0)):
        rest = " ".join(words)
        if len(rest) > 2 and re.search(r"\d", rest) and not re.fullmatch(r"\d+ ?[GT]B", rest):
            yield rest


def _groups(
    attributes: Mapping[str, _Attributes], name_of: Callable[[_Attributes], str | None]
) -> dict[str, list[tuple[str, str]]]:
    groups = defaultdict(list)
    for device, known in attributes.items():
        if (name := name_of(known)) and (group := entity_id("hardware", name)) != device:
            groups[group].append((device, name))
    return groups


def _family_name(attributes: _Attributes) -> str | None:
    return str(attributes["family"]) if "family" in attributes else None


def _architecture_name(attributes: _Attributes) -> str | None:
    """The display name of an architecture: its vendor stands before it.

    >>> _architecture_name({"vendor": "NVIDIA", "architecture": "Ampere"})
    'NVIDIA Ampere'
    """
    vendor, architecture = str(attributes.get("vendor", "")), attributes.get("architecture")
    if architecture is None:
        return None
    return str(architecture) if str(architecture).startswith(vendor) else f"{vendor} {architecture}"


def _without_cycles(parents: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """The parents less those by which a device would come to stand below itself."""
    kept: dict[str, tuple[str, str]] = {}
    for device, (kind, parent) in sorted(parents.items()):
        above: str | None = parent
        while above is not None and above != device:
            above = kept[above][1] if above in kept else None
        if above is None:
            kept[device] = (kind, parent)
    return kept
