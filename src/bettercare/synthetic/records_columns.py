"""Columns of synthetic records as arrays of numbers, and as Arrow columns to be written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bettercare.synthetic.records_draws import Numbers

Columns: TypeAlias = "dict[str, Column]"


@dataclass(frozen=True, slots=True)
class Column:
    """Numbers that stand for the values of some rows; where ``blank``, there is none.

    ``texts`` are written in place of values by the number of the row; a column with some, or with
    ``as_text``, is one of text.
    """

    numbers: Numbers
    blank: Numbers | None = None
    texts: Mapping[int, str] = field(default_factory=dict)
    as_text: bool = False

    def arrow(self) -> Any:
        """The column as Arrow holds it."""
        values = self._values()
        if not self.as_text:
            return values
        written = values.cast(pa.string())
        if not self.texts:
            return written
        mask = np.zeros(len(self.numbers), bool)
        mask[list(self.texts)] = True
        places = sorted(self.texts)
        return pc.replace_with_mask(written, mask, pa.array([self.texts[n] for n in places]))

    def taken(self, rows: Numbers) -> "Column":
        """The values of some rows, in their order, without texts in place of any."""
        blank = None if self.blank is None else self.blank[rows]
        return replace(self, numbers=self.numbers[rows], blank=blank, texts={}, as_text=False)

    def changed(self, row: int, value: str | int | None) -> "Column":
        """The column with another value, or none, in one row."""
        if value is None:
            blank = np.zeros(len(self.numbers), bool) if self.blank is None else self.blank.copy()
            blank[row] = True
            return replace(self, blank=blank)
        if isinstance(value, str):
            return replace(self, texts={**self.texts, row: value}, as_text=True)
        numbers = self.numbers.astype(np.int64)
        numbers[row] = value
        return replace(self, numbers=numbers, blank=self._filled(row))

    def shown(self, row: int) -> str:
        """The value of one row as text."""
        if row in self.texts:
            return self.texts[row]
        value = self.taken(np.array([row])).arrow()[0].as_py()
        return "" if value is None else str(value)

    def _filled(self, row: int) -> Numbers | None:
        if self.blank is None:
            return None
        blank = self.blank.copy()
        blank[row] = False
        return blank

    def _values(self) -> Any:
        return pa.array(self.numbers.astype(np.int64), mask=self.blank)


class Whole(Column):
    """Whole numbers."""

    __slots__ = ()


class Day(Column):
    """Days, counted from 1 January 1970."""

    __slots__ = ()

    def _values(self) -> Any:
        return pa.array(self.numbers.astype(np.int32), pa.date32(), mask=self.blank)


class YesNo(Column):
    """True or false."""

    __slots__ = ()

    def _values(self) -> Any:
        return pa.array(self.numbers.astype(bool), mask=self.blank)


class Letters(Column):
    """Texts of one length, as a row of bytes each."""

    __slots__ = ()

    def _values(self) -> Any:
        count, length = self.numbers.shape
        ends = np.arange(0, (count + 1) * length, length, dtype=np.int32)
        return pa.StringArray.from_buffers(
            count, pa.py_buffer(ends), pa.py_buffer(np.ascontiguousarray(self.numbers))
        )


@dataclass(frozen=True, slots=True)
class Coded(Column):
    """Texts out of a few: each row's number into ``codes``."""

    codes: Sequence[str] = ()

    def changed(self, row: int, value: str | int | None) -> Column:
        """The column with another text, or none, in one row."""
        if not isinstance(value, str):
            return Column.changed(self, row, value)
        numbers = self.numbers.astype(np.int32)
        numbers[row] = len(self.codes)
        return replace(self, numbers=numbers, codes=(*self.codes, value), blank=self._filled(row))

    def _values(self) -> Any:
        small = self.numbers.astype(np.int32)
        return pa.DictionaryArray.from_arrays(
            pa.array(small, mask=self.blank), pa.array(self.codes, pa.string())
        )


def coded(numbers: Numbers, codes: Sequence[str], blank: Numbers | None = None) -> Coded:
    """A column of codes by number."""
    return Coded(numbers, blank, codes=tuple(codes))


def arrow_table(columns: Columns) -> Any:
    """The columns as a table.

    >>> arrow_table({"sex": coded(np.array([1, 0]), ["1", "2"])}).to_pylist()
    [{'sex': '2'}, {'sex': '1'}]
    """
    return pa.table({name: column.arrow() for name, column in columns.items()})
