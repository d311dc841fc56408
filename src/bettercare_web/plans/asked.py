"""What a plan's forms ask for: fields with their choices, in lines that are stored as rows."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from bettercare.plan.records import Record, SchemeRow
from bettercare.rounds import CodeList, Item, Round
from bettercare.rounds.schema import Column
from bettercare_web.plans.models import Row

Kind = Literal["text", "long", "number", "money", "share", "choice", "answer"]
Choices = tuple[tuple[str, str | tuple[tuple[str, str], ...]], ...]

# The fields that hold sentences rather than a few words.
LONG = frozenset({"text", "comment", "description", "reason", "action", "mitigation", "narrative"})


class Field(NamedTuple):
    """One thing to fill in: its path in the record, its words, and what may be chosen."""

    path: str
    label: str
    kind: Kind = "text"
    choices: Choices = ()
    hint: str = ""
    words: int = 0  # the most words that a text should have; 0 for no limit
    suggestions: tuple[str, ...] = ()  # what is usually written, to choose from or not


class Line(NamedTuple):
    """Some fields that are stored in one row, which may not be there yet.

    ``key`` tells the line from the others of its page; ``given`` is what a new row says of itself,
    such as the code of its requirement. ``row`` is ``None`` until something is filled in.
    """

    key: str
    title: str
    table: str
    fields: tuple[Field, ...]
    row: Row | None = None
    record: Record | None = None
    item: int = 0
    given: Mapping[str, str] = {}
    hint: str = ""
    removable: bool = False

    def written(self, path: str) -> str:
        """The value of a field as text: what stands for a number that could not be read, too."""
        return written_in(self.record, path)

    def label(self, path: str) -> str:
        """What a field is called on the page."""
        return next((one.label for one in self.fields if one.path == path), path)


def written_in(record: Record | None, path: str) -> str:
    """A field of a record as it was written; blank where it is blank."""
    if record is None:
        return ""
    name, _, key = path.partition(".")
    value = getattr(record, name, None)
    value = value.get(key) if key and value is not None else value
    if value is None:
        written: Mapping[str, str] = getattr(record, "written", {})
        return written.get(path, "")
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def field_of_column(rules: Round, table: str, column: Column, record: Record | None) -> Field:
    """The field that a column of the round's table becomes in a form."""
    path = f"{column.field}.{column.key}" if column.key else column.field
    if column.choices == "yes_or_no":
        return Field(path, column.label, "answer", plain_choices(rules.yes_or_no))
    if column.choices:
        return Field(path, column.label, "choice", choices_of(rules, table, column, record))
    if column.kind != "text":
        return Field(path, column.label, column.kind)
    kind: Kind = "long" if column.field in LONG else "text"
    return Field(path, column.label, kind, suggestions=column.suggestions)


def fields_named(
    rules: Round, table: str, names: Sequence[str], record: Record | None
) -> tuple[Field, ...]:
    """The fields of some columns of a table, in the order of the names."""
    columns = {one.field: one for one in rules.tables[table].columns}
    found = [columns[name] for name in names if name in columns]
    return tuple(field_of_column(rules, table, column, record) for column in found)


def choices_of(rules: Round, table: str, column: Column, record: Record | None) -> Choices:
    """What may be chosen in a column; sub types are those of the row's own type, or all by type."""
    if column.choices == "sub_types":
        return _sub_types(rules, record)
    known = list_of(rules, table, column.choices)
    return plain_choices(known) if known else ()


def list_of(rules: Round, table: str, name: str) -> CodeList[Item] | None:
    """The list of a round by the name that a column gives it."""
    if name == "sources" and table == "income":
        return rules.income_names
    if name == "metrics":
        return rules.metric_names
    found: object = rules
    for part in name.split("."):
        found = getattr(found, part, None)
    return found if isinstance(found, CodeList) else None


def plain_choices(known: CodeList[Item]) -> Choices:
    """The labels of a list, each standing for itself."""
    return tuple((label, label) for label in known.labels)


def _sub_types(rules: Round, record: Record | None) -> Choices:
    types = rules.scheme_types
    written = record.scheme_type if isinstance(record, SchemeRow) else None
    code = types.match(written).accepted
    kind = types[code] if code else None
    if kind is not None:
        return plain_choices(kind.sub_types) if kind.sub_types else ()
    return tuple(
        (one.label, tuple((label, label) for label in one.sub_types.labels))
        for one in types.items.values()
        if one.sub_types
    )
