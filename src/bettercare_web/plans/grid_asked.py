"""What the grid's page asks the service to save, and what stands in the way, as JSON."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from bettercare.formats.patient_data import patient_columns
from bettercare_web.areas.models import Person
from bettercare_web.audit.models import Event
from bettercare_web.plans.edits import Add, Change, Clash, Edit, Remove
from bettercare_web.plans.grid import TABLE
from bettercare_web.plans.models import Plan
from bettercare_web.words import moment

MOST_CHANGES = 2_000
Key = Annotated[str, msgspec.Meta(min_length=8, max_length=64)]
Text = Annotated[str, msgspec.Meta(max_length=32_767)]
Changes = Annotated[list["Asked"], msgspec.Meta(min_length=1, max_length=MOST_CHANGES)]


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One change: fields of a row, a row to add after another, or one to take away."""

    kind: Literal["edit", "add", "remove"] = "edit"
    row: UUID | None = None
    version: int = 0
    fields: dict[str, Text | None] = {}
    after: UUID | None = None


class SaveAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Some changes to be made as one. ``revision`` is the plan's that the page last heard of."""

    key: Key
    revision: int
    changes: Changes


class SinceAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where somebody is in the grid."""

    row: UUID | None = None


class Malformed(Exception):
    """A request that no page of ours sends; the text says what is wrong with it."""


def read_save(body: bytes) -> SaveAsked:
    """The changes that a request asks for. Raises ``Malformed``."""
    try:
        asked = msgspec.json.decode(body, type=SaveAsked)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Malformed(str(error)) from None
    if any(one.kind != "add" and one.row is None for one in asked.changes):
        raise Malformed("A change names the row that it is of.")
    return asked


def changes_in(asked: SaveAsked) -> list[Change]:
    """The changes in the form in which a plan is edited."""
    return [_change(one) for one in asked.changes]


def _change(one: Asked) -> Change:
    if one.kind == "add":
        return Add(table=TABLE, fields=one.fields, after=str(one.after or ""))
    if one.kind == "remove":
        return Remove(row_id=str(one.row), version=one.version)
    return Edit(row_id=str(one.row), version=one.version, fields=one.fields)


def holds_patients(asked: SaveAsked) -> bool:
    """Whether what is to be saved looks like a list of patients, column by column."""
    names = sorted({path for one in asked.changes for path in one.fields})
    rows = [[one.fields.get(name) or "" for name in names] for one in asked.changes]
    return bool(patient_columns([["" for _ in names], *rows]))


def clashes_as_data(plan: Plan, clashes: Iterable[Clash]) -> list[dict[str, Any]]:
    """Rows that somebody else changed meanwhile, with what it was, mine and theirs, and who."""
    return [
        {
            "row": one.row_id,
            "version": one.version,
            "gone": one.gone,
            "fields": {
                path: {"base": base, "mine": mine, "theirs": theirs}
                for path, (base, mine, theirs) in one.fields.items()
            },
            **_last_by(plan, one.row_id),
        }
        for one in clashes
    ]


def _last_by(plan: Plan, row_id: str) -> Mapping[str, str]:
    """Who changed a row last, and when."""
    mine = Event.objects.filter(object_type="plan", object_id=str(plan.pk))
    event = mine.filter(body__contains=row_id).order_by("-seq").first()
    if event is None:
        return {"who": "Somebody else", "when": ""}
    person = Person.objects.filter(pk=event.person_id).first() if event.person_id else None
    return {"who": person.name if person else "Somebody else", "when": moment(event.at)}
