"""The letters about signing: they say what happened and where to look, and nothing of the plan."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from bettercare_web.areas.models import Person
from bettercare_web.mail.actions import write_letter
from bettercare_web.plans.models import Plan


def tell(people: Iterable[Person], plan: Plan, subject: str, *sentences: str) -> None:
    """Write the same letter to some people, each once."""
    path = reverse("sign-off", args=[plan.pk])
    host = "" if settings.DEMO else next(iter(settings.ALLOWED_HOSTS), "")
    where = f"https://{host}{path}" if host else path
    text = "\n\n".join([*sentences, f"See it here: {where}"]) + "\n"
    for email in sorted({one.email for one in people if one.is_active}):
        write_letter(email, subject, text)
