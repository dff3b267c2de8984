"""What can be known of a Cypher text without an engine: its parameters, and whether it is one reading statement."""

import re

_QUOTED = re.compile(
    r"""//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`[^`]*`""",
    re.DOTALL,
)
_READING = re.compile(r"\s*(?:(?:EXPLAIN|PROFILE)\s+)?(?:MATCH|OPTIONAL|UNWIND|WITH|RETURN|CALL)\b", re.IGNORECASE)


def parameters(text: str) -> frozenset[str]:
    """Names of the parameters in a query.

    >>> sorted(parameters("MATCH (m {name: $name}) // not $this\\nWHERE m.x <> '$nor_this' RETURN m LIMIT $limit"))
    ['limit', 'name']
    """
    return frozenset(re.findall(r"\$(\w+)", _bare(text)))


def is_reading(text: str) -> bool:
    """Whether a text is one statement that begins as a reading one does.

    It keeps out what an engine opened read-only would still do, such as writing files; the engine does the rest.

    >>> is_reading("MATCH (m) RETURN m;"), is_reading("COPY (MATCH (m) RETURN m) TO 'x.csv'")
    (True, False)
    """
    bare = _bare(text)
    return bool(_READING.match(bare)) and not re.search(r";\s*\S", bare)


def _bare(text: str) -> str:
    """The text with blanks for comments and everything quoted."""
    return _QUOTED.sub(" ", text)
