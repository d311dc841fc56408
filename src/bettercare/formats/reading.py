"""What reading a file gives: the plan, what was noticed while reading, and control totals."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Context, Decimal, localcontext

import msgspec

from bettercare.dates import short_year
from bettercare.findings import Finding, Place, Severity
from bettercare.labels import listed, shortened
from bettercare.plan import Plan
from bettercare.plan.records import TABLES, Record
from bettercare.rounds import Round


class Control(msgspec.Struct, frozen=True, kw_only=True):
    """Proof that no row of a table was lost.

    Rows read are rows kept plus rows set aside (blank rows and rows of totals). Sums are of the
    amounts in pounds: every number in an amount column as read, and the amounts of the rows kept.
    """

    table: str
    rows_read: int
    rows_kept: int
    blank_rows: int = 0
    total_rows: int = 0
    sum_read: Decimal = Decimal(0)
    sum_kept: Decimal = Decimal(0)
    sum_of_total_rows: Decimal = Decimal(0)

    @property
    def agrees(self) -> bool:
        """Whether rows and pounds read are all accounted for."""
        rows = self.rows_kept + self.blank_rows + self.total_rows == self.rows_read
        return rows and self.sum_read == sum_of((self.sum_kept, self.sum_of_total_rows))


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A plan as read, with the findings of reading and one control a table.

    A workbook of ours also says what the plan was when it was ``exported``; ``lineage`` then says
    by table which record of that each record is, counted from 1, and 0 for a new one.
    """

    plan: Plan
    findings: tuple[Finding, ...] = ()
    controls: tuple[Control, ...] = ()
    exported: Plan | None = None
    lineage: Mapping[str, tuple[int, ...]] = {}


PROOF = "proof"  # the fact of a plan read from a print that says what its totals prove
RECONCILED, PARTIAL, NOT_PROVED = "reconciled", "partial", "not proved"
MOST_LISTED = 8
LONGEST_NAME = 40
_EXACT = Context(prec=60)  # sums of amounts with 15 digits and 20 decimals

NAMES = {
    "READ-01": "not-a-number",
    "READ-02": "nothing-in-file",
    "READ-03": "header-repeated",
    "READ-04": "column-not-known",
    "READ-05": "quote-not-closed",
    "READ-06": "looks-like-a-formula",
    "READ-07": "column-missing",
    "READ-08": "files-not-read",
    "READ-09": "read-as-not-given",
    "READ-10": "read-as-per-cent",
    "READ-11": "encoding",
    "READ-12": "area-or-round-inferred",
    "READ-13": "separator",
    "READ-14": "more-cells-than-headers",
    "READ-15": "plan-field",
    "READ-16": "control-totals",
    "READ-17": "total-row-set-aside",
    "READ-18": "odd-characters",
    "READ-19": "long-cell",
    # Printed papers. docs/how-to/read-a-printed-paper.md says what is done about each.
    "READ-30": "lines-joined",  # the end of a page cut a row; its parts are one row again
    "READ-31": "cells-moved",  # cells stood beside their columns; the lists say where they belong
    "READ-32": "joined-by-position",  # a table printed in parts was joined row by row
    "READ-33": "labels-slip",  # the labels of one part do not stand beside their own rows
    "READ-34": "printed-total-differs",  # a control total of the paper is not what the rows give
    "READ-35": "rows-not-printed",  # the paper's own totals hold more than the rows it prints
    "READ-36": "number-cut",  # a number or heading lost its end at the edge of the page
    "READ-37": "prints-differ",  # one figure is printed several times, and not the same each time
    "READ-38": "parts-not-joined",  # the parts of a table do not have equally many rows
    "READ-39": "several-papers",  # more than one plan or paper in the file; which one was read
    "READ-40": "not-a-plan",  # a print of another kind, or a page without anything to read
    "READ-41": "image-only",  # pages of a PDF that are pictures and have no text
    "READ-42": "password",  # a PDF that cannot be opened without its password
    "READ-43": "table-cut",  # a table stops in the middle of a row or before its total
    "READ-44": "lines-not-read",  # lines with figures that belong to no table that is known
    "READ-45": "contacts-left-out",  # e-mail addresses and telephone numbers, never read
    "READ-46": "unit-misread",  # a unit such as £k that the print spells in another way
    "READ-47": "amount-not-known",  # an amount that is printed as "?"
    "READ-48": "printed-totals-agree",  # totals of the paper that its rows give to the penny
    "READ-49": "total-not-printed",  # what no total of the paper proves
    "READ-50": "border-by-width",  # two texts in one line; the width of their columns parts them
    "READ-51": "cells-in-doubt",  # a row whose words the round's lists do not explain wholly
    "READ-52": "word-made-whole",  # a word that the width of its column had cut
    "READ-53": "pages-not-read",  # pages beyond the limits, or damaged
    "READ-54": "hidden-text",  # letters of a PDF that nobody can see
    "READ-60": "row-not-placed",  # a row whose cells belong to other columns, nobody knows which
    "READ-61": "link-inferred",  # a carry-forward link that only headings tell of
    # Workbooks. docs/how-to/work-in-excel.md says what is done about each.
    "READ-70": "heading-in-doubt",  # a line that looks like headings, with too little to be sure
    "READ-71": "heading-nearly-known",  # a heading that is most likely misspelt
    "READ-72": "cell-without-value",  # an error, or a formula without a saved value
    "READ-73": "memory-not-used",  # what a workbook remembers is not as it was written
    "READ-74": "number-as-text",
    "READ-75": "table-twice",
    "READ-76": "cells-not-read",
    "READ-77": "merged-cells",
    "READ-78": "hidden-cells",
    "READ-79": "edited-since-written",
    "READ-80": "macros",  # never run
    "READ-81": "embedded-objects",  # files, controls and objects, never opened
    "READ-82": "external-links",  # links to other files and programs, never followed
    "READ-83": "data-connections",  # never opened
    "READ-84": "no-place-in-template",  # what the template has no table or column for
    "READ-85": "no-room-in-template",  # rows that do not fit above what stands below the table
    "READ-86": "template-cell-kept",  # a cell of the template that is not overwritten
    "READ-87": "template-text-cut",  # a text longer than a cell can hold
}


