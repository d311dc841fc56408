"""What the command ``measure`` does: check records, count, work out, withhold, and say it."""

import csv
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from io import StringIO
from pathlib import Path
from typing import Any

from bettercare.engines import duckdb
from bettercare.errors import BadRequest, UnreadableFile
from bettercare.findings import Report, Severity
from bettercare.formats.values import guarded
from bettercare.labels import listed
from bettercare.metrics.counting import Counted, count_records
from bettercare.metrics.definition import Definition
from bettercare.metrics.disclosure import APPLIED, Published, publish
from bettercare.metrics.library import definition
from bettercare.metrics.populations import read_people
from bettercare.metrics.record_checks import check_records
from bettercare.metrics.record_checks_report import RecordReport
from bettercare.metrics.record_checks_rules import record_rules
from bettercare.metrics.records import KINDS
from bettercare.metrics.results import Result
from bettercare.places import load_mapping

PERIODS = ("month", "quarter", "year")
MOST_LINES = 40
WIDTH = 80


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of some records."""

    kind: str
    metrics: tuple[str, ...]
    breakdowns: tuple[str, ...]
    periods: tuple[str, ...]
    round_id: str
    populations: Path | None
    why_not_hidden: str
    memory: str


@dataclass(frozen=True, slots=True)
class Measured:
    """Results with all that was found on the way, and where every row went."""

    published: Published
    records: RecordReport
    findings: Report
    controls: tuple[str, ...]
    holds: bool

    @property
    def has_errors(self) -> bool:
        """Whether records have errors, or a control total does not hold."""
        return not self.holds or bool(self.findings.of(Severity.ERROR))

    def told(self, form: str) -> str:
        """All of it as text, JSON or CSV."""
        return {"text": _text, "json": _json, "csv": _csv}[form](self)


def measured(paths: Sequence[Path], asked: Asked) -> Measured:
    """Count what is asked from files. Raises ``BadRequest`` and ``UnreadableFile``."""
    made = _definitions(asked)
    people = read_people(asked.populations) if asked.populations else None
    with tempfile.TemporaryDirectory() as work, duckdb.connect(memory=asked.memory) as database:
        checked = check_records(database, paths, KINDS[asked.kind], Path(work))
        counted = count_records(
            database, {asked.kind: checked}, made.values(), shares=load_mapping()
        )
        counts = counted.counts
    named = [people.beside(one, made[one.metric]) if people else one for one in counts]
    published = publish(named, made, why_not_hidden=asked.why_not_hidden)
    found = checked.report.findings(record_rules())
    extra = people.findings if people else ()
    return Measured(
        published,
        checked.report,
        Report((*found.findings, *extra)),
        tuple(_controls(counted)),
        counted.holds and checked.report.holds,
    )


def _definitions(asked: Asked) -> Mapping[str, Definition]:
    """The definitions that are asked for, with the breakdowns and periods that are asked for."""
    import msgspec

    if asked.kind not in KINDS:
        raise BadRequest(f"'{asked.kind}' is no kind of record. There are {listed(KINDS)}.")
    if odd := set(asked.periods) - set(PERIODS):
        raise BadRequest(f"'{min(odd)}' is no kind of period. Write {listed(PERIODS, 'or')}.")
    found = {}
    for code in asked.metrics:
        made = definition(code, round_id=asked.round_id)
        if made.records != asked.kind:
            needed = f"It is counted from {made.records}." if made.records else "It has no rule."
            raise BadRequest(f"'{code}' cannot be counted from {asked.kind}. {needed}")
        if odd := set(asked.breakdowns) - set(made.breakdowns):
            known = listed(made.breakdowns) or "none"
            raise BadRequest(f"'{code}' has no breakdown '{min(odd)}'. It has {known}.")
        periods = tuple(one for one in made.periods if one in (asked.periods or made.periods))
        if not periods:
            raise BadRequest(f"'{code}' is not counted by {asked.periods[0]}.")
        found[made.metric] = msgspec.structs.replace(
            made, breakdowns=asked.breakdowns, periods=periods
        )
    return found


def _controls(counted: Counted) -> list[str]:
    said = [
        f"{one.counted:,} of {one.read.given:,} rows counted by {one.area}, "
        f"{one.undated:,} without a date, {one.not_asked:,} that no measure asks for"
        for one in counted.controls
    ]
    part = sorted({period for one in counted.controls for period in one.part})
    if part:
        said.append(f"Counts of {listed(part)} are of a part: not every month has records")
    return said


def _text(found: Measured) -> str:
    results, report = found.published.results, found.records
    hidden = sum(1 for one in results if one.hidden)
    lines = [f"{len(results):,} results, {hidden:,} hidden. Disclosure control: "
             f"{found.published.disclosure}."]  # fmt: skip
    lines.append(f"Read {report.rows:,} rows of {report.kind}; kept {report.kept:,}.")
    lines += [
        f"Left out: {one.rows:,} rows, by rule {one.code} ({one.column or 'row'})."
        for one in report.excluded
    ]
    lines += [f"{line}." for line in found.controls]
    lines += ["", *_table(results)]
    for one in found.findings.findings:
        lines += ["", f"{one.code}  {one.subject}. {one.message}", f"Fix: {one.fix}"]
    if not found.holds:
        lines += ["", "The control totals do not agree. Do not use these results."]
    from textwrap import wrap

    return "\n".join(
        part for line in lines for part in (wrap(line, WIDTH) if len(line) > WIDTH else [line])
    )


def _table(results: Sequence[Result]) -> list[str]:
    lines = [
        f"{'Metric':8}{'Period':12}{'Area':10}{'Group':14}"
        f"{'Count':>8}{'Value':>10}{'95% from-to':>18}"
    ]
    for one in results[:MOST_LINES]:
        count = "hidden" if one.numerator is None else f"{one.numerator:,.0f}"
        value = "" if one.value is None else f"{one.value:,.1f}"
        limits = (
            "" if one.lower is None or one.upper is None else f"{one.lower:,.1f}-{one.upper:,.1f}"
        )
        group = one.group or "everybody"
        lines.append(
            f"{one.metric[:7]:8}{one.period:12}{one.area[:9]:10}{group[:13]:14}"
            f"{count:>8}{value:>10}{limits:>18}"
        )
    if len(results) > MOST_LINES:
        lines.append(f"and {len(results) - MOST_LINES:,} more: write them with -o results.csv")
    return lines


def _rows(found: Measured) -> list[dict[str, Any]]:
    return [
        {name: None if value is None else _plain(value) for name, value in asdict(one).items()}
        for one in found.published.results
    ]


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | float) else f"{value:f}"


def _json(found: Measured) -> str:
    report = found.records
    return json.dumps(
        {
            "disclosure": found.published.disclosure,
            "rows": {"read": report.rows, "kept": report.kept},
            "control": list(found.controls),
            "findings": [
                f"{one.code} {one.subject}: {one.message}" for one in found.findings.findings
            ],
            "results": _rows(found),
        },
        ensure_ascii=False,
        indent=1,
    )


def _csv(found: Measured) -> str:
    """Results as CSV; each row says whether disclosure control was applied."""
    out = StringIO()
    names = [field.name for field in fields(Result)]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*names, "disclosure"])
    for row in _rows(found):
        cells = ["" if row[name] is None else str(row[name]) for name in names]
        writer.writerow([guarded(cell) for cell in (*cells, found.published.disclosure)])
    return out.getvalue().rstrip("\n")


def written(found: Measured, output: Path) -> None:
    """Write results to a file by its ending."""
    made = {".csv": _csv, ".json": _json}.get(output.suffix.casefold())
    if made is None:
        raise BadRequest(f"'{output.name}' should end in .csv or .json.")
    try:
        output.write_text(made(found) + "\n", encoding="utf-8")
    except OSError as error:
        raise UnreadableFile(f"Cannot write {output.name}: {error.strerror}.") from error


__all__ = ["APPLIED", "Asked", "Measured", "measured", "written"]
