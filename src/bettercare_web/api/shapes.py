"""What programs are shown, and what they send."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated

import msgspec

from bettercare.calculations import Figure
from bettercare.findings import Finding, Place, Severity
from bettercare.plan.records import Record
from bettercare.report.data import FigureData, FindingData, figure_data, finding_data, plain
from bettercare_web.api.answers import etag_of
from bettercare_web.areas.models import Area
from bettercare_web.plans.core import record_of
from bettercare_web.plans.dismissals import Problem
from bettercare_web.plans.edits import fields_of
from bettercare_web.plans.models import Dismissal, Note, Plan, Row, Standing, Version

BESIDE = frozenset({"row", "written", "extra"})  # kept beside a record; nobody edits them
Fields = Mapping[str, str | None]
Reason = Annotated[str, msgspec.Meta(max_length=500)]
Shown = msgspec.Struct


class AreaShape(Shown, frozen=True, kw_only=True):
    """The area of one health and wellbeing board."""

    code: str
    name: str
    region: str


class StandingShape(Shown, frozen=True, kw_only=True):
    """How a plan stood at a revision; ``pool`` is in pounds."""

    revision: int
    pool: str | None
    errors: int
    warnings: int
    balanced: bool
    required_spends_met: bool
    answered: int
    asked: int


class PlanShape(Shown, frozen=True, kw_only=True):
    """A plan. ``etag`` is what If-Match takes; ``standing`` is for those who see all of it."""

    id: str
    etag: str
    area: str
    round: str
    state: str
    revision: int
    edited: datetime
    standing: StandingShape | None = None


class RowShape(Shown, frozen=True, kw_only=True):
    """A row of a table: its fields as text by path ("amounts.2019-20").

    ``unread`` holds what was typed where a number could not be read.
    """

    id: str
    etag: str
    table: str
    version: int
    fields: dict[str, str | None]
    unread: dict[str, str]


class RowAdded(Shown, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row to be added, behind another one or at the end of its table."""

    fields: dict[str, str | None]
    after: str = ""
    reason: Reason = ""


