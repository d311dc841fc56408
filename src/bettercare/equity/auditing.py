"""The audit: every service on its own basis, by area and by group, with all that was found."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from bettercare.equity.comparing import (
    Compared,
    Counts,
    against,
    compare,
    counts_of,
    disclosed,
    lacking,
)
from bettercare.equity.grouping import Grouped, by_groups, parts_above
from bettercare.equity.notices import noticed
from bettercare.equity.participation import Asked, Participation, participation
from bettercare.equity.postcodes import Lookup, lookups
from bettercare.equity.printed import PrintedRow, Rechecked, recheck
from bettercare.equity.printed_file import of_printed
from bettercare.equity.records import AREA, Inputs, Population, Service, User, populations
from bettercare.equity.rules import Rules, shipped_rules
from bettercare.equity.slope import Slope, can_be_worked_out, slope_of
from bettercare.equity.users import FILE, Counted, count_users, grouped
from bettercare.errors import BadRequest
from bettercare.findings import Finding, Severity

AREAS = "areas"
MOST_SHOWN = 8
RANK = {severity: severity.rank for severity in Severity}


class ServiceAudit(msgspec.Struct, frozen=True, kw_only=True):
    """One service: its comparison, ``None`` where something stood against it, and its groups.

    ``groups`` holds comparisons by "area", where there are several, "age", "sex", "ethnicity" and
    "quintile"; ``slope`` is there where fifths are shown.
    """

    service: Service
    compared: Compared | None
    groups: Mapping[str, tuple[Compared, ...]]
    slope: Slope | None = None
    counted: Counted | None = None


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """A whole audit. ``not_for_release`` is the reason why small numbers are not hidden, or ""."""

    title: str
    rules: Rules
    services: tuple[ServiceAudit, ...]
    findings: tuple[Finding, ...] = ()
    printed: tuple[Rechecked, ...] = ()
    participation: Participation | None = None
    rows_read: Mapping[str, int] = {}
    not_for_release: str = ""

    @property
    def compared(self) -> tuple[ServiceAudit, ...]:
        """The services that could be compared."""
        return tuple(one for one in self.services if one.compared is not None)

    @property
    def has_errors(self) -> bool:
        """Whether anything found stops a comparison or spoils a file."""
        return any(one.severity is Severity.ERROR for one in self.findings)

    @property
    def left_out(self) -> dict[str, int]:
        """Rows of users that are not counted by area, by reason, of all services together."""
        found: dict[str, int] = defaultdict(int)
        for one in self.services:
            for reason, rows in (one.counted.left_out if one.counted else {}).items():
                found[reason] += len(rows)
        return dict(found)


def audit(
    inputs: Inputs,
    rules: Rules | None = None,
    *,
    printed: Sequence[PrintedRow] = (),
    asked: Sequence[Asked] = (),
    show_small: str = "",
) -> Audit:
    """Audit services; small numbers are merged or hidden unless ``show_small`` gives a reason.

    Raises ``BadRequest`` where the reason is only blanks.
    """
    if show_small and not show_small.strip():
        raise BadRequest("Say why small numbers are to be shown.")
    rules = rules or shipped_rules()
    shown = msgspec.structs.replace(rules, smallest_shown=0) if show_small else rules
    whole = populations(inputs.people)
    homes = lookups(inputs.postcodes, {service.basis for service in inputs.services})
    users, strays = _by_service(inputs)
    made = [
        _one(
            service,
            whole.get(service.beside),
            users.get(service.code.casefold()),
            homes.get(service.basis),
            shown,
        )
        for service in inputs.services
    ]
    rechecked = tuple(recheck(row, rules.level) for row in printed)
    found = [
        *inputs.findings,
        *strays,
        *(one for population in whole.values() for one in parts_above(population)),
        *_of_lookups(homes, bool(inputs.users)),
        *(_of_listed_areas(inputs) if inputs.users else ()),
        *(finding for _, findings in made for finding in findings),
        *of_printed(rechecked, rules),
    ]
    return Audit(
        title=inputs.title,
        rules=rules,
        services=tuple(one for one, _ in made),
        findings=tuple(sorted(found, key=lambda one: RANK[one.severity])),
        printed=rechecked,
        participation=participation(asked) if asked else None,
        rows_read=inputs.rows_read,
        not_for_release=show_small.strip(),
    )


def _by_service(inputs: Inputs) -> tuple[dict[str, list[User]], list[Finding]]:
    """Users by the code of their service, and what is found of those of none."""
    codes = {service.code.casefold() for service in inputs.services}
    found: dict[str, list[User]] = defaultdict(list)
    strays = []
    for user in inputs.users:
        code = user.service.casefold()
        if code in codes:
            found[code].append(user)
        else:
            strays.append(str(user.row))
    if not strays:
        return found, []
    more = f" and {len(strays) - MOST_SHOWN:,} more" if len(strays) > MOST_SHOWN else ""
    message = (
        f"{len(strays):,} rows are of no service of services.csv; not counted "
        f"(row {', '.join(strays[:MOST_SHOWN])}{more})."
    )
    return found, [noticed("EQU-16", f"{FILE}, service", message, "Use the codes given there.")]


def _of_lookups(homes: Mapping[str, Lookup], listed: bool) -> Iterator[Finding]:
    for basis, one in homes.items():
        if listed and not one.whole:
            message = "It lists the areas alone: users with any other postcode live elsewhere."
            yield noticed("EQU-18", f"postcodes.csv, basis '{basis}'", message)


def _of_listed_areas(inputs: Inputs) -> Iterator[Finding]:
    """Areas of the list of postcodes that have no people: their users would count as elsewhere."""
    known: dict[str, set[str]] = defaultdict(set)
    for people in inputs.people:
        if people.by == AREA:
            known[people.basis].add(people.group.casefold())
    every = set().union(*known.values())
    odd = {one.area: one for one in reversed(inputs.postcodes) if one.area}
    for area, line in sorted(odd.items()):
        if area.casefold() not in (known[line.basis] if line.basis else every):
            message = (
                f"Area '{area}' has no people in populations.csv; its users count as elsewhere."
            )
            fix = "Write areas alike in both files."
            yield noticed("EQU-38", f"postcodes.csv, row {line.row}, area", message, fix)


def _one(
    service: Service,
    people: Population | None,
    users: Sequence[User] | None,
    lookup: Lookup | None,
    rules: Rules,
) -> tuple[ServiceAudit, list[Finding]]:
    """One service audited, and what was found; an error leaves it not compared."""
    counted = count_users(service, users, lookup) if users else None
    found = [*_before(service, counted, people)]
    if people is None or any(one.severity is Severity.ERROR for one in found):
        return ServiceAudit(service=service, compared=None, groups={}, counted=counted), found
    counts = _main_counts(service, counted, people)
    stops = list(against(counts, f"services.csv, {service.code}"))
    if stops:
        nothing = ServiceAudit(service=service, compared=None, groups={}, counted=counted)
        return nothing, found + stops
    groups = by_groups(service, counted, people, rules) if counted else Grouped({}, ())
    made = ServiceAudit(
        service=service,
        compared=disclosed(compare(AREAS, "", counts, rules), rules),
        groups=groups.rows,
        slope=slope_of(groups.rows.get("quintile", ()), rules.level),
        counted=counted,
    )
    if "quintile" in groups.rows and not can_be_worked_out():
        message = "The slope index is not worked out: it needs the extra measures."
        fix = "Install bettercare[measures]."
        found.append(noticed("EQU-46", f"{FILE}, {service.code}, quintile", message, fix))
    return made, [*found, *groups.findings]


def _before(
    service: Service, counted: Counted | None, people: Population | None
) -> Iterator[Finding]:
    """What is found before anything is compared."""
    yield from lacking(service, people)
    if counted is not None:
        yield from counted.findings
        if service.users is not None:
            message = "Users are given as numbers and listed too; those listed are counted."
            yield noticed("EQU-36", f"services.csv, {service.code}", message)
    elif service.users is not None and service.in_areas is None:
        message = "Users from the areas are blank, which is not 0; it is not compared."
        fix = "Write users from the areas, 0 where there are none."
        yield noticed("EQU-25", f"services.csv, {service.code}", message, fix)


def _main_counts(service: Service, counted: Counted | None, people: Population) -> Counts:
    """The users of the service's own areas; numbers given count where no users are listed."""
    if counted is None:
        return counts_of(service, service.in_areas or 0, service.users or 0, people)
    users, _ = grouped(AREA, counted.by[AREA], people.by[AREA])
    wanted = service.areas or tuple(users)
    return counts_of(service, sum(users[one] for one in wanted), counted.users, people)
