"""What the library says of a plan: its figures with their working, its findings, its report."""

from uuid import UUID

from django.http import Http404, HttpResponse

from bettercare.report import Summary
from bettercare.report.data import FindingData, ReportData, finding_data, report_data
from bettercare_web.accounts.tokens import Scope
from bettercare_web.api.answers import GONE, body_of, carried_out, etag_of, listed, made, said
from bettercare_web.api.doors import Call, Token
from bettercare_web.api.openapi import KEY, MAY_KEY
from bettercare_web.api.operations import USUAL, Limit, Offset, Operations
from bettercare_web.api.shapes import (
    DismissalShape,
    Dismissed,
    FigureShape,
    ProblemFound,
    WorkingShape,
    dismissal_shape,
    figure_shape,
    problem_shape,
    working_shape,
)
from bettercare_web.areas.roles import Action
from bettercare_web.audit.idempotency import Outcome
from bettercare_web.plans.answers import summary_of
from bettercare_web.plans.dismissals import Problem, bring_back, dismiss, problems_of
from bettercare_web.plans.findings_places import PlanRows, seen_rows
from bettercare_web.plans.selectors import rows_of

api = Operations("figures and findings")

READ = Token(Scope.PLAN_READ, Action.SEE_DRAFT)
READ_WHOLE = Token(Scope.PLAN_READ, Action.SEE_DRAFT, whole=True)
DISMISS = Token(Scope.PLAN_WRITE, Action.DISMISS)


@api.add("GET", "/plans/{uuid:plan_id}/report", READ_WHOLE, ReportData)
def report(request: Call, plan_id: UUID) -> HttpResponse:
    """Every figure and finding, as ``bettercare check --format json`` says them."""
    shown = report_data(summary_of(request.plan))
    return said(request, shown, etag_of(plan_id, request.plan.revision))


@api.add("GET", "/plans/{uuid:plan_id}/figures", READ_WHOLE, FigureShape, many=True)
def figures(request: Call, plan_id: UUID, limit: Limit = USUAL, offset: Offset = 0) -> HttpResponse:
    """The figures of the plan."""
    found = list(summary_of(request.plan).figures.values())
    return listed(request, found, figure_shape, (limit, offset))


@api.add("GET", "/plans/{uuid:plan_id}/figures/{figure_id}", READ_WHOLE, WorkingShape)
def figure(request: Call, plan_id: UUID, figure_id: str) -> HttpResponse:
    """One figure with its working, down to the rows."""
    known = summary_of(request.plan).figures
    if figure_id not in known:
        raise Http404
    shown = working_shape(known[figure_id])
    return said(request, shown, etag_of(plan_id, request.plan.revision))


@api.add("GET", "/plans/{uuid:plan_id}/findings", READ, FindingData, many=True)
def findings(
    request: Call, plan_id: UUID, limit: Limit = USUAL, offset: Offset = 0
) -> HttpResponse:
    """The findings, worst first, as the library finds them."""
    rows, summary = _judged(request)
    found = summary.report.findings
    mine = seen_rows(request.rights)
    if mine is not None:
        found = tuple(
            one for one in found if (about := rows.of([one])) and mine >= {str(r.pk) for r in about}
        )
    return listed(request, found, finding_data, (limit, offset))


@api.add("GET", "/plans/{uuid:plan_id}/problems", READ, ProblemFound, many=True)
def problems(
    request: Call, plan_id: UUID, limit: Limit = USUAL, offset: Offset = 0
) -> HttpResponse:
    """The findings by slip, each with the reason for which it was set aside."""
    return listed(request, _problems(request), problem_shape, (limit, offset))


@api.add("GET", "/plans/{uuid:plan_id}/dismissals", READ, DismissalShape, many=True)
def dismissals(
    request: Call, plan_id: UUID, limit: Limit = USUAL, offset: Offset = 0
) -> HttpResponse:
    """The warnings that are set aside now."""
    found = [one.dismissal for one in _problems(request) if one.dismissal]
    return listed(request, found, dismissal_shape, (limit, offset))


@api.add(
    "POST",
    "/plans/{uuid:plan_id}/dismissals",
    DISMISS,
    DismissalShape,
    status=201,
    body=Dismissed,
    sends=(KEY,),
)
def set_aside(request: Call, plan_id: UUID) -> HttpResponse:
    """Set a warning aside, with a reason."""

    def do() -> Outcome:
        sent = body_of(request, Dismissed)
        one = dismiss(request.plan, sent.code, sent.problem, reason=sent.reason, by=request.actor)
        return made(dismissal_shape(one))

    return carried_out(request, do, needs_key=True)


@api.add(
    "DELETE",
    "/plans/{uuid:plan_id}/dismissals/{uuid:dismissal_id}",
    DISMISS,
    status=204,
    sends=(MAY_KEY,),
)
def open_again(request: Call, plan_id: UUID, dismissal_id: UUID) -> HttpResponse:
    """Open a warning again."""

    def do() -> Outcome:
        held = request.plan.dismissals.select_related("plan__area").filter(pk=dismissal_id).first()
        if held is None:
            raise Http404
        bring_back(held, by=request.actor)
        return GONE

    return carried_out(request, do)


def _judged(request: Call) -> tuple[PlanRows, Summary]:
    rows = PlanRows(rows_of(request.plan))
    return rows, summary_of(request.plan, rows.all)


def _problems(request: Call) -> list[Problem]:
    """The problems that the person of a request may see: those about their rows alone."""
    rows, summary = _judged(request)
    mine = seen_rows(request.rights)
    known = problems_of(request.plan, summary, rows)
    return [one for one in known if mine is None or (one.rows and mine.issuperset(one.rows))]