def noted(
    code: str,
    severity: Severity,
    subject: str,
    message: str,
    fix: str = "",
    places: tuple[Place, ...] = (),
) -> Finding:
    """A finding made while reading; its codes start with READ."""
    return Finding(
        code=code,
        name=NAMES[code],
        severity=severity,
        subject=subject,
        message=message,
        fix=fix,
        places=places,
        reference="How bettercare reads files",
    )


def controls_of(plan: Plan) -> tuple[Control, ...]:
    """Controls of a plan that was read whole, such as one from JSON."""
    found = []
    for table in TABLES:
        records = getattr(plan, table)
        if records is not None:
            pounds = sum_of(amounts_of(records))
            found.append(
                Control(
                    table=table,
                    rows_read=len(records),
                    rows_kept=len(records),
                    sum_read=pounds,
                    sum_kept=pounds,
                )
            )
    return tuple(found)


def round_asked(asked: str, said: str | None, where: str) -> tuple[str, list[Finding]]:
    """The round that was asked for, and a note where the plan says another."""
    chosen = short_year(asked)
    if said is None or said == chosen:
        return chosen, []
    message = f"The plan says {shortened(said, LONGEST_NAME)}; read as {chosen}, as asked."
    return chosen, [noted("READ-15", Severity.WARNING, where, message, "Mend whichever is wrong.")]


def amounts_of(records: Iterable[Record]) -> Iterable[Decimal]:
    """Every amount in pounds of some records, of every year."""
    return (pounds for record in records for pounds in getattr(record, "amounts", {}).values())


def sum_of(numbers: Iterable[Decimal]) -> Decimal:
    """A sum without rounding, so that two ways to the same sum always agree."""
    with localcontext(_EXACT):
        return sum(numbers, Decimal(0))


def few(rows: Sequence[int]) -> str:
    """Some row numbers, the first ones named.

    >>> few([3]), few([3, 5]), few(range(2, 14))
    ('row 3', 'rows 3 and 5', 'rows 2, 3, 4, 5, 6, 7, 8, 9 and 4 more')
    >>> few(range(1, 9))
    'rows 1, 2, 3, 4, 5, 6, 7 and 8'
    """
    named = [str(row) for row in rows[:MOST_LISTED]]
    rest = len(rows) - MOST_LISTED
    return f"row{'s' if len(rows) > 1 else ''} {listed([*named, *_more(rest)])}"


def alike(items: Sequence[int]) -> str:
    """The records that share a note, in brackets; nothing where there is only one.

    >>> alike([3]), alike([3, 5])
    ('', ' (rows 3 and 5)')
    """
    return f" ({few(items)})" if len(items) > 1 else ""


def some(names: Sequence[str]) -> str:
    """Some names, the first ones shown, each cut to a length that can be read.

    >>> some(["a", "b"]), some(["x" * 50])[-5:]
    ("'a' and 'b'", "x...'")
    """
    shown = [f"'{shortened(name, LONGEST_NAME)}'" for name in names[:MOST_LISTED]]
    return listed([*shown, *_more(len(names) - MOST_LISTED)])


def _more(rest: int) -> list[str]:
    return [f"{rest:,} more"] if rest > 0 else []


def noun_of(rules: Round, table: str, field: str) -> str:
    """What a field of a table is called in a sentence."""
    name, _, key = field.partition(".")
    column = rules.column(table, name, key)
    return column.noun if column else field


def row_words(rules: Round, table: str, item: int) -> str:
    """How a record of a table is named: "Row 9", "Income line 2"."""
    noun = rules.tables[table].row_noun if table in rules.tables else "row"
    return f"{noun[:1].upper()}{noun[1:]} {item}"
