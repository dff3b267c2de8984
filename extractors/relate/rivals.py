"""Over whom: what an entity is inside the comparisons and clauses around a number, for the baseline alone.

It adds to what ``parties`` sees: heads and modifiers of what is compared with, lists that meet numbers by rank, whom
a clause likens, and how a comparison goes on from the number before. What has no name it gives in the paper's words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from extractors.relate.compared import Comparison, comparisons, listed_parts, own_comparison
from extractors.relate.line import Line, word_set
from extractors.relate.scene import BREAKS, NOBODY, Scene, Stated, has_unit, places_of


@dataclass(frozen=True, slots=True)
class Rival:
    """A noun phrase in a comparison: its mentions with what each is in it, and the sort of words around its head.

    In "over A, the GPU-based B baseline (C) and work on D" A and B are ``head``, GPU is ``beside``, C is the ``same``
    as B and D is ``tail``. Class words are ``kind``, or ``class`` where an ``instance`` follows ("an edge GPU (A)").
    """

    roles: Mapping[int, str]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Around:
    """The structure around a number: its comparison, how that is tied to it, and whether it names anything."""

    line: Line
    stated: Stated
    tie: str
    own: Comparison | None
    rivals: Sequence[Rival]
    orders: Sequence[str]
    heads: str
    series: Sequence[Sequence[int]]


def rival_features(scene: Scene, stated: Stated, entities: Sequence[str]) -> dict[str, list[str]]:
    """For each entity, or nobody, what tells that a change is over it, from the inside of comparisons and clauses.

    An entity that stands where another number does, in a list of as many, is left out: "1.6x and 1.5x over A and B".
    """
    line = scene.lines[stated.at]
    tie, own = own_comparison(line, stated.index)
    rivals = rivals_in(line, own) if own else ()
    series = series_of(line, stated.index)
    orders = [_order(line, stated.index, rank, len(rivals), series) for rank in range(len(rivals))]
    around = _Around(line, stated, tie, own, rivals, orders, _heads(rivals), series)
    found = {name: [f"rival:{feature}" for feature in _features(scene, around, name)] for name in entities}
    return {name: seen for name, seen in found.items() if _OTHERS not in seen}


_OTHERS = "rival:order=other"


def _features(scene: Scene, around: _Around, entity: str) -> Iterator[str]:
    yield from _continued(around, entity)
    if entity == NOBODY:
        yield from _nobody(scene, around)
        return
    named = scene.reading.entities[entity]
    tie, heads = around.tie, around.heads
    kind = "MAIN" if entity == scene.reading.main else "OWN" if entity in scene.reading.introduced else named.type
    case = "class" if named.generic else "name"
    here = places_of(scene.lines, around.stated.at, entity)
    if not here and kind not in ("MAIN", "OWN"):
        yield from _foregoing(scene, around, entity, f"{case}:{named.type}")
    rank = next((n for n, rival in enumerate(around.rivals) if any(i in rival.roles for i in here)), None)
    if rank is not None:
        rival, order = around.rivals[rank], around.orders[rank]
        role = next(rival.roles[i] for i in here if i in rival.roles)
        yield role
        yield f"order={order}"
        yield f"{role}:{case}:{kind}"
        yield f"{role}:{rival.before}:{rival.after}"
        yield f"{role}:{tie}"
        yield f"{role}:{order}"
        yield f"{role}:{order}:{tie}"
        yield f"{role}:{case}:after={rival.after}"
        yield f"{role}:{case}:before={rival.before}:{rival.after}"
        yield f"{role}:{heads}:{case}"
    if any(map(str.isdigit, named.name)):
        yield f"digit:{case}:{heads}"
    yield from _likened(around, here)


def _nobody(scene: Scene, around: _Around) -> Iterator[str]:
    tie, heads = around.tie, around.heads
    yield f"foregone={'+'.join(sorted(set(_set_up(scene, around).values())))}:{_open(around)}"
    yield f"heads={heads}:{tie}"
    liked = any(token.text in _LIKE for token in around.line.tokens)
    yield f"liked={liked}:{heads}:{tie}"
    if not around.rivals:
        return
    rank = next((n for n, order in enumerate(around.orders) if order.startswith("same")), 0)
    mine = around.rivals[rank]
    role = next((role for role in mine.roles.values() if role in ("head", "kind", "instance")), "none")
    yield f"meets={role}:{around.orders[rank]}"
    yield f"meets={role}:{mine.before}:{mine.after}"
    yield f"meets={role}:{mine.after}"


def _foregoing(scene: Scene, around: _Around, entity: str, case: str) -> Iterator[str]:
    """Whether the sentence before sets an entity up as a rival of what this one states: "We compare A with B. ..."."""
    found = _set_up(scene, around)
    how = found.get(entity)
    if how is None:
        return
    alike = [name for name, other in found.items() if other == how]
    ranks = len(alike) == len(around.series) > 1
    mine = next(n for n, group in enumerate(around.series) if around.stated.index in group)
    order = ("same" if alike.index(entity) == mine else "other") if ranks else "one" if len(alike) == 1 else "many"
    yield f"set-up={how}:{_open(around)}"
    yield f"set-up={how}:{order}:{_open(around)}"
    yield f"set-up={how}:{order}:{case}"


def _open(around: _Around) -> str:
    """Whether the number's own sentence leaves open whom it compares with, and takes up the one before."""
    line, opening = around.line, around.line.text(0)
    names = "names" if any(line.text(i) in ("METHOD", "HARDWARE") for i in line.spots) else "-"
    begins = opening if opening in _TAKEN_UP else "MAIN" if opening in ("MAIN", "OWN") else "-"
    return f"{around.heads}:{around.tie == 'none'}:{names}:{begins}"


