"""The command about one series over time: a control chart in words, as a table, or drawn."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from bettercare.cli.options import Form, FormOf
from bettercare.cli.printing import show
from bettercare.errors import BadRequest, ExitCode

if TYPE_CHECKING:
    from bettercare.charts import Chart
    from bettercare.trajectories.series_file import Series

commands = typer.Typer()
BETTER = ("lower", "higher", "neither")
Better = Literal["lower", "higher", "neither"]
WIDTH = 80


@commands.command(epilog="Example: bettercare spc delays.csv --target 18 --rebase 2018-04")
def spc(  # noqa: PLR0913  (one for each option)
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="A CSV file with the columns period and value.")
    ],
    target: Annotated[float | None, typer.Option(help="The target of every period.")] = None,
    rebase: Annotated[
        list[str] | None, typer.Option(help="A period at which mean and limits begin again.")
    ] = None,
    better: Annotated[str, typer.Option(help="lower, higher or neither.")] = "lower",
    name: Annotated[str, typer.Option(help="What the series is called.")] = "The series",
    unit: Annotated[str, typer.Option(help="The unit of its values.")] = "Value",
    *,
    screen: Annotated[
        bool, typer.Option(help="Leave outlying moving ranges out of the limits.")
    ] = True,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT.svg", help="Draw it too.")
    ] = None,
    form: FormOf = Form.text,
) -> None:
    """Say what a series over time does, and what of it chance does not explain.

    Exits 1 when a row of the file cannot be read; such a period is left as a gap.
    """
    from bettercare.charts import Measure, control_chart
    from bettercare.statistics import xmr
    from bettercare.trajectories.series_file import read_series

    if better not in BETTER:
        raise BadRequest(f"'{better}' is no way to be better. Write lower, higher or neither.")
    series = read_series(path)
    periods = list(series.values)
    chart = xmr(
        list(series.values.values()),
        rebase=[_place(one, periods) for one in rebase or ()],
        target=target,
        screen=screen,
        better=cast(Better, better),  # looked at above
    )
    drawn = control_chart(chart, periods, Measure(name, unit))
    if output is not None:
        _draw(drawn, output)
    show(_told(drawn, series, form), form)
    if series.has_errors:
        raise typer.Exit(ExitCode.ERRORS_FOUND)


def _place(period: str, periods: Sequence[str]) -> int:
    if period not in periods:
        raise BadRequest(f"There is no period '{period}'. The first is '{periods[0]}'.")
    return periods.index(period)


def _draw(chart: "Chart", output: Path) -> None:
    if output.suffix.casefold() != ".svg":
        raise BadRequest(f"'{output.name}' should end in .svg: pictures are drawn as SVG.")
    try:
        output.write_text(chart.svg(), encoding="utf-8")
    except OSError as error:
        raise BadRequest(f"Cannot write {output.name}: {error.strerror}.") from None


def _told(chart: "Chart", series: "Series", form: Form) -> str:
    if form is Form.json:
        return json.dumps(
            {
                "finding": chart.title,
                "points": [dict(row) for row in chart.rows],
                "findings": [f"{one.subject}: {one.message}" for one in series.findings],
            },
            ensure_ascii=False,
            indent=2,
        )
    if form is Form.csv:
        return _csv(chart)
    problems = [
        f"{one.code}  {one.subject}. {one.message} Fix: {one.fix}" for one in series.findings
    ]
    lines = [chart.title, *_wrapped(chart.alt), *_wrapped(chart.note), "", *_table(chart)]
    if problems:
        lines += ["", *(line for one in problems for line in _wrapped(one))]
    lines += ["", f"Read {series.rows} rows, {len(series.values)} periods."]
    return "\n".join([line for one in lines[:1] for line in _wrapped(one)] + lines[1:])


def _wrapped(text: str) -> list[str]:
    from textwrap import wrap

    return wrap(text, WIDTH, break_long_words=True)


def _table(chart: "Chart") -> list[str]:
    """The table in 80 columns: where a line is longer, its last words go on beneath it."""
    text = chart.to_text().splitlines()[-len(chart.rows) - 1 :]
    return [part for line in text for part in _folded(line)]


def _folded(line: str) -> list[str]:
    if len(line) <= WIDTH:
        return [line]
    cut = line.rindex(" ", 0, WIDTH)
    return [line[:cut].rstrip(), f"    {line[cut:].strip()}"]


def _csv(chart: "Chart") -> str:
    import csv
    from io import StringIO

    from bettercare.formats.values import guarded

    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.head for column in chart.columns])
    writer.writerows([guarded(cell) for cell in line] for line in chart.cells())
    return out.getvalue().rstrip("\n")
