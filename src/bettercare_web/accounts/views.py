"""One's own account: what it is, where one is signed in, tokens, spare codes."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.account import views as allauth
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bettercare_web.accounts import sessions
from bettercare_web.accounts.factors import has_factor, make_codes, spare_codes_left
from bettercare_web.accounts.forms import SCOPES, MakeToken
from bettercare_web.accounts.letters import LETTERS
from bettercare_web.accounts.models import AccessToken, SignIn
from bettercare_web.accounts.oidc import providers
from bettercare_web.accounts.step_up import require_step_up
from bettercare_web.accounts.tokens import Scope, living_tokens, make_token, revoke_token
from bettercare_web.areas.doors import Request, refused
from bettercare_web.areas.selectors import roles_held
from bettercare_web.audit.sent_once import KEY
from bettercare_web.mail.actions import write_letter


def told(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of allauth, with the status that says so where its form was refused."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        page = view(request, *args, **named)
        context = getattr(page, "context_data", None) or {}
        if request.method == "POST" and getattr(context.get("form"), "errors", None):
            page.status_code = 422
        return page

    return answer


@login_required
@require_GET
def account(request: Request) -> HttpResponse:
    """Who one is here, which roles one holds until when, and what one can change."""
    person = request.user
    context = {
        "roles": roles_held(person),
        "tokens": living_tokens().filter(person=person).count(),
        "sign_ins": SignIn.objects.filter(person=person).count(),
        "factor": has_factor(person),
        "providers": [] if person.identities.exists() else providers(),
    }
    return render(request, "accounts/account.jinja", context)


@login_required
@require_GET
def sign_ins(request: Request) -> HttpResponse:
    """Where one is signed in."""
    found = SignIn.objects.filter(person=request.user).order_by("-seen")
    here = request.session.get(sessions.KEY)
    shown = [(one, str(one.pk) == here) for one in found]
    context = {"sign_ins": shown, "others": len(shown) - 1}
    return render(request, "accounts/sign_ins.jinja", context)


@login_required
@require_POST
def end_sign_in(request: Request, sign_in_id: UUID) -> HttpResponse:
    """End one of one's own sign-ins."""
    if not sessions.end(sign_in_id, request.user, by=request.actor):
        raise Http404
    messages.success(request, "That browser is signed out.")
    return redirect("account_sessions")


@login_required
@require_POST
def end_other_sign_ins(request: Request) -> HttpResponse:
    """End all of one's own sign-ins but this."""
    here = request.session.get(sessions.KEY)
    count = sessions.end_others(request.user, here, by=request.actor)
    said = "1 other browser is" if count == 1 else f"{count} other browsers are"
    messages.success(request, f"{said} signed out.")
    return redirect("account_sessions")


@login_required
@require_POST
def extend(request: Request) -> JsonResponse:
    """Stay signed in: asking is enough, and the answer is how many seconds are left."""
    sessions.extend(request.session[sessions.KEY])
    left = getattr(request, "time_left", None)
    return JsonResponse({"seconds": int(left.total_seconds()) if left else 0})


@login_required
def change_password(request: Request) -> HttpResponseBase:
    """Change one's password; who signs in with their organisation has none to change."""
    if not request.user.has_usable_password():
        return redirect("account")
    return told(allauth.password_change)(request)


@require_http_methods(["GET", "POST"])
def sign_out(request: Request) -> HttpResponseBase:
    """Ask, then sign out; the browser forgets what it kept of the pages."""
    if request.method == "POST" and sessions.KEY in request.session:
        sessions.forget(request.session[sessions.KEY])
    page: HttpResponseBase = allauth.logout(request)
    if request.method == "POST":
        page.headers["Clear-Site-Data"] = '"cache", "storage"'
    return page


@login_required
@require_GET
def tokens(request: Request) -> HttpResponse:
    """One's tokens that live."""
    found = living_tokens().filter(person=request.user)
    words = {scope.value: text for scope, text in SCOPES.items()}
    shown = [(one, [words[scope] for scope in one.scopes.split()]) for one in found]
    return render(request, "accounts/tokens.jinja", {"tokens": shown})


@require_step_up
@require_http_methods(["GET", "POST"])
def new_token(request: Request) -> HttpResponseBase:
    """Make a token, and show it this once; a double click makes one and shows it."""
    form = MakeToken(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        scopes = frozenset(Scope(one) for one in asked["scopes"])
        secret = make_token(
            request.user,
            asked["name"],
            scopes,
            asked["days"],
            by=request.actor,
            form_key=request.POST.get(KEY, ""),
        )
        return render(
            request, "accounts/token_made.jinja", {"secret": secret, "name": asked["name"]}
        )
    return _form(request, "accounts/new_token.jinja", form)


@login_required
@require_POST
def end_token(request: Request, token_id: UUID) -> HttpResponse:
    """End one of one's own tokens."""
    token = get_object_or_404(AccessToken, pk=token_id, person=request.user, revoked_at=None)
    revoke_token(token, by=request.actor)
    messages.success(request, f"The token '{token.name}' works no more.")
    return redirect("account_tokens")


@require_step_up
@require_http_methods(["GET", "POST"])
def recovery_codes(request: Request) -> HttpResponseBase:
    """How many spare codes are left; new ones are made and shown this once."""
    if not has_factor(request.user):
        return redirect("mfa_index")
    codes: list[str] = []
    if request.method == "POST":
        codes = make_codes(request.user, by=request.actor)
        words = LETTERS["recovery-codes-made"]
        write_letter(request.user.email, words.subject, words.text)
    context = {"codes": codes, "left": spare_codes_left(request.user)}
    return render(request, "accounts/recovery_codes.jinja", context)


def _form(request: Request, template: str, form: Any) -> HttpResponse:
    wrong = form.is_bound
    page = render(request, template, {"form": form, "refused": wrong})
    return refused(page) if wrong else page
