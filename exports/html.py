"""A page that shows the graph: one HTML file that works offline, drawn by vis-network through pyvis.

Papers, methods, hardware and datasets are nodes coloured by type; claims are labelled lines, with their sentences on
hover and, on a click, in the panel beside the drawing. What papers say is untrusted: it reaches the page as JSON and
from there as text, never as markup, and the page's own policy forbids it to load anything.
"""

import json
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader
from pyvis.network import Network

from exports.files import printable, replacing
from exports.layout import Size, positions
from exports.view import LINE_KINDS, Line, LineKind, Statement, View, view
from kg.phrases import worded
from kg.projection import Node, Rows
from kg.tables import Tables
from schemas.graph import LABELS, Label

MOST_NODES = 300
"""How many nodes a page draws; of a larger graph it shows the best connected and says so."""

_NODE_COLOURS: dict[Label, str] = {"Method": "#c7d8f7", "Hardware": "#fbd9a8", "Dataset": "#bfe6d4", "Paper": "#eceef2"}
_LINES: dict[LineKind, tuple[str, str]] = {
    "speedup": ("speedup", "#d1495b"),
    "resource": ("resource", "#8e5bb5"),
    "quality": ("quality", "#2a7f9e"),
    "measurement": ("measurement", "#a2792b"),
    "comparison": ("comparison", "#c25a8c"),
    "hardware_use": ("runs on", "#e0bd94"),
    "dataset_use": ("uses data", "#9fcdb9"),
    "introduces": ("introduces", "#b9bec7"),
    "variant": ("variant of", "#d5b79a"),
    "mention": ("mentions", "#d8dbe0"),
}
"""Name and colour of each kind of line."""

_QUIET = ("hardware_use", "dataset_use", "introduces", "variant", "mention")
_FACTS: dict[Label, tuple[str, ...]] = {
    "Paper": ("published", "url"),
    "Method": ("aliases",),
    "Hardware": ("aliases", "vendor", "architecture", "class", "memory_gb", "release_year"),
    "Dataset": ("aliases",),
}
_WRAP = 24  # characters of a label's line
_FACE = "system-ui, sans-serif"
_FONT = 15  # pixels; the more lines a thing has, the larger its name, so that the hubs can be read from afar
_CHARACTER, _LINE_HEIGHT = 0.54, 1.2  # of a label's letters, by size of the font
_PADDING = 20.0  # pixels
_STATEMENTS_ON_HOVER = 3
_OPTIONS = {
    "physics": {"enabled": False},
    "interaction": {"hover": True, "tooltipDelay": 120, "hideEdgesOnDrag": True, "multiselect": False},
    "nodes": {
        "shape": "box",
        "margin": 8,
        "borderWidth": 1,
        "font": {"size": _FONT, "color": "#1f2937", "face": _FACE},
        "shapeProperties": {"borderRadius": 6},
    },
    "groups": {
        label: {"color": {"background": colour, "border": "#33415c", "highlight": colour, "hover": colour}}
        for label, colour in _NODE_COLOURS.items()
    },
    "edges": {
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.5}},
        "font": {"size": 12, "color": "#3b4252", "strokeWidth": 4, "strokeColor": "#ffffff", "face": _FACE},
        "selectionWidth": 2,
        "hoverWidth": 1,
    },
}


class _Part(NamedTuple):
    """A piece of a sentence: text, and the node it names, if any."""

    text: str
    node: str | None = None


def write(rows: Rows, path: Path) -> None:
    """Write the page of rows; see :func:`write_page`."""
    write_page(Tables.of(rows), path)


def write_page(tables: Tables, path: Path) -> None:
    """Write the page.

    Raises:
        OSError: where the file cannot be written; it is then as it was.
    """
    with replacing(path) as temporary:
        temporary.write_text(page(tables), encoding="utf-8", newline="\n")


def page(tables: Tables, most: int = MOST_NODES) -> str:
    """The page's text, drawing at most ``most`` nodes; the same graph gives the same text."""
    shown = view(tables, most)
    numbers = {node.id: number for number, node in enumerate(shown.nodes)}
    network = Network(directed=True, cdn_resources="in_line")
    network.set_options(json.dumps(_OPTIONS))
    _add_nodes(network, shown, numbers)
    _add_lines(network, shown, numbers)
    network.path = "page.html.j2"
    network.templateEnv = Environment(
        loader=ChoiceLoader([PackageLoader("exports", "."), FileSystemLoader(network.template_dir)]), autoescape=True
    )
    network.templateEnv.globals["page"] = _page_data(shown, numbers)
    return str(network.generate_html())


def headline(statement: Statement, names: Mapping[str, str]) -> str:
    """A claim as one line of text.

    >>> claim = Statement("1", "speedup", "m/a", "2× faster", "m/b", None, ("h/x",), (), 2.0, ())
    >>> headline(claim, {"m/a": "Halyard", "m/b": "Marlspike", "h/x": "NVIDIA A100"})
    'Halyard: 2× faster than Marlspike, on NVIDIA A100'
    """
    return "".join(part.text for part in _headline(statement, names))


