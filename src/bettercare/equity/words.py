"""An audit's numbers and findings in words, the same in every form of the report."""

from collections import Counter
from collections.abc import Iterator

from bettercare.equity.auditing import Audit, ServiceAudit
from bettercare.equity.comparing import Compared
from bettercare.equity.shares import Share, Verdict
from bettercare.findings import Finding
from bettercare.labels import listed

HIDDEN = "hidden, small number"
BANNER = "NOT FOR RELEASE"
BY = {
    "area": "area",
    "age": "age",
    "sex": "sex",
    "ethnicity": "ethnicity",
    "quintile": "fifth of deprivation, 1 the most deprived",
}
REASONS = {
    "again": "listed before",
    "in_two_places": "with different homes",
    "other_age": "of other ages",
    "blank": "without a postcode",
    "wrong_format": "with a postcode not written as one",
    "not_found": "with a postcode outside the list",
}
STANDINGS = {
    Verdict.UNEQUAL: "below",
    Verdict.EQUAL: "alike",
    Verdict.EQUITABLE: "above",
}
METHOD = (
    "Shares have Wilson score intervals. A service is unequal where its interval lies wholly "
    "below that of the people who live there, equitable where wholly above, else equal. The level "
    "to reach is the fewest users, of as many as there are now, whose interval lies wholly above."
)


def percent(share: Share | None) -> str:
    """A share with its limits, rounded once from the whole fraction.

    >>> from bettercare.equity.shares import share
    >>> percent(share(3, 15)), percent(None)
    ('20.0 (7.0-45.2)', 'hidden, small number')
    """
    if share is None:
        return HIDDEN
    return f"{share.value * 100:.1f} ({share.lower * 100:.1f}-{share.upper * 100:.1f})"


def headline(audit: Audit) -> str:
    """The answer in a sentence: how many stand where; rows are never called services."""
    every = len(audit.services)
    whole = len({one.service.name for one in audit.services})
    shown = [one.compared for one in audit.compared if one.compared]
    found = Counter(one.verdict for one in shown if one.verdict)
    parts = [f"{found[verdict]} {words}" for verdict, words in STANDINGS.items() if found[verdict]]
    hidden = sum(one.verdict is None for one in shown)
    parts += [f"{hidden} hidden for small numbers"] if hidden else []
    parts += [f"{every - len(shown)} not compared"] if every > len(shown) else []
    what = _counted(whole, "service")
    if every != whole:
        what = f"{_counted(every, 'comparison')} of {what}"
    if not every:
        return "No services were given."
    return f"{what} beside the people who live there: {listed(parts)}."


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def basis_words(one: ServiceAudit) -> str:
    """What a service is compared with: basis, ages and areas."""
    basis, of = one.service.beside
    areas = f", {listed(one.service.areas)} only" if one.service.areas else ""
    return f"{basis}, {of}{areas}"


def verdict_words(found: Compared) -> str:
    """The verdict; for a group that is no area, whether it is below, like or above its share."""
    if found.verdict is None:
        return HIDDEN
    return found.verdict.value if found.by in {"areas", "area"} else found.verdict.beside


def level_words(found: Compared) -> str:
    """How many of how many users reach the level: "391 of 855"."""
    if found.level is None:
        return HIDDEN if found.hidden else "out of reach: too few users"
    return f"{found.level.number:,} of {found.level.of:,}"


def further_words(found: Compared) -> str:
    """How many more users it takes when nobody leaves."""
    if found.hidden:
        return HIDDEN
    return "none" if not found.further else f"{found.further:,}"


def control_lines(audit: Audit) -> Iterator[str]:
    """What was read, and what became of every row of users."""
    read = [
        f"{count:,} row{'' if count == 1 else 's'} of {name}"
        for name, count in audit.rows_read.items()
        if count
    ]
    if read:
        yield f"Read {listed(read)}."
    counted = [one.counted for one in audit.services if one.counted]
    if counted:
        users = sum(one.users for one in counted)
        lost = [f"{count:,} {REASONS[reason]}" for reason, count in audit.left_out.items()]
        rest = f"; not counted: {listed(lost)}" if lost else ""
        rows = sum(one.read for one in counted)
        yield f"Users of these services: {rows:,} rows, {users:,} counted by area{rest}."


def participation_line(audit: Audit) -> str:
    """How many services were asked, answered and are used, and why others did not answer."""
    found = audit.participation
    if found is None:
        return ""
    reasons = listed([f"{reason} ({times})" for reason, times in found.reasons])
    why = f" No data from {found.silent}: {reasons}." if reasons else ""
    return (
        f"{found.asked} services were asked; {found.answered} gave data, of which {found.used} are "
        f"used.{why}"
    )


def for_release(audit: Audit) -> tuple[Finding, ...]:
    """Findings that a published report shows: none about single rows of users."""
    return tuple(one for one in audit.findings if not one.code.startswith("EQU-1"))
