"""One trial: a plan with planted faults, in a workbook that somebody changed and harmed, read back.

What must come back is worked out without any workbook: the same cells as lines of text, read by the
road that CSV files take.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import msgspec

import bettercare as bc
from bettercare.findings import Finding, Report
from bettercare.formats.delimited import Sheet
from bettercare.formats.fractions import metrics_as_fractions
from bettercare.formats.reading import Reading, amounts_of, sum_of
from bettercare.formats.tables import read_table
from bettercare.formats.workbooks.grid import as_read
from bettercare.plan import Plan
from bettercare.plan.records import TABLES, Record, without_places
from bettercare.rounds import Round, available, load
from bettercare.synthetic import synthesise
from bettercare.synthetic.faults import Fault, plant
from tests.trials.book import Book, Tab, book_of, written
from tests.trials.changes import CHANGES, total_row
from tests.trials.harm import HARMS, HEADING, Harm, heading_lost, row_deleted

AREAS = ("Leicester", "Rotherham", "Rutland", "Kent", "Camden", "Cumbria")
MOST_FAULTS = 3
KEPT = {"date": "2019-09-27", "unsaved": "(formula without a saved value)"}  # of cells harmed so
PLACES_LOOKED_AT = 5


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a trial was, and everything that did not come out as it must; nothing where all did.

    ``faults`` are the kinds that were planted and must be found; ``undone`` says how many more were
    undone by the harm that was done after them.
    """

    seed: int
    round: str
    changes: tuple[str, ...]
    harms: tuple[str, ...]
    faults: tuple[str, ...]
    undone: int
    wrong: tuple[str, ...]


def trial(seed: int, folder: Path) -> Outcome:
    """Run the trial of a seed."""
    draw = Random(seed)  # noqa: S311  (trials that come out alike each time)
    rules = load(draw.choice(sorted(available())))
    area = draw.choice(AREAS)
    clean = synthesise(rules, area, seed, draw.randint(25, 40))
    planted = plant(_carried(clean), rules, seed, draw.randint(0, MOST_FAULTS))
    plan = _carried(planted.plan)
    before = bc.summarise(plan).report
    truth = [fault for fault in planted.truth if _is_found(fault, before)]
    book = book_of(plan, rules)
    harms = [harm(book, draw) for harm in _drawn_harms(draw)]
    expected = _expected(book, rules, area)
    changes = [one for one in draw.sample(CHANGES, draw.randint(1, 5)) if _suits(one, harms)]
    for change in changes:
        change(book, draw)
    reading = bc.read(written(book, folder / f"{seed}.xlsx"), rules.round)
    told = bc.summarise(reading).report
    must = bc.summarise(expected).report
    shifted = [_after(fault, harms) for fault in truth]
    found = [fault for fault in shifted if fault and _is_found(fault, must)]
    wrong = [
        *_plans_differ(reading, expected, harms),
        *_controls_differ(reading, expected),
        *_harms_not_told(harms, told, book),
        *(f"{fault.kind} is not found" for fault in found if not _is_found(fault, told)),
        *_findings_lost(must, told),
        *_places_wrong(reading, book, harms, draw),
    ]
    return Outcome(
        seed=seed,
        round=rules.round,
        changes=tuple(change.__name__ for change in changes),
        harms=tuple(harm.name for harm in harms),
        faults=tuple(fault.kind for fault in found),
        undone=len(truth) - len(found),
        wrong=tuple(wrong),
    )


def _drawn_harms(draw: Random) -> list[Callable[[Book, Random], Harm]]:
    """Up to two kinds of harm; a lost heading alone, since nothing under it can be told of."""
    drawn = draw.sample(HARMS, draw.randint(0, 2))
    if heading_lost in drawn:
        return [heading_lost]
    return sorted(drawn, key=lambda harm: harm is not row_deleted)


def _suits(change: Callable[[Book, Random], None], harms: Sequence[Harm]) -> bool:
    """Whether a change still changes nothing: under no heading of pounds a total is a row."""
    return change is not total_row or all(harm.name != HEADING for harm in harms)


def _carried(plan: Plan) -> Plan:
    """What the tabs of a plain workbook hold of a plan."""
    return msgspec.structs.replace(plan, given={}, printed={}, facts={}, origins={})


def _expected(book: Book, rules: Round, area: str) -> Plan:
    tables: dict[str, Any] = {}
    for tab in book.tabs:
        if tab.table:
            sheet = Sheet(tab.table, tuple(_texts(tab)))
            tables[tab.table] = read_table(tab.table, sheet, rules, own=False).records
    if "metrics" in tables:
        tables["metrics"], _ = metrics_as_fractions(tables["metrics"], rules)
    return Plan(round=rules.round, area=area, **tables)


