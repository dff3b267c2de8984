"""The graph as a library has it: look-up calls, networkx and Cypher over the same records."""

import os
import tempfile
import weakref
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from kg import directory as place
from kg.lookup import FoundClaims, FoundEntity, Names, find_claims, hardware_of, reach
from kg.merge import Merged, merge
from kg.projection import Rows, project
from kg.queries import named_query
from kg.records import read_records
from kg.stores import embedded
from kg.table import Table
from schemas import ClaimType, EntityType, Introduces, Record, SpeedupClaim

if TYPE_CHECKING:
    import networkx as nx


class KnowledgeGraph:
    """What a set of papers claims.

    Made of records by :meth:`build`, or of the directory of a built graph by :meth:`open`; records are read and the
    database is opened when they are first asked for. Cypher needs a database file: a graph that was not opened makes a
    temporary one. Close the graph, or use it with ``with``, to be rid of both, and to let builds remove what it holds.
    """

    def __init__(self, load: Callable[[], Merged], database: Path | None = None, held: int | None = None) -> None:
        self._load = load
        self._database = database
        self._release = None if held is None else weakref.finalize(self, os.close, held)
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self._reader: embedded.Reader | None = None

    @classmethod
    def build(cls, records: Iterable[Record]) -> Self:
        """The graph of records; a stream of them is read once."""
        merged = merge(records)
        return cls(lambda: merged)

    @classmethod
    def open(cls, directory: str | Path) -> Self:
        """The graph that ``kg build`` made in a directory.

        Until it is closed, later builds there do not change what it sees.

        Raises:
            StoreError: where there is no complete graph.
        """
        folder, held = place.hold(Path(directory))
        return cls(lambda: merge(read_records(folder / place.RECORDS)), folder / place.DATABASE, held)

    @cached_property
    def merged(self) -> Merged:
        """Papers, entities and claims, each once.

        Raises:
            StoreError: where the records of an opened graph are damaged.
        """
        return self._load()

    @cached_property
    def rows(self) -> Rows:
        """Nodes and relationships."""
        return project(self.merged)

    @cached_property
    def names(self) -> Names:
        """What is known by which name."""
        return Names(self.rows)

    def to_networkx(self) -> "nx.MultiDiGraph[str]":
        """A new networkx graph; see :func:`kg.graph.to_networkx` for its shape."""
        from kg.graph import to_networkx  # networkx takes as long to load as all else here

        return to_networkx(self.rows)

    def entity(self, name: str, type: EntityType | None = None) -> FoundEntity:
        """The method, hardware or dataset of a name.

        Raises:
            UnknownNameError: where there is none; it offers near names.
            AmbiguousNameError: where there are several.
        """
        return self.names.entity(name, *([type] if type else []))

    def claims(
        self,
        *,
        type: ClaimType | None = None,
        method: str | None = None,
        baseline: str | None = None,
        hardware: str | None = None,
        dataset: str | None = None,
        paper: str | None = None,
        min_factor: float | None = None,
        min_confidence: float = 0.0,
    ) -> FoundClaims:
        """All claims for which every condition given holds; see :func:`kg.lookup.find_claims`.

        Raises:
            UnknownNameError: where a name is of nothing in the graph; it offers near names.
            ValueError: where ``type`` is no type of claim.
        """
        return find_claims(
            self.merged,
            self.names,
            type=type,
            method=method,
            baseline=baseline,
            hardware=hardware,
            dataset=dataset,
            paper=paper,
            min_factor=min_factor,
            min_confidence=min_confidence,
        )

    def methods_on(self, dataset: str) -> Table:
        """Methods evaluated on a dataset, with the number of claims that say so: the query ``methods_on_dataset``.

        Raises:
            UnknownNameError: where no dataset has the name.
        """
        wanted = self.names.entities(dataset, "dataset")
        claims: dict[str, set[str]] = defaultdict(set)
        for edge in self.rows.relationships:
            if edge.type == "EVALUATED_ON" and edge.target in wanted:
                claims[self.names.display(edge.source)].add(edge.key)
        rows = sorted(((method, len(of)) for method, of in claims.items()), key=lambda row: (-row[1], row[0]))
        return Table(("method", "claims"), tuple(rows))

    def best_factors(self, min_confidence: float = 0.0) -> Table:
        """The largest speedup on each piece of hardware, as stated: the query ``best_factor_per_hardware``."""
        found: dict[str, list[tuple[float, str, SpeedupClaim]]] = defaultdict(list)
        for merged in self.merged.claims:
            claim, factor = merged.claim, reach(merged.claim)
            if isinstance(claim, SpeedupClaim) and factor is not None and claim.confidence >= min_confidence:
                for hardware in hardware_of(claim):
                    found[hardware].append((-factor, claim.id, claim))
        best = [(self.names.display(hardware), len(of), *min(of)) for hardware, of in found.items()]
        best.sort(key=lambda row: (row[2], row[0], row[3]))
        columns = ("hardware", "factor_low", "factor_high", "low", "high", "unit", "sense", "bound", "claims", "claim")
        return Table(columns, tuple((name, *_amount(claim), count, id) for name, count, _, id, claim in best))

    def baseline_origins(self) -> Table:
        """Papers that introduce what another paper uses as its baseline: the query ``baseline_origins``."""
        origins: dict[str, set[str]] = defaultdict(set)
        for merged in self.merged.claims:
            if isinstance(merged.claim, Introduces) and merged.claim.subject:
                origins[merged.claim.subject].update(merged.papers)
        rows = {
            (origin, self.names.display(baseline), user, merged.claim.id)
            for merged in self.merged.claims
            if (baseline := getattr(merged.claim, "baseline", None))
            for origin in origins[baseline]
            for user in merged.papers
            if origin != user
        }
        return Table(("introduced_in", "baseline", "used_in", "claim"), tuple(sorted(rows)))

    def cypher(
        self, query: str, parameters: Mapping[str, Any] | None = None, /, *, timeout: float | None = None, **named: Any
    ) -> Table:
        """What one reading Cypher statement gives, ``$name`` in it standing for the parameter ``name``.

        Parameters come by name or, whatever they are called, in a mapping. ``timeout`` is in seconds; None lets it run.

        Raises:
            QueryError: where the statement does not read, lacks a parameter or is refused by the engine.
            QueryTimeoutError: where it was stopped.
            StoreError: where the database cannot be opened or made.
        """
        return self._opened().query(query, {**(parameters or {}), **named}, timeout=timeout)

    def query(
        self, name: str, parameters: Mapping[str, Any] | None = None, /, *, timeout: float | None = None, **named: Any
    ) -> Table:
        """What one of the named queries gives, parameters as in :meth:`cypher`.

        :func:`kg.queries.named_queries` lists them.

        Raises:
            UnknownQueryError: where there is none of that name.
            ParameterError: where a parameter is missing, unknown or of another type.
            UnknownNameError: where a name is of nothing in the graph; it offers near names.
            QueryTimeoutError: where it was stopped after ``timeout`` seconds.
        """
        return named_query(name).answer(
            {**(parameters or {}), **named}, lambda text, bound: self._opened().query(text, bound, timeout=timeout)
        )

    def close(self) -> None:
        """Close the database and remove it where it was temporary; it comes back when it is asked for again.

        What was opened comes back as long as no two builds have followed, which remove it.
        """
        if self._reader:
            self._reader.close()
            self._reader = None
        if self._temporary:
            self._temporary.cleanup()
            self._temporary = None
        if self._release:
            self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _opened(self) -> embedded.Reader:
        if self._reader is None:
            database = self._database
            if database is None:
                self._temporary = tempfile.TemporaryDirectory(prefix="claimgraph-")
                database = Path(self._temporary.name, place.DATABASE)
                embedded.write(self.rows, database)
            self._reader = embedded.Reader(database)
        return self._reader


def _amount(claim: SpeedupClaim) -> tuple[float | str | None, ...]:
    """The ends of the factor, and what was stated."""
    factor, stated = claim.factor, claim.stated
    ends = (factor.low, factor.high) if factor else (None, None)
    return *ends, stated.low, stated.high, stated.unit, stated.sense, stated.bound
