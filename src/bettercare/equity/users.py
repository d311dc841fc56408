"""From a list of users to counts: who is counted, who is left out and why, and in which group."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from bettercare.equity.notices import noticed
from bettercare.equity.postcodes import Lookup, shape, tidy
from bettercare.equity.records import AREA, GROUPS, OLDEST, Service, User, ages
from bettercare.findings import Finding, Place
from bettercare.labels import listed

FILE = "users.csv"
MOST_SHOWN = 8
# Why a row is not counted, and whether that is by area alone or altogether.
FROM_ALL = {
    "again": ("EQU-13", "listed before for this service; counted once"),
    "in_two_places": ("EQU-14", "of a person with different homes; not counted"),
    "other_age": ("EQU-15", "outside the ages of the service; not counted"),
}
FROM_AREAS = {
    "blank": ("EQU-10", "without a postcode; not counted by area"),
    "wrong_format": ("EQU-11", "with a postcode not written as one; not counted by area"),
    "not_found": ("EQU-12", "with a postcode outside the list; not counted by area"),
}
REASONS = FROM_ALL | FROM_AREAS


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """Users of a service: rows read, rows left out by reason, and counts.

    ``by`` has for "area" the users of each area, with "" for those who live elsewhere, and for each
    other breakdown those of each group as it is written, with "" for blank.
    """

    read: int
    left_out: Mapping[str, tuple[int, ...]]
    by: Mapping[str, Mapping[str, int]]
    findings: tuple[Finding, ...] = ()

    @property
    def users(self) -> int:
        """How many are counted by area."""
        return sum(self.by.get(AREA, {}).values())

    @property
    def agrees(self) -> bool:
        """Whether rows read are those counted by area and those left out."""
        return self.read == self.users + sum(map(len, self.left_out.values()))


def count_users(service: Service, users: Sequence[User], lookup: Lookup | None) -> Counted:
    """Count the users of a service, each once.

    A person who is listed again is counted once; one with homes in different areas, and one who is
    outside the ages of the service, is left out. Users without a usable postcode are left out by
    area, and counted by age, sex, ethnicity, and by fifth where the list of users gives it.
    """
    left_out: dict[str, list[int]] = defaultdict(list)
    kept = [
        user
        for user in _once(users, lookup, left_out)
        if _of_age(user, service) or left_out["other_age"].append(user.row)  # type: ignore[func-returns-value]
    ]
    areas: Counter[str] = Counter()
    groups: dict[str, Counter[str]] = {name: Counter() for name in GROUPS}
    for user in kept:
        home = _home(user, lookup, left_out)
        if home is not None:
            areas[home[0]] += 1
        for name in GROUPS:
            found = user.groups.get(name, "")
            groups[name][found or (home[1] if home and name == "quintile" else "")] += 1
    reasons = {name: tuple(rows) for name, rows in left_out.items() if rows}
    return Counted(
        read=len(users),
        left_out=reasons,
        by={AREA: areas, **groups},
        findings=tuple(_findings(service, users, reasons)),
    )


def _once(
    users: Iterable[User], lookup: Lookup | None, left_out: dict[str, list[int]]
) -> Iterator[User]:
    """One row for each person; rows without a person are all kept."""
    people: dict[str, list[User]] = defaultdict(list)
    for user in users:
        people[user.person or f"\0{user.row}"].append(user)
    for rows in people.values():
        homes = {_area(user, lookup) for user in rows} - {None}
        if len(homes) > 1:
            left_out["in_two_places"] += [user.row for user in rows]
            continue
        best = next((user for user in rows if _area(user, lookup) is not None), rows[0])
        left_out["again"] += [user.row for user in rows if user is not best]
        yield best


def _area(user: User, lookup: Lookup | None) -> str | None:
    found = tidy(user.postcode)
    home = lookup.find(found) if lookup and found else None
    return home.area if home else None


def _of_age(user: User, service: Service) -> bool:
    """Whether a user may be of the ages of the service; one whose age is not known may be."""
    age = years(user.groups.get("age", ""))
    return age is None or service.ages.holds(age)


def years(text: str) -> int | None:
    """An age in whole years from 0 to 120, or ``None``.

    >>> years("18"), years("130"), years("18-24")
    (18, None, None)
    """
    age = int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else OLDEST + 1  # noqa: PLR2004
    return age if age <= OLDEST else None


def _home(
    user: User, lookup: Lookup | None, left_out: dict[str, list[int]]
) -> tuple[str, str] | None:
    """The area and fifth of a user, or why there is none."""
    if not user.postcode:
        left_out["blank"].append(user.row)
        return None
    found = tidy(user.postcode)
    if found is None:
        left_out["wrong_format"].append(user.row)
        return None
    home = lookup.find(found) if lookup else None
    if home is None:
        left_out["not_found"].append(user.row)
    return home


def _findings(
    service: Service, users: Sequence[User], left_out: Mapping[str, tuple[int, ...]]
) -> Iterator[Finding]:
    subject = f"{FILE}, {service.code}"
    texts = {user.row: user.postcode for user in users}
    for reason, (code, what) in REASONS.items():
        rows = left_out.get(reason, ())
        if rows:
            looks = f" Shapes: {_shapes(rows, texts)}." if reason == "wrong_format" else ""
            message = f"{_rows(len(rows))} {what} ({_few(rows)}).{looks}"
            places = [Place(file=FILE, row=row) for row in rows[:MOST_SHOWN]]
            yield noticed(code, subject, message, "", *places)
    alike = _alike(users)
    if alike:
        message = (
            f"{_rows(alike)} like another, with no person to tell them apart; all are counted."
        )
        yield noticed("EQU-19", subject, message, "Add a column person with a pseudonym.")


def _alike(users: Iterable[User]) -> int:
    """How many rows repeat another in every column, and name no person."""
    keys = Counter(
        (user.postcode, *sorted(user.groups.items()))
        for user in users
        if user.postcode and user.groups.get("age") and not user.person
    )
    return sum(times - 1 for times in keys.values())


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _few(rows: Sequence[int]) -> str:
    more = f" and {len(rows) - MOST_SHOWN:,} more" if len(rows) > MOST_SHOWN else ""
    return f"row {', '.join(map(str, rows[:MOST_SHOWN]))}{more}"


def _shapes(rows: Iterable[int], texts: Mapping[int, str]) -> str:
    found = Counter(shape(texts[row]) for row in rows)
    return listed([f"{look} ({times})" for look, times in found.most_common(MOST_SHOWN)])


def grouped(
    by: str, counts: Mapping[str, int], groups: Iterable[str]
) -> tuple[dict[str, int], int]:
    """Users by the groups of a population, and how many are in none of them.

    Groups match whatever their capitals; an age in years falls into the ages that hold it.
    """
    known = {group.casefold(): group for group in groups}
    spans = {group: span for group in known.values() if by == "age" and (span := ages(group))}
    found = dict.fromkeys(known.values(), 0)
    none = 0
    for text, count in counts.items():
        age = years(text) if spans else None
        spanned = [g for g, span in spans.items() if age is not None and span.holds(age)]
        group = spanned[0] if spanned else known.get(text.casefold())
        if group is None:
            none += count
        else:
            found[group] += count
    return found, none
