"""What a planning round is made of: the shape of its data, and nothing about any one round."""

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

import msgspec

from bettercare.rounds.checking import CheckRule, CommissionerMapping, Return, Thresholds
from bettercare.rounds.lists import Certainty, CodeList, Fact, Item, Match, Part
from bettercare.rounds.metric_rules import Admissions, Metric, Payment
from bettercare.rounds.printed import Prints
from bettercare.rounds.spends import RequiredSpend


class Reference(Part, frozen=True, kw_only=True):
    """A document that facts rest on."""

    title: str
    published: date | None = None
    url: str = ""
    note: str = ""


class Period(Part, frozen=True, kw_only=True):
    """A span of days, both included."""

    start: date
    end: date


class IncomePart(Item, frozen=True, kw_only=True):
    """A part of a source with an income line of its own; rows are paid from the whole source."""

    kind: Literal["grant", "additional"]
    for_districts: bool = False


class Source(Item, frozen=True, kw_only=True):
    """A source of funding.

    ``kind``: ``minimum`` (the NHS must pay it), ``grant`` (paid to the council for a purpose),
    ``additional`` (offered by choice, behind a Yes or No question) or ``mixed``, where its
    ``income_parts`` have kinds of their own. ``for_districts``: where there are district councils
    it is theirs. ``for_discharge``: it is paid to get people out of hospital. ``purposes``: how the
    answers begin that split it.
    """

    kind: Literal["minimum", "grant", "additional", "mixed"]
    payer: Literal["nhs", "la"]
    commissioners: tuple[str, ...] = ()
    permitted_types: tuple[str, ...] = ()
    social_care_grant: bool = False
    must_be_pooled: bool = False
    minimum_la: bool = False
    for_districts: bool = False
    for_discharge: bool = False
    purposes: str = ""
    income_parts: dict[str, IncomePart] = msgspec.field(default_factory=dict)


class Commissioner(Item, frozen=True, kw_only=True):
    """Who commissions a scheme, and how much of a row the NHS then commissions.

    ``share`` is what the row states: that belongs to ``nhs_part``, and the rest to ``la_part``.
    ``left_out`` names its rows where they do not count to a required spend.
    """

    nhs_counts: Literal["whole", "none", "share"] = "none"
    nhs_part: str = ""
    la_part: str = ""
    left_out: str = ""


class Provider(Item, frozen=True, kw_only=True):
    """A kind of provider; ``acute`` for one that runs hospitals."""

    acute: bool = False


class ImpactLevel(Item, frozen=True, kw_only=True):
    """A level of impact on a metric; ``rank`` is 0 for none, and higher for more."""

    rank: int


class OutputRule(Fact, frozen=True, kw_only=True):
    """How planned outputs of a scheme type are counted.

    ``sub_types`` empty means the rule holds for the whole type.
    """

    required: bool
    units: tuple[str, ...]
    sub_types: tuple[str, ...] = ()


class NeedsText(Item, frozen=True, kw_only=True):
    """A list value that may ask for words of its own ("Other")."""

    needs_text: bool = False


class SchemeType(NeedsText, frozen=True, kw_only=True):
    """A scheme type with its sub types."""

    sub_types: CodeList[NeedsText] | None = None
    outputs: OutputRule | None = None


class Area(NeedsText, frozen=True, kw_only=True):
    """An area of spend: ``health`` for a health service, ``acute`` for one of hospitals."""

    health: bool = False
    acute: bool = False


class Unit(Item, frozen=True, kw_only=True):
    """A unit of planned outputs; ``plural`` is the form used in sentences.

    ``cost_from`` and ``cost_to`` are what one usually costs, in pounds, where that is known.
    """

    plural: str = ""
    cost_from: Decimal | None = None
    cost_to: Decimal | None = None


class NationalCondition(Fact, frozen=True, kw_only=True):
    """A condition set nationally on the whole plan.

    ``test`` names the required spend that decides it by figures, where there is one.
    """

    label: str
    words: str
    test: str = ""