_TAKEN_UP = word_set("it we our this the specifically in on compared")


@lru_cache(maxsize=8)
def _set_ups(line: Line) -> Mapping[str, str]:
    """The names of a sentence that it compares with, calls a baseline or the best, or finds wanting."""
    found: dict[str, str] = {}
    results = "#" if any(has_unit(line, i) for i in line.numbers) else ""
    for place in line.spots:
        spot = line.tokens[place].spot
        if spot is None or line.text(place) in ("MAIN", "OWN") or spot.type == "dataset":
            continue
        back = [line.text(i) for i in range(max(0, place - 12), place)]
        near = {line.text(i) for i in range(max(0, place - 5), place + 6)}
        if any(word in _COMPARED for word in back):
            how = "compared"
        elif near & _BASELINES:
            how = "baseline"
        elif any(word in _BEATEN for word in back):
            how = "beaten"
        elif near & _BEST:
            how = "best"
        elif place < 4 and line.words & _WANTING:
            how = "wanting"
        else:
            how = "first" if place == line.spots[0] else "named"
        found.setdefault(spot.entity, how + results)
    return found


_COMPARED = word_set(
    "compare compares compared comparing comparison comparisons against versus vs benchmark benchmarked"
)
_BASELINES = word_set("baseline baselines competitor competitors counterpart counterparts")
_BEATEN = word_set("outperforms outperform outperforming surpasses surpass surpassing beats exceeds over than")
_BEST = word_set("state-of-the-art sota best fastest strongest leading widely-used popular standard")
_WANTING = word_set("slow slower suffers suffer however but limited expensive fails inefficient costly bottleneck")


def _set_up(scene: Scene, around: _Around) -> Mapping[str, str]:
    """How the sentence before names each entity that the number's own does not."""
    at = around.stated.at - 1
    if at < 0 or scene.lines[at].sentence.field == "title":
        return {}
    here = {spot.entity for i in around.line.spots if (spot := around.line.tokens[i].spot)}
    return {name: how for name, how in _set_ups(scene.lines[at]).items() if name not in here}


def _heads(rivals: Sequence[Rival]) -> str:
    """Whether a comparison names something, says a class, or neither."""
    roles = {role for rival in rivals for role in rival.roles.values()}
    if roles & {"head", "instance"}:
        return "head"
    return next((role for role in ("kind", "tail") if role in roles), "none" if rivals else "-")


