"""What the page of one scheme says beside its form: what it counts to, and what was changed."""

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from bettercare.calculations import CodedRow
from bettercare.calculations.required import Requirement, row_passes
from bettercare.findings import Severity
from bettercare.plan.records import SchemeRow
from bettercare.report import Summary
from bettercare.rounds import Round
from bettercare.rounds.schema import Column
from bettercare_web.areas.roles import ROLES, Role
from bettercare_web.audit.models import Event
from bettercare_web.plans.asked import Field, Line, field_of_column
from bettercare_web.plans.models import Plan, Row
from bettercare_web.plans.notes_on_lines import label_of
from bettercare_web.words import moment, pounds

TABLE = "schemes"

# When a column has to be filled in, in words; the library says in which rows that is so.
WHEN = {
    "if_joint": "Such as 40%.",
    "if_outputs": "Only where the scheme type asks for outputs.",
    "if_sub_types": "Only where the scheme type has sub types.",
}


class CountsTo(NamedTuple):
    """Whether a scheme counts to a required spend, in words."""

    state: str
    text: str


class Changed(NamedTuple):
    """The last change of a scheme, in words."""

    text: str
    when: str


def scheme_line(rules: Round, row: Row | None, record: SchemeRow | None, item: int) -> Line:
    """A scheme as the line of a form; a new one where there is no row."""
    columns = rules.tables[TABLE].columns
    return Line(
        key="scheme",
        title=(record.scheme_name or f"Row {item}, which has no name") if record else "",
        table=TABLE,
        fields=tuple(field for column in columns if (field := _field(rules, column, record))),
        row=row,
        record=record,
        item=item,
    )


def _field(rules: Round, column: Column, record: SchemeRow | None) -> Field | None:
    """The field of a column; none for the sub type of a type that has no sub types."""
    field = field_of_column(rules, TABLE, column, record)
    if column.field == "impacts" and column.key in rules.metrics:
        return field._replace(label=f"Impact on {rules.metrics[column.key].short} ({column.label})")
    if column.field == "scheme_type":
        return field._replace(hint=_type_hint(rules, record))
    if column.choices == "sub_types" and not (field.choices or (record and record.sub_type)):
        return None
    return field._replace(hint=WHEN.get(column.required, ""))


def _type_hint(rules: Round, record: SchemeRow | None) -> str:
    """Whether the type that is stored has sub types; a change of it shows those of the new one."""
    code = rules.scheme_types.match(record.scheme_type).accepted if record else None
    if code is None or rules.column(TABLE, "sub_type") is None:
        return ""
    if rules.scheme_types[code].sub_types is None:
        return "This type has no sub types."
    return "If you change it, save: the sub types of the new type come next."


def counts_to(summary: Summary, item: int) -> Iterator[CountsTo]:
    """What a scheme counts to, for each required spend and year; why not, where it does not."""
    for working in summary.working.by_year:
        year = f" in {working.year}" if working.rules.several_years else ""
        row = working.rows[item - 1]
        for test in working.required.values():
            counted = _counted(test, item)
            name = f"{test.rule.label}{year}"
            if counted:
                yield CountsTo("fine", f"{name}: {pounds(counted)}")
            else:
                yield CountsTo("cannot", f"{name}: no, {_why_not(working.rules, test, row)}")


def _counted(test: Requirement, item: int) -> Decimal:
    found = [amount for row, amount in test.counted if row.item == item]
    return found[0] if found else Decimal(0)


def _why_not(rules: Round, test: Requirement, row: CodedRow) -> str:
    """The first condition of a required spend that a row does not meet."""
    passes = row_passes(row)
    for condition in test.rule.conditions:
        if passes(condition):
            continue
        column = rules.column(TABLE, condition.field)
        noun = column.noun if column else condition.field
        written = getattr(row.row, condition.field, None)
        return f"its {noun} is {written}" if written else f"it has no {noun} yet"
    return "it has no amount"


def room_for(summary: Summary, item: int) -> Iterator[str]:
    """How far a scheme's amount can fall before a required spend that it counts to is short."""
    for working in summary.working.by_year:
        year = f" in {working.year}" if working.rules.several_years else ""
        amount = working.rows[item - 1].amount
        for test in working.required.values():
            counted, room = _counted(test, item), test.headroom
            if room is None or room < 0 or counted != amount or counted <= room:
                continue
            yield (
                f"{test.rule.label} has {pounds(room)} to spare{year}. "
                f"Below {pounds(amount - room)} this scheme leaves it short."
            )


def last_change(plan: Plan, row: Row, rules: Round) -> Changed | None:
    """The last change of a scheme, from the audit trail: which fields, in which role, when."""
    events = Event.objects.filter(
        object_type="plan", object_id=str(plan.pk), body__contains=str(row.pk)
    )
    event = events.exclude(action="plan-started").order_by("-seq").first()
    if event is None:
        return None
    body = json.loads(event.body)
    mine = [one for one in body["changes"] if one.get("thing") == str(row.pk)]
    said = [_said(rules, one) for one in mine[:3]]
    more = f" and {len(mine) - 3} more fields" if len(mine) > 3 else ""  # noqa: PLR2004
    role = body["actor"].get("role", "")
    known = role in {one.value for one in Role}
    by = f", by {ROLES[Role(role)].label}" if known else ""
    return Changed(f"{'; '.join(said)}{more}{by}", moment(event.at))


def _said(rules: Round, change: dict[str, object]) -> str:
    _, _, path = str(change["field"]).partition(".")
    new = change["new"]
    label = label_of(rules, TABLE, path)
    return f"{label} set to {new}" if isinstance(new, str) and new else f"{label} changed"


def items_with_errors(summary: Summary) -> list[int]:
    """The rows of schemes that an error stands in, in their order."""
    return sorted(
        {
            place.item
            for finding in summary.report.of(Severity.ERROR)
            for place in finding.places
            if place.table == TABLE and place.item
        }
    )


def next_error(summary: Summary, item: int) -> int | None:
    """The next row with an error after a row, going round to the first."""
    found = items_with_errors(summary)
    later = [one for one in found if one > item] or [one for one in found if one < item]
    return later[0] if later else None


def amounts_of(record: SchemeRow, years: Sequence[str]) -> list[tuple[str, str]]:
    """The pounds of a scheme by year, for the page that asks before it is removed."""
    return [(year, pounds(record.amounts.get(year))) for year in years]
