"""The environment in which pages are made from templates."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader

from bettercare_web import nhsuk_forms, words
from bettercare_web.audit.sent_once import once_input


def environment(**options: Any) -> Environment:
    """Our templates first, then the macros of the NHS.UK design system; everything is escaped."""
    loader = ChoiceLoader([options.pop("loader"), PackageLoader("nhsuk_frontend_jinja")])
    options.pop("autoescape", None)
    options["undefined"] = ChainableUndefined  # the NHS.UK macros ask for keys that are not given
    made = Environment(loader=loader, autoescape=True, **options)
    made.globals.update(
        static=static,
        url=_url,
        once_input=once_input,
        form_component=nhsuk_forms.component,
        form_mistakes=nhsuk_forms.mistakes,
    )
    made.filters.update(
        pounds=words.pounds, signed=words.signed, day=words.day, moment=words.moment
    )
    return made


def _url(name: str, *args: object, **named: object) -> str:
    return reverse(name, args=args or None, kwargs=named or None)
