"""Positions for a drawing, computed once and without chance: every connected part by springs, the parts packed in rows,
no two boxes over one another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Size = tuple[float, float]
Position = tuple[int, int]
_Floats = NDArray[np.float64]
_Indices = NDArray[np.int_]

_STEPS = 150
_PUSHES = 100
_CLEARED = 120  # boxes of the largest part that is rid of lines under boxes
_TRIES = 200  # drawings tried for a part, over its number of nodes
_GAP = 30.0  # pixels kept free around a box
_SPREAD = 1.8  # side of a part's drawing over the side of the square that its boxes would fill
_SHAPE = 1.4  # width over height of the whole drawing
_LINE = 220.0  # pixels from middle to middle that most lines get, for their labels
_MOST_STRETCH = 2.2
_LABEL = (110.0, 26.0)  # width and height of a line's label


@dataclass(frozen=True)
class _Part:
    nodes: tuple[str, ...]
    middles: _Floats  # one row a node; the part's upper left corner is (0, 0)
    size: Size


def positions(sizes: Mapping[str, Size], lines: Iterable[tuple[str, str]]) -> dict[str, Position]:
    """Where the middle of each box goes, in pixels.

    ``sizes`` are the width and height of each node's box in pixels, ``lines`` pairs of nodes.

    >>> (left, _), (right, _) = positions({"a": (10, 10), "b": (10, 10)}, [("a", "b")]).values()
    >>> abs(left - right) > 100
    True
    """
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(sizes))
    graph.add_edges_from(sorted((min(line), max(line)) for line in lines))
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    return _packed([_part(graph, sorted(part), sizes) for part in parts])


def _part(graph: "nx.Graph[str]", nodes: list[str], sizes: Mapping[str, Size]) -> _Part:
    """One connected part, drawn a few times from different starts where it is small; the clearest drawing is kept."""
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(nodes)
    ordered.add_edges_from(sorted(graph.subgraph(nodes).edges))
    place = {node: number for number, node in enumerate(nodes)}
    ends = np.array([(place[source], place[target]) for source, target in ordered.edges], dtype=int).reshape(-1, 2)
    boxes = np.array([sizes[node] for node in nodes], dtype=np.float64) + _GAP
    starts = max(1, _TRIES // len(nodes)) if len(nodes) > 2 else 1  # one or two boxes can be drawn in one way only
    tries = (_drawing(ordered, boxes, ends, seed) for seed in range(starts))
    middles = min(tries, key=lambda drawing: _clutter(drawing, boxes, ends))
    corner = (middles - boxes / 2).min(axis=0)
    width, height = (middles + boxes / 2).max(axis=0) - corner
    return _Part(tuple(nodes), middles - corner, (float(width), float(height)))


def _drawing(graph: "nx.Graph[str]", boxes: _Floats, ends: _Indices, seed: int) -> _Floats:
    placed = nx.spring_layout(graph, seed=seed, iterations=_STEPS)
    side = np.sqrt(boxes.prod(axis=1).sum())
    middles = _lying(np.array([placed[node] for node in graph], dtype=np.float64)) * side * _SPREAD / 2
    return _apart(_stretched(middles, ends) * (np.sqrt(_SHAPE), 1 / np.sqrt(_SHAPE)), boxes, ends)


def _clutter(middles: _Floats, boxes: _Floats, ends: _Indices) -> int:
    """How much disturbs the eye: lines over boxes of others, labels over labels, lines over lines."""
    starts, stops = middles[ends[:, 0]], middles[ends[:, 1]]
    along = np.linspace(0.1, 0.9, 9)[None, :, None]
    points = starts[:, None] + (stops - starts)[:, None] * along
    reached = np.abs(points[:, :, None] - middles) < boxes / 2
    inside = np.any(np.all(reached, axis=3), axis=1)
    inside[np.arange(len(ends))[:, None], ends] = False
    labels = (starts + stops) / 2
    close = (np.abs(labels[:, None] - labels[None, :]) < _LABEL).all(axis=2)
    return int(2 * inside.sum() + np.triu(close, 1).sum() + _crossings(starts, stops, ends))


def _crossings(starts: _Floats, stops: _Floats, ends: _Indices) -> int:
    def side(points: _Floats) -> _Floats:
        """On which side of each line each point lies."""
        line, to = (stops - starts)[:, None], points[None, :] - starts[:, None]
        result: _Floats = np.sign(line[..., 0] * to[..., 1] - line[..., 1] * to[..., 0])
        return result

    parted = side(starts) * side(stops) < 0
    apart = (ends[:, None, :, None] != ends[None, :, None, :]).all(axis=(2, 3))
    return int((parted & parted.T & apart).sum() // 2)


def _lying(middles: _Floats) -> _Floats:
    """The points turned so that their longest extent lies along the page."""
    centred = middles - middles.mean(axis=0)
    x, y = centred.T
    angle = np.arctan2(2 * (x * y).mean(), (x * x).mean() - (y * y).mean()) / 2
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    turned: _Floats = centred @ turn
    return turned


def _stretched(middles: _Floats, ends: _Indices) -> _Floats:
    """The points pulled apart until most lines have room for a label."""
    if not len(ends):
        return middles
    lengths = np.linalg.norm(middles[ends[:, 0]] - middles[ends[:, 1]], axis=1)
    factor = float(_LINE / max(float(np.median(lengths)), 1.0))
    return middles * min(max(factor, 1.0), _MOST_STRETCH)


def _apart(middles: _Floats, boxes: _Floats, ends: _Indices) -> _Floats:
    """The middles moved by little until no two boxes overlap and no line runs through a box, or the steps are over."""
    for _ in range(_PUSHES):
        push = _off_boxes(middles, boxes)
        if len(boxes) <= _CLEARED:
            push += _off_lines(middles, boxes, ends)
        if not push.any():
            break
        middles = middles + push
    return middles


def _off_boxes(middles: _Floats, boxes: _Floats) -> _Floats:
    """For each box half the way out of the boxes it overlaps, along the shorter way."""
    away_x, away_y = (axis[:, None] - axis[None, :] for axis in middles.T)
    over_x, over_y = (
        (axis[:, None] + axis[None, :]) / 2 - np.abs(away) for axis, away in zip(boxes.T, (away_x, away_y), strict=True)
    )
    overlap = np.minimum(over_x, over_y)
    np.fill_diagonal(overlap, 0)
    overlap[overlap <= 0.5] = 0
    order = np.arange(len(boxes))
    earlier = np.where(order[:, None] < order[None, :], -1.0, 1.0)
    push_x, push_y = (
        (overlap * chosen * np.where(away == 0, earlier, np.sign(away))).sum(axis=1) / 2
        for away, chosen in ((away_x, over_x <= over_y), (away_y, over_x > over_y))
    )
    return np.stack([push_x, push_y], axis=1)


def _off_lines(middles: _Floats, boxes: _Floats, ends: _Indices) -> _Floats:
    """For each box a part of the way off the lines that run through it and do not end there."""
    starts, line = middles[ends[:, 0]], middles[ends[:, 1]] - middles[ends[:, 0]]
    to = middles[None, :] - starts[:, None]
    length = np.maximum((line * line).sum(axis=1), 1.0)[:, None]
    share = (to * line[:, None]).sum(axis=2) / length
    normal = np.stack([-line[:, 1], line[:, 0]], axis=1) / np.sqrt(length)
    distance = (to * normal[:, None]).sum(axis=2)
    reach = (np.abs(normal[:, None]) * boxes[None, :] / 2).sum(axis=2)
    through = (share > 0.05) & (share < 0.95) & (np.abs(distance) < reach - 0.5)
    through[np.arange(len(ends))[:, None], ends] = False
    missing = np.where(through, (reach - np.abs(distance)) * np.where(distance < 0, -1, 1), 0.0)
    result: _Floats = np.einsum("en,ek->nk", missing, normal) / 4
    return result


def _packed(parts: list[_Part]) -> dict[str, Position]:
    """The parts beside one another in rows, the largest first."""
    area = sum(part.size[0] * part.size[1] for part in parts)
    row_width = max([part.size[0] for part in parts] + [float(np.sqrt(area * _SHAPE))])
    result: dict[str, Position] = {}
    left = top = row_height = 0.0
    for part in parts:
        width, height = part.size
        if left and left + width > row_width:
            left, top, row_height = 0.0, top + row_height, 0.0
        for node, (x, y) in zip(part.nodes, part.middles, strict=True):
            result[node] = (round(left + float(x)), round(top + float(y)))
        left, row_height = left + width, max(row_height, height)
    return result
