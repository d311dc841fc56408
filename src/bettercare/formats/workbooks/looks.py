"""What a look over a workbook gives, whatever kind of workbook it is."""

from collections.abc import Mapping
from typing import NamedTuple

from bettercare.formats.workbooks.reading_copy import SheetParts


class Looks(NamedTuple):
    """Codes of content that could act; cells without a saved value and with errors, by sheet.

    ``sheets`` says how the reader is to be given them.
    """

    codes: frozenset[str] = frozenset()
    unsaved: Mapping[str, frozenset[str]] = {}
    errors: Mapping[str, Mapping[str, str]] = {}
    sheets: SheetParts = SheetParts()
