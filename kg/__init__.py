"""Records -> graph -> answers: sources, merging, the rows of the graph, its stores, its queries and look-up."""

from kg.knowledge import KnowledgeGraph
from kg.lookup import FoundClaim, FoundClaims, FoundEntity
from kg.naming import AmbiguousNameError, UnknownNameError
from kg.table import Table

__all__ = [
    "AmbiguousNameError",
    "FoundClaim",
    "FoundClaims",
    "FoundEntity",
    "KnowledgeGraph",
    "Table",
    "UnknownNameError",
]
