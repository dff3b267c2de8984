"""What the stores raise, so that a caller can tell an unusable place from a wrong query."""


class StoreError(RuntimeError):
    """A store cannot be read or written; the message says what to do."""


class InUseError(StoreError):
    """Another process is writing."""


class QueryError(StoreError):
    """The engine refuses a query: its grammar, an unknown name, a missing parameter, a write where it may only read."""


class QueryTimeoutError(QueryError):
    """A query ran longer than it may."""