class Requirement(Fact, frozen=True, kw_only=True):
    """A planning requirement with what an assessor looks for.

    ``test`` names the required spend that decides it by figures, where there is one.
    """

    theme: str
    label: str
    enquiry: tuple[str, ...]
    evidence: str
    test: str = ""


class Topic(Part, frozen=True, kw_only=True):
    """Something a section is expected to mention, found by any of some words."""

    label: str
    words: tuple[str, ...]
    requirement: str


class NarrativeSection(Fact, frozen=True, kw_only=True):
    """A section of the narrative with its word limit."""

    label: str
    limit: int
    topics: tuple[Topic, ...] = ()


class Hicm(Fact, frozen=True, kw_only=True):
    """The High Impact Change Model: its changes, and the levels of maturity from low to high."""

    label: str
    changes: CodeList[Item]
    levels: CodeList[Item]
    expected_level: str
    expected_by: date


class Duration(Item, frozen=True, kw_only=True):
    """How long a scheme runs: the ``years`` of the round in which it may have money."""

    years: tuple[str, ...]


class Question(Fact, frozen=True, kw_only=True):
    """A funding question answered Yes or No; a Yes should be seen in one of its ``scheme_types``.

    ``about`` says what a check reads it for; ``for_two_tier`` that it is put only where there are
    district councils.
    """

    label: str
    scheme_types: tuple[str, ...] = ()
    about: Literal["", "share_of_minimum", "passed_in_full", "district_agreement"] = ""
    for_two_tier: bool = False


Cover = Literal[
    "measures",
    "changes",
    "narrative",
    "requirements",
    "council_income",
    "nhs_income",
    "nhs_rows",
    "required_spends",
]
"""A part of a plan that a signature may cover: ``nhs_rows`` are those the NHS commissions."""


class SignOffRole(Item, frozen=True, kw_only=True):
    """Somebody who must sign or be named; one ``for_board`` stands for the board's approval.

    ``in_person``: the signature may not be given by somebody else. ``signs_for``: on whose behalf
    the role signs; one that signs for nobody is only named. ``covers``: the parts of the plan that
    its signature stands for, the whole plan where none is named. No document says so: it is what
    we take each role to answer for, whatever the certainty of the role.
    """

    required: bool = True
    for_board: bool = False
    in_person: bool = False
    signs_for: Literal["", "council", "nhs", "board"] = ""
    covers: tuple[Cover, ...] = ()


class Column(Part, frozen=True, kw_only=True):
    """A column of a template table.

    ``header`` is its name in a CSV file, ``label`` on the template, ``noun`` in a sentence.
    ``field`` is the record's field it fills; several columns may fill one field, told apart by
    ``key`` (a year for amounts, a metric code for impacts). ``suggestions`` are what is usually
    written where anything may be; no check holds a plan to them.
    """

    header: str
    field: str
    label: str
    noun: str
    kind: Literal["text", "number", "money", "share"]
    key: str = ""
    choices: str = ""
    required: Literal[
        "always", "if_sub_types", "if_other", "if_joint", "if_outputs", "if_runs", "never"
    ] = "never"
    aliases: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()


class Table(Fact, frozen=True, kw_only=True):
    """A table of the template: its title there, and its columns in order."""

    label: str
    row_noun: str
    columns: tuple[Column, ...]


class DatedEvent(Fact, frozen=True, kw_only=True):
    """A date of the round's timetable, or a change of geography.

    ``plans_due``: it is the day on which plans are due.
    """

    day: date
    label: str
    areas: tuple[str, ...] = ()
    plans_due: bool = False


