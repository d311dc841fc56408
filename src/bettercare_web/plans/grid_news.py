"""What changed in a plan's schemes since a page last heard, as that page needs it."""

import json
from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string

from bettercare.calculations.required import distance_words
from bettercare.findings import Severity
from bettercare_web.areas.models import Person
from bettercare_web.audit.models import Event
from bettercare_web.plans.answers import summary_of
from bettercare_web.plans.dismissals import Problem, problems_of
from bettercare_web.plans.findings_places import PlanRows
from bettercare_web.plans.grid import TABLE, Grid, as_data, said_data
from bettercare_web.plans.grid_answers import answers_of
from bettercare_web.plans.models import Plan
from bettercare_web.words import pounds

MOST_EVENTS = 200  # further back, a page loads everything again


def grid_of(plan: Plan, person: Person, mine: frozenset[str] | None) -> Grid:
    """The grid of a plan for a person; ``mine`` are the rows they see where they do not see all."""
    rows = PlanRows(plan.rows.all())
    summary = summary_of(plan, rows.all)
    problems = problems_of(plan, summary, rows)
    if mine is not None:
        problems = [one for one in problems if one.rows and mine.issuperset(one.rows)]
    return Grid(plan, person, summary, rows, problems)


def changed_since(plan: Plan, revision: int) -> tuple[set[str], bool] | None:
    """The rows that changed since a revision, and whether rows came or went.

    ``None``: it is too long ago to say, and the page loads again.
    """
    if revision == plan.revision:
        return set(), False
    newer = _bodies_after(plan, revision)
    if len(newer) == MOST_EVENTS or revision > plan.revision or not newer:
        return None
    changes = [change for body in newer for change in body["changes"]]
    rows = {one["thing"] for one in changes if one.get("thing") and _of_schemes(one)}
    known = {str(pk) for pk in plan.rows.filter(pk__in=rows).values_list("pk", flat=True)}
    return rows, rows != known or any(body["action"] == "plan-started" for body in newer)


def _bodies_after(plan: Plan, revision: int) -> list[dict[str, Any]]:
    """The newest events of a plan, back to a revision; no older one is read."""
    mine = Event.objects.filter(object_type="plan", object_id=str(plan.pk)).order_by("-seq")
    found: list[dict[str, Any]] = []
    for text in mine.values_list("body", flat=True).iterator(chunk_size=1):
        body = json.loads(text)
        after = body["object"]["version_after"]
        if len(found) == MOST_EVENTS or (after is not None and after <= revision):
            break
        found.append(body)
    return found


def _of_schemes(change: dict[str, Any]) -> bool:
    return str(change["field"]).startswith(f"{TABLE}.")


def news(plan: Plan, person: Person, mine: frozenset[str] | None, since: int) -> dict[str, Any]:
    """What a page has to change to show the plan as it is now."""
    found = changed_since(plan, since)
    if found is None:
        return {"reload": True, "revision": plan.revision}
    grid = grid_of(plan, person, mine)
    ids, _ = found
    order = [str(row.pk) for row in grid.stored if mine is None or str(row.pk) in mine]
    ids |= {str(row.pk) for row in grid.stored if row.content == "{}"}  # blank, so in no event
    ids = ids if mine is None else ids & mine
    return {
        "revision": plan.revision,
        "rows": [as_data(row) for row in grid.shown_rows(frozenset(ids))],
        "removed": sorted(ids.difference(order)),
        "order": order,
        "findings": said_data(grid.said),
        **said_of(grid, mine),
    }


def said_of(grid: Grid, mine: frozenset[str] | None) -> dict[str, Any]:
    """The answers in words: heading, counts of the filters, total, and the panel as it is shown."""
    everything = mine is None
    years = answers_of(grid.summary, grid.problems) if everything else ()
    return {
        "heading": heading(grid.problems, len(grid.stored) if everything else len(mine or ())),
        "chips": chips_of(grid, mine),
        "totals": totals_of(grid) if everything else {},
        "answers": render_to_string(
            "plans/grid_answers.jinja", {"years": years, "plan": grid.plan}
        ),
        "say": spoken(grid) if everything else "",
    }


def heading(problems: Sequence[Problem], rows: int) -> str:
    """What the schemes come to: how many rows, and what is to be mended in them.

    >>> heading([], 1)
    'Schemes: 1 row, no errors'
    """
    errors = [one for one in problems if one.lead.severity is Severity.ERROR and _in_grid(one)]
    noun = "row" if rows == 1 else "rows"
    told = f"{len(errors)} {'error' if len(errors) == 1 else 'errors'} to mend"
    return f"Schemes: {rows} {noun}, {told if errors else 'no errors'}"


def _in_grid(problem: Problem) -> bool:
    return any(place.table == TABLE for one in problem.findings for place in one.places)


def chips_of(grid: Grid, mine: frozenset[str] | None, *, yours: bool = False) -> dict[str, int]:
    """How many rows each filter shows; ``yours``: also those that this person may change."""
    ids = {str(row.pk) for row in grid.stored if mine is None or str(row.pk) in mine}
    found = {"all": len(ids), "findings": sum(1 for one in ids if one in grid.said)}
    if mine is None:
        codes = list(grid.counts.values())
        for code in grid.rules.required_spends:
            found[code] = sum(1 for one in codes if code in one)
        found["both"] = sum(1 for one in codes if len(one) > 1)
    if yours and not grid.all_editable:
        found["yours"] = sum(1 for row in grid.stored if str(row.pk) in ids and grid.editable(row))
    return found


def totals_of(grid: Grid) -> dict[str, str]:
    """The planned pounds of each year by the column they stand under."""
    return {
        f"amounts.{one.year}": pounds(one.total_expenditure).removeprefix("£")
        for one in grid.summary.working.by_year
    }


def spoken(grid: Grid) -> str:
    """The answers in a sentence or two, for those who hear the page."""
    errors = sum(1 for one in grid.problems if one.lead.severity is Severity.ERROR)
    said = [f"{errors} {'error' if errors == 1 else 'errors'}."]
    for working in grid.summary.working.by_year:
        for test in working.required.values():
            distance = distance_words(test.headroom, short=True)
            said += [f"{test.rule.label} {distance}."] if distance else []
        left = working.total_income - working.total_expenditure
        said += [f"{pounds(left)} left to allocate."] if left else []
    return " ".join(said)
