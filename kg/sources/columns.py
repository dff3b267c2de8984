"""Which columns of a table, or keys of an object, hold the fields of a paper."""

from collections.abc import Mapping

NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "abstract": ("abstract", "summary"),
    "authors": ("authors", "author"),
    "published": ("published", "date", "update_date", "year"),
    "url": ("url", "link"),
    "arxiv_id": ("arxiv_id", "id"),
}
"""Names tried for each field, in this order, in any case, where no mapping names another."""


def check(columns: Mapping[str, str]) -> None:
    """Refuse a mapping that names no field of a paper.

    Raises:
        ValueError: naming the unknown field and the known ones.
    """
    if unknown := sorted(set(columns) - set(NAMES)):
        raise ValueError(f"a paper has no field {unknown[0]!r}; columns can be mapped to {', '.join(NAMES)}")


def pick(row: Mapping[str, object], field: str, columns: Mapping[str, str]) -> object:
    """The value of a field in a row of named values; None where there is none.

    >>> pick({"Title": "FooNet"}, "title", {}), pick({"t": "FooNet"}, "title", {"title": "t"}), pick({}, "url", {})
    ('FooNet', 'FooNet', None)
    """
    if field in columns:
        return row.get(columns[field])
    for name in NAMES[field]:
        for key in (name, name.capitalize(), name.upper()):
            if (value := row.get(key)) not in (None, ""):
                return value
    return None
