"""Loads :func:`tests.neo4j.graphs.large_rows` in small batches and tells of each: something to kill.

Arguments: address, user, database (empty: the default one), papers, rows a batch. The password is in NEO4J_PASSWORD.
"""

import os
import sys

import neo4j

from kg.stores.neo4j import load
from tests.neo4j.graphs import large_rows


def main(uri: str, user: str, database: str, papers: str, batch_rows: str) -> None:
    rows = large_rows(int(papers))
    with neo4j.GraphDatabase.driver(uri, auth=(user, os.environ["NEO4J_PASSWORD"])) as driver:
        load(
            driver,
            rows,
            database=database or None,
            batch_rows=int(batch_rows),
            progress=lambda stage, done, total: print(stage, done, total, flush=True),
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
