"""The value of a cell of a record, whatever it was stored as.

Whole numbers may be stored with a point and noughts, days as 2017-04-30, 30/04/2017 or 20170430
with or without a time, answers as true, yes, y, t or 1. What cannot be read is blank; its text is
kept beside it.
"""

from typing import Any, NamedTuple

import ibis
from ibis.expr import types as ir

from bettercare.metrics.records import Type

YES, NO = ("true", "yes", "y", "1", "t"), ("false", "no", "n", "0", "f")
WHOLE = r"^[+-]?[0-9]{1,15}(\.0*)?$"
CLOCK = r"([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?)?$"
ISO = rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{CLOCK}"
BRITISH = rf"^[0-9]{{2}}/[0-9]{{2}}/[0-9]{{4}}{CLOCK}"
PLAIN = r"^[0-9]{8}$"


class Parsed(NamedTuple):
    """A value of its type, and the text that stands there; no text where nothing is to be read."""

    value: Any
    text: ir.StringValue | None = None


def parsed(raw: Any, wanted: Type) -> Parsed:
    """A stored column as values of a type of a record.

    >>> import pyarrow as pa
    >>> raw = ibis.memtable(pa.table({"age": ["75", "75.0", "old"]})).age
    >>> ibis.duckdb.connect().raw_sql(ibis.to_sql(raw.as_table().select(
    ...     age=parsed(raw, "integer").value))).fetchall()  # doctest: +SKIP
    [(75,), (75,), (None,)]
    """
    made = {"text": _text, "integer": _integer, "date": _date, "yes_no": _yes_no}
    return made[wanted](raw)


def stripped(raw: Any) -> ir.StringValue:
    """A stored value as text without blanks around it; of nothing but blanks, none."""
    text = raw if raw.type().is_string() else raw.cast("string")
    return text.strip().nullif("")


def _text(raw: Any) -> Parsed:
    kind = raw.type()
    if kind.is_string():
        return Parsed(raw)
    if kind.is_floating():  # a column of codes 1 and 2 that once held a blank
        whole = raw.try_cast("int64")
        same = whole.cast("float64") == raw
        return Parsed(ibis.ifelse(same, whole.cast("string"), _number_text(raw)))
    return Parsed(raw.cast("string"))


def _integer(raw: Any) -> Parsed:
    kind = raw.type()
    if kind.is_integer():
        return Parsed(raw)
    if kind.is_floating() or kind.is_decimal():
        whole = raw.try_cast("int64")
        value = ibis.ifelse(whole.cast(kind) == raw, whole, ibis.null("int64"))
        return Parsed(value, _number_text(raw))
    text = stripped(raw)
    whole = text.re_replace(r"\.0*$", "").try_cast("int64")
    return Parsed(ibis.ifelse(text.re_search(WHOLE), whole, ibis.null("int64")), text)


def _number_text(raw: Any) -> ir.StringValue:
    """A number as text; what a data frame writes for a blank is one."""
    text: ir.StringValue = raw.cast("string")
    if not raw.type().is_floating():
        return text
    return ibis.ifelse(raw.isnan(), ibis.null("string"), text)


def _date(raw: Any) -> Parsed:
    kind = raw.type()
    if kind.is_date():
        return Parsed(raw)
    if kind.is_timestamp() and kind.timezone is None:
        return Parsed(raw.date())
    text = stripped(raw)
    british = text[6:10] + "-" + text[3:5] + "-" + text[0:2]
    plain = text[0:4] + "-" + text[4:6] + "-" + text[6:8]
    written = ibis.cases(
        (text.re_search(ISO), text[0:10]),
        (text.re_search(BRITISH), british),
        (text.re_search(PLAIN), plain),
        else_=ibis.null("string"),
    )
    return Parsed(written.try_cast("date"), text)


def _yes_no(raw: Any) -> Parsed:
    if raw.type().is_boolean():
        return Parsed(raw)
    text = stripped(raw)
    low = text.lower()
    value = ibis.cases(
        (low.isin(YES), ibis.literal(True)),
        (low.isin(NO), ibis.literal(False)),
        else_=ibis.null("boolean"),
    )
    return Parsed(value, text)
