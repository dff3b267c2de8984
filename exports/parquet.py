"""A folder of Parquet files, ``nodes_*.parquet`` and ``relationships_*.parquet``, typed as the graph is."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from exports.files import replacing
from exports.tables import tables
from kg.projection import Rows
from schemas.graph import PropertyType

_TYPES: dict[PropertyType, pa.DataType] = {
    "string": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "strings": pa.list_(pa.string()),
}


def write(rows: Rows, path: Path) -> None:
    """Write the tables into the folder ``path``, which is made where it is missing.

    Raises:
        OSError: where a file cannot be written; each file is then either the old one or the new one, whole.
    """
    for table in tables(rows):
        columns = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
        arrays = [
            pa.array(values, type=_TYPES[kind]) for values, kind in zip(columns, table.columns.values(), strict=True)
        ]
        with replacing(path / f"{table.name}.parquet") as temporary:
            pq.write_table(pa.table(arrays, names=list(table.columns)), temporary, compression="zstd")
