"""Writing single cells of a workbook: a text of a plan never becomes a formula, link or markup."""

from collections.abc import Callable
from decimal import Decimal

from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from bettercare.formats.workbooks.grid import Content, plain

STARTS_FORMULA = ("=", "+", "-", "@")
Look = dict[str, object]  # the properties of a format, as XlsxWriter names them


class Pen:
    """Writes the cells of a workbook, with one format for each look that is used."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def format(self, look: Look) -> Format:
        """The format of a look, made once."""
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(look)
        return self._formats[key]

    def content(self, sheet: Worksheet, at: tuple[int, int], content: Content, look: Look) -> None:
        """What a plan holds: a number as a number, any text as a text, nothing as a blank cell."""
        if isinstance(content, Decimal):
            self.number(sheet, at, content, look)
        elif content:
            self.text(sheet, at, content, look)
        else:
            sheet.write_blank(*at, None, self.format(look))

    def number(self, sheet: Worksheet, at: tuple[int, int], number: Decimal, look: Look) -> None:
        """A number; one that is not finite as a text, since no cell holds it."""
        if number.is_finite():
            sheet.write_number(*at, float(number), self.format(look))
        else:
            self.text(sheet, at, str(number), look)

    def text(self, sheet: Worksheet, at: tuple[int, int], text: str, look: Look) -> None:
        """A text, and never anything else, whatever it looks like."""
        shown = plain(text)
        if shown.startswith(STARTS_FORMULA):
            look = look | {"quote_prefix": True}
        form = self.format(look)
        if shown.startswith("<r>") and shown.endswith("</r>"):
            # XlsxWriter would take this for markup of its own; in two runs it is a text.
            sheet.write_rich_string(*at, form, shown[:1], form, shown[1:], form)
        else:
            sheet.write_string(*at, shown, form)

    def formula(
        self, sheet: Worksheet, at: tuple[int, int], formula: str, look: Look, value: object
    ) -> None:
        """A formula of ours, with the value that it has now."""
        shown = float(value) if isinstance(value, Decimal) else "" if value is None else value
        sheet.write_formula(*at, formula, self.format(look), shown)


Writer = Callable[[Worksheet, tuple[int, int]], None]
