"""The command about one series over time: a control chart in words, as a table, or drawn."""

from collections.abc import Sequence
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from bettercare.cli.options import Form, FormOf
from bettercare.cli.printing import show
from bettercare.errors import BadRequest, ExitCode

if TYPE_CHECKING:
    from bettercare.charts import Chart

commands = typer.Typer()
BETTER = ("lower", "higher", "neither")
Better = Literal["lower", "higher", "neither"]


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
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Say what a series over time does, and what of it chance does not explain.

    Exits 1 when a row of the file cannot be read; such a period is left as a gap.
    """
    from bettercare.charts import Measure, control_chart
    from bettercare.cli.spc_texts import Told, spc_in
    from bettercare.statistics import xmr
    from bettercare.trajectories.series_file import read_series

    if better not in BETTER:
        raise BadRequest(f"'{better}' is no way to be better. Write lower, higher or neither.")
    if target is not None and not isfinite(target):
        raise BadRequest("A target is a number, such as 18 or 3.5.")
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
    wanted = Form.json if as_json else form
    show(spc_in(wanted, Told(series, chart, drawn, name)), wanted)
    if series.has_errors:
        raise typer.Exit(ExitCode.ERRORS_FOUND)


def _place(period: str, periods: Sequence[str]) -> int:
    if period not in periods:
        raise BadRequest(f"There is no period '{period}'. The first is '{periods[0]}'.")
    if period == periods[0]:
        raise BadRequest(f"'{period}' is the first period: mean and limits begin there anyway.")
    return periods.index(period)


def _draw(chart: "Chart", output: Path) -> None:
    if output.suffix.casefold() != ".svg":
        raise BadRequest(f"'{output.name}' should end in .svg: pictures are drawn as SVG.")
    try:
        output.write_text(chart.svg(), encoding="utf-8")
    except OSError as error:
        raise BadRequest(f"Cannot write {output.name}: {error.strerror}.") from None