@lru_cache(maxsize=256)
def rivals_in(line: Line, phrase: Comparison) -> tuple[Rival, ...]:
    """The noun phrases that a comparison lists, in order; a class and what it is said to include are one."""
    found: list[Rival] = []
    at = start = phrase.parts[0][0] if phrase.parts else phrase.end
    while at <= phrase.end:
        word = line.text(at)
        if at == phrase.end or word in _LISTING:
            if at > start:
                rival = _rival(line, start, at)
                found.append(_included(found.pop(), rival) if found and _follows_such(line, start) else rival)
            start = at + 1
        elif word == "(":
            while at + 1 < phrase.end and line.text(at) != ")":
                at += 1
        at += 1
    if found and not {"head", "instance"} & set(found[-1].roles.values()):
        last, tail = found[-1], _tail(line, phrase.end)
        if any(_is_instance(line, i, place) for i in last.roles for place in tail):  # "a GPU version on an A100"
            found[-1] = _included(last, Rival(dict.fromkeys(tail, "instance"), last.before, last.after))
        else:
            found[-1] = Rival({**last.roles, **tail}, last.before, last.after)
    return tuple(found)


_SUCH = frozenset({"like", "including", "as", "e.g", "i.e", "namely"})
_LISTING = _SUCH | {",", "and", "or", "/", "&"}


def _follows_such(line: Line, start: int) -> bool:
    before = start - (2 if line.text(start - 1) == "," else 1)
    return line.text(before) in _SUCH


def _is_instance(line: Line, general: int, named: int) -> bool:
    """Whether one mention is a class word and another a name of that type."""
    a, b = line.tokens[general].spot, line.tokens[named].spot
    return a is not None and b is not None and a.type == b.type and a.generic and not b.generic


def _included(general: Rival, rival: Rival) -> Rival:
    """One noun phrase of a class and its first instance: "libraries such as A"."""
    same = {place: "class" if role == "kind" else role for place, role in general.roles.items()}
    return Rival({**same, **rival.roles}, rival.before, rival.after)


def _rival(line: Line, start: int, end: int) -> Rival:
    opening = next((i for i in range(start, end) if line.text(i) == "("), end)
    direct = [i for i in range(start, opening) if line.tokens[i].spot]
    inside = [i for i in range(opening, end) if line.tokens[i].spot]
    if not direct:
        after = line.text(opening - 1)
        return Rival(dict.fromkeys(inside, "instance"), _sort_before(line, start, end), after)
    owners = [i for i in direct if line.text(i + 1) == "'" and line.text(i + 2) == "s"]
    names = [i for i in direct if line.text(i).isupper()]
    head = (owners if owners and direct[-1] + 1 < opening else names or direct)[-1]
    role = "head" if line.text(head).isupper() else "class" if inside else "kind"
    roles = dict.fromkeys(direct, "beside") | {head: role} | dict.fromkeys(inside, "same" if names else "instance")
    return Rival(roles, _sort_before(line, start, head), _sort_after(line, head, end))


def _sort_before(line: Line, start: int, end: int) -> str:
    """Whether the words before a head make it one of earlier work, a plain version of itself, or neither."""
    words = [line.text(i) for i in range(end - 1, start - 1, -1)]
    for word in words:
        if word in _EARLIER:
            return "earlier"
        if word in _PLAIN:
            return "plain"
    return "word" if any(word.isalpha() and word not in _ARTICLES for word in words) else "-"


_EARLIER = word_set(
    "prior previous existing state-of-the-art sota recent traditional conventional other best leading strong strongest"
)
_PLAIN = word_set("original vanilla standard baseline native naive default stock unmodified dense base plain static")
_ARTICLES = word_set("the a an its their our")


def _sort_after(line: Line, head: int, end: int) -> str:
    """Whether a head is followed by the noun it modifies: one thing, many, something "-based" on it, or nothing."""
    after = line.text(head + 1)
    if after == "-":
        return "-" + line.text(head + 2)
    if head + 1 >= end:
        return "$"
    if after in ("(", "'"):
        return after
    opening = next((i for i in range(head + 1, end) if line.text(i) == "("), end)
    last = line.text(opening - 1)
    return "many" if last in _MANY else "one" if last in _ONE else "noun"


_ONE = word_set(
    "method system framework model accelerator approach solution algorithm technique engine design baseline solver "
    "library implementation operator work architecture"
)
_MANY = frozenset(word + "s" for word in _ONE) | {"libraries", "approaches", "works"}


