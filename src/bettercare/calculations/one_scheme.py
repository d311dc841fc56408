"""Which rows belong to one scheme: those with the same id and, but for its writing, one name."""

from collections.abc import Iterable

from bettercare.calculations.coded import CodedRow
from bettercare.labels import normalise

SchemeKey = tuple[str, str]


def name_key(name: str) -> str:
    """A name without what does not change it: case, spaces, dashes.

    >>> name_key("IT System Integration") == name_key("It system-integration")
    True
    """
    return normalise(name) or name.strip()


def id_key(row: CodedRow) -> str:
    """A row's scheme id without case and outer spaces, empty where it has none."""
    return (row.row.scheme_id or "").strip().casefold()


def by_scheme(rows: Iterable[CodedRow]) -> dict[SchemeKey, list[CodedRow]]:
    """Rows grouped into schemes, in the order of their first rows; nameless rows have none."""
    found: dict[SchemeKey, list[CodedRow]] = {}
    for row in rows:
        if row.row.scheme_name:
            found.setdefault((id_key(row), name_key(row.row.scheme_name)), []).append(row)
    return found
