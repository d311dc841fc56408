"""A plan as it was written, right or wrong: frozen records that know where each value stood.

Nothing here judges. Text fields hold the text as written (``None`` is blank); numbers are
``Decimal``, and a number that could not be read is ``None`` with its text kept in ``written``.
A table that the source did not give is ``None``; an empty one is an empty tuple.
"""

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from bettercare.findings import Place


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One row of a table, with the row of the file it came from.

    ``written`` keeps the text of values that their field cannot reproduce (a number that could not
    be read); ``extra`` keeps columns that the round does not have, by header.
    """

    row: int = 0
    written: Mapping[str, str] = {}
    extra: Mapping[str, str] = {}


class IncomeLine(Record, frozen=True, kw_only=True):
    """Money that somebody puts into the pool. ``amounts``: pounds by financial year."""

    source_of_funding: str | None = None
    contributor: str | None = None
    amounts: Mapping[str, Decimal] = {}
    answer: str | None = None
    comment: str | None = None


class SchemeRow(Record, frozen=True, kw_only=True):
    """One row of expenditure: a scheme, or the part of it that one source of funding pays.

    ``amounts``: pounds by financial year; ``impacts``: level by metric code, as written;
    shares are fractions of 1.
    """

    scheme_id: str | None = None
    scheme_name: str | None = None
    description: str | None = None
    scheme_type: str | None = None
    sub_type: str | None = None
    scheme_type_other: str | None = None
    output_unit: str | None = None
    output_estimate: Decimal | None = None
    impacts: Mapping[str, str] = {}
    area_of_spend: str | None = None
    area_of_spend_other: str | None = None
    commissioner: str | None = None
    nhs_share: Decimal | None = None
    la_share: Decimal | None = None
    provider: str | None = None
    source_of_funding: str | None = None
    amounts: Mapping[str, Decimal] = {}
    new_or_existing: str | None = None
    duration: str | None = None
    outputs: Mapping[str, Decimal] = {}
    share_of_service: Decimal | None = None
    primary_objective: str | None = None
    pool: str | None = None


class MetricPlan(Record, frozen=True, kw_only=True):
    """A metric in a year, or a period of one: what is counted, and the values the source prints.

    ``period`` is blank for the whole year, or a quarter ("Q1") or month ("2025-07"); ``kind`` is
    plan or actual; ``part`` names a part of the metric, such as what the NHS answers for;
    ``status`` is what a return says of progress.
    """

    metric: str | None = None
    year: str | None = None
    period: str | None = None
    kind: str | None = None
    part: str | None = None
    measure: str | None = None
    unit: str | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value_printed: Decimal | None = None
    value_printed_on_summary: Decimal | None = None
    status: str | None = None
    narrative: str | None = None


class HicmChange(Record, frozen=True, kw_only=True):
    """One change of the High Impact Change Model with its levels of maturity."""

    change_no: str | None = None
    change: str | None = None
    current: str | None = None
    planned: str | None = None
    reason: str | None = None


class RequirementResponse(Record, frozen=True, kw_only=True):
    """The answer to one planning requirement; action and timeframe where it is No."""

    code: str | None = None
    theme: str | None = None
    response: str | None = None
    action: str | None = None
    timeframe: str | None = None


class NarrativeText(Record, frozen=True, kw_only=True):
    """The text of one narrative section."""

    section: str | None = None
    text: str | None = None


class SignOff(Record, frozen=True, kw_only=True):
    """A signature or contact on the cover; ``version`` is the plan version that was signed."""

    role: str | None = None
    name: str | None = None
    date: str | None = None
    version: str | None = None
    delegated_to: str | None = None


class Answer(Record, frozen=True, kw_only=True):
    """An answer to a funding question; ``year`` where it is asked for each year."""

    question: str | None = None
    year: str | None = None
    response: str | None = None
    comment: str | None = None


class ConditionAnswer(Record, frozen=True, kw_only=True):
    """The answer to one national condition, for a year or for the period of a return."""

    code: str | None = None
    year: str | None = None
    period: str | None = None
    response: str | None = None
    comment: str | None = None


class ProgressLine(Record, frozen=True, kw_only=True):
    """What a return says of a scheme in a period: pounds planned, spent and forecast, and outputs.

    ``period`` is a quarter ("Q3"), cumulative from the start of the year unless the round's return
    says otherwise.
    """

    scheme_id: str | None = None
    scheme_name: str | None = None
    source_of_funding: str | None = None
    period: str | None = None
    planned: Decimal | None = None
    spent: Decimal | None = None
    forecast: Decimal | None = None
    output_delivered: Decimal | None = None
    comment: str | None = None


class CapacityLine(Record, frozen=True, kw_only=True):
    """Demand for a service in a month and the capacity to meet it, in the service's own unit."""

    service: str | None = None
    month: str | None = None
    demand: Decimal | None = None
    capacity: Decimal | None = None
    mitigation: str | None = None


