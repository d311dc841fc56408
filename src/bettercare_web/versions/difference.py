"""What changed between two versions of a plan: in pounds first, then field by field."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

import msgspec

from bettercare.calculations import Calculations
from bettercare.rounds import Round
from bettercare_web.areas.models import Grant, Person
from bettercare_web.areas.roles import ROLES, Role
from bettercare_web.areas.selectors import capacity_labels
from bettercare_web.plans.core import WHOLE
from bettercare_web.plans.history import plain
from bettercare_web.plans.models import Plan, Version
from bettercare_web.plans.money_shown import shown
from bettercare_web.plans.notes_on_lines import label_of
from bettercare_web.versions.covers import content_of, core_of, working_of
from bettercare_web.versions.timeline import Change, Span, changes_in
from bettercare_web.versions.titles import Titles

AMOUNTS = "amounts."
SKIPPED = frozenset({"plan"})  # what belongs to no line that people see
CONTACTS = "sign_off"  # its lines hold names, which not all who see a plan may see


class Figure(NamedTuple):
    """A figure in both versions, in pounds; ``None`` where it cannot be worked out."""

    label: str
    before: Decimal | None
    after: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """After less before."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One field that differs: of what, both values, and who changed it last, when and why."""

    title: str
    label: str
    before: str | None
    after: str | None
    pounds: Decimal | None
    money: bool
    who: str
    at: datetime
    why: str


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """Two versions side by side; ``after`` is ``None`` for the draft as it is now."""

    before: Version
    after: Version | None
    figures: Sequence[Figure]
    lines: Sequence[Line]

    @property
    def moved(self) -> Decimal:
        """Pounds taken from some schemes and put into others."""
        amounts = [one.pounds or Decimal(0) for one in self.lines if one.money]
        up = sum((one for one in amounts if one > 0), Decimal(0))
        return min(up, up - sum(amounts, Decimal(0)))

    @property
    def counted(self) -> str:
        """How many amounts and other fields differ, in words."""
        amounts = sum(1 for one in self.lines if one.money)
        others = len(self.lines) - amounts
        said = [_count(amounts, "amount"), _count(others, "other field" if amounts else "field")]
        return " and ".join(one for one in said if one) + " changed" if self.lines else "no change"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""


def difference(
    plan: Plan,
    before: Version,
    after: Version | None,
    rows: frozenset[str] | None = None,
    *,
    contacts: bool = True,
) -> Difference:
    """Set two versions of a plan side by side, the earlier first; the second may be now.

    ``rows`` limits the lines to some rows, for somebody who may see no others. Without
    ``contacts`` those of the table of names are left out.
    """
    newer = content_of(after) if after else core_of(plan)
    workings = (working_of(content_of(before)), working_of(newer))
    span = Span(before.seq, after.seq if after else None)
    skipped = SKIPPED if contacts else {*SKIPPED, CONTACTS}
    changes = [one for one in changes_in(plan, span) if one.table not in skipped]
    mine = [one for one in changes if rows is None or one.row in rows]
    return Difference(
        before=before,
        after=after,
        figures=[] if rows is not None else list(_figures(*workings)),
        lines=list(_lines(plan, mine, workings[1].rules)),
    )


def _figures(before: Calculations, after: Calculations) -> Iterator[Figure]:
    for was, now in zip(before.by_year, after.by_year, strict=True):
        year = f", {now.year}" if now.rules.several_years else ""
        yield Figure(f"Pool{year}", was.total_income, now.total_income)
        for code, test in now.required.items():
            label = now.rules.required_spends[code].label
            yield Figure(f"{label}{year}", was.required[code].planned, test.planned)


def _lines(plan: Plan, changes: Iterable[Change], rules: Round) -> Iterator[Line]:
    changes = list(changes)
    titles, who = Titles(plan, rules), names_of(one.person_id for one in changes)
    order = titles.order()
    for one in sorted(changes, key=lambda one: order(one.table, one.row)):
        before, after = plain(one.old), plain(one.new)
        kind = kind_of(rules, one.table, one.field)
        is_money = one.field.startswith(AMOUNTS)
        yield Line(
            title=titles.of(one),
            label=label_of(rules, one.table, one.field),
            before=shown(kind, before) if before else None,
            after=shown(kind, after) if after else None,
            pounds=_pounds(before, after) if is_money else None,
            money=is_money and one.table == "schemes",
            who=who(one.person_id, one.role),
            at=one.at,
            why=one.reason,
        )


def _pounds(before: str | None, after: str | None) -> Decimal | None:
    try:
        return Decimal(after or 0) - Decimal(before or 0)
    except InvalidOperation:  # what was typed is no number, and is kept as it was written
        return None


def kind_of(rules: Round, table: str, path: str) -> str:
    """How a field is written: money, number, share or text."""
    if table == WHOLE:
        return "money" if path.startswith("given.") else "text"
    name, _, key = path.partition(".")
    column = rules.column(table, name, key)
    return column.kind if column else "text"


def _signing_as(people: Iterable[str]) -> dict[tuple[str, str], str]:
    """What somebody signs as, by id and role, where that is one thing alone."""
    held = Grant.objects.filter(person_id__in=list(people)).exclude(capacity="")
    found: dict[tuple[str, str], set[str]] = {}
    for one in held:
        found.setdefault((str(one.person_id), one.role), set()).add(one.capacity)
    names = capacity_labels() if found else {}
    return {key: names[code] for key, (code, *more) in found.items() if code in names and not more}


def names_of(ids: Iterable[str]) -> Callable[[str, str], str]:
    """Who somebody was, by id and role: the name they have now, and the role they acted in."""
    people: Mapping[str, Person] = {
        str(one.pk): one for one in Person.objects.filter(pk__in={one for one in ids if one})
    }

    labels = _signing_as(people)

    def who(person_id: str, role: str) -> str:
        usual = ROLES[Role(role)].label if role in {one.value for one in Role} else ""
        label = labels.get((person_id, role), usual)
        if not person_id:
            return "The service"
        name = str(people.get(person_id, "former user"))
        return f"{name} ({label})" if label and label.casefold() not in name.casefold() else name

    return who
