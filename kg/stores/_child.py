"""Runs statements on an embedded database in a process of its own: a crash of the engine harms nobody else.

Started as a program, in the folder of the files to load. Standard input is a JSON object: ``database`` (a path) and
``statements``, pairs of a statement and the parameter sets to run it with, one after the other (null: once, with none).
They are one transaction. Where one fails, the engine's words go to standard error and the exit status is 1.
"""

import json
import sys

import ladybug


def main() -> int:
    job = json.load(sys.stdin)
    with ladybug.Database(job["database"]) as database, ladybug.Connection(database) as connection:
        try:
            connection.execute("BEGIN TRANSACTION")
            for statement, parameter_sets in job["statements"]:
                for parameters in [{}] if parameter_sets is None else parameter_sets:
                    connection.execute(statement, parameters)
            connection.execute("COMMIT")
        except RuntimeError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
