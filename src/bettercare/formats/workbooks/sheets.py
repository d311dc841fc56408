"""The sheets of a workbook: their order, names and titles."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bettercare.labels import unnumbered
from bettercare.plan import Plan
from bettercare.rounds import Round

GUIDANCE, COVER, SUMMARY, FIELDS = "guidance", "cover", "summary", "fields"
LISTS, CHECKLIST = "_lists", "_checklist"
LONGEST_NAME = 31
ORDER = (
    "narrative",
    "income",
    "schemes",
    "hicm",
    "metrics",
    "requirements",
    "conditions",
    "answers",
    "capacity",
    "progress",
    "documents",
)
ONLY_IF_GIVEN = frozenset({"progress", "documents"})  # no part of a plan that is filled in
ON_COVER = "sign_off"
LEADS = {
    GUIDANCE: "Read this first. It says how to fill in the workbook and what its colours mean.",
    COVER: "Whose plan it is, what is left to answer, and who signed it.",
    SUMMARY: "Nothing to fill in here: every figure is worked out from the other sheets.",
    FIELDS: "Single facts of the plan. Fill in the yellow cells; leave the names of fields alone.",
    "narrative": "Write one text for each section, under its limit of words.",
    "income": "One line for each source and contributor. Balances by source are on the summary.",
    "schemes": "One row for each scheme and source of funding. Balances are on the summary.",
    "hicm": "Choose a level of maturity for each change, now and as planned.",
    "metrics": "Fill in the numbers of each line, and say once for each metric how you get there.",
    "requirements": "Answer Yes or No. Where it is No, say what is being done and by when.",
    "conditions": "Answer Yes or No for each condition, and comment where it is No.",
    "answers": "Answer Yes or No, and comment where it helps.",
    "capacity": "One line for each service and month.",
    "progress": "One line for each scheme and period.",
    "documents": "Figures of this plan as other papers print them.",
}
PLAIN_TITLES = {
    "narrative": "Narrative",
    "income": "Income",
    "schemes": "Expenditure",
    "hicm": "High Impact Change Model",
    "metrics": "Metrics",
    "requirements": "Planning requirements",
    "conditions": "National conditions",
    "answers": "Funding questions",
    "capacity": "Capacity and demand",
    "progress": "Progress of the year",
    "documents": "Figures in other papers",
    "sign_off": "Sign-off",
}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NUMBERING = re.compile(r"^\s*\d+[a-z]?[.):]\s*", re.IGNORECASE)
_PART = re.compile(r"^\s*part\s+\d+\s*[,:-]\s*", re.IGNORECASE)


class Tab(NamedTuple):
    """A sheet: what it is of, its title, and its name on the tab."""

    of: str
    title: str
    name: str


def tabs_of(plan: Plan, rules: Round) -> list[Tab]:
    """The sheets that people see, in order and numbered.

    >>> from bettercare import rounds
    >>> [tab.name for tab in tabs_of(Plan(round="2019-20"), rounds.load("2019-20"))][:5]
    ['1. Guidance', '2. Cover', '3. Summary', '4. Strategic Narrative', '5. Income']
    """
    titled = [
        (GUIDANCE, "Guidance"),
        (COVER, "Cover"),
        (SUMMARY, "Summary"),
        *((table, title_of(table, rules)) for table in tables_of(plan, rules)),
        (FIELDS, "Plan fields"),
    ]
    names = _names(title for _, title in titled)
    return [Tab(of, title, name) for (of, title), name in zip(titled, names, strict=True)]


def tables_of(plan: Plan, rules: Round) -> list[str]:
    """The tables with a sheet of their own: those of the round, and all that the plan has."""
    return [table for table in ORDER if _has_sheet(table, plan, rules)]


def has_sign_off(plan: Plan, rules: Round) -> bool:
    """Whether the cover has a table of signatures."""
    return ON_COVER in rules.tables or plan.sign_off is not None


def _has_sheet(table: str, plan: Plan, rules: Round) -> bool:
    if getattr(plan, table) is not None:
        return True
    return table in rules.tables and table not in ONLY_IF_GIVEN


def title_of(table: str, rules: Round) -> str:
    """The title of a table without the number that the official template gives it.

    >>> from bettercare import rounds
    >>> title_of("schemes", rounds.load("2023-25")), title_of("metrics", rounds.load("2015-16"))
    ('Expenditure', 'Metrics')
    """
    if table not in rules.tables:
        return PLAIN_TITLES[table]
    label = _PART.sub("", _NUMBERING.sub("", unnumbered(rules.tables[table].label)))
    return label.strip() or PLAIN_TITLES[table]


def _names(titles: Iterable[str]) -> Iterator[str]:
    """Names that Excel takes for tabs: short, without its signs, and numbered, so never twice."""
    for number, title in enumerate(titles, 1):
        safe = _FORBIDDEN.sub(" ", f"{number}. {title}")[:LONGEST_NAME]
        yield safe.strip().rstrip("'")