def _tail(line: Line, at: int) -> dict[int, str]:
    """The mention that a preposition ties to a head without a name: "implementation on A", "convolutions in B"."""
    if line.text(at) not in _TAILS:
        return {}
    for place in range(at + 1, min(at + 8, len(line.tokens))):
        if line.tokens[place].kind == "spot":
            return {place: "tail"}
        if line.text(place) in BREAKS or line.text(place) == "," or line.tokens[place].kind == "number":
            break
    return {}


_TAILS = word_set("on in with using from for running of by")


def unnamed_rival(line: Line, index: int) -> tuple[int, int] | None:
    """Start and end of the words a number's comparison is with, where they are no name: "the previous best approach".

    Of a list that meets numbers by rank it is the number's own part, else the whole.
    """
    tie, own = own_comparison(line, index)
    if own is None or not own.parts or tie in _LOOSE or line.text(own.cue) in _SHARING:
        return None
    parts = listed_parts(line, own)
    ranked = [n for n in range(len(parts)) if _order(line, index, n, len(parts), series_of(line, index))[:4] == "same"]
    named = any(line.text(i).isupper() for i in line.spots if own.cue < i < own.end)
    start, end = parts[ranked[0]] if ranked else parts[0] if named else (parts[0][0], parts[-1][1])
    return _noun_phrase(line, start, end)


_LOOSE = frozenset({"again", "broken", "none"})
_SHARING = frozenset({"of", "above", "below", ",", "and"})


def _noun_phrase(line: Line, start: int, end: int) -> tuple[int, int] | None:
    """The characters of a noun phrase within tokens, without articles; None for a bare name or a dataset."""
    while start < end and (line.text(start) in _OPENING or not line.text(start)[0].isalnum()):
        start += 1
    stop = start
    while stop < min(end, start + _WORDS) and line.text(stop) not in _CLOSING and not has_unit(line, stop):
        stop += 1
    while stop > start and not _may_end(line, stop - 1):
        stop -= 1
    if stop == start or any(line.text(i) == "DATASET" for i in range(start, stop)):
        return None
    if stop - start == 1 and line.text(start).isupper():
        return None
    return line.tokens[start].start, line.tokens[stop - 1].end


def _may_end(line: Line, at: int) -> bool:
    """Whether a noun phrase may end in a token: no mark, no participle ("the approach proposed")."""
    token = line.tokens[at]
    return token.kind != "word" or (token.text[0].isalnum() and not token.text.endswith("ed"))


_OPENING = word_set("the a an that those of its their our both some to as using")
_CLOSING = word_set("( [ running while such like")
_WORDS = 10


def together(line: Line, index: int, place: int) -> list[int] | None:
    """The mentions compared with in the same way as one: all a number alone stands over, one where ranks tell.

    None where the mention is not in the number's comparison, or neither holds.
    """
    own = own_comparison(line, index)[1]
    rivals = rivals_in(line, own) if own else ()
    rank = next((n for n, rival in enumerate(rivals) if place in rival.roles), None)
    if rank is None:
        return None
    order = _order(line, index, rank, len(rivals), series_of(line, index))
    if order.startswith(("same", "other")):
        return [place]
    if order not in ("all", "one"):
        return None
    return sorted({place, *(i for rival in rivals for i, role in rival.roles.items() if role in ("head", "instance"))})


@lru_cache(maxsize=64)
def said_again(line: Line) -> frozenset[int]:
    """The mentions in comparisons that only describe what another mention names: "edge GPU (A)", "A (short for A)"."""
    rivals = (rival for phrase in comparisons(line) for rival in rivals_in(line, phrase))
    again = ("class", "same", "beside")
    return frozenset(place for rival in rivals for place, role in rival.roles.items() if role in again)


def _order(line: Line, index: int, rank: int, count: int, series: Sequence[Sequence[int]]) -> str:
    """How a number meets one of as many noun phrases: by rank, "all" of them alone, or in no such way."""
    if count < 2:
        return "one"
    flat = [i for group in series for i in group]
    mine = next(n for n, group in enumerate(series) if index in group)
    for size, place in ((len(series), mine), (len(flat), flat.index(index))):
        if size == count:
            return f"same:{'respectively' in line.words}" if place == rank else "other"
    return "all" if len(flat) == 1 else "mixed"


