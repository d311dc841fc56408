"""The versions of a plan: read, and the draft kept as one. Tokens never sign and never submit."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse

from bettercare_web.accounts.tokens import Scope
from bettercare_web.api.answers import body_of, carried_out, listed, made, said
from bettercare_web.api.doors import Call, Token
from bettercare_web.api.openapi import KEY
from bettercare_web.api.operations import USUAL, Limit, Offset, Operations
from bettercare_web.api.plan_text import PLAN, plan_seen
from bettercare_web.api.shapes import VersionNamed, VersionShape, version_shape
from bettercare_web.areas.roles import Action
from bettercare_web.audit.idempotency import Outcome
from bettercare_web.plans.models import Submission, Version
from bettercare_web.versions.actions.naming import name_version
from bettercare_web.versions.covers import content_of

api = Operations("versions")

SEEN = (Action.SEE_DRAFT, Action.SEE_SUBMITTED)
READ = Token(Scope.PLAN_READ, *SEEN)
READ_WHOLE = Token(Scope.PLAN_READ, *SEEN, whole=True)
NAME = Token(Scope.PLAN_WRITE, Action.NAME_VERSION)

MANY = "/plans/{uuid:plan_id}/versions"
ONE = "/plans/{uuid:plan_id}/versions/{int:number}"


@api.add("GET", MANY, READ, VersionShape, many=True)
def versions(
    request: Call, plan_id: UUID, limit: Limit = USUAL, offset: Offset = 0
) -> HttpResponse:
    """The versions of the plan, newest first."""
    receipts = _receipts(request)

    def shown(one: Version) -> VersionShape:
        return version_shape(one, receipts.get(one.pk))

    return listed(request, _seen(request), shown, (limit, offset))


@api.add("GET", ONE, READ, VersionShape)
def version(request: Call, plan_id: UUID, number: int) -> HttpResponse:
    """One version."""
    found = _version(request, number)
    return said(request, version_shape(found, _receipts(request).get(found.pk)))


@api.add("GET", f"{ONE}/content", READ_WHOLE, PLAN)
def version_content(request: Call, plan_id: UUID, number: int) -> HttpResponse:
    """The plan as it was kept, as the library's JSON."""
    return said(request, plan_seen(request, content_of(_version(request, number))))


@api.add("POST", MANY, NAME, VersionShape, status=201, body=VersionNamed, sends=(KEY,))
def keep_version(request: Call, plan_id: UUID) -> HttpResponse:
    """Keep the draft as a version."""

    def do() -> Outcome:
        sent = body_of(request, VersionNamed)
        kept = name_version(request.plan, sent.name, by=request.actor)
        where = reverse("api:version", args=[plan_id, kept.number])
        return made(version_shape(kept, None), where)

    return carried_out(request, do, needs_key=True)


def _seen(request: Call) -> QuerySet[Version]:
    """The versions that a person may see; some see those alone that stand submitted."""
    found = request.plan.versions.all()
    if all(one.submitted_only for one in request.rights):
        return found.filter(pk__in=_standing(request).values("version"))
    return found


def _version(request: Call, number: int) -> Version:
    found = _seen(request).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _standing(request: Call) -> QuerySet[Submission]:
    return request.plan.submissions.filter(withdrawn_at=None)


def _receipts(request: Call) -> dict[UUID, str]:
    return dict(_standing(request).values_list("version", "receipt"))
