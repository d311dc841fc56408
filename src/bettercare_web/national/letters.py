"""Writing to the leads of an area, by those who look after England or its region."""

from django.db import transaction

from bettercare_web.areas.models import Area, Person
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.record import Changed, Thing, record
from bettercare_web.mail.actions import write_letter
from bettercare_web.national.scope import grant_over
from bettercare_web.plans.edits import Refused, Stopped
from bettercare_web.versions.signatories import leads_of

LONGEST = 2_000


def write_to_leads(area: Area, round_id: str, text: str, *, by: Actor) -> int:
    """Send a message to the leads of an area, and give how many there are.

    The trail keeps that it was written, and its text by its seal alone. Raises ``Refused`` where
    this person does not look after the area, and ``Stopped`` for no text, a text that is too long,
    or an area without a lead.
    """
    person = Person.objects.filter(pk=by.person_id, is_active=True).first()
    grant = grant_over(person, area) if person and by.kind == "person" else None
    if person is None or grant is None:
        raise Refused
    text = _checked(text)
    leads = leads_of(area, round_id)
    if not leads:
        raise Stopped(f"{area.name} has no lead with an account yet.")
    with transaction.atomic():
        for lead in leads:
            write_letter(
                lead.email,
                f"A message about your Better Care plan {round_id}",
                f"{person.name} writes about the plan of {area.name} for {round_id}:\n\n{text}\n",
            )
        record(
            stream=area.code,
            by=by.under(grant.role, str(grant.pk)),
            action="area-written-to",
            about=Thing("area", str(area.pk)),
            area=area.code,
            changes=[Changed(field="message", new=text, private=True)],
        )
    return len(leads)


def _checked(text: str) -> str:
    clean = text.strip()
    if not clean:
        raise Stopped("Write the message first.")
    if len(clean) > LONGEST:
        raise Stopped(f"Shorten this: it holds {LONGEST:,} letters, and this has {len(clean):,}.")
    return clean