def _headline(statement: Statement, names: Mapping[str, str]) -> Iterator[_Part]:
    def part(node: str) -> _Part:
        return _Part(names[node], node)

    baseline = part(statement.baseline) if statement.baseline else printable(statement.baseline_text or "")
    settings = [*map(part, statement.hardware), *map(part, statement.datasets)]
    for piece in worded(statement.kind, statement.phrase, part(statement.subject), baseline, settings):
        yield piece if isinstance(piece, _Part) else _Part(piece)


def _add_nodes(network: Network, shown: View, numbers: Mapping[str, int]) -> None:
    names = shown.names
    labels = {node.id: _label(names[node.id]) for node in shown.nodes}
    joined = Counter(end for line in shown.lines for end in (line.source, line.target))
    fonts = {
        node.id: _FONT if node.label == "Paper" else min(_FONT + 2 * max(joined[node.id] - 3, 0), 4 * _FONT)
        for node in shown.nodes
    }
    middles = positions(
        {node: _box(label, fonts[node]) for node, label in labels.items()},
        [(line.source, line.target) for line in shown.lines],
    )
    claims = Counter(node for statement in shown.statements for node in statement.about())
    for node in shown.nodes:
        x, y = middles[node.id]
        network.add_node(
            numbers[node.id],
            labels[node.id],
            shape="box",
            title=f"{node.label}: {names[node.id]}\n{_plural(claims[node.id], 'claim')}",
            group=node.label,
            font={"size": fonts[node.id]},
            x=x,
            y=y,
        )


def _add_lines(network: Network, shown: View, numbers: Mapping[str, int]) -> None:
    places = {_identity(statement): number for number, statement in enumerate(shown.statements)}
    backwards = {(line.target, line.source) for line in shown.lines}
    for line in shown.lines:
        paired = (line.source, line.target) in backwards
        quiet = line.kind in _QUIET
        network.add_edge(
            numbers[line.source],
            numbers[line.target],
            label="\n".join(wrapped for words in line.words for wrapped in textwrap.wrap(printable(words), _WRAP)),
            title=_hover(line, shown.names),
            kind=line.kind,
            claims=[places[_identity(statement)] for statement in line.statements],
            color=_LINES[line.kind][1],
            width=1 if quiet else 2,
            dashes=quiet,
            font={"size": 10, "color": "#8b93a1"} if quiet else {},
            smooth={"enabled": paired, "type": "curvedCW", "roundness": 0.25},
        )


def _identity(statement: Statement) -> tuple[str, str]:
    return statement.id, statement.subject


def _hover(line: Line, names: Mapping[str, str]) -> str:
    """What is said between two nodes, each claim with its first sentence."""
    if not line.statements:
        return f"{names[line.source]} {line.words[0]} {names[line.target]}"
    told = []
    for statement in line.statements[:_STATEMENTS_ON_HOVER]:
        quotes = [f"“{printable(sentence.text)}”\n— {names[sentence.paper]}" for sentence in statement.sentences[:1]]
        told.append("\n".join([headline(statement, names), *quotes]))
    if more := len(line.statements) - _STATEMENTS_ON_HOVER:
        told += [f"and {_plural(more, 'more claim')}: click"] if more > 0 else []
    return "\n\n".join(told)


def _page_data(shown: View, numbers: Mapping[str, int]) -> dict[str, Any]:
    """What the template needs beside pyvis's nodes and edges. Nodes and statements go by their place in their list."""
    names = shown.names

    def parts(of: Iterable[_Part]) -> list[list[Any]]:
        return [[part.text, numbers.get(part.node or "")] for part in of if part.text]

    return {
        "summary": f"{_plural(len(shown.nodes), 'node')}, {_plural(len(shown.statements), 'claim')}",
        "limit": f"Shows the {len(shown.nodes):,} best connected of {shown.total:,} papers and things."
        if shown.total > len(shown.nodes)
        else "",
        "types": [[label, _NODE_COLOURS[label]] for label in LABELS if label in _NODE_COLOURS],
        "kinds": [[kind, *_LINES[kind]] for kind in LINE_KINDS if any(line.kind == kind for line in shown.lines)],
        "nodes": [{"name": names[node.id], "type": node.label, "facts": list(_facts(node))} for node in shown.nodes],
        "claims": [
            {
                "head": parts(_headline(statement, names)),
                "kind": statement.kind,
                "colour": _LINES[statement.kind][1],
                "factor": statement.factor,
                "about": sorted(numbers[node] for node in statement.about() if node in numbers),
                "sentences": [
                    [printable(sentence.text), *parts([_Part(names[sentence.paper], sentence.paper)])[0]]
                    for sentence in statement.sentences
                ],
            }
            for statement in shown.statements
        ],
    }


def _facts(node: Node) -> Iterator[tuple[str, str]]:
    for fact in _FACTS[node.label]:
        if value := node.properties.get(fact):
            shown = (
                ", ".join(value) if isinstance(value, tuple) else f"{value:g}" if isinstance(value, float) else value
            )
            yield fact.replace("_", " "), printable(str(shown))


def _label(name: str) -> str:
    shortened = name if len(name) <= 2 * _WRAP else name[: 2 * _WRAP - 1].rstrip() + "…"
    return "\n".join(textwrap.wrap(shortened, _WRAP)) or name


def _box(label: str, font: int) -> Size:
    lines = label.split("\n")
    return max(map(len, lines)) * font * _CHARACTER + _PADDING, len(lines) * font * _LINE_HEIGHT + _PADDING


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
