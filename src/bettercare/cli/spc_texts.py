"""What the command about one series shows: in words and a table, as JSON, or as CSV."""

import csv
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from io import StringIO

import msgspec

from bettercare.charts import Chart
from bettercare.cli.options import Form
from bettercare.formats.values import guarded
from bettercare.labels import wrapped
from bettercare.statistics import ControlChart, chart_in_words
from bettercare.statistics.xmr_chart import Segment
from bettercare.statistics.xmr_words import ASSURANCE, VARIATION
from bettercare.trajectories.series_file import Series

WIDTH = 80


@dataclass(frozen=True, slots=True)
class Told:
    """A series as read, its control chart, and how that is drawn."""

    series: Series
    chart: ControlChart
    drawn: Chart
    name: str


def spc_in(form: Form, told: Told) -> str:
    """The chart in the form asked for."""
    if form is Form.json:
        return _json(told)
    return _csv(told.drawn) if form is Form.csv else "\n".join(_lines(told))


def _lines(told: Told) -> Iterator[str]:
    """The finding, the icons of each segment, the table, and what was wrong with the file."""
    yield from wrapped(chart_in_words(told.chart, told.name))
    for segment in told.chart.segments:
        yield ""
        yield from _icons(told, segment)
    yield ""
    yield from _table(told.drawn)
    yield ""
    for one in told.series.findings:
        yield from wrapped(f"{one.code}  {one.subject}. {one.message} Fix: {one.fix}")
    added = f", {told.series.added} of them without a row" if told.series.added else ""
    yield f"Read {told.series.rows} rows, {len(told.series.values)} periods{added}."


def _icons(told: Told, segment: Segment) -> Iterator[str]:
    """The lines of a segment and its icons in words."""
    names = list(told.series.values)
    across = f"{names[segment.start]} to {names[segment.stop - 1]}"
    yield from wrapped(f"{across}: {segment.points} points. {_limits(segment)}")
    yield from wrapped(f"Variation: {VARIATION[segment.variation]}.")
    yield from wrapped(f"Assurance: {ASSURANCE[segment.assurance]}.")


def _limits(segment: Segment) -> str:
    if segment.strength not in {"provisional", "firm"}:
        return "A run chart, without limits."
    ranges = f" {segment.screened} of its moving ranges left out as outliers."
    called = "Provisional" if segment.strength == "provisional" else "Firm"
    return (
        f"{called}: mean {segment.mean:,.1f}, limits {segment.lower:,.1f} to "
        f"{segment.upper:,.1f}.{ranges if segment.screened else ''}"
    )


def _table(chart: Chart) -> list[str]:
    """The table in 80 columns: where a line is longer, its last words go on beneath it."""
    text = chart.to_text().splitlines()[-len(chart.rows) - 1 :]
    return [part for line in text for part in _folded(line)]


def _folded(line: str) -> list[str]:
    if len(line) <= WIDTH:
        return [line]
    cut = line.rindex(" ", 0, WIDTH)
    return [line[:cut].rstrip(), f"    {line[cut:].strip()}"]


def _json(told: Told) -> str:
    names = list(told.series.values)
    segments = [
        {
            "from": names[segment.start],
            "until": names[segment.stop - 1],
            **asdict(segment),
            "variation_in_words": VARIATION[segment.variation],
            "assurance_in_words": ASSURANCE[segment.assurance],
        }
        for segment in told.chart.segments
    ]
    found = {
        "finding": chart_in_words(told.chart, told.name),
        "better": told.chart.better,
        "segments": segments,
        "points": [
            {"period": period, **asdict(point)}
            for period, point in zip(names, told.chart.points, strict=True)
        ],
        "findings": msgspec.to_builtins(told.series.findings),
        "rows": told.series.rows,
        "periods_without_row": told.series.added,
    }
    return json.dumps(found, ensure_ascii=False, indent=2)


def _csv(chart: Chart) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.head for column in chart.columns])
    writer.writerows([guarded(cell) for cell in line] for line in chart.cells())
    return out.getvalue().rstrip("\n")
