"""The named queries: one file each, the same text for every Cypher engine.

A file begins with comment lines: what the query answers, then, after an empty one, its parameters::

    // Methods evaluated on a dataset, with the number of claims that say so.
    //
    // $dataset: dataset, e.g. "ImageNet" -- id, name or alias of a dataset
    // $limit: int = 50 -- rows at most

A parameter without a default has an example. Defaults and examples are written as in JSON. A parameter that names a
method, a piece of hardware, a dataset, any entity of these or a paper reaches the engine as the key of its name, which
the query seeks among the ``keys`` of nodes (see :mod:`kg.naming`); numbers are 0 or more.
"""

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import Literal

from kg import cypher, naming
from kg.table import Table
from schemas.graph import ENTITY_LABELS, Label

ParameterType = Literal["string", "int", "float", "method", "hardware", "dataset", "entity", "paper"]
ParameterValue = str | int | float

Run = Callable[[str, Mapping[str, ParameterValue]], Table]
"""Runs a reading statement with its parameters in an engine."""

_NAMED: dict[ParameterType, tuple[Label, ...]] = {
    **{kind: (label,) for kind, label in ENTITY_LABELS.items()},
    "entity": tuple(ENTITY_LABELS.values()),
    "paper": ("Paper",),
}
_TYPES: dict[ParameterType, type[str] | type[int] | type[float]] = {
    "string": str,
    "int": int,
    "float": float,
    **dict.fromkeys(_NAMED, str),
}
_PARAMETER = re.compile(
    rf"// \$(?P<name>\w+): (?P<type>{'|'.join(_TYPES)})"
    r"(?: = (?P<default>.+?)|, e\.g\. (?P<example>.+?)) -- (?P<description>.+)"
)
# The labels are of the closed vocabulary; no other text is ever put into a statement.
_KNOWN = "MATCH (n:{label}) WHERE $key IN n.keys RETURN n.id LIMIT 1"
_SHOWN = {
    "Paper": "MATCH (n:Paper) RETURN n.title, [n.id] ORDER BY n.id",
    **{label: f"MATCH (n:{label}) RETURN n.name, n.aliases ORDER BY n.id" for label in ENTITY_LABELS.values()},
}


class UnknownQueryError(LookupError):
    """There is no named query of that name."""


