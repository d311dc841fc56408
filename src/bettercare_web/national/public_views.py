"""Pages that anybody may read: help, accessibility, privacy, and what the rules of a round say."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bettercare.rounds import available, load
from bettercare_web.national.rules_page import rules_page, years_in_words


def _operator() -> dict[str, str]:
    """Who runs the service, as the settings say it; blank where they do not."""
    return {"operator": settings.OPERATOR, "operator_contact": settings.OPERATOR_CONTACT}


@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    """How to do what people most often ask about."""
    return render(request, "public/help.jinja", _operator())


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, with what the operator must fill in."""
    return render(request, "public/accessibility.jinja", _operator())


@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, why and for how long."""
    return render(request, "public/privacy.jinja", {**_operator(), "kept": settings.KEPT})


@require_GET
def rules(request: HttpRequest, round_id: str) -> HttpResponse:
    """What the rules of a round say."""
    if round_id not in available():
        raise Http404
    held = load(round_id)
    request.round_id = round_id  # type: ignore[attr-defined]
    context = {
        "rules": held,
        "years": years_in_words(round_id),
        "page": rules_page(held),
        "others": [(one, years_in_words(one)) for one in sorted(available(), reverse=True)],
    }
    return render(request, "public/rules.jinja", context)
