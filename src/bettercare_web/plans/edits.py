"""Edits of rows: what is asked for, what of it cannot be done, and the fields of a record."""

import unicodedata
from collections.abc import Mapping
from typing import Any

import msgspec

from bettercare.formats.values import to_text, to_value
from bettercare.plan.records import TABLES, Record
from bettercare.rounds import Round
from bettercare.rounds.schema import Column
from bettercare_web.plans.core import KINDS, WHOLE, Whole, content_of

# A figure that a plan takes from elsewhere is typed as pounds are.
GIVEN = Column(header="given", field="given", label="Given", noun="figure", kind="money")

Fields = Mapping[str, str | None]
"""Values by field path ("scheme_name", "amounts.2019-20"), as text; ``None`` is blank."""


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """Some fields of one row are to change. ``version`` is the one that the person saw."""

    row_id: str
    version: int
    fields: Fields


class Add(msgspec.Struct, frozen=True, kw_only=True):
    """A row is to be added, after another one or at the end of its table."""

    table: str
    fields: Fields
    after: str = ""


class Remove(msgspec.Struct, frozen=True, kw_only=True):
    """A row is to be taken away."""

    row_id: str
    version: int


Change = Edit | Add | Remove


class Clash(msgspec.Struct, frozen=True, kw_only=True):
    """A row that somebody else changed meanwhile: by field what it was, mine and theirs.

    ``gone``: they took the row away.
    """

    row_id: str
    version: int
    fields: Mapping[str, tuple[str | None, str | None, str | None]]
    gone: bool = False


class Stale(Exception):
    """Some rows were changed meanwhile in the fields that this person changes; nothing was done."""

    def __init__(self, clashes: list[Clash]) -> None:
        super().__init__(f"{len(clashes)} rows were changed meanwhile")
        self.clashes = clashes


class Refused(Exception):
    """This person may not do this here; the page says no more than that there is none."""


class Stopped(Exception):
    """Allowed by role, but stopped by the state of the plan or a rule; the text says why."""


class Unreadable(Exception):
    """Values that their fields cannot hold, by row and field, with what to type instead."""

    def __init__(self, problems: Mapping[tuple[str, str], str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


def fields_of(record: Record | Whole) -> dict[str, str | None]:
    """The fields of a record as text by path; those that hold several values by their keys.

    >>> from decimal import Decimal
    >>> from bettercare.plan import SchemeRow
    >>> fields_of(SchemeRow(scheme_name="Falls", amounts={"2019-20": Decimal(5)}))
    {'amounts.2019-20': '5', 'scheme_name': 'Falls'}
    """
    found: dict[str, str | None] = {}
    for name, value in msgspec.json.decode(content_of(record)).items():
        if isinstance(value, dict):
            found |= {f"{name}.{key}": _text(one) for key, one in value.items()}
        else:
            found[name] = _text(value)
    return found


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return msgspec.json.encode(value).decode()


def with_fields(rules: Round, table: str, record: Record, fields: Fields) -> Record:
    """A record with some fields changed to what was typed; numbers are read as the library does.

    Raises ``Unreadable`` for every number that cannot be read and every field that is not there,
    all at once.
    """
    content: dict[str, Any] = msgspec.json.decode(content_of(record))
    written: dict[str, str] = content.pop("written", {})
    problems: dict[tuple[str, str], str] = {}
    for path, text in fields.items():
        name, _, key = path.partition(".")
        try:
            _put(content, name, key, _typed(rules, table, name, key, text))
        except ValueError as error:
            problems["", path] = str(error)
        written.pop(path, None)
    if problems:
        raise Unreadable(problems)
    if written:
        content["written"] = written
    made: Record = msgspec.convert(content, KINDS[table], strict=False)
    return made


def _typed(rules: Round, table: str, name: str, key: str, text: str | None) -> str | None:
    """What was typed, as it is stored. Raises ``ValueError`` with what to type instead."""
    if not _may_be_typed(table, name, key):
        raise ValueError(f"There is no field '{name}' in this table.")
    text = unicodedata.normalize("NFC", text or "").strip()
    column = GIVEN if name == "given" else rules.column(table, name, key)
    if not text or column is None or column.kind == "text":
        return text or None
    number, raw = to_value(text, column)
    if raw is not None:
        example = "12500 or 12,500" if column.kind == "money" else "40 or 40%"
        raise ValueError(f"'{text[:40]}' is not a number. Type digits, such as {example}.")
    return to_text(number)


def _may_be_typed(table: str, name: str, key: str) -> bool:
    """Whether people fill in a field; of the plan as a whole, only figures given and facts."""
    if table == WHOLE:
        return name in {"given", "facts"} and bool(key)
    return name in TABLES[table].__struct_fields__ and name not in {"row", "written", "extra"}


def _put(content: dict[str, Any], name: str, key: str, text: str | None) -> None:
    """Set a value, or take it away where it is blank."""
    held = content.setdefault(name, {}) if key else content
    last = key or name
    if text is None:
        held.pop(last, None)
    else:
        held[last] = text
    if key and not held:
        content.pop(name, None)
