"""What was found in files of records: faults with examples, and control totals that add up."""

import re
from collections.abc import Iterator, Mapping

import msgspec

from bettercare.findings import Finding, Place, Report
from bettercare.labels import listed
from bettercare.metrics.record_checks_rules import Action, RecordRules

LONGEST = 24  # characters of a shape
_PLAIN = frozenset(" -/:.,+")
_OUTCOMES = {
    "keep": "",
    "blank": " The value is not used; the row is counted.",
    "unknown": " The row is counted under the area 'unknown'.",
    "exclude": " The row is not counted.",
    "first": " The first is counted.",
}
_MANY = {
    "blank": " These values are not used; the rows are counted.",
    "unknown": " The rows are counted under the area 'unknown'.",
    "exclude": " These rows are not counted.",
    "first": " Of each key the first row is counted.",
}


class Example(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row at fault: its number from 1 in a file, its line in a CSV file, and a shape.

    ``value`` is what stands there, and ``None`` unless it was asked for.
    """

    file: str
    item: int
    shape: str
    row: int = 0
    value: str | None = None

    @property
    def words(self) -> str:
        """The row as sentences name it."""
        shown = self.shape if self.value is None else self.value
        return f"{self.item:,} ({shown})" if shown else f"{self.item:,}"


class Fault(msgspec.Struct, frozen=True, omit_defaults=True):
    """One kind of fault in one column: how many rows, what happens to them, and the first few.

    ``detail`` says in words what is amiss, where the code alone does not.
    """

    code: str
    column: str
    count: int
    then: Action = "keep"
    detail: str = ""
    examples: tuple[Example, ...] = ()


class Excluded(msgspec.Struct, frozen=True):
    """The rows that one rule excludes; a row is counted under the first rule that excludes it."""

    code: str
    column: str
    rows: int


class RecordReport(msgspec.Struct, frozen=True):
    """What was found in some files of one kind of record, and where every row went.

    ``missing`` names the columns that no value could be read of. ``first`` and ``last`` are the
    months of the rows kept, such as "2017-04".
    """

    kind: str
    files: tuple[str, ...]
    rows: int
    kept: int
    excluded: tuple[Excluded, ...]
    faults: tuple[Fault, ...]
    missing: tuple[str, ...] = ()
    first: str = ""
    last: str = ""

    @property
    def holds(self) -> bool:
        """Whether rows in the files are the rows kept and those excluded, none lost on the way."""
        return self.rows == self.kept + sum(one.rows for one in self.excluded)

    def count(self, code: str, column: str = "") -> int:
        """Rows (or columns, or months) that a code is found in, of a column or of all."""
        return sum(
            one.count for one in self.faults if one.code == code and column in ("", one.column)
        )

    def findings(self, rules: RecordRules) -> Report:
        """The faults as findings, worst first."""
        found = [_finding(one, self.kind, rules) for one in self.faults]
        return Report(tuple(sorted(found, key=lambda one: (one.severity.rank, one.code))))


def shape(value: str) -> str:
    """The form of a value without the value: 9 for a digit, A or a for a letter.

    >>> shape("31/12/1952"), shape("03L"), shape("Müller"), shape("x" * 30)
    ('99/99/9999', '99A', 'Aaaaaa', 'aaaaaaaaaaaaaaaaaaaaaaaa…')
    """
    formed = "".join(map(_sign, value[:LONGEST]))
    return formed + "…" if len(value) > LONGEST else formed


def _sign(letter: str) -> str:
    if letter.isdigit():
        return "9"
    if letter.isalpha():
        return "A" if letter.isupper() else "a"
    return letter if letter in _PLAIN else "?"


def header_words(name: str) -> str:
    """The name of a column as it may be shown: a header with digits may be a value of a row.

    >>> header_words("Discharge ready"), header_words("943 476 5919")
    ('Discharge ready', '999 999 9999')
    """
    return name if re.fullmatch(r"[A-Za-z][A-Za-z _]{0,39}\d?", name) else shape(name)


def _finding(fault: Fault, kind: str, rules: RecordRules) -> Finding:
    rule = rules.rules[fault.code]
    return Finding(
        code=fault.code,
        name=rule.name,
        severity=rule.severity,
        subject=f"Column {fault.column}" if fault.column else f"Records of {kind}",
        message=" ".join(_sentences(fault, rule.meaning)),
        fix=rule.fix,
        places=tuple(
            Place(table=kind, item=one.item, column=fault.column, file=one.file, row=one.row)
            for one in fault.examples
        ),
    )


def _sentences(fault: Fault, meaning: str) -> Iterator[str]:
    """How many rows, which, what is amiss and what happens to them."""
    if not fault.examples:
        yield fault.detail or meaning
        return
    by_file: Mapping[str, list[Example]] = {
        file: [one for one in fault.examples if one.file == file]
        for file in dict.fromkeys(one.file for one in fault.examples)
    }
    rows = listed(
        f"row {listed(one.words for one in some)} of {file}" for file, some in by_file.items()
    )
    more = "first " if fault.count > len(fault.examples) else ""
    noun = "row" if fault.count == 1 else "rows"
    yield f"{fault.count:,} {noun}: {more}{rows}."
    outcome = (_OUTCOMES if fault.count == 1 else _OUTCOMES | _MANY)[fault.then]
    yield (fault.detail or meaning).rstrip(".") + "." + outcome
