"""About whom: how an entity stands to who holds a number and to the subject before, for the subject alone.

It adds to what ``parties`` sees: the holder, who is not yet the subject ("it", "the model"), and what a paper without a
main contribution is most likely about.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from extractors.relate.holders import Holder, holder, pair_of
from extractors.relate.line import Line
from extractors.relate.scene import BREAKS, NOBODY, Scene, Stated, places_of, topic_of


def subject_features(scene: Scene, stated: Stated, entities: Sequence[str]) -> dict[str, list[str]]:
    """For each entity, or nobody, what tells from who holds the number that a claim is about it."""
    line = scene.lines[stated.at]
    found = holder(line, stated.index)
    held = {spot.entity for i in found.places if (spot := line.tokens[i].spot)}
    measured = stated.type == "measurement"
    pair = pair_of(line, stated.index)
    likely = found.rule in _SURE or (measured and found.rule != "of-beside") or pair == "vs"
    named = found.kind == "name" and likely
    sight = _Sight(found, held, "held" if named else "maybe" if held else "open", pair, measured, _joint(line, stated))
    topic = (None, 0) if scene.reading.main else topic_of(scene)
    return {
        name: [*_held(scene, stated, sight, name), *(() if scene.reading.main else _topical(scene, sight, topic, name))]
        for name in entities
    }


@dataclass(frozen=True, slots=True)
class _Sight:
    """What a number shows of itself, whoever is asked about.

    Its holder, the entities that hold it and how sure that is, which value of a pair it is, whether it is measured, and
    what stands between it and the number before.
    """

    found: Holder
    entities: Collection[str]
    sure: str
    pair: str
    measured: bool
    joint: str

    def state(self, entity: str) -> str:
        """How a candidate stands to the holder."""
        return f"{self.sure}={'this' if entity in self.entities else 'other' if self.entities else 'none'}"


def _held(scene: Scene, stated: Stated, sight: _Sight, entity: str) -> Iterator[str]:
    """Whether a number is an entity's, another's or nobody's by the structure of its sentence."""
    found, state = sight.found, sight.state(entity)
    kind = _role(scene, entity)
    yield state
    yield f"{state}:{kind}"
    yield f"{state}:{kind}:{sight.measured}:{sight.pair}"
    yield f"{state}:{found.rule}:{found.kind}"
    yield f"{state}:{found.rule}:{found.kind}:{kind}"
    if not found.places:
        yield f"{kind}:referred={found.kind}:{_named_before(scene, stated, entity)}"
    before = stated.before
    if before is None:
        return
    fresh = sight.sure == "held" and any(place > before.index for place in found.places)
    carried = f"carried={entity in before.subject}"
    types = f"{before.type == 'measurement'}{sight.measured}"
    yield f"{state}:{carried}"
    yield f"{state}:{found.rule}:{sight.pair}:{carried}"
    yield f"{carried}&fresh={fresh}&{types}"
    yield f"{carried}&fresh={fresh}&{sight.pair}:{types}"
    yield f"{carried}&fresh={fresh}&{sight.joint}"
    yield f"{sight.pair}:compared={entity in before.baseline}"


def _joint(line: Line, stated: Stated) -> str:
    """What stands between a number and the one before it."""
    between = range(stated.before.index + 1 if stated.before else stated.index, stated.index)
    breaks = any(line.text(i) in BREAKS for i in between)
    return f"breaks={breaks}&names={any(i in between for i in line.spots)}"


def _role(scene: Scene, entity: str) -> str:
    return "nobody" if entity == NOBODY else "main" if entity == scene.reading.main else "named"


def _named_before(scene: Scene, stated: Stated, entity: str) -> str:
    """Whether an entity is named in the two sentences before, and first there."""
    for at, name in ((stated.at - 1, "before"), (stated.at - 2, "earlier")):
        if entity and (places := places_of(scene.lines, at, entity)):
            return f"{name}:{places[0] == scene.lines[at].spots[0]}"
    return "far"


def _topical(scene: Scene, sight: _Sight, topic: tuple[str | None, int], entity: str) -> Iterator[str]:
    """Whether a candidate is what a paper without a main contribution is most likely about."""
    kind, found = _role(scene, entity), sight.found
    about = f"{entity == topic[0]}:{min(topic[1], 6)}" if topic[0] else "none"
    yield f"topic={about}"
    yield f"topic={about}:{kind}:{found.kind}"
    yield f"topic={entity == topic[0]}:{found.rule}:{kind}"
    yield f"topic={entity == topic[0]}:{kind}:{sight.state(entity)}"


_SURE = frozenset({"acts", "acts-ranked", "gapped", "owns", "presented", "heading", "later", "doing", "rival"})
