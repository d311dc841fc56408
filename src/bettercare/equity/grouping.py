"""A service's users by area, age, sex, ethnicity and fifth, each breakdown with no small number."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bettercare.equity.comparing import Compared, Counts, against, compare, disclosed
from bettercare.equity.merging import Group, merge_small
from bettercare.equity.notices import noticed
from bettercare.equity.records import AREA, GROUPS, Population, Service
from bettercare.equity.rules import Rules
from bettercare.equity.users import FILE, Counted, grouped
from bettercare.findings import Finding

ORDERED = {"age", "quintile"}
FEWEST = 2  # groups: one alone says nothing


class Breakdown(NamedTuple):
    """The groups of one breakdown, and the wholes that they are taken of."""

    by: str
    groups: tuple[Group, ...]
    of_users: int
    of_people: int


class Grouped(NamedTuple):
    """Comparisons by breakdown, and what was found."""

    rows: dict[str, tuple[Compared, ...]]
    findings: tuple[Finding, ...]


def by_groups(service: Service, counted: Counted, people: Population, rules: Rules) -> Grouped:
    """Compare every breakdown that the population has.

    Areas are those the service is judged by, of all users; other groups are taken of the users and
    people whose group is known.
    """
    rows: dict[str, tuple[Compared, ...]] = {}
    findings: list[Finding] = []
    for by in (AREA, *GROUPS):
        subject = f"{FILE}, {service.code}, {by}"
        one, none = _breakdown(by, service, counted, people)
        if len(one.groups) < FEWEST or not any(group.users for group in one.groups):
            continue
        if none and by != AREA:
            message = f"{none:,} in no group of the population; not counted by {by}."
            findings.append(noticed("EQU-17", subject, message))
        shown = _shown(one, rules)
        if shown:
            made, stops = _compared(one, shown, rules, subject)
            rows[by] = made
            findings += stops
        else:
            message = "Not shown: its groups cannot be merged so that no small number is left."
            findings.append(noticed("EQU-39", subject, message))
    return Grouped({by: made for by, made in rows.items() if made}, tuple(findings))


def _breakdown(
    by: str, service: Service, counted: Counted, people: Population
) -> tuple[Breakdown, int]:
    """The groups of a breakdown with their users, and how many users are in none."""
    sizes = people.by.get(by, {})
    users, none = grouped(by, counted.by.get(by, {}), sizes)
    wanted = (service.areas or tuple(sizes)) if by == AREA else tuple(sizes)
    groups = tuple(Group((name,), users[name], sizes[name]) for name in wanted)
    if by == AREA:
        return Breakdown(by, groups, counted.users, people.all or 0), none
    return Breakdown(by, groups, sum(users.values()), sum(sizes.values())), none


def _shown(one: Breakdown, rules: Rules) -> tuple[Group, ...]:
    """The groups with small ones merged; none where that leaves one, or leaves a small rest.

    Areas are merged among themselves, never with elsewhere: all areas together are shown beside
    them, so a sum across that line would give the parts away.
    """
    merged = merge_small(one.groups, rules, ordered=one.by in ORDERED)
    rest = one.of_users - sum(group.users for group in merged)
    return () if len(merged) < FEWEST or rules.is_small(rest) else merged


def _compared(
    one: Breakdown, groups: Sequence[Group], rules: Rules, subject: str
) -> tuple[tuple[Compared, ...], list[Finding]]:
    rows: list[Compared] = []
    stops: list[Finding] = []
    for group in groups:
        counts = Counts(group.users, one.of_users, group.people, one.of_people)
        found = list(against(counts, f"{subject}, {group.label}"))
        stops += found
        if not found:
            rows.append(disclosed(compare(one.by, group.label, counts, rules), rules))
    return tuple(rows), stops


def parts_above(people: Population) -> Iterator[Finding]:
    """Breakdowns of a population that add up to more people than there are."""
    for by, groups in people.by.items():
        total = sum(groups.values())
        if people.all is not None and total > people.all:
            yield noticed(
                "EQU-32",
                f"populations.csv, {people.basis}, {people.ages}, {by}",
                f"Its groups add up to {total:,} of {people.all:,} people.",
                "Mend the groups, or the row of all.",
            )
