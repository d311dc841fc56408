"""What every form of a plan does when it is sent: saved once, or shown again with what stands."""

import hashlib
from collections.abc import Callable, Sequence
from secrets import token_hex

from django.http import Http404

from bettercare_web.accounts.limits import SAVES, take
from bettercare_web.audit.idempotency import Outcome, once
from bettercare_web.plans.actions import Refused, edit_plan
from bettercare_web.plans.answers import keep_standing, summary_of
from bettercare_web.plans.doors import PlanRequest
from bettercare_web.plans.edits import Change
from bettercare_web.plans.models import Plan

KEY = "form_key"


def new_key() -> str:
    """A key for the form on a page, so that sending it twice saves it once."""
    return token_hex(16)


def save_once(
    request: PlanRequest, plan: Plan, changes: Sequence[Change], address: Callable[[], str]
) -> str:
    """Carry out what a form asks for, once however often it comes, and say where to go then.

    ``address`` is asked after the changes. Raises what ``edit_plan`` raises, but "not found" for
    what this person may not do.
    """

    def do() -> Outcome:
        if changes:
            edited, _ = edit_plan(plan, changes, by=request.actor)
            keep_standing(edited, summary_of(edited))
        return Outcome(status=302, location=address())

    take(SAVES, str(request.user.pk))
    sent = request.POST.copy()
    sent.pop("csrfmiddlewaretoken", None)
    body = f"{request.path}\n{sent.urlencode()}".encode()
    key = hashlib.sha256(body).hexdigest()
    try:
        if not request.POST.get(KEY):
            return do().location
        return once(str(request.user.pk), key, key, do).location
    except Refused:
        raise Http404 from None
