"""One-way views of a graph's rows: a page to look at and the file formats of other tools.

:data:`FORMATS` lists them by name. Writing is deterministic, and a file is whole or as it was.
"""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from kg.projection import Rows

__all__ = ["FORMATS", "Format"]


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a graph. ``suffix`` is the ending of its file's name; a format without one writes a folder."""

    name: str
    module: str
    suffix: str
    summary: str

    def write(self, rows: Rows, path: Path) -> None:
        """Write the rows to the file or folder ``path``; folders above it are made where they are missing.

        Raises:
            OSError: where it cannot be written.
        """
        import_module(self.module).write(rows, path)


FORMATS: dict[str, Format] = {
    format.name: format
    for format in (
        Format("html", "exports.html", ".html", "a page with the claims as a picture, which works offline"),
        Format("graphml", "exports.graphml", ".graphml", "GraphML, for yEd, Gephi, igraph and networkx"),
        Format("gexf", "exports.gexf", ".gexf", "GEXF 1.2, for Gephi"),
        Format("jsonld", "exports.jsonld", ".jsonld", "JSON-LD, for RDF tools"),
        Format("csv", "exports.csv", "", "a folder of CSV tables, one for each label and relationship type"),
        Format("parquet", "exports.parquet", "", "a folder of typed Parquet tables, likewise"),
        Format("neo4j-admin", "exports.neo4j_admin", "", "a folder for the offline bulk import of Neo4j"),
    )
}
"""All formats by name. Their modules are loaded when they write: a query need not wait for the picture's libraries."""
