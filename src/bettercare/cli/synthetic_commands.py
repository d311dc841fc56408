"""The command that makes synthetic plans."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bettercare.cli.options import Form
from bettercare.cli.printing import show
from bettercare.cli.reading import is_taken
from bettercare.errors import BadRequest, UnreadableFile

if TYPE_CHECKING:
    from bettercare.rounds import Round
    from bettercare.synthetic.files import Truth

commands = typer.Typer()
EVERY = "all"


class As(StrEnum):
    """How plans are written."""

    xlsx = "xlsx"
    json = "json"
    csv = "csv"


@commands.command(epilog="Example: bettercare synthesise -o plans --round 2019-20 --areas 20")
def synthesise(  # noqa: PLR0913  (each is an option of its own)
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the plans go.")
    ],
    rounds: Annotated[
        list[str] | None,
        typer.Option("--round", "-r", help="A round (repeatable), or all; else the latest."),
    ] = None,
    areas: Annotated[int, typer.Option(help="How many areas.")] = 150,
    schemes: Annotated[int, typer.Option(help="How many schemes a plan has.")] = 100,
    faults: Annotated[
        str,
        typer.Option(help="Faults in each plan, such as 3, or the part of plans with some: 40%."),
    ] = "40%",
    seed: Annotated[int, typer.Option(help="The same seed makes the same plans.")] = 1,
    form: Annotated[As, typer.Option("--as", help="How plans are written.")] = As.xlsx,
    force: Annotated[bool, typer.Option("--force", help="Write over what is there.")] = False,
) -> None:
    """Make up plans of all areas, with planted faults and the truth about them.

    Every file says that it is synthetic. truth.csv and truth.json say what was planted where.
    """
    from bettercare.synthetic.files import write_nation
    from bettercare.synthetic.nation import Wish, area_names, nation

    if not force and is_taken(output):
        raise UnreadableFile(f"Cannot write {output}: it is there already. Add --force.")
    each, share = _faults(faults)
    wish = Wish(areas=areas, seed=seed, schemes=schemes, faults=each, share=share)
    chosen = _rounds(rounds)
    plans = sum(len(area_names(one, areas, seed)) for one in chosen) if areas > 0 else 0
    with _progress(plans) as told:
        truth = write_nation(nation(chosen, wish), output, form.value, told)
    show("\n".join(_summary(truth, output, seed)), Form.text)


def _faults(text: str) -> tuple[int | None, float]:
    """Faults a plan, or the share of plans that have some, as it was typed: 3, 40% or 0.4."""
    number = text.removesuffix("%")
    try:
        if number.isdecimal() and number == text:
            return int(number), 0
        share = float(number)
    except ValueError as error:
        raise BadRequest(f"'{text}' is no number of faults. Write 3, or 40%.") from error
    return None, share / 100 if number != text else share


def _rounds(asked: Sequence[str] | None) -> "list[Round]":
    from bettercare.dates import short_year
    from bettercare.rounds import available, load

    known = list(available())
    names = known if EVERY in (asked or ()) else list(map(short_year, asked or known[-1:]))
    return [load(name) for name in dict.fromkeys(names)]


def _summary(truth: "Sequence[Truth]", folder: Path, seed: int) -> Iterator[str]:
    """What was made, on one screen."""
    files = {one.file for one in truth if one.what != "missing"}
    told = Counter(one.what for one in truth)
    at_fault = {one.file for one in truth if one.what == "fault"}
    yield f"{len(files):,} synthetic plans in {folder} (seed {seed})"
    yield ""
    yield f"  {told['clean']:>6,}  clean and in time"
    yield f"  {len(at_fault):>6,}  with faults: {told['fault']:,} planted"
    yield f"  {told['late']:>6,}  late"
    yield f"  {told['missing']:>6,}  missing, so without a file"
    yield f"  {told['another version']:>6,}  a second version"
    yield f"  {told['another round']:>6,}  of another round"
    yield f"  {told['broken']:>6,}  broken: cannot be read"
    yield ""
    yield f"What was planted where: {folder / 'truth.csv'} and truth.json."
    yield "Names of areas are real; everything else is made up."


@contextmanager
def _progress(plans: int) -> Iterator[Callable[[str], None] | None]:
    """A bar on a terminal, and nothing elsewhere."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    from rich.progress import Progress

    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("Making plans", total=plans)
        yield lambda file: bar.update(task, advance=1, description=file)