class DocumentFigure(Record, frozen=True, kw_only=True):
    """A figure of the plan as another paper prints it.

    ``document`` is its kind (section_75, pools, narrative, board_paper); ``figure`` the id of the
    figure it speaks of; ``unit`` £, £k or £m for money.
    """

    document: str | None = None
    title: str | None = None
    figure: str | None = None
    value: Decimal | None = None
    unit: str | None = None
    place: str | None = None


class Origin(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a table came from: its file and sheet, and the column letter of each field."""

    file: str = ""
    sheet: str = ""
    columns: Mapping[str, str] = {}


class Plan(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    tag_field="format",
    tag="bettercare-plan-1",
):
    """One area's plan for one round, as it was written.

    ``given`` holds figures that the plan takes from elsewhere, such as a published minimum, and
    ``printed`` figures that the source prints of itself; both by figure id, in pounds.
    ``facts`` holds further single values by name (``version``, ``two_tier`` ...). In a round of
    several years the ids of money figures end in the year (``balance.ibcf.2017-18``).
    """

    round: str
    area: str | None = None
    income: tuple[IncomeLine, ...] | None = None
    schemes: tuple[SchemeRow, ...] | None = None
    metrics: tuple[MetricPlan, ...] | None = None
    hicm: tuple[HicmChange, ...] | None = None
    requirements: tuple[RequirementResponse, ...] | None = None
    narrative: tuple[NarrativeText, ...] | None = None
    sign_off: tuple[SignOff, ...] | None = None
    answers: tuple[Answer, ...] | None = None
    conditions: tuple[ConditionAnswer, ...] | None = None
    progress: tuple[ProgressLine, ...] | None = None
    capacity: tuple[CapacityLine, ...] | None = None
    documents: tuple[DocumentFigure, ...] | None = None
    given: Mapping[str, Decimal] = {}
    printed: Mapping[str, Decimal] = {}
    facts: Mapping[str, str] = {}
    origins: Mapping[str, Origin] = {}

    @property
    def is_return(self) -> bool:
        """Whether this is a return of the year's progress rather than a plan alone."""
        return self.progress is not None or "return" in self.facts

    def place(self, table: str, item: int, field: str = "", column: str = "") -> Place:
        """The place of a value: record ``item`` (from 1) of a table, and a field of it.

        >>> plan = Plan(round="2019-20", schemes=(SchemeRow(row=10),),
        ...             origins={"schemes": Origin(file="schemes.csv", columns={"amounts": "S"})})
        >>> plan.place("schemes", 1, "amounts").cell
        'S10'
        """
        origin = self.origins.get(table, Origin())
        records = getattr(self, table) or ()
        row = records[item - 1].row if 0 < item <= len(records) else 0
        letter = origin.columns.get(field, "")
        return Place(
            table=table,
            item=item,
            column=column or field,
            file=origin.file,
            sheet=origin.sheet,
            row=row,
            cell=f"{letter}{row}" if letter and row else "",
        )


TABLES: Mapping[str, type[Record]] = {
    "income": IncomeLine,
    "schemes": SchemeRow,
    "metrics": MetricPlan,
    "hicm": HicmChange,
    "requirements": RequirementResponse,
    "narrative": NarrativeText,
    "sign_off": SignOff,
    "answers": Answer,
    "conditions": ConditionAnswer,
    "progress": ProgressLine,
    "capacity": CapacityLine,
    "documents": DocumentFigure,
}


def without_places(plan: Plan) -> Plan:
    """The plan without where its values stood, to compare what two plans say.

    >>> without_places(Plan(round="2019-20", schemes=(SchemeRow(row=7),))).schemes[0].row
    0
    """
    bare = {
        table: tuple(msgspec.structs.replace(record, row=0) for record in records)
        for table in TABLES
        if (records := getattr(plan, table)) is not None
    }
    return msgspec.structs.replace(plan, origins={}, **bare)


def schema() -> dict[str, object]:
    """The JSON Schema of a plan file.

    >>> schema()["$ref"]
    '#/$defs/Plan'
    """
    return msgspec.json.schema(Plan)
