"""The plan as a list of tasks: each section with one line of what is in it, and how far it is."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from bettercare.findings import Severity
from bettercare.plan.keyed import keyed
from bettercare.report import Summary
from bettercare.rounds import Round
from bettercare.working_days import working_days
from bettercare_web.plans import deadlines
from bettercare_web.plans.addresses import address
from bettercare_web.plans.deadlines import due_of
from bettercare_web.plans.findings_places import PlanRows, field_of, mend_link, page_link
from bettercare_web.plans.models import Plan, Signature, Submission
from bettercare_web.plans.sections import (
    Section,
    Standing,
    answered,
    sections_of,
    standing_of,
    unstarted,
)
from bettercare_web.plans.signed import sent_of
from bettercare_web.words import day, pounds

MOST_BLOCKS = 6
SENT = Standing("fine", "Complete")  # the cover of a plan that was submitted


class Task(NamedTuple):
    """One line of the list; ``href`` is blank while it cannot be started."""

    title: str
    href: str
    content: str
    standing: Standing


class Group(NamedTuple):
    """The tasks of one stage of the work."""

    title: str
    tasks: Sequence[Task]


class Block(NamedTuple):
    """One thing that stands between the plan and submitting it."""

    state: str
    text: str
    href: str = ""


class Due(NamedTuple):
    """When plans are due, and how many working days are left."""

    title: str
    words: str


class TaskList(NamedTuple):
    """The page."""

    heading: str
    groups: Sequence[Group]
    due: Due | None
    blocks: Sequence[Block]
    more_blocks: int
    more_errors: bool = False  # whether some of the rest are errors, and not signatures alone


class Signing(NamedTuple):
    """The signatures of a plan: whose are asked for, which stand, whose were voided."""

    asked: Mapping[str, str]
    standing: frozenset[str]
    voided: frozenset[str]


def signing_of(plan: Plan, rules: Round) -> Signing:
    """How the signatures of a plan stand."""
    roles = rules.sign_off.items
    asked = {code: role.label for code, role in roles.items() if role.required and role.signs_for}
    signatures = list(Signature.objects.filter(plan=plan).only("role", "voided_at"))
    standing = frozenset(one.role for one in signatures if one.voided_at is None)
    voided = frozenset(one.role for one in signatures if one.voided_at) - standing
    return Signing(asked, standing, voided)


def task_list(plan: Plan, summary: Summary, rows: PlanRows, today: date) -> TaskList:
    """The page for a plan as it is today."""
    sections = sections_of(summary.working.rules)
    sent = sent_of(plan) if plan.state == Plan.State.SUBMITTED else None
    standings = [
        SENT if sent and one.name == "cover" else standing_of(summary, one) for one in sections
    ]
    complete = sum(1 for one in standings if one.state == "fine")
    signing = signing_of(plan, summary.working.rules)
    groups: dict[str, list[Task]] = {}
    for section, standing in zip(sections, standings, strict=True):
        task = Task(
            section.title,
            address(section.name, plan.pk),
            _sent_words(sent, signing)
            if sent and section.name == "cover"
            else content_of(summary, section),
            standing,
        )
        groups.setdefault(section.group, []).append(task)
    groups["Agree and send"] = list(_agreeing(plan, summary, signing))
    blocks = list(_blocks(plan, summary, rows, signing))
    return TaskList(
        heading=f"Plan: {complete} of {len(sections)} sections are complete",
        groups=[Group(title, tasks) for title, tasks in groups.items()],
        due=due_words(due_of(plan), today) if plan.state == Plan.State.DRAFT else None,
        blocks=blocks[:MOST_BLOCKS],
        more_blocks=max(0, len(blocks) - MOST_BLOCKS),
        more_errors=any(one.state == "error" for one in blocks[MOST_BLOCKS:]),
    )


def _sent_words(sent: Submission, signing: Signing) -> str:
    """What the cover of a plan that was sent says: the signatures fill it in."""
    count = len(signing.standing & set(signing.asked))
    return f"Signed by {count} of {len(signing.asked)}, submitted on {day(sent.at)}"


def due_words(event: deadlines.Due | None, today: date) -> Due | None:
    """When a plan is due, and what is left until then; and why, where the day was moved."""
    if event is None:
        return None
    left = working_days(today, event.day)
    days = f"{abs(left):,} working {'day' if abs(left) == 1 else 'days'}"
    if event.day < today:
        words = f"That was {days} ago." if left else "That day is past."
    elif event.day == today:
        words = "That is today."
    else:
        words = f"{days} left. After that the region sees the plan as late."
    reason = f" {event.reason}" if event.moved else ""
    return Due(f"Due {day(event.day, weekday=True)}", words + reason)


NONE_YET: Mapping[str, str] = {
    "income": "No income yet",
    "schemes": "No schemes yet",
    "capacity": "No services yet",
}


def content_of(summary: Summary, section: Section) -> str:
    """One line of what is in a section."""
    filled = getattr(summary.plan, section.table, True)
    if not filled and section.name in NONE_YET:
        return NONE_YET[section.name]
    if not filled and section.name != "narrative":
        _, asked = answered(summary, section)
        return f"{asked} {'question' if asked == 1 else 'questions'} to answer" if asked else ""
    return CONTENTS[section.name](summary)


def _cover(summary: Summary) -> str:
    done, asked = answered(summary, Section("cover", "sign_off", "", "", "cover"))
    return f"{done} of {asked} roles named"


def _narrative(summary: Summary) -> str:
    sections = summary.working.rules.narrative
    left = [
        _words_left(code, figure.value)
        for code in sections
        if (figure := summary.figures.get(f"words.{code}.remaining"))
    ]
    if left:
        return f"Words: {', '.join(left)}"
    return f"{len(sections)} {'text' if len(sections) == 1 else 'texts'} to write"


def _words_left(code: str, left: Decimal | None) -> str:
    """How far a text is from its limit.

    >>> _words_left("A", Decimal(600)), _words_left("B(i)", Decimal(-100))
    ('A 600 left', 'B(i) 100 over')
    """
    number = int(left or 0)
    return f"{code} {-number:,} over" if number < 0 else f"{code} {number:,} left"


def _said_yes(summary: Summary, table: str, noun: str) -> str:
    """How many lines of a table say Yes, over all years."""
    rules = summary.working.rules
    said: Counter[str] = Counter()
    records = getattr(summary.plan, table) or ()
    for record in records:
        said[rules.yes_or_no.match(record.response).accepted or ""] += 1
    asked = max(len(records), len(keyed(summary.plan, rules, table).known.items))
    return f"{said['yes']} of {asked} {noun} Yes" if said else f"{asked} to answer"


def _income(summary: Summary) -> str:
    parts = []
    for working in summary.working.by_year:
        paid = sum(1 for code in working.rules.sources if working.income[code])
        noun = "source" if paid == 1 else "sources"
        year = f" in {working.year}" if working.rules.several_years else ""
        parts.append(f"{pounds(working.total_income)} from {paid} {noun}{year}")
    return ", ".join(parts)


def _schemes(summary: Summary) -> str:
    rows = len(summary.working.rows)
    planned = " and ".join(
        pounds(one.total_expenditure) + (f" in {one.year}" if one.rules.several_years else "")
        for one in summary.working.by_year
    )
    return f"{rows:,} {'row' if rows == 1 else 'rows'}, {planned} planned"


def _figures(summary: Summary) -> str:
    tests = [one for year in summary.working.by_year for one in year.required.values()]
    given = sum(1 for one in tests if one.given is not None)
    derived = sum(1 for one in tests if one.given is None and one.minimum is not None)
    missing = len(tests) - given - derived
    counts = ((given, "given"), (derived, "worked out"), (missing, "not known yet"))
    said = ", ".join(f"{count} {words}" for count, words in counts if count)
    return f"{len(tests)} {'minimum' if len(tests) == 1 else 'minimums'}: {said}"


def _hicm(summary: Summary) -> str:
    hicm = summary.working.rules.hicm
    lines = summary.plan.hicm or ()
    if hicm is None:
        return ""
    levels = Counter(hicm.levels.match(line.planned).accepted for line in lines)
    said = [
        f"{levels[code]} {hicm.levels.name(code).lower()}" for code in hicm.levels if levels[code]
    ]
    return f"{len(hicm.changes.items)} changes: {', '.join(said)} planned" if said else ""


def _metrics(summary: Summary) -> str:
    metrics, year = summary.working.rules.metrics, summary.working.year
    planned = [
        f"{metrics[code].short}: {figure.display}"
        for code in metrics
        if (figure := summary.figures.get(f"metric.{code}.{year}")) and figure.value is not None
    ]
    count = f"{len(metrics)} {'measure' if len(metrics) == 1 else 'measures'}"
    return f"{count}. {planned[0]}" if planned else count


def _answers(summary: Summary) -> str:
    done, asked = answered(summary, Section("answers", "answers", "", ""))
    return f"{done} of {asked} answered"


def _capacity(summary: Summary) -> str:
    lines = len(summary.plan.capacity or ())
    return f"{lines:,} {'line' if lines == 1 else 'lines'} of demand and capacity"


CONTENTS: Mapping[str, Callable[[Summary], str]] = {
    "cover": _cover,
    "narrative": _narrative,
    "requirements": lambda summary: _said_yes(summary, "requirements", "answered"),
    "conditions": lambda summary: _said_yes(summary, "conditions", "answered"),
    "income": _income,
    "figures": _figures,
    "schemes": _schemes,
    "hicm": _hicm,
    "metrics": _metrics,
    "answers": _answers,
    "capacity": _capacity,
}


def _agreeing(plan: Plan, summary: Summary, signing: Signing) -> Iterator[Task]:
    counts = summary.counts
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    said = f"{errors} {'error' if errors == 1 else 'errors'}"
    found = f"{said}, {warnings} {'warning' if warnings == 1 else 'warnings'}"
    standing = Standing("error", said, errors) if errors else Standing("fine", "No errors")
    if not (summary.plan.schemes or summary.plan.income):
        found, standing = "", Standing("not-started", "Nothing to check yet")
    yield Task("Findings", address("findings", plan.pk), found, standing)
    yield Task(
        "Summary",
        address("summary", plan.pk),
        "Two pages for the board, made from this plan",
        Standing("information", "Always up to date"),
    )
    valid, asked = len(signing.standing & set(signing.asked)), len(signing.asked)
    voided = f"; {len(signing.voided)} voided" if signing.voided else ""
    yield Task(
        "Sign-off",
        address("sign-off", plan.pk),
        f"{valid} of {asked} valid signatures{voided}",
        _signed(valid, asked, voided=bool(signing.voided)),
    )
    yield _submitting(plan, errors, valid, asked)


def _signed(valid: int, asked: int, *, voided: bool) -> Standing:
    if valid >= asked:
        return Standing("fine", "Complete")
    return (
        Standing("in-progress", "In progress")
        if valid or voided
        else Standing("not-started", "Not started")
    )


def _submitting(plan: Plan, errors: int, valid: int, asked: int) -> Task:
    title = "Submit the plan"
    if plan.state == Plan.State.SUBMITTED:
        return Task(title, address("submit", plan.pk), "Submitted", Standing("frozen", "Submitted"))
    if errors or valid < asked:
        words = f"Opens when there are no errors and all {asked} have signed"
        return Task(title, "", words, Standing("cannot", "Cannot start yet"))
    ready = Standing("in-progress", "Ready to submit")
    return Task(title, address("submit", plan.pk), "Nothing stands in the way", ready)


def _blocks(plan: Plan, summary: Summary, rows: PlanRows, signing: Signing) -> Iterator[Block]:
    """The errors, each with the place to mend it, and the signatures that are not there."""
    rules = summary.working.rules
    errors = [group[0] for group in summary.report.problems]
    errors = [one for one in errors if one.severity is Severity.ERROR]
    for finding in errors:
        place = next(iter(finding.places), None)
        href = address("findings", plan.pk)
        if place and place.table:
            row = rows.row(place.table, place.item)
            href = (
                mend_link(plan, row, field_of(rules, place))
                if row
                else page_link(plan, place.table)
            )
        yield Block("error", f"{finding.subject}: {finding.message}", href)
    for one in unstarted(summary.working):
        yield Block("not-started", one.words, address(one.section.name, plan.pk))
    for code, label in signing.asked.items():
        if code in signing.voided:
            yield Block("voided", f"{label}: sign again", address("sign-off", plan.pk))
        elif code not in signing.standing:
            yield Block("not-started", f"{label}: not signed", address("sign-off", plan.pk))
