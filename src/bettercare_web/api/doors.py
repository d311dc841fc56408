"""The door of every operation: the scope of the token, then the right of its person, now.

It opens before anything of the request is read, so that who may not come in learns nothing.
"""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404
from ninja.security.base import AuthBase

from bettercare_web.accounts.tokens import Scope
from bettercare_web.api.problems import Problem
from bettercare_web.api.programs import Program
from bettercare_web.areas.models import Area
from bettercare_web.areas.permissions import areas_where, rights
from bettercare_web.areas.roles import Action
from bettercare_web.audit.actors import Actor
from bettercare_web.plans.doors import PlanRequest
from bettercare_web.plans.reach import need_whole
from bettercare_web.plans.selectors import plan_for

KEY = "Idempotency-Key"
WITH_BODY = frozenset({"POST", "PUT", "PATCH"})


class Call(PlanRequest):
    """A request of a program behind the door of an operation."""

    program: Program


class Token(AuthBase):
    """Opens an operation to tokens of a scope, whose person may do one of some actions.

    The actions are tried in their order on the plan or area of the address. ``whole``: only for
    those who see every row.
    """

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "A token of your account: bct_..., with the scope of the operation."

    def __init__(self, scope: Scope, *actions: Action, whole: bool = False) -> None:
        super().__init__()
        self.scope, self.actions, self.whole = scope, actions, whole

    def __call__(self, request: Any) -> bool:
        """Raise ``Problem`` or ``Http404`` unless it opens."""
        program: Program = request.program
        if self.scope not in program.scopes:
            raise Problem(
                HTTPStatus.FORBIDDEN, f"This token was not made for {self.scope.value}. Make one."
            )
        request.user = program.person
        request.actor = Actor(
            person_id=str(program.person.pk),
            kind="token",
            channel="api",
            request_id=request.request_id,
            key=request.headers.get(KEY, "")[:64],
        )
        self._open(request, request.resolver_match.kwargs)
        _check_body(request)
        return True

    def _open(self, request: Any, named: dict[str, Any]) -> None:
        if "plan_id" in named:
            _open_plan(request, named["plan_id"], self.actions)
        elif "code" in named:
            _open_area(request, str(named["code"]), self.actions)
        if self.whole:
            need_whole(request)


def _open_plan(request: Any, plan_id: Any, actions: tuple[Action, ...]) -> None:
    for action in actions:
        found = plan_for(request.user, action, plan_id)
        if found is not None:
            request.plan, request.rights = found
            request.area = request.plan.area
            return
    raise Http404


def _open_area(request: Any, code: str, actions: tuple[Action, ...]) -> None:
    for action in actions if code.isprintable() else ():
        mine = Area.objects.filter(areas_where(request.user, action))
        found = mine.select_related("region").filter(code=code).first()
        if found is not None:
            request.area = found
            request.rights = rights(request.user, action, found)
            return
    raise Http404


def _check_body(request: Any) -> None:
    """Raise ``Problem`` for a body that is too large or is not sent as JSON."""
    if request.method not in WITH_BODY:
        return
    try:
        body = request.body
    except RequestDataTooBig:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024 // 1024
        detail = f"The body of a request holds at most {most} MB. Bring a larger plan in as a file."
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail) from None
    if body and request.content_type != "application/json":
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
