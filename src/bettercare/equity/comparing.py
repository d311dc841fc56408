"""A service's users beside the people they come from: what stands against it, or the verdict."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from bettercare.equity.notices import noticed
from bettercare.equity.records import AREA, Population, Service
from bettercare.equity.rules import Rules
from bettercare.equity.shares import (
    Share,
    Verdict,
    further_people,
    people_to_reach,
    share,
    verdict,
)
from bettercare.findings import Finding
from bettercare.labels import listed


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """Users from some group beside the people of it.

    ``level`` is the fewest users, all staying as many as they are, whose interval lies above that
    of the people; ``None`` where there are too few users for that. ``further`` is how many more
    users of the group that takes when nobody else leaves. Where ``hidden``, all but ``people`` and
    ``level`` is ``None``.
    """

    by: str
    group: str
    users: Share | None
    people: Share
    verdict: Verdict | None
    level: Share | None
    further: int | None
    hidden: Literal["", "small"] = ""


class Counts(msgspec.Struct, frozen=True):
    """Whole numbers ready to compare: users of a group of all users, people of it of all people."""

    users: int
    of_users: int
    people: int
    of_people: int


def compare(by: str, group: str, counts: Counts, rules: Rules) -> Compared:
    """Compare counts that nothing stands against (see ``against``)."""
    users = share(counts.users, counts.of_users, rules.level)
    people = share(counts.people, counts.of_people, rules.level)
    reach = people_to_reach(users.of, people.upper, rules.level)
    return Compared(
        by=by,
        group=group,
        users=users,
        people=people,
        verdict=verdict(users, people),
        level=None if reach is None else share(reach, users.of, rules.level),
        further=further_people(users.number, users.of, people.upper, rules.level),
    )


def disclosed(found: Compared, rules: Rules) -> Compared:
    """The same without what gives a small number away.

    A verdict narrows a count that is known to be small, and the people still needed tell it, so
    both go too. The level to reach rests on all users alone, and stays unless they are few.
    """
    if found.users is None or not rules.hides(found.users.number, found.users.of):
        return found
    level = None if rules.is_small(found.users.of) else found.level
    return msgspec.structs.replace(
        found, users=None, verdict=None, further=None, level=level, hidden="small"
    )


def counts_of(service: Service, in_areas: int, users: int, people: Population) -> Counts:
    """The counts of a service's own areas."""
    areas = people.by.get(AREA, {})
    wanted = service.areas or tuple(areas)
    return Counts(in_areas, users, sum(areas.get(one, 0) for one in wanted), people.all or 0)


def lacking(service: Service, people: Population | None) -> Iterator[Finding]:
    """What a comparison needs of the population and is not there."""
    subject = f"services.csv, {service.code}"
    basis, of = service.beside
    if of != service.ages:
        yield noticed(
            "EQU-37",
            subject,
            f"Its users are of {service.ages}, the people beside them of {of}.",
            f"Compare with people of {service.ages} where they are known.",
        )
    if people is None or people.all is None or not people.by.get(AREA):
        yield noticed(
            "EQU-30",
            subject,
            f"No people of basis '{basis}', {of}; it is not compared. "
            "No other basis or ages stand in.",
            f"Add rows by all and by area for '{basis}', {of}.",
        )
        return
    odd = [one for one in service.areas if one not in people.by[AREA]]
    if odd:
        names = listed([f"'{one}'" for one in odd])
        yield noticed(
            "EQU-35",
            subject,
            f"Basis '{basis}' has no area {names}; it is not compared.",
            f"Use {listed(tuple(people.by[AREA]), 'or')}.",
        )


def against(counts: Counts, subject: str) -> Iterator[Finding]:
    """What stands against comparing counts: nobody, parts above wholes, users above people."""
    if not counts.of_people or not counts.people:
        yield noticed(
            "EQU-31", subject, "The population is 0; it is not compared.", "Write the people."
        )
    elif counts.people > counts.of_people:
        yield noticed(
            "EQU-32",
            subject,
            f"{counts.people:,} people of {counts.of_people:,}; it is not compared.",
            "Mend the population: a part is more than the whole.",
        )
    if not counts.of_users:
        yield noticed("EQU-34", subject, "Nobody can be counted; it is not compared.")
    elif counts.users > counts.of_users:
        yield noticed("EQU-32", subject, "More users of the areas than users; it is not compared.")
    elif counts.of_people and (counts.users > counts.people or counts.of_users > counts.of_people):
        yield noticed(
            "EQU-33",
            subject,
            "More users than people; it is not compared.",
            "Count people rather than visits, and look at basis and ages.",
        )