def series_of(line: Line, index: int) -> list[list[int]]:
    """The numbers of one unit in one list with a number, in groups that slashes tie: "2x/3x and up to 4x/5x"."""
    row = [index]
    for step in (-1, 1):
        at = index
        while (after := _next_in_series(line, at, step)) is not None:
            row.append(after)
            at = after
    row.sort()
    groups = [[row[0]]]
    for one, other in pairwise(row):
        if any(line.text(i) == "/" for i in range(one + 1, other)):
            groups[-1].append(other)
        else:
            groups.append([other])
    return groups


def _next_in_series(line: Line, index: int, step: int) -> int | None:
    number = line.tokens[index].number
    joined = inside = False
    for at in range(index + step, index + 9 * step, step):
        if not 0 <= at < len(line.tokens):
            return None
        word, other = line.text(at), line.tokens[at].number
        if word in ("(", ")"):
            inside = not inside
        elif inside:
            continue
        elif other and number:
            return at if joined and other.unit == number.unit else None
        elif word in _JOINING:
            joined = True
        elif word not in _BOUNDING:
            return None
    return None


_JOINING = frozenset({",", "and", "/", "or", "&"})
_BOUNDING = word_set("up to over about around roughly nearly almost more than ~ a an by as much average of + -")


def _continued(around: _Around, entity: str) -> Iterator[str]:
    """Whether a candidate goes on from the number before, by how the two numbers and their clauses are tied."""
    line, stated, before = around.line, around.stated, around.stated.before
    if before is None or not before.baseline:
        return
    named = bool(before.baseline - {NOBODY})
    same = f"{entity in before.baseline}:{named}:{entity == NOBODY}"
    earlier, first = own_comparison(line, before.index)
    listed = any(before.index in group for group in around.series)
    gap = {line.text(i) for i in range(before.index + 1, stated.index)}
    joint = next((name for name, words in _JOINTS if words & gap), "-")
    yield f"on={same}:{earlier}>{around.tie}:{around.own == first}"
    yield f"on={same}:{joint}:{around.tie}"
    yield f"on={same}:{listed}:{'respectively' in line.words}"
    yield f"on={same}:{joint}:{around.own == first}:{listed}"


_JOINTS = (
    ("new", frozenset({"we", "our", "it", "MAIN", "OWN"})),
    ("but", frozenset({"whereas", "but", ";"})),
    ("while", frozenset({"while"})),
    ("and", frozenset({"and"})),
    ("with", frozenset({"with"})),
    (",", frozenset({","})),
)


def _likened(around: _Around, here: Sequence[int]) -> Iterator[str]:
    """Whether a mention is said to be matched: "matches A while saving 2x", "2x faster at the same quality as A"."""
    line, index = around.line, around.stated.index
    found = next(((at, place) for place in here if (at := _likening(line, place)) is not None), None)
    if found is None:
        return
    at, place = found
    side = "before" if at < index else "after"
    between = {line.text(i) for i in range(min(at, index) + 1, max(at, index))}
    how = "while" if between & {"while", "with", "at"} else "," if "," in between else "-"
    tied = line.text(at) in _MATCHING or any(line.text(i) in ("to", "with", "as", "of") for i in range(at + 1, place))
    only = not any(at < i < place for i in line.spots)
    anew = bool(between & _AGENTS)
    yield f"like:{line.text(at)}:{side}"
    yield f"like:{side}:{how}:{only}"
    yield f"like:{tied and only}:{side}:{how}:{around.heads}"
    yield f"like:{tied and only}:{side}:{anew}:{around.tie}"


def _likening(line: Line, place: int) -> int | None:
    """The word that says that something matches a mention."""
    for at in range(place - 1, max(-1, place - 9), -1):
        if line.text(at) in _LIKE:
            return at
        if line.text(at) in BREAKS or line.tokens[at].kind == "number":
            return None
    return None


_AGENTS = frozenset({"we", "our", "it", "MAIN", "OWN", ".", ";"})
_MATCHING = word_set("matches matching match matched rivals rivaling tracks tracking")
_LIKE = _MATCHING | word_set(
    "parity par comparable comparably competitive similar equivalent identical within same equal as"
)
