"""GraphML, for yEd, Gephi, igraph and networkx."""

from pathlib import Path

from networkx.readwrite.graphml import write_graphml_xml

from exports.files import replacing
from exports.flat import flat_graph
from kg.projection import Rows


def write(rows: Rows, path: Path) -> None:
    """Write the graph as GraphML.

    Raises:
        OSError: where the file cannot be written; it is then as it was.
    """
    with replacing(path) as temporary, temporary.open("wb") as file:
        write_graphml_xml(flat_graph(rows), file, encoding="utf-8", prettyprint=False)
