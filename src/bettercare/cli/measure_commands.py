"""The commands about records: count measures from them, and make some up to try it on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bettercare.cli.options import Form, FormOf
from bettercare.cli.printing import show
from bettercare.cli.reading import is_taken
from bettercare.errors import BadRequest, ExitCode

commands = typer.Typer()


@commands.command(epilog="Example: bettercare measure spells --metric nea --by age -o nea.csv")
def measure(  # noqa: PLR0913, PLR0917  (one for each option)
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="FILES", help="Parquet or CSV files, or a folder of them."),
    ],
    metric: Annotated[list[str], typer.Option(help="A metric (repeatable), such as nea.")],
    kind: Annotated[
        str, typer.Option(help="What the records are: spells, delays, reablement, care_homes.")
    ] = "spells",
    by: Annotated[str, typer.Option(help="Breakdowns, such as age,sex; blank for none.")] = "",
    period: Annotated[
        list[str] | None, typer.Option(help="month, quarter or year (repeatable); else all.")
    ] = None,
    round_id: Annotated[str, typer.Option("--round", "-r", help="The round that defines it.")] = "",
    populations: Annotated[
        Path | None, typer.Option(metavar="POP.csv", help="People by area, year and age.")
    ] = None,
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT", help="Ends in .csv or .json.")
    ] = None,
    why_not_hidden: Annotated[
        str,
        typer.Option(
            "--no-disclosure-control",
            metavar="REASON",
            help="Show small numbers, and mark all output NOT FOR RELEASE.",
        ),
    ] = "",
    rules: Annotated[
        Path | None,
        typer.Option(metavar="RULES.yaml", help="Rules of disclosure control, else those shipped."),
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Keep counts of each month there (not for release), and count only what is new.",
        ),
    ] = None,
    engine: Annotated[str, typer.Option(help="What counts: duckdb or spark.")] = "duckdb",
    cluster: Annotated[
        str, typer.Option(metavar="URL", help="Where Spark runs, such as spark://host:7077.")
    ] = "",
    memory: Annotated[str, typer.Option(help="The most memory that counting may take.")] = "2GB",
    form: FormOf = Form.text,
) -> None:
    """Count measures from records: checked, apportioned, with intervals, small numbers withheld.

    Exits 1 when the records have errors; what was left out by which rule is said.
    """
    from bettercare.cli.measuring import Asked, measured
    from bettercare.cli.measuring_texts import told, written

    asked = Asked(
        kind=kind,
        metrics=tuple(metric),
        breakdowns=tuple(one.strip() for one in by.split(",") if one.strip()),
        periods=tuple(period or ()),
        round_id=round_id,
        populations=populations,
        why_not_hidden=why_not_hidden,
        memory=memory,
        rules=rules,
        keep=keep,
        engine=engine,
        cluster=cluster,
    )
    with _steps() as step:
        found = measured(paths, asked, step)
    if output is not None:
        written(found, output)
    show(told(found, form.value), form)
    if found.has_errors:
        raise typer.Exit(ExitCode.ERRORS_FOUND)


@commands.command(
    "synthesise-records",
    epilog="Example: bettercare synthesise-records -o spells --kind spells --rows 100000",
)
def synthesise_records(  # noqa: PLR0913  (each is an option of its own)
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the records go.")
    ],
    kind: Annotated[str, typer.Option(help="spells, delays, reablement or care_homes.")] = "spells",
    rows: Annotated[int, typer.Option(help="How many rows.")] = 100_000,
    months: Annotated[int, typer.Option(help="How many months.")] = 24,
    start: Annotated[str, typer.Option(help="The first month, such as 2017-04.")] = "2017-04",
    faults: Annotated[int, typer.Option(help="How many faults are planted.")] = 0,
    seed: Annotated[int, typer.Option(help="The same seed makes the same records.")] = 1,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV files rather than Parquet.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over what is there.")] = False,
) -> None:
    """Make up records of people who do not exist, a file a month, and the truth about faults."""
    from bettercare.synthetic.records import RecordWish, write_records

    if not force and is_taken(output):
        raise BadRequest(f"{output} is there already. Add --force to write over it.")
    wish = RecordWish(
        kind=kind,
        rows=rows,
        seed=seed,
        start=_month(start),
        months=months,
        faults=faults,
        form="csv" if as_csv else "parquet",
    )
    with _progress(rows) as told:
        truth = write_records(wish, output, told)
    said = f"{rows:,} made-up {kind} of {months} months are in {output}."
    show(f"{said}\n{len(truth):,} faults were planted; truth.csv names each.", Form.text)


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise BadRequest(f"'{text}' is no month. Write it like 2017-04.") from None


@contextmanager
def _steps() -> Iterator[Callable[[str], None]]:
    """A bar on standard error, on a terminal alone: what is under way, and for how long."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("Reading", total=None)
        yield lambda words: bar.update(task, description=words)


@contextmanager
def _progress(rows: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error, on a terminal alone."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Making records", total=rows)
        yield lambda count: bar.update(task, advance=count)
