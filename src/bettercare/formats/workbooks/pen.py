"""Writing single cells of a workbook: a text of a plan never becomes a formula, link or markup."""

from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from bettercare.formats.headers import letter
from bettercare.formats.workbooks.grid import Content, plain

STARTS_FORMULA = ("=", "+", "-", "@")
Look = dict[str, Any]  # the properties of a format, as XlsxWriter names them


class Sheet(Worksheet):  # type: ignore[misc]
    """A sheet that takes our formulas as they are.

    XlsxWriter looks each formula through for functions of later versions of Excel, some thirty
    searches a cell. Ours use the names that files use for them already.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        return formula.removeprefix("=")


class Pen:
    """Writes the cells of a workbook, with one format for each look that is used."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._with_quote: dict[int, tuple[Look, Look]] = {}
        self._known: dict[int, tuple[Look, Format]] = {}  # with the look, so that its id stays its

    def sheet(self, name: str) -> Sheet:
        """A new sheet at the end of the workbook."""
        made: Sheet = self.book.add_worksheet(name, Sheet)
        return made

    def format(self, look: Look) -> Format:
        """The format of a look, made once."""
        known = self._known.get(id(look))
        if known is not None:
            return known[1]
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(look)
        self._known[id(look)] = look, self._formats[key]
        return self._formats[key]

    def content(self, sheet: Sheet, at: tuple[int, int], content: Content, look: Look) -> None:
        """What a plan holds: a number as a number, any text as a text, nothing as a blank cell."""
        if isinstance(content, Decimal):
            self.number(sheet, at, content, look)
        elif content:
            self.text(sheet, at, content, look)
        else:
            sheet.write_blank(*at, None, self.format(look))

    def number(self, sheet: Sheet, at: tuple[int, int], number: Decimal, look: Look) -> None:
        """A number; one that is not finite as a text, since no cell holds it."""
        if number.is_finite():
            sheet.write_number(*at, float(number), self.format(look))
        else:
            self.text(sheet, at, str(number), look)

    def text(self, sheet: Sheet, at: tuple[int, int], text: str, look: Look) -> None:
        """A text, and never anything else, whatever it looks like."""
        shown = plain(text)
        if shown.startswith(STARTS_FORMULA):
            look = self._quoted(look)
        form = self.format(look)
        if shown.startswith("<r>") and shown.endswith("</r>"):
            # XlsxWriter would take this for markup of its own; in two runs it is a text.
            sheet.write_rich_string(*at, form, shown[:1], form, shown[1:], form)
        else:
            sheet.write_string(*at, shown, form)

    def _quoted(self, look: Look) -> Look:
        """The look with the apostrophe before the text that keeps a text a text when edited."""
        key = id(look)
        if key not in self._with_quote:
            self._with_quote[key] = (look, look | {"quote_prefix": True})
        return self._with_quote[key][1]

    def formula(
        self, sheet: Sheet, at: tuple[int, int], formula: str, look: Look, value: object
    ) -> None:
        """A formula of ours, with the value that it has now."""
        shown = float(value) if isinstance(value, Decimal) else "" if value is None else value
        sheet.write_formula(*at, formula, self.format(look), shown)

    def name(self, name: str, sheet: Sheet, top: tuple[int, int], rows: int) -> None:
        """Give a column of cells a name of ours, by which formulas call it."""
        tab = sheet.get_name().replace("'", "''")
        row, column = top
        letters = letter(column)
        end = f":${letters}${row + rows}" if rows > 1 else ""
        self.book.define_name(name, f"='{tab}'!${letters}${row + 1}{end}")
