"""What is wrong in a form that was refused, as the list above it: each with a link to its field."""

from collections.abc import Iterable
from typing import NamedTuple

from django.forms import BaseForm

from bettercare_web.nhsuk_forms.components import anchor


class Mistake(NamedTuple):
    """One thing wrong in a form; ``href`` leads to its field, and is blank for the whole form."""

    text: str
    href: str = ""


def mistakes(*forms: BaseForm) -> list[Mistake]:
    """Everything wrong in one form, or in several on a page, in the order of their fields."""
    return [one for form in forms for one in _of_form(form)]


def _of_form(form: BaseForm) -> Iterable[Mistake]:
    for bound in form:
        for error in bound.errors:
            yield Mistake(str(error), f"#{anchor(bound)}")
    for error in form.non_field_errors():
        yield Mistake(str(error))
