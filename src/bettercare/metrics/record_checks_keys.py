"""Records given twice: whole rows, and rows with the same key that differ.

Whether any key comes twice is asked first, of a bit for each number between the least and the
largest: exact, and a thousandth of the memory of sorting. Only if one does are such rows looked at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import ibis
from ibis.expr import types as ir

from bettercare.metrics.reading_records import AT, fetched
from bettercare.metrics.record_checks_report import Excluded
from bettercare.metrics.record_checks_rules import RecordRules
from bettercare.metrics.records import RecordKind

WIDEST = 1 << 29  # bits of a key's range: 64 megabytes
AT_ONCE, MOST_PARTS = 4_000_000, 64  # keys that are counted at a time
WHOLE, DIFFERS = "REC-020", "REC-021"
Span = tuple[int, int] | None


@ibis.udf.agg.builtin(name="bitstring_agg")
def _bits(number: int, least: int, most: int) -> str:
    """A bit for each number between two, set where it occurs."""


@ibis.udf.scalar.builtin(name="bit_count")
def _set_bits(bits: str) -> int:
    """How many bits are set."""


@dataclass(frozen=True, slots=True)
class Repeats:
    """Rows with a key that comes more than once.

    ``rows`` is ``None`` where there are none; else it holds the place of each and the code it is
    found under, "" for the one that stands. ``dropped`` holds the places of those not counted.
    """

    rows: ir.Table | None = None
    dropped: ir.Table | None = None
    excluded: tuple[Excluded, ...] = ()

    def without(self, kept: ir.Table) -> ir.Table:
        """Rows without those that are not counted."""
        return kept if self.dropped is None else kept.anti_join(self.dropped, AT)


def repeats(
    connection: ibis.BaseBackend, rows: ir.Table, kind: RecordKind, rules: RecordRules, span: Span
) -> Repeats:
    """The rows whose key comes twice, and those of them that rules leave out.

    ``span`` is the least and the largest value of a key that is one whole number.
    """
    keyed = rows.filter([rows[name].notnull() for name in kind.key])
    if span is not None and _are_distinct(connection, keyed, kind.key[0], span):
        return Repeats()
    parts = [_held(connection, some) for some in _twice(keyed, kind, span)]
    twice = parts[0] if len(parts) == 1 else ibis.union(*parts)
    double = _held(connection, keyed.semi_join(twice, kind.key))
    if fetched(connection, double.aggregate(rows=double.count())) == [{"rows": 0}]:
        return Repeats()
    marked = _held(connection, _marked(double, kind))
    out = _dropped(marked, rules)
    dropped = _held(connection, out.select(AT))
    return Repeats(marked, dropped, tuple(_excluded(connection, out, kind)))


def _are_distinct(
    connection: ibis.BaseBackend, rows: ir.Table, key: str, span: tuple[int, int]
) -> bool:
    least, most = span
    if not 0 <= most - least < WIDEST or not rows[key].type().is_integer():
        return False
    number = rows[key].cast("int64")
    asked = rows.aggregate(
        times=number.count(), numbers=_set_bits(_bits(number, least, most)).fill_null(0)
    )
    [answer] = fetched(connection, asked)
    return bool(answer["times"] == answer["numbers"])


def _twice(keyed: ir.Table, kind: RecordKind, span: Span) -> Iterator[ir.Table]:
    """The keys that come more than once; of many numbers a part at a time, to bound the memory."""
    if span is None:
        yield _repeated(keyed, kind.key)
        return
    [name] = kind.key
    parts = max(1, min(MOST_PARTS, (span[1] - span[0]) // AT_ONCE))
    for part in range(parts):
        yield _repeated(keyed.filter(keyed[name] % parts == part), kind.key)


def _repeated(rows: ir.Table, key: Sequence[str]) -> ir.Table:
    times = rows.group_by(key).aggregate(_times=rows.count())
    return times.filter(times["_times"] > 1).drop("_times")


def _held(connection: ibis.BaseBackend, rows: ir.Table) -> ir.Table:
    """Rows worked out once, and kept for as long as the connection is open."""
    return connection.create_table(ibis.util.gen_name("repeated"), rows, temp=True)


def _marked(double: ir.Table, kind: RecordKind) -> ir.Table:
    """Rows of one key in their order: which repeat an earlier one whole, and which differ."""
    columns = [column.name for column in kind.columns]
    alike = double.mutate(_again=_number(columns), _nth=_number(kind.key))
    first = (alike["_again"] == 0).cast("int64")
    versions = alike.mutate(_versions=first.sum().over(ibis.window(group_by=kind.key)))
    code = ibis.cases(
        (versions["_again"] > 0, WHOLE),
        ((versions["_versions"] > 1) & (versions["_nth"] > 0), DIFFERS),
        else_="",
    )
    return versions.select(AT, *kind.key, "_versions", code=code)


def _number(columns: Sequence[str]) -> ir.IntegerValue:
    return ibis.row_number().over(ibis.window(group_by=list(columns), order_by=AT))


def _dropped(marked: ir.Table, rules: RecordRules) -> ir.Table:
    """The rows that are left out, each under the code of the rule that does so."""
    whole, differs = rules.rules[WHOLE].then, rules.rules[DIFFERS].then
    wanted = ibis.literal(False)
    if whole != "keep":
        wanted = wanted | (marked["code"] == WHOLE)
    if differs == "first":
        wanted = wanted | (marked["code"] == DIFFERS)
    if differs == "exclude":
        wanted = wanted | ((marked["code"] != WHOLE) & (marked["_versions"] > 1))
    return marked.filter(wanted).mutate(code=marked["code"].nullif("").fill_null(DIFFERS))


def _excluded(connection: ibis.BaseBackend, out: ir.Table, kind: RecordKind) -> list[Excluded]:
    counted = out.group_by("code").aggregate(rows=out.count()).order_by("code")
    column = ", ".join(kind.key)
    return [Excluded(row["code"], column, row["rows"]) for row in fetched(connection, counted)]
