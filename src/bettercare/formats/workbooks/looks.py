"""What a look over a workbook gives, whatever kind of workbook it is."""

from collections.abc import Mapping
from typing import NamedTuple


class Looks(NamedTuple):
    """Codes of content that could act; cells without a saved value and with errors, by sheet."""

    codes: frozenset[str] = frozenset()
    unsaved: Mapping[str, frozenset[str]] = {}
    errors: Mapping[str, Mapping[str, str]] = {}
