"""What was wrong with an input, as a value: where, what was found, what was expected."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in an input that is not as it should be.

    An ``error`` means that something was skipped; after a ``warning`` all was kept, changed as ``expected`` says.
    ``line`` counts from 1; ``record`` names the record in formats whose records have names.

    >>> print(Problem("error", "dump.jsonl", "'{\\"title\\": '", "one JSON object a line", line=7))
    dump.jsonl:7: error: found '{"title": ', expected one JSON object a line
    """

    severity: Severity
    source: str
    found: str
    expected: str
    line: int | None = None
    record: str | None = None

    def __str__(self) -> str:
        place = self.source if self.line is None else f"{self.source}:{self.line}"
        record = f" (record {self.record})" if self.record else ""
        return f"{place}{record}: {self.severity}: found {self.found}, expected {self.expected}"


Report = Callable[[Problem], None]


def shown(value: object, limit: int = 60) -> str:
    """A value for an error message, cut to ``limit`` characters; control characters appear escaped.

    >>> shown("a" * 100, limit=5), shown("tab\\there")
    ("'aaaaa'...", "'tab\\\\there'")
    """
    text = value if isinstance(value, str) else repr(value)
    cut = text[:limit]
    quoted = ascii(cut) if any(not c.isprintable() for c in cut) else repr(cut)
    return (quoted if isinstance(value, str) else cut) + ("..." if len(text) > limit else "")