def _texts(tab: Tab) -> list[list[str]]:
    return [[KEPT.get(cell.how) or as_read(cell.value) for cell in row] for row in tab.rows]


def _after(fault: Fault, harms: Sequence[Harm]) -> Fault | None:
    """A fault where it stands after rows were deleted; ``None`` for one that went with its row."""
    if fault.table == "schemes" and fault.item in _lost(harms):
        return None
    item = _moved(fault.item, harms) if fault.table == "schemes" else fault.item
    return msgspec.structs.replace(fault, item=item)


def _lost(harms: Sequence[Harm]) -> list[int]:
    """The rows of schemes that were deleted."""
    return [harm.lost.item for harm in harms if harm.lost]


def _moved(item: int, harms: Sequence[Harm]) -> int:
    """Where a row of schemes stands after others were deleted."""
    return item - sum(lost < item for lost in _lost(harms))


def _is_found(fault: Fault, report: Report) -> bool:
    return any(fault.is_found_by(finding) for finding in report)


def _plans_differ(reading: Reading, expected: Plan, harms: Sequence[Harm]) -> list[str]:
    mine, theirs = without_places(reading.plan), without_places(expected)
    wrong = [] if mine.area == theirs.area else [f"the area is {mine.area}, not {theirs.area}"]
    for table in TABLES:
        read, must = getattr(mine, table) or (), getattr(theirs, table) or ()
        if len(read) != len(must):
            wrong.append(f"{table} has {len(read)} records, not {len(must)}")
        for item, (one, other) in enumerate(zip(read, must, strict=False), 1):
            if _plain(one, table, item, harms) != _plain(other, table, item, harms):
                wrong.append(f"record {item} of {table} differs")
    return wrong


def _plain(record: Record, table: str, item: int, harms: Sequence[Harm]) -> Record:
    """A record without the value that was harmed, and without what stands beside the columns."""
    tags = [harm.tag for harm in harms if harm.tag]
    fields = {t.field for t in tags if (t.table, _moved(t.item, harms)) == (table, item)}
    fields |= {"amounts"} if any(harm.name == HEADING for harm in harms) else set()
    kept = {k: v for k, v in record.written.items() if k not in fields}
    new = msgspec.structs.replace(record, extra={}, written=kept)
    for field in fields:
        name, _, key = field.partition(".")
        value = getattr(new, name, None)
        if isinstance(value, dict):
            left = {k: v for k, v in value.items() if key and k != key}
            new = msgspec.structs.replace(new, **{name: left})
    return new


def _controls_differ(reading: Reading, expected: Plan) -> list[str]:
    """Rows and pounds that are not accounted for."""
    wrong = [f"the control of {c.table} does not agree" for c in reading.controls if not c.agrees]
    for one in reading.controls:
        records = getattr(expected, one.table) or ()
        pounds = sum_of(amounts_of(getattr(reading.plan, one.table) or ()))
        if one.rows_kept != len(records) or one.sum_kept != pounds:
            rows = f"{one.rows_kept} of {len(records)} rows"
            wrong.append(f"the control of {one.table} counts {rows}")
    return wrong


def _harms_not_told(harms: Sequence[Harm], told: Report, book: Book) -> list[str]:
    wrong = []
    for harm in harms:
        near = [finding for finding in told if finding.code in harm.codes]
        if harm.tag:
            where = book.where(harm.tag)
            near = [f for f in near if any((p.sheet, p.cell) == where for p in f.places)]
        if not near and harm.codes:
            wrong.append(f"{harm.name} is not told")
    return wrong


def _findings_lost(must: Report, told: Report) -> list[str]:
    """Findings of checks on the plan that the workbook's own report does not hold."""
    said = {_said(finding) for finding in told}
    return [f"{f.code} is not said: {f.subject}" for f in must if _said(f) not in said]


def _said(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.subject, finding.message


def _places_wrong(reading: Reading, book: Book, harms: Sequence[Harm], draw: Random) -> list[str]:
    """Some values whose place is not where they stand."""
    tags = [cell.tag for row in book.tab("schemes").rows for cell in row if cell.tag]
    tags = [tag for tag in tags if tag.field and "." not in tag.field]
    wrong = []
    for tag in draw.sample(tags, PLACES_LOOKED_AT):
        item = _moved(tag.item, harms)
        place = reading.plan.place("schemes", item, tag.field)
        if (place.sheet, place.cell) != book.where(tag):
            wrong.append(f"{tag.field} of row {item} is at {book.where(tag)}, not {place.cell}")
    return wrong
