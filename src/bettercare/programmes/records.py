"""A local programme budget as it was written: frozen records, right or wrong.

Amounts are in the programme's ``unit`` (£ or £k). An amount that is not a number, such as "?", is
absent with its text kept in ``written``: it is never taken for 0. A contribution mark is kept as it
was printed ("YY", "Y (indirect)").
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

import msgspec

from bettercare.findings import Place
from bettercare.plan.records import Origin, Record

Unit = Literal["£", "£k"]
MOVED, NOT_PLACED = "moved", "not placed"  # how a line came to stand where it does
BEYOND = "marks beyond"  # a column beside a line: marks that stand behind its last metric


class Priority(Record, frozen=True, kw_only=True):
    """One aim of the programme, which groups its measures."""

    code: str | None = None
    label: str | None = None


class Measure(Record, frozen=True, kw_only=True):
    """A measure or scheme of a priority; ``marks`` by metric where a scheme table gives them."""

    code: str | None = None
    priority: str | None = None
    label: str | None = None
    description: str | None = None
    marks: Mapping[str, str] = {}


class Metric(Record, frozen=True, kw_only=True):
    """What contribution marks are about; ``name`` is the metric in full."""

    code: str | None = None
    label: str | None = None
    name: str | None = None


class Source(Record, frozen=True, kw_only=True):
    """A source of funding. ``carried_from`` is the year whose money was carried over, if any."""

    code: str | None = None
    label: str | None = None
    carried_from: str | None = None


class Fund(Record, frozen=True, kw_only=True):
    """What one source has to give in one year, and the heading of its column as printed."""

    source: str | None = None
    year: str | None = None
    heading: str | None = None
    available: Decimal | None = None


class Line(Record, frozen=True, kw_only=True):
    """One line of the budget.

    ``annual`` is the budget by year as printed, ``amounts`` what each source gives to it by
    "source.year" ("ibcf.2017-18"). ``source`` is what the column of sources says; a line may draw
    on several. ``share`` is the printed part of the whole budget, a fraction of 1.
    ``alignment`` says "moved" where cells stood beside their columns and were put back, and "not
    placed" where nobody knows where they belong.
    """

    priority: str | None = None
    measure: str | None = None
    item: str | None = None
    use: str | None = None
    new: str | None = None
    lead: str | None = None
    source: str | None = None
    annual: Mapping[str, Decimal] = {}
    amounts: Mapping[str, Decimal] = {}
    share: Decimal | None = None
    marks: Mapping[str, str] = {}
    alignment: str | None = None
    note: str | None = None


class Link(Record, frozen=True, kw_only=True):
    """A carry-forward link: what a source leaves in one year may be spent in a later one.

    ``amount`` is the most that may be carried; without one, all that is left.
    """

    source: str | None = None
    from_year: str | None = None
    to_year: str | None = None
    to_source: str | None = None
    amount: Decimal | None = None
    basis: str | None = None


class Mapped(Record, frozen=True, kw_only=True):
    """Where something of last year's programme went: ``level`` is priority, scheme or activity.

    Without ``new`` and ``new_code`` it came to an end.
    """

    level: str | None = None
    old_code: str | None = None
    old: str | None = None
    new_code: str | None = None
    new: str | None = None
    basis: str | None = None


class Heading(Record, frozen=True, kw_only=True):
    """A column's heading as one page prints it; ``column`` is "source.year" or the year's own."""

    page: str | None = None
    column: str | None = None
    text: str | None = None


class Stated(Record, frozen=True, kw_only=True):
    """What the text beside a table says of a figure: the words, and the number they mean."""

    figure: str | None = None
    text: str | None = None
    value: Decimal | None = None


class Programme(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    tag_field="format",
    tag="bettercare-programme-1",
):
    """One area's budget for its programme, over one or more financial years.

    ``printed`` holds the figures that the source prints of itself, by figure id, in ``unit`` or as
    fractions. Tables that the source did not give are empty.
    """

    area: str | None = None
    title: str | None = None
    unit: Unit = "£"
    years: tuple[str, ...] = ()
    priorities: tuple[Priority, ...] = ()
    measures: tuple[Measure, ...] = ()
    metrics: tuple[Metric, ...] = ()
    sources: tuple[Source, ...] = ()
    funds: tuple[Fund, ...] = ()
    lines: tuple[Line, ...] = ()
    links: tuple[Link, ...] = ()
    mappings: tuple[Mapped, ...] = ()
    headings: tuple[Heading, ...] = ()
    stated: tuple[Stated, ...] = ()
    printed: Mapping[str, Decimal] = {}
    facts: Mapping[str, str] = {}
    origins: Mapping[str, Origin] = {}

    def place(self, table: str, item: int, field: str = "") -> Place:
        """The place of a value: record ``item`` (from 1) of a table, and a field of it.

        >>> programme = Programme(lines=(Line(row=9),), origins={"lines": Origin(file="a.csv")})
        >>> programme.place("lines", 1, "annual.2017-18").row
        9
        """
        origin = self.origins.get(table, Origin())
        records: tuple[Record, ...] = getattr(self, table)
        row = records[item - 1].row if 0 < item <= len(records) else 0
        letter = origin.columns.get(field, "")
        return Place(
            table=table,
            item=item,
            column=field,
            file=origin.file,
            row=row,
            cell=f"{letter}{row}" if letter and row else "",
        )


TABLES: Mapping[str, type[Record]] = {
    "priorities": Priority,
    "measures": Measure,
    "metrics": Metric,
    "sources": Source,
    "funds": Fund,
    "lines": Line,
    "links": Link,
    "mappings": Mapped,
    "headings": Heading,
    "stated": Stated,
}


def without_places(programme: Programme) -> Programme:
    """The programme without where its values stood, to compare what two of them say.

    >>> without_places(Programme(lines=(Line(row=7),))).lines[0].row
    0
    """
    bare = {
        table: tuple(msgspec.structs.replace(one, row=0) for one in getattr(programme, table))
        for table in TABLES
    }
    return msgspec.structs.replace(programme, origins={}, **bare)


def schema() -> dict[str, object]:
    """The JSON Schema of a programme file.

    >>> schema()["$ref"]
    '#/$defs/Programme'
    """
    return msgspec.json.schema(Programme)
