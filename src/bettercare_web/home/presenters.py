"""The home of an area in words: its heading, four facts, and what others have."""

from collections.abc import Iterator
from typing import NamedTuple

from bettercare.findings import Severity
from bettercare.labels import listed
from bettercare_web.home.dates import left_words
from bettercare_web.home.tasks import Desk
from bettercare_web.plans.addresses import address
from bettercare_web.plans.band import Band, band_of
from bettercare_web.plans.deadlines import due_of
from bettercare_web.plans.models import Submission
from bettercare_web.words import day, pounds

SMALL = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


class Fact(NamedTuple):
    """One of the four facts."""

    name: str
    answer: str
    state: str
    words: str
    href: str = ""


def heading(desk: Desk) -> str:
    """Days left and what stands between the area and submitting, as a sentence."""
    left = left_words(due_of(desk.plan), desk.today)
    said = _between(desk)
    return f"{left}. {said}" if left else said


def _between(desk: Desk) -> str:
    held = desk.standing
    counts = {
        "error": len(held.errors),
        "empty section": len(held.not_started),
        "signature": len(held.missing),
    }
    parts = [_count(number, noun) for noun, number in counts.items() if number]
    if not parts:
        return "Ready to submit."
    text = listed(parts)
    text = text[0].upper() + text[1:]
    verb = "stands" if sum(counts.values()) == 1 else "stand"
    return f"{text} {verb} between you and submitting."


def _count(number: int, noun: str) -> str:
    shown = SMALL[number].lower() if number < len(SMALL) else f"{number:,}"
    return f"{shown} {noun}{'' if number == 1 else 's'}"


def submitted_heading(sent: Submission) -> str:
    """That a plan is submitted, and when."""
    return f"Version {sent.version.number} was submitted on {day(sent.at, weekday=True)}"


def facts(desk: Desk) -> list[Fact]:
    """Money, required spends, checks and signatures."""
    band = band_of(desk.plan, desk.summary)
    return [*_money(band), _required(band), _checks(desk), _signatures(desk)]


def _money(band: Band) -> Iterator[Fact]:
    for year in band.years:
        name = f"Money, {year.year}" if year.year else "Money"
        state = "fine" if year.balanced else "error"
        yield Fact(name, pounds(year.pool), state, year.verdict.rstrip("."), year.pool_href)


def _required(band: Band) -> Fact:
    spends = [one for year in band.years for one in year.spends]
    bad = [one for one in spends if one.state not in {"fine", "warning"}]
    thin = [one for one in spends if one.state == "warning"]
    if not spends:
        return Fact("Required spends", "None", "information", "This round sets none")
    short = [one for one in bad if one.state == "error"]
    worst = next(iter(short or bad or thin or spends))
    met = "Both met" if len(spends) == 2 else "All met"  # noqa: PLR2004
    not_met = f"{len(short)} of {len(spends)} not met" if short else "Not known yet"
    answer = not_met if bad else met
    return Fact(
        "Required spends",
        answer,
        worst.state,
        f"{worst.label}: {worst.words}",
        worst.planned_href,
    )


def _checks(desk: Desk) -> Fact:
    warnings = [one for one in desk.problems if one.lead.severity is Severity.WARNING]
    shut = sum(1 for one in warnings if one.dismissal is not None)
    errors = len(desk.standing.errors)
    state = "error" if errors else "warning" if len(warnings) > shut else "fine"
    noun = "warning" if len(warnings) - shut == 1 else "warnings"
    words = f"{len(warnings) - shut} {noun} open, {shut} dismissed"
    answer = f"{errors} {'error' if errors == 1 else 'errors'}" if errors else "No errors"
    return Fact("Checks", answer, state, words, address("findings", desk.plan.pk))


def _signatures(desk: Desk) -> Fact:
    roles = desk.standing.roles
    voided = sum(1 for one in roles if one.state == "voided")
    signed = desk.standing.signed
    page = address("sign-off", desk.plan.pk)
    answer = f"{signed} of {len(roles)}"
    if voided:
        noun = "1 is" if voided == 1 else f"{voided} are"
        return Fact("Signatures", answer, "voided", f"{noun} voided by a change", page)
    if signed == len(roles):
        return Fact("Signatures", answer, "fine", "All stand", page)
    state = "in-progress" if signed else "not-started"
    return Fact("Signatures", answer, state, f"{len(roles) - signed} to come", page)
