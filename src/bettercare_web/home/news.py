"""What happened to a plan since somebody last looked: money in pounds first, then the rest."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Any, NamedTuple

from bettercare.labels import listed
from bettercare.rounds import Round
from bettercare_web.areas.models import Person
from bettercare_web.conversations.threads import numbers_of
from bettercare_web.home.tasks import Desk
from bettercare_web.plans.history import plain
from bettercare_web.versions.standing import Signed
from bettercare_web.versions.timeline import Change, Span, changes_in
from bettercare_web.words import pounds, signed

MOST = 6
MONEY = {"schemes", "income"}


class News(NamedTuple):
    """One thing that happened: what stands out of it, the rest, and by whom."""

    lead: str
    rest: str
    by: str = ""


class Moved(NamedTuple):
    """By how much the money of a row changed; ``before`` and ``after`` are of all its years."""

    row: str
    table: str
    before: Decimal
    after: Decimal
    kind: str
    people: tuple[str, ...]

    @property
    def by(self) -> Decimal:
        """The difference."""
        return self.after - self.before


def news_of(desk: Desk, seq: int, since: datetime) -> list[News]:
    """What happened after an event of the area's trail, at most six things, money first."""
    changes = changes_in(desk.plan, Span(seq))
    names = _names(changes)
    found = [
        *_money(changes, numbers_of(desk.rows.all), names),
        *_signatures(desk.standing.roles, since),
        *_others(changes, desk.summary.working.rules, names),
    ]
    more = len(found) - MOST
    return [*found[:MOST], *([News(f"{more} more", "changes")] if more > 0 else [])]


def _names(changes: Iterable[Change]) -> dict[str, str]:
    ids = {one.person_id for one in changes if one.person_id}
    people = Person.objects.filter(pk__in=ids) if ids else ()
    return {str(one.pk): str(one) for one in people}


def _money(
    changes: Sequence[Change], numbers: dict[str, int], names: dict[str, str]
) -> Iterator[News]:
    moved = [one for one in _moved(changes, numbers) if one.by]
    ups = [one for one in moved if one.by > 0]
    downs = [one for one in moved if one.by < 0]
    if _is_move(ups, downs):
        text = f"from {_called(downs[0], numbers)} to {_called(ups[0], numbers)}"
        yield News(f"{pounds(ups[0].by)} moved", text, _by((*downs, *ups), names))
        return
    for one in moved:
        lead, rest = _told(one, numbers)
        yield News(lead, rest, _by([one], names))


def _is_move(ups: Sequence[Moved], downs: Sequence[Moved]) -> bool:
    """Whether all that happened is that one scheme gave to another."""
    if len(ups) != 1 or len(downs) != 1 or ups[0].by != -downs[0].by:
        return False
    return all((one.table, one.kind) == ("schemes", "edited") for one in (*ups, *downs))


def _told(one: Moved, numbers: dict[str, int]) -> tuple[str, str]:
    called = _called(one, numbers)
    if one.kind == "added":
        return f"{pounds(one.after)} added", f"with {called}, which is new"
    if one.kind == "removed":
        return f"{pounds(one.before)} taken away", f"with {called}"
    return signed(one.by), f"on {called}: {pounds(one.before)} to {pounds(one.after)}"


def _called(one: Moved, numbers: dict[str, int]) -> str:
    noun = "scheme row" if one.table == "schemes" else "income line"
    number = numbers.get(one.row)
    return f"{noun} {number}" if number else f"a {noun}"


def _moved(changes: Sequence[Change], numbers: dict[str, int]) -> Iterator[Moved]:
    """Each row of money in which an amount changed."""
    ordered = sorted((one for one in changes if one.table in MONEY), key=lambda one: one.row)
    for row, group in groupby(ordered, lambda one: one.row):
        held = list(group)
        amounts = [one for one in held if one.field.startswith("amounts.")]
        if not amounts:
            continue
        fresh = all(one.old is None for one in held) and len(held) > len(amounts)
        kind = "removed" if row not in numbers else "added" if fresh else "edited"
        yield Moved(
            row=row,
            table=held[0].table,
            before=sum((_number(one.old) for one in amounts), Decimal(0)),
            after=sum((_number(one.new) for one in amounts), Decimal(0)),
            kind=kind,
            people=tuple(dict.fromkeys(one.person_id for one in amounts)),
        )


def _number(value: Any) -> Decimal:
    try:
        return Decimal(plain(value) or 0)
    except InvalidOperation:
        return Decimal(0)


def _by(moved: Iterable[Moved], names: dict[str, str]) -> str:
    ids = dict.fromkeys(person for one in moved for person in one.people)
    return listed(sorted(names[one] for one in ids if one in names))


def _signatures(roles: Iterable[Signed], since: datetime) -> Iterator[News]:
    """Who signed, and whose signature was voided and why."""
    for one in roles:
        held = one.signature
        if held is None:
            continue
        if held.voided_at is not None and held.voided_at > since:
            yield News("Signature voided:", f"{one.label}. {held.voided_why}".rstrip(". "))
        elif held.voided_at is None and held.at > since:
            yield News(one.label, f"signed version {held.version.number}; still valid")


def _others(changes: Sequence[Change], rules: Round, names: dict[str, str]) -> Iterator[News]:
    """How many other values changed in each table, and by whom."""
    rest = [one for one in changes if not _is_amount(one) and one.table in rules.tables]
    for table, group in groupby(sorted(rest, key=lambda one: one.table), lambda one: one.table):
        held = list(group)
        label = rules.tables[table].label.lstrip("0123456789. ")
        count = f"{len(held)} {'value' if len(held) == 1 else 'values'} changed"
        people = sorted({names[one.person_id] for one in held if one.person_id in names})
        yield News(f"{label}:", count, listed(people))


def _is_amount(one: Change) -> bool:
    return one.table in MONEY and one.field.startswith("amounts.")
