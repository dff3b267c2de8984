"""JSON-LD: the graph as linked data, readable by any RDF tool.

Every node is an object with its properties, every relationship a link. A relationship with properties of its own (where
a sentence stands, how many devices) is also described by an ``rdf:Statement`` about that link.
"""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import quote

from exports.files import printable, replacing
from kg.projection import Properties, PropertyValue, Relationship, Rows

_VOCABULARY = "urn:claimgraph:vocabulary:"
_CONTEXT = {
    "@vocab": _VOCABULARY,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "title": "http://purl.org/dc/terms/title",
    "abstract": "http://purl.org/dc/terms/abstract",
    "name": "http://www.w3.org/2000/01/rdf-schema#label",
    "aliases": {"@id": "http://www.w3.org/2004/02/skos/core#altLabel"},
}


def write(rows: Rows, path: Path) -> None:
    """Write the graph as one JSON-LD document.

    Raises:
        OSError: where the file cannot be written; it is then as it was.
    """
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        json.dump(document(rows), file, ensure_ascii=False, indent=1)
        file.write("\n")


def document(rows: Rows) -> dict[str, Any]:
    """The document: a context and the list of all objects, in the order of the rows."""
    links: dict[str, dict[str, list[dict[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for edge in rows.relationships:
        link = {"@id": iri(edge.target)}
        if link not in links[edge.source][edge.type]:
            links[edge.source][edge.type].append(link)
    nodes = [
        {"@id": iri(node.id), "@type": node.label, **_values(node.properties), **links[node.id]} for node in rows.nodes
    ]
    return {
        "@context": _CONTEXT,
        "@graph": nodes + [_statement(edge) for edge in rows.relationships if edge.properties],
    }


def iri(id: str) -> str:
    """The IRI of a node.

    >>> iri("hardware/nvidia-a100"), iri("a b")
    ('urn:claimgraph:hardware/nvidia-a100', 'urn:claimgraph:a%20b')
    """
    return "urn:claimgraph:" + quote(printable(id), safe="/:")


def _statement(edge: Relationship) -> dict[str, Any]:
    return {
        "@type": "rdf:Statement",
        "rdf:subject": {"@id": iri(edge.source)},
        "rdf:predicate": {"@id": _VOCABULARY + edge.type},
        "rdf:object": {"@id": iri(edge.target)},
        "key": printable(edge.key),
        **_values(edge.properties),
    }


def _values(properties: Properties) -> dict[str, Any]:
    return {name: _value(value) for name, value in properties.items() if value != ()}


def _value(value: PropertyValue) -> Any:
    if isinstance(value, tuple):
        return [printable(item) for item in value]
    if isinstance(value, float):
        return {"@value": repr(value), "@type": "xsd:double"}
    return printable(value) if isinstance(value, str) else value
