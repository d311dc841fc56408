"""Kinds of record that measures are counted from, column by column.

One row is one hospital spell, one line of the monthly return of delays, one episode of reablement,
or one admission to a care home. Columns are those that a local extract commonly holds; any others
in a file are left alone.
"""

from dataclasses import dataclass
from typing import Literal

Type = Literal["text", "integer", "date", "yes_no"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type, whether a blank is allowed, and the codes or numbers it may hold."""

    name: str
    type: Type
    meaning: str
    blank: bool = False
    codes: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record: its columns, its identity, the dates in order, and the one that counts."""

    name: str
    label: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    counted_on: str
    in_order: tuple[tuple[str, str], ...] = ()

    def column(self, name: str) -> Column:
        """Give a column by its name; raises ``KeyError`` where there is none."""
        return {column.name: column for column in self.columns}[name]


_AGE = Column("age", "integer", "age in whole years on the day that counts", least=0, most=120)
_SEX = Column("sex", "text", "1 male, 2 female, 9 not specified, 0 not known", codes=tuple("0129"))
_DEPRIVATION = Column(
    "deprivation",
    "integer",
    "fifth of deprivation of the home, 1 the most deprived",
    blank=True,
    least=1,
    most=5,
)
_ETHNICITY = Column(
    "ethnicity",
    "text",
    "ethnic category of the NHS data dictionary, Z not stated",
    blank=True,
    codes=tuple("ABCDEFGHJKLMNPRSZ"),
)
_PERSON = Column("person", "text", "pseudonym of the person", blank=True)
_COMMISSIONER = Column("commissioner", "text", "code of the NHS commissioner of the person")
_COUNCIL = Column("council", "text", "code of the area of the board that is responsible")

SPELLS = RecordKind(
    name="spells",
    label="Hospital spells",
    key=("spell",),
    counted_on="discharged",
    in_order=(
        ("admitted", "discharge_ready"),
        ("admitted", "discharged"),
        ("discharge_ready", "discharged"),
    ),
    columns=(
        Column("spell", "integer", "number of the spell"),
        _PERSON,
        _COMMISSIONER,
        _COUNCIL,
        Column("provider", "text", "code of the hospital trust"),
        Column("admitted", "date", "day of admission"),
        Column("discharge_ready", "date", "day on which the person was fit to leave", blank=True),
        Column("discharged", "date", "day of discharge", blank=True),
        Column(
            "method", "text", "how admitted", codes=("elective", "emergency", "maternity", "other")
        ),
        Column("specific_acute", "yes_no", "whether the specialty is specific acute"),
        Column("diagnosis", "text", "primary diagnosis, ICD-10", blank=True),
        Column(
            "destination",
            "text",
            "where the person went",
            blank=True,
            codes=("usual", "care_home", "hospital", "died", "other"),
        ),
        _AGE,
        _SEX,
        _ETHNICITY,
        _DEPRIVATION,
        Column(
            "delayed_days", "integer", "days delayed after being fit to leave", least=0, most=1_000
        ),
        Column(
            "attributed_to",
            "text",
            "who the delay is attributed to",
            blank=True,
            codes=("nhs", "social_care", "joint"),
        ),
    ),
)

DELAYS = RecordKind(
    name="delays",
    label="Monthly return of delayed transfers of care",
    key=("month", "provider", "council", "attributed_to", "reason"),
    counted_on="month",
    columns=(
        Column("month", "date", "first day of the month"),
        Column("provider", "text", "code of the hospital trust"),
        _COUNCIL,
        Column(
            "attributed_to",
            "text",
            "who the delay is attributed to",
            codes=("nhs", "social_care", "joint"),
        ),
        Column("reason", "text", "reason of delay, A to J", codes=tuple("ABCDEFGHIJ")),
        Column("delayed_days", "integer", "days delayed in the month", least=0, most=100_000),
    ),
)

REABLEMENT = RecordKind(
    name="reablement",
    label="Episodes of reablement after hospital",
    key=("episode",),
    counted_on="discharged",
    in_order=(("discharged", "followed_up"),),
    columns=(
        Column("episode", "integer", "number of the episode"),
        _PERSON,
        _COUNCIL,
        Column("discharged", "date", "day of discharge from hospital into reablement"),
        Column("followed_up", "date", "day 91 after discharge", blank=True),
        Column(
            "at_home_day_91",
            "yes_no",
            "at home on day 91; a blank counts as not at home",
            blank=True,
        ),
        _AGE,
        _SEX,
        _ETHNICITY,
        _DEPRIVATION,
    ),
)

CARE_HOMES = RecordKind(
    name="care_homes",
    label="Admissions to care homes for long-term support",
    key=("admission",),
    counted_on="admitted",
    columns=(
        Column("admission", "integer", "number of the admission"),
        _PERSON,
        _COUNCIL,
        Column("admitted", "date", "day of admission"),
        Column("kind", "text", "kind of home", codes=("residential", "nursing")),
        Column("funded_by_council", "yes_no", "whether the council pays, in full or in part"),
        _AGE,
        _SEX,
        _ETHNICITY,
        _DEPRIVATION,
    ),
)

KINDS = {kind.name: kind for kind in (SPELLS, DELAYS, REABLEMENT, CARE_HOMES)}
