"""What to say of a table that was read without columns: each thing that is not certain."""

from collections.abc import Iterator, Sequence

from bettercare.findings import Finding, Place, Severity
from bettercare.formats.prints.wrapped_cells import is_pounds
from bettercare.formats.prints.wrapped_table import Note, Wrapped
from bettercare.formats.reading import few, noted, some, sum_of
from bettercare.labels import shortened
from bettercare.money import pounds, read_number
from bettercare.rounds import Round

LONGEST_WORDS = 60


def notes_on(table: Wrapped, name: str, rules: Round) -> tuple[Finding, ...]:
    """Everything to say of a table; ``name`` is that of the file."""
    return tuple(_Notes(table, name, rules).findings())


class _Notes:
    def __init__(self, table: Wrapped, name: str, rules: Round) -> None:
        self._table, self._name = table, name
        self._subject = rules.tables[table.section.table].label.lstrip("0123456789. ")

    def findings(self) -> Iterator[Finding]:
        """The findings, one for each kind of thing."""
        yield from self._unnamed()
        yield from self._rows()
        yield from self._left_out()
        yield from self._borders()
        yield from self._mended()

    def _noted(
        self, code: str, severity: Severity, message: str, fix: str, notes: Sequence[Note] = ()
    ) -> Finding:
        table = self._table.section.table
        places = tuple(
            Place(table=table, item=one.row, file=self._name, row=one.line) for one in notes
        )
        return noted(code, severity, self._subject, message, fix, places)

    def _unnamed(self) -> Iterator[Finding]:
        if self._table.unnamed:
            message = (
                f"The head of the table does not print {some(self._table.unnamed)}; taken as the "
                "round's template has them."
            )
            fix = "Compare the head with the paper."
            yield self._noted("READ-36", Severity.WARNING, message, fix)

    def _rows(self) -> Iterator[Finding]:
        if self._table.no_amount:
            message = (
                f"{_rows(self._table.no_amount)} no amount: the print is cut there, or has lost a "
                "line."
            )
            fix = "Find the amount in the paper. Until then the plan is partial."
            yield self._noted("READ-43", Severity.ERROR, message, fix, self._table.no_amount)
        if self._table.poor:
            shown = some([one.text for one in self._table.poor])
            message = (
                f"Some words fit no list of the round and no cell ({_named(self._table.poor)}): "
                f"{shown}. They are kept in the cells that they fit best."
            )
            fix = "Compare these rows with the paper; a line may be lost or out of place."
            yield self._noted("READ-51", Severity.WARNING, message, fix, self._table.poor)

    def _left_out(self) -> Iterator[Finding]:
        for words in self._table.left_out:
            amounts = [text for text in words.texts if is_pounds(text)]
            held = sum_of(number for text in amounts if (number := read_number(text)) is not None)
            what = f", with {pounds(held)}," if amounts else ""
            message = (
                f"Words of no row{what} are not read: "
                f"'{shortened(' '.join(words.texts), LONGEST_WORDS)}'."
            )
            severity = Severity.ERROR if amounts else Severity.INFORMATION
            fix = "See whether a row of the paper has lost its lines." if amounts else ""
            where = Note(0, words.line(0), "")
            yield self._noted("READ-44", severity, message, fix, (where,))

    def _borders(self) -> Iterator[Finding]:
        if self._table.by_width:
            message = (
                f"Two texts begin in one line ({_named(self._table.by_width)}). They are parted "
                "where the widths of their columns allow it, which is one place in each."
            )
            yield self._noted("READ-50", Severity.INFORMATION, message, "", self._table.by_width)
        if self._table.guessed:
            shown = some([one.text for one in self._table.guessed])
            message = (
                f"Two texts begin in one line, and nothing shows where the first ends "
                f"({_named(self._table.guessed)}). Parted as {shown}."
            )
            fix = "Compare the name and the description with the paper."
            yield self._noted("READ-50", Severity.WARNING, message, fix, self._table.guessed)

    def _mended(self) -> Iterator[Finding]:
        if self._table.mended:
            shown = some(list(dict.fromkeys(one.text for one in self._table.mended)))
            message = f"Cut at the edge of a column, made whole: {shown}."
            yield self._noted("READ-52", Severity.INFORMATION, message, "", self._table.mended)


def _named(notes: Sequence[Note]) -> str:
    return few([one.row for one in notes])


def _rows(notes: Sequence[Note]) -> str:
    words = _named(notes)
    return f"{words[:1].upper()}{words[1:]} {'has' if len(notes) == 1 else 'have'}"
