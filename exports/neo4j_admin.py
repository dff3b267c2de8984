"""A folder for Neo4j's offline bulk import: header and data files and, in its README.md, the command that reads them.

Nodes and relationships carry the content hashes of :mod:`kg.stores.neo4j`, so that a database made this way is one that
``kg load neo4j`` knows: it adds the constraints, and from then on sends what changes. The importer knows no empty list
and no list of one empty text: it leaves both out, and the next load puts them in.
"""

import gzip
import shlex
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from exports.files import replacing
from kg.projection import Node, Properties, PropertyValue, Rows
from kg.stores.neo4j import HASH, content_hash
from schemas.graph import LABELS, NODE_PROPERTIES, RELATIONSHIP_PROPERTIES, RELATIONSHIP_TYPES, PropertyType

PIECE_ROWS = 100_000

_TYPES: dict[PropertyType, str] = {
    "string": "string",
    "int": "long",
    "float": "double",
    "bool": "boolean",
    "strings": "string[]",
}
_SEPARATORS = ("\x1f", "\x1e", "\x1d", "\x1c", *map(chr, range(0xE000, 0xF900)))
"""What may stand between the items of a list: the first that no item holds, for there is no way to escape it."""

_README = """\
# A claim graph for Neo4j's bulk import

{nodes:,} nodes and {relationships:,} relationships. The import makes a whole database of them, in the place of any that
is there, and wants the server stopped. In this folder:

```sh
{command}
```

Then start the server and run `kg load neo4j`: it adds the constraints and the empty lists, which the import cannot
write, and brings the database up to date from then on.
"""


def write(rows: Rows, path: Path, *, piece_rows: int = PIECE_ROWS) -> None:
    """Write the files into the folder ``path``, which is made where it is missing; data in pieces of ``piece_rows``.

    Raises:
        OSError: where a file cannot be written; each file is then either the old one or the new one, whole.
        ValueError: where the lists of the graph use up every separator.
    """
    separator = _separator(rows)
    options = []
    for label in LABELS:
        columns = NODE_PROPERTIES[label]
        header = ",".join(["id:ID", *_typed(columns, "id"), f"{HASH}:string"])
        lines = (
            _line([node.id, *_values(columns, "id", node.properties), _hash(node)], separator)
            for node in rows.nodes
            if node.label == label
        )
        options.append(f"--nodes={label}={_write_table(path, f'nodes_{label.lower()}', header, lines, piece_rows)}")
    for kind in RELATIONSHIP_TYPES:
        columns = RELATIONSHIP_PROPERTIES[kind]
        header = ",".join([":START_ID", ":END_ID", "key:string", *_typed(columns, "key"), f"{HASH}:string"])
        lines = (
            _line(
                [row.source, row.target, row.key, *_values(columns, "key", row.properties), content_hash(row)],
                separator,
            )
            for row in rows.relationships
            if row.type == kind
        )
        files = _write_table(path, f"relationships_{kind.lower()}", header, lines, piece_rows)
        options.append(f"--relationships={kind}={files}")
    command = [
        "neo4j-admin database import full neo4j",
        "--overwrite-destination",
        "--multiline-fields=true",
        f"--array-delimiter=U+{ord(separator):04X}",
        *map(shlex.quote, options),
    ]
    text = _README.format(
        nodes=len(rows.nodes), relationships=len(rows.relationships), command=" \\\n    ".join(command)
    )
    with replacing(path / "README.md") as temporary:
        temporary.write_text(text, encoding="utf-8")


def _write_table(path: Path, name: str, header: str, lines: Iterable[str], piece_rows: int) -> str:
    """Write a header file and at least one piece, remove pieces of an older and larger export, and list the files."""
    with replacing(path / f"{name}.header.csv") as temporary:
        temporary.write_text(f"{header}\n", encoding="utf-8")
    pieces = []
    for number, piece in enumerate(_pieces(lines, piece_rows), 1):
        pieces.append(f"{name}.{number:04}.csv.gz")
        with (
            replacing(path / pieces[-1]) as temporary,
            temporary.open("wb") as raw,
            gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0, compresslevel=6) as file,
        ):
            file.writelines(line.encode() for line in piece)
    for old in path.glob(f"{name}.[0-9][0-9][0-9][0-9].csv.gz"):
        if old.name not in pieces:
            old.unlink()
    return ",".join(f"./{file}" for file in (f"{name}.header.csv", *pieces))  # the importer wants a folder before each


def _pieces(lines: Iterable[str], most: int) -> Iterator[Iterable[str]]:
    piece: list[str] = []
    for line in lines:
        if len(piece) == most:
            yield piece
            piece = []
        piece.append(line)
    yield piece


def _typed(columns: dict[str, PropertyType], key: str) -> list[str]:
    return [f"{name}:{_TYPES[kind]}" for name, kind in columns.items() if name != key]


def _values(columns: Iterable[str], key: str, properties: Properties) -> list[PropertyValue | None]:
    return [properties.get(name) for name in columns if name != key]


def _hash(node: Node) -> str:
    """The node's content hash; an empty one, which makes the next load send the node, where a list of it is lost."""
    return "" if ("",) in node.properties.values() else content_hash(node)


def _line(values: Sequence[PropertyValue | None], separator: str) -> str:
    return ",".join(_cell(value, separator) for value in values) + "\n"


def _cell(value: PropertyValue | None, separator: str) -> str:
    '''A value as the importer reads it: a missing one is empty, text is always quoted.

    >>> _cell('say "x"', ";"), _cell(("a", "b"), ";"), _cell((), ";"), _cell(True, ";"), _cell(2.5, ";")
    ('"say ""x"""', '"a;b"', '', 'true', '2.5')
    '''
    match value:
        case None | ():
            return ""
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case tuple():
            return _cell(separator.join(value), separator)
        case _:
            return '"' + value.replace('"', '""') + '"'


def _separator(rows: Rows) -> str:
    used = {
        character
        for node in rows.nodes
        for value in node.properties.values()
        if isinstance(value, tuple)
        for character in "".join(value)
    }
    for separator in _SEPARATORS:
        if separator not in used:
            return separator
    raise ValueError(f"the lists of the graph hold all {len(_SEPARATORS):,} characters that could separate their items")
