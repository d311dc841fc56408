"""Forms that are sent twice, by a double click or a lost answer, and carried out once."""

import hashlib
from collections.abc import Callable
from functools import wraps
from secrets import token_hex
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from markupsafe import Markup

from bettercare_web.audit.idempotency import Outcome, once

KEY = "form_key"
View = Callable[..., HttpResponseBase]


class _Refused(Exception):
    """The form came back with its mistakes, so its key is free still."""

    def __init__(self, page: HttpResponseBase) -> None:
        super().__init__("refused")
        self.page = page


def once_input() -> Markup:
    """The hidden input that tells one sending of a form from the next, for a template."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(KEY, token_hex(16))


def sent_once(view: View) -> View:
    """A view whose form is carried out once, however often the same one is sent.

    The first answer that leads on to another page is kept, and given again. A form that comes back
    with mistakes is not kept, nor is one without a key. ``carried_out`` and doors stand outside it.
    """

    @wraps(view)
    def answer(request: Any, *args: Any, **named: Any) -> HttpResponseBase:
        if request.method != "POST" or not request.POST.get(KEY):
            return view(request, *args, **named)

        def do() -> Outcome:
            with transaction.atomic():
                page = view(request, *args, **named)
            if not isinstance(page, HttpResponseRedirect):
                raise _Refused(page)
            return Outcome(status=page.status_code, location=page.url)

        key = _key(request)
        try:
            return redirect(once(str(request.user.pk), key, key, do).location)
        except _Refused as refused:
            return refused.page

    return answer


def _key(request: HttpRequest) -> str:
    sent = request.POST.copy()
    sent.pop("csrfmiddlewaretoken", None)
    return hashlib.sha256(f"{request.path}\n{sent.urlencode()}".encode()).hexdigest()