class RowEdited(Shown, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Fields of a row that change; null makes one blank, and others stay."""

    fields: dict[str, str | None]
    reason: Reason = ""


class InputShape(Shown, frozen=True, kw_only=True):
    """One value that goes into a figure."""

    label: str
    value: str
    detail: str
    mark: str
    place: Place | None


class StepShape(Shown, frozen=True, kw_only=True):
    """One step from a larger sum to the figure."""

    label: str
    rows: int
    amount: str


class FigureShape(Shown, frozen=True, kw_only=True):
    """A figure by its id, as the library says it."""

    id: str
    figure: FigureData


class WorkingShape(Shown, frozen=True, kw_only=True):
    """A figure with its working, down to the rows; ``explained`` is the same as text."""

    id: str
    figure: FigureData
    inputs: tuple[InputShape, ...]
    steps: tuple[StepShape, ...]
    explained: str


class DismissalShape(Shown, frozen=True, kw_only=True):
    """A warning that was set aside, and why; ``role`` is by two letters."""

    id: str
    code: str
    problem: str
    reason: str
    role: str
    at: datetime


class ProblemFound(Shown, frozen=True, kw_only=True):
    """One slip as one or several checks saw it. ``code`` and ``problem`` name it."""

    code: str
    problem: str
    severity: Severity
    findings: tuple[FindingData, ...]
    rows: tuple[str, ...]
    dismissal: DismissalShape | None


class Dismissed(Shown, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A warning to be set aside, as the list of problems names it, with the reason."""

    code: str
    problem: str
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


class AnswerShape(Shown, frozen=True, kw_only=True):
    """An answer to a note."""

    id: str
    text: str
    by: str
    at: datetime


class NoteShape(Shown, frozen=True, kw_only=True):
    """A note or query on a plan, a table, a row or a field, with its answers."""

    id: str
    text: str
    by: str
    at: datetime
    table: str
    row: str | None
    field: str
    owner: str | None
    due: date | None
    settled: bool
    answers: tuple[AnswerShape, ...] = ()


class NoteAdded(Shown, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A note to be written; ``row`` is the id of a row, ``table`` blank for the plan."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]
    row: str = ""
    table: str = ""
    field: Annotated[str, msgspec.Meta(max_length=64)] = ""


class Said(Shown, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer to be written."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]


class VersionShape(Shown, frozen=True, kw_only=True):
    """A plan as it was kept; ``hash`` is the SHA-256 of its content."""

    number: int
    name: str
    revision: int
    hash: str
    at: datetime
    errors: int
    receipt: str | None


class VersionNamed(Shown, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The name under which the draft is kept."""

    name: Annotated[str, msgspec.Meta(max_length=150)] = ""


class LeftOutShape(Shown, frozen=True, kw_only=True):
    """Something of a plan that was sent and is not taken, and why."""

    what: str
    why: str


class PlanChanged(Shown, frozen=True, kw_only=True):
    """What came of sending a whole plan."""

    etag: str
    plan: PlanShape
    rows_changed: int
    left_out: tuple[LeftOutShape, ...] = ()


def area_shape(area: Area) -> AreaShape:
    """An area as programs see it."""
    return AreaShape(code=area.code, name=area.name, region=area.region.name)


def plan_shape(plan: Plan, standing: Standing | None = None) -> PlanShape:
    """A plan as programs see it."""
    return PlanShape(
        id=str(plan.pk),
        etag=etag_of(plan.pk, plan.revision),
        area=plan.area.code,
        round=plan.round,
        state=plan.state,
        revision=plan.revision,
        edited=plan.edited,
        standing=_standing(standing) if standing else None,
    )


def _standing(one: Standing) -> StandingShape:
    return StandingShape(
        revision=one.revision,
        pool=plain(one.pool),
        errors=one.errors,
        warnings=one.warnings,
        balanced=one.balanced,
        required_spends_met=one.met,
        answered=one.answered,
        asked=one.asked,
    )


def row_shape(row: Row) -> RowShape:
    """A stored row as programs see it."""
    record: Record = record_of(row)
    held = fields_of(record)
    return RowShape(
        id=str(row.pk),
        etag=etag_of(row.pk, row.version),
        table=row.table,
        version=row.version,
        fields={path: text for path, text in held.items() if path.partition(".")[0] not in BESIDE},
        unread=dict(record.written),
    )


def figure_shape(figure: Figure) -> FigureShape:
    """A figure without its working."""
    return FigureShape(id=figure.id, figure=figure_data(figure))


def working_shape(figure: Figure) -> WorkingShape:
    """A figure with its working."""
    return WorkingShape(
        id=figure.id,
        figure=figure_data(figure),
        inputs=tuple(
            InputShape(
                label=one.label,
                value=plain(one.value) or "",
                detail=one.detail,
                mark=one.mark,
                place=one.place,
            )
            for one in figure.inputs
        ),
        steps=tuple(
            StepShape(label=one.label, rows=one.rows, amount=plain(one.amount) or "")
            for one in figure.steps
        ),
        explained=figure.explain(),
    )


def findings_shown(found: Iterable[Finding]) -> list[FindingData]:
    """Findings as the library's own JSON has them."""
    return [finding_data(one) for one in found]


def problem_shape(one: Problem) -> ProblemFound:
    """A problem as programs see it."""
    return ProblemFound(
        code=one.lead.code,
        problem=one.key,
        severity=one.lead.severity,
        findings=tuple(findings_shown(one.findings)),
        rows=one.rows,
        dismissal=dismissal_shape(one.dismissal) if one.dismissal else None,
    )


def dismissal_shape(one: Dismissal) -> DismissalShape:
    """A reason for which a warning was set aside."""
    return DismissalShape(
        id=str(one.pk),
        code=one.code,
        problem=one.problem,
        reason=one.reason,
        role=one.role,
        at=one.at,
    )


def note_shape(one: Note, answers: Iterable[Note] = ()) -> NoteShape:
    """A note with its answers."""
    return NoteShape(
        id=str(one.pk),
        text=one.text,
        by=str(one.by),
        at=one.at,
        table=one.table,
        row=str(one.row) if one.row else None,
        field=one.field,
        owner=str(one.owner) if one.owner else None,
        due=one.due,
        settled=one.settled_at is not None,
        answers=tuple(answer_shape(answer) for answer in answers),
    )


def answer_shape(one: Note) -> AnswerShape:
    """An answer to a note."""
    return AnswerShape(id=str(one.pk), text=one.text, by=str(one.by), at=one.at)


def version_shape(one: Version, receipt: str | None) -> VersionShape:
    """A version; ``receipt`` is that of its submission, where it stands."""
    return VersionShape(
        number=one.number,
        name=one.name,
        revision=one.revision,
        hash=one.hash,
        at=one.at,
        errors=one.errors,
        receipt=receipt,
    )
