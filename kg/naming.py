"""What things are called: the keys by which a name finds a thing, the same in look-up and in every Cypher engine.

A node has the keys of all its names; a name that is asked for is folded to its own key, which is then found or not.
Case, spaces and punctuation do not count, digits always do. Near names are offered, never taken.
"""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from schemas import slug

_ID = re.compile(r"(?:method|hardware|dataset)/|[a-z]+:\S+$")
_SUGGESTIONS = 5


class UnknownNameError(LookupError):
    """Nothing in the graph has a name; the message offers near ones."""


class AmbiguousNameError(LookupError):
    """Several things have a name, where one is wanted; the message lists their ids."""


def key(name: str) -> str:
    """A name folded; what has the form of an id stays as it is, for ids tell apart what names do not.

    >>> key("RTX 4090"), key("hardware/rtx-4090"), key("arxiv:2501.00001")
    ('rtx4090', 'hardware/rtx-4090', 'arxiv:2501.00001')
    """
    return name if _ID.match(name) else fold(name)


def fold(name: str) -> str:
    """A name without case, spaces and punctuation, but for what stands between two digits.

    >>> fold("RTX 4090") == fold("rtx-4090"), fold("LLaMA-2-7B") == fold("LLaMA 27B"), fold("C++") == fold("C")
    (True, False, False)
    """
    try:
        return re.sub(r"(?<!\d)-|-(?!\d)", "", slug(name))
    except ValueError:
        return name


def entity_keys(id: str, names: Iterable[str]) -> tuple[str, ...]:
    """The keys of an entity, sorted.

    >>> entity_keys("hardware/nvidia-a100", ["NVIDIA A100", "A100", "a-100"])
    ('a100', 'hardware/nvidia-a100', 'nvidiaa100')
    """
    return tuple(sorted({id, *map(key, names)}))


def paper_keys(id: str, title: str) -> tuple[str, ...]:
    """The keys of a paper, sorted: its id and title, and of an arXiv paper the bare identifier.

    >>> paper_keys("arxiv:2501.00001", "Foo: a net")
    ('2501-00001', 'arxiv2501-00001', 'arxiv:2501.00001', 'fooanet')
    """
    return tuple(sorted({id, fold(id), fold(id.removeprefix("arxiv:")), key(title)}))


def unknown(wanted: str, name: str, shown: Iterable[str]) -> UnknownNameError:
    """The error that says that nothing ``wanted`` has a name, with those of the names ``shown`` that are near it."""
    folded = {other.casefold(): other for other in shown}
    words = re.compile(rf"(?<!\w){re.escape(name.casefold())}(?!\w)")
    near = [other for text, other in folded.items() if words.search(text)]
    near += [folded[text] for text in get_close_matches(name.casefold(), folded, _SUGGESTIONS)]
    offered = ", ".join(map(repr, list(dict.fromkeys(near))[:_SUGGESTIONS]))
    return UnknownNameError(f"no {wanted} is named {name[:100]!r}" + (f"; near it: {offered}" if offered else ""))
