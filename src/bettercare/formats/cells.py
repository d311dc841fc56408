"""What stands in the cells of a table that is written: its columns, and the value of each record.

A column stands for a field of the record, or for one key of a field such as ``amounts``.
"""

from collections.abc import Sequence
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from bettercare.formats.headers import Layout
from bettercare.formats.values import to_value
from bettercare.plan.records import Record
from bettercare.rounds.schema import Column


class Field(NamedTuple):
    """A column of a table with the key it stands for; ``None`` where its field has no keys."""

    column: Column
    key: str | None

    @property
    def name(self) -> str:
        """The field it fills, with its key, as ``written`` names it."""
        return self.column.field if self.key is None else f"{self.column.field}.{self.key}"

    def value(self, record: Record) -> object:
        """What a record holds there."""
        value = getattr(record, self.column.field)
        return value if self.key is None else value.get(self.key)

    def unread(self, record: Record) -> str | None:
        """The text that stands in the cell of a number which could not be read."""
        text = record.written.get(self.name) if record.written else None
        if not text or self.value(record) is not None:
            return None
        return text if to_value(text, self.column) == (None, text) else None

    def contents(self, records: Sequence[Record]) -> list[str | Decimal | None]:
        """What the cells of many records hold, as ``content`` says of one."""
        values = map(attrgetter(self.column.field), records)
        held = values if self.key is None else [value.get(self.key) for value in values]
        return [
            (self.unread(one) if one.written else None)
            if value is None
            else value
            if type(value) is str or isinstance(value, Decimal)
            else str(value)
            for value, one in zip(held, records, strict=True)
        ]

    def content(self, record: Record) -> str | Decimal | None:
        """What its cell holds: a text, a number, or nothing."""
        value = self.value(record)
        if value is None:
            return self.unread(record)
        return value if isinstance(value, Decimal) else str(value)


def fields_of_table(layout: Layout, records: Sequence[Record]) -> list[Field]:
    """The columns of a table, with one for each further key that its records use."""
    found = [Field(column, column.key or None) for column in layout.columns]
    for field, (_, keyed) in layout.fields.items():
        if keyed:
            known = {column.key for column in layout.columns if column.field == field}
            keys = {key for record in records for key in getattr(record, field)} - known
            found.extend(Field(layout.of_key(field, key), key) for key in sorted(keys))
    return found
