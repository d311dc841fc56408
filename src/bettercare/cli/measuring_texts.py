"""What the command ``measure`` prints and writes: results first, then where every row went."""

import csv
import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from io import StringIO
from pathlib import Path
from typing import Any

from bettercare.cli.measuring import Measured
from bettercare.errors import BadRequest, UnreadableFile
from bettercare.findings import Finding
from bettercare.formats.values import guarded
from bettercare.metrics.results import Result

MOST_LINES = 40
WIDTH = 80


def told(found: Measured, form: str) -> str:
    """All of it as text, JSON or CSV."""
    return {"text": _text, "json": _json, "csv": _csv}[form](found)


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
        lines += ["", *_finding(one)]
    if not found.holds:
        lines += ["", "The control totals do not agree. Do not use these results."]
    from textwrap import wrap

    return "\n".join(
        part for line in lines for part in (wrap(line, WIDTH) if len(line) > WIDTH else [line])
    )


def _finding(one: Finding) -> list[str]:
    said = f"{one.code}  {one.subject}. {one.message}"
    return [said, f"Fix: {one.fix}"] if one.fix else [said]


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
