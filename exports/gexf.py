"""GEXF 1.2, for Gephi."""

from pathlib import Path

from networkx.readwrite.gexf import GEXFWriter

from exports.files import replacing
from exports.flat import flat_graph
from kg.projection import Rows


def write(rows: Rows, path: Path) -> None:
    """Write the graph as GEXF, without the date of writing that networkx would put into it.

    Raises:
        OSError: where the file cannot be written; it is then as it was.
    """
    writer = GEXFWriter(encoding="utf-8", prettyprint=False, version="1.2draft")
    writer.add_graph(flat_graph(rows))
    for meta in writer.xml.iter("meta"):
        meta.attrib.pop("lastmodifieddate", None)
    with replacing(path) as temporary, temporary.open("wb") as file:
        writer.write(file)