class Round(Part, frozen=True, kw_only=True):
    """One planning round, whole: everything that policy changes from year to year.

    ``base`` names the round that this one was written as a difference from. With ``inherit``
    ``unconfirmed``, what it takes over is unconfirmed but for what stands at a path in
    ``confirmed``, such as ``sources.items.dfg``. Of the parts at the paths in ``replaces`` it takes
    over nothing. ``returns`` are sent in the course of the year.
    """

    round: str
    label: str
    in_force: Period
    amends: str = ""
    base: str = ""
    inherit: Literal["as_stated", "unconfirmed"] = "as_stated"
    confirmed: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    years: tuple[str, ...]
    previous_year: str
    terms: dict[str, str]
    references: dict[str, Reference]
    certainty_note: str = ""
    sources: CodeList[Source]
    scheme_types: CodeList[SchemeType]
    areas_of_spend: CodeList[Area]
    commissioners: CodeList[Commissioner]
    providers: CodeList[Provider]
    output_units: CodeList[Unit]
    impact_levels: CodeList[ImpactLevel]
    new_or_existing: CodeList[Item]
    durations: CodeList[Duration] | None = None
    yes_or_no: CodeList[Item]
    required_spends: dict[str, RequiredSpend]
    metrics: dict[str, Metric]
    admissions: Admissions | None = None
    payment: Payment | None = None
    national_conditions: dict[str, NationalCondition]
    requirements: dict[str, Requirement]
    narrative: dict[str, NarrativeSection]
    hicm: Hicm | None = None
    questions: dict[str, Question]
    sign_off: CodeList[SignOffRole]
    tables: dict[str, Table]
    prints: Prints | None = None
    returns: dict[str, Return] = msgspec.field(default_factory=dict)
    mapping: CommissionerMapping | None = None
    timetable: tuple[DatedEvent, ...]
    ratings: CodeList[Item] | None = None
    geography: tuple[DatedEvent, ...] = ()
    contingency_words: tuple[str, ...]
    provider_words: tuple[str, ...]
    placeholder_words: tuple[str, ...]
    known_abbreviations: tuple[str, ...]
    thresholds: Thresholds
    checks: dict[str, CheckRule]

    @cached_property
    def year(self) -> str:
        """The last financial year the round plans for."""
        return self.years[-1]

    @property
    def several_years(self) -> bool:
        """Whether the round plans for more than one year."""
        return len(self.years) > 1

    @property
    def plans_due(self) -> DatedEvent | None:
        """When plans are due: the last day that is marked so; a round may have none."""
        due = [one for one in self.timetable if one.plans_due]
        return max(due, key=lambda one: one.day, default=None)

    @cached_property
    def metric_names(self) -> CodeList[Item]:
        """The metrics as a list of labels, to read what people write."""
        items = {
            code: Item(label=metric.short, aliases=(metric.label, code, *metric.aliases))
            for code, metric in self.metrics.items()
        }
        return CodeList(reference="", certainty=Certainty.CONFIRMED, items=items)

    @cached_property
    def income_names(self) -> CodeList[Item]:
        """What an income line may be of: the sources, and parts of them with lines of their own."""
        items: dict[str, Item] = dict(self.sources.items)
        for source in self.sources.items.values():
            items |= source.income_parts
        return CodeList(
            reference=self.sources.reference, certainty=self.sources.certainty, items=items
        )

    def source_of_income(self, text: str | None) -> tuple[Match, str]:
        """What an income line is of: its source, and the part of it ("" for the whole)."""
        found = self.income_names.match(text)
        for code, source in self.sources.items.items():
            if found.code in source.income_parts:
                return Match(code, found.how), found.code or ""
        return found, ""

    def clashes(self, other: "Round") -> bool:
        """Whether another round is in force on a day of this one, and neither amends the other."""
        related = self.amends == other.round or other.amends == self.round
        related = related or (self.amends != "" and self.amends == other.amends)
        start, end = other.in_force.start, other.in_force.end
        return not related and start <= self.in_force.end and self.in_force.start <= end

    def cite(self, reference: str) -> str:
        """The title of a reference, for figures and findings."""
        found = self.references.get(reference)
        return found.title if found else reference

    def column(self, table: str, field: str, key: str = "") -> Column | None:
        """The column of a table that fills a field, or ``None`` when the round has none."""
        return self._columns.get((table, field, key)) or self._columns.get((table, field, ""))

    @cached_property
    def _columns(self) -> dict[tuple[str, str, str], Column]:
        found: dict[tuple[str, str, str], Column] = {}
        for name, table in self.tables.items():
            for column in table.columns:
                found[name, column.field, column.key] = column
        return found