class ParameterError(ValueError):
    """A parameter of a named query is missing, unknown or of another type."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a query asks for. ``default`` is None where it must be given; ``example`` is a value that makes sense."""

    name: str
    type: ParameterType
    description: str
    default: ParameterValue | None
    example: ParameterValue


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query that is known by name; ``text`` is Cypher, its comments included."""

    name: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str

    def bind(self, given: Mapping[str, ParameterValue]) -> dict[str, ParameterValue]:
        """All parameters, the defaults filled in; text is read as a number where one is asked for, a name as its key.

        >>> named_query("methods_on_dataset").bind({"dataset": "CIFAR 10", "limit": "5"})
        {'dataset': 'cifar10', 'limit': 5}

        Raises:
            ParameterError: where one is missing, unknown or no value of its type.
        """
        known = {parameter.name for parameter in self.parameters}
        if unknown := sorted(given.keys() - known):
            raise ParameterError(f"query {self.name} has no parameter {', '.join(unknown)}; it has {_listed(known)}")
        bound: dict[str, ParameterValue] = {}
        for parameter in self.parameters:
            value = given.get(parameter.name, parameter.default)
            if value is None:
                raise ParameterError(f"query {self.name} needs {parameter.name}: {parameter.description}")
            bound[parameter.name] = _typed(self.name, parameter, value)
        return bound

    def example(self) -> dict[str, ParameterValue]:
        """Values for all parameters: the defaults, and the examples where there is none."""
        return {parameter.name: parameter.example for parameter in self.parameters}

    def answer(self, given: Mapping[str, ParameterValue], run: Run) -> Table:
        """What an engine answers, the parameters bound.

        Raises:
            ParameterError: where a parameter is missing, unknown or no value of its type.
            UnknownNameError: where nothing has a name that was given; it offers near ones.
        """
        bound = self.bind(given)
        table = run(self.text, bound)
        if not table.rows:  # as there are none wherever a name is unknown
            for parameter in self.parameters:
                if parameter.type in _NAMED:
                    _check_known(parameter, str(given.get(parameter.name, parameter.default)), run)
        return table


@cache
def named_queries() -> Mapping[str, NamedQuery]:
    """All named queries by name, in the order of the names.

    Raises:
        ValueError: where the head of a file is not as described above, naming the file and the line.
    """
    files = [file for file in resources.files(__package__).iterdir() if file.name.endswith(".cypher")]
    queries = (_read(file.name.removesuffix(".cypher"), file.read_text(encoding="utf-8")) for file in files)
    return {query.name: query for query in sorted(queries, key=lambda query: query.name)}


def named_query(name: str) -> NamedQuery:
    """The query of a name.

    Raises:
        UnknownQueryError: where there is none; it lists similar names.
    """
    queries = named_queries()
    if name not in queries:
        near = get_close_matches(name, queries, cutoff=0.5)
        offered = f"near it: {', '.join(near)}; " if near else ""
        raise UnknownQueryError(f"no query is named {name!r}; {offered}kg queries lists all of them")
    return queries[name]


def _read(name: str, text: str) -> NamedQuery:
    lines = text.splitlines()
    head = lines[: next((number for number, line in enumerate(lines) if not line.startswith("//")), len(lines))]
    split = head.index("//") if "//" in head else len(head)
    description = " ".join(line.removeprefix("//").strip() for line in head[:split])
    parameters = tuple(_parameter(name, number, line) for number, line in enumerate(head[split + 1 :], split + 2))
    if not description:
        raise ValueError(f"{name}.cypher:1: expected a comment that says what the query answers")
    described = {parameter.name for parameter in parameters}
    if described != (used := cypher.parameters(text)):
        raise ValueError(f"{name}.cypher: describes the parameters {_listed(described)}, uses {_listed(used)}")
    return NamedQuery(name, description, parameters, text)


def _parameter(query: str, number: int, line: str) -> Parameter:
    if not (found := _PARAMETER.fullmatch(line)):
        raise ValueError(f"{query}.cypher:{number}: {line!r} is not as '// $name: type = default -- what it is'")
    kind: ParameterType = found["type"]  # type: ignore[assignment]
    default = None if found["default"] is None else json.loads(found["default"])
    example = json.loads(found["example"]) if default is None else default
    if type(example) is not _TYPES[kind]:
        raise ValueError(f"{query}.cypher:{number}: {example!r} is no {kind}")
    return Parameter(found["name"], kind, found["description"], default, example)


def _typed(query: str, parameter: Parameter, value: ParameterValue) -> ParameterValue:
    kind = _TYPES[parameter.type]
    typed = value
    if type(value) is str or (type(value) is int and kind is float):
        with suppress(ValueError):
            typed = kind(value)
    if type(typed) is not kind or not (isinstance(typed, str) or typed >= 0):
        expected = "string" if kind is str else f"{parameter.type} of 0 or more"
        raise ParameterError(f"parameter {parameter.name} of query {query} is {value!r}, expected {expected}")
    return naming.key(typed) if isinstance(typed, str) and parameter.type in _NAMED else typed


def _check_known(parameter: Parameter, name: str, run: Run) -> None:
    labels = _NAMED[parameter.type]
    key = naming.key(name)
    if not any(run(_KNOWN.format(label=label), {"key": key}).rows for label in labels):
        rows = (row for label in labels for row in run(_SHOWN[label], {}))
        raise naming.unknown(parameter.type, name, (shown for first, more in rows for shown in (first, *more)))


def _listed(names: frozenset[str] | set[str]) -> str:
    return ", ".join(sorted(names)) or "none"
