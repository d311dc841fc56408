"""The commands about all areas at once: collate their plans."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bettercare.cli.options import Form, RoundsFolder
from bettercare.cli.printing import show
from bettercare.errors import ExitCode

if TYPE_CHECKING:
    from bettercare.national import Collation

commands = typer.Typer()


@commands.command(epilog="Example: bettercare collate plans -o england.parquet")
def collate(  # noqa: PLR0913  (each is an option of its own)
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder of plans.")],
    *,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="OUT", help="Ends in .parquet, .duckdb, .xlsx or .csv."
        ),
    ],
    areas: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The areas expected, one a line; else every board."),
    ] = None,
    round_id: Annotated[
        str | None,
        typer.Option("--round", "-r", help="The round of plans that do not say theirs."),
    ] = None,
    folders: RoundsFolder = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="How many files to read at once; else one a core.")
    ] = None,
    keep_parts: Annotated[
        bool, typer.Option("--keep-parts", help="Keep what each file gave, for the next run.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over what is there.")] = False,
) -> None:
    """Read and check every plan in a folder, and write them all as tidy tables.

    Exits 1 when plans have errors, are missing or cannot be read.
    """
    from bettercare.national import collation
    from bettercare.national.league import areas_asked
    from bettercare.national.summary_text import collation_text, unproved_text

    settings = collation.Settings(
        round_id=round_id,
        folders=tuple(folders or ()),
        areas=areas_asked(areas) if areas else None,
        jobs=jobs,
        keep_parts=keep_parts,
        force=force,
    )
    try:
        with _progress() as progress:
            made = collation.collate(folder, output, settings, progress)
    except KeyboardInterrupt:
        typer.echo("Stopped. What was read is kept: run it again to read only the rest.", err=True)
        raise typer.Exit(ExitCode.CANNOT_READ) from None
    if made.proved:
        show(collation_text(made), Form.text)
    else:
        typer.echo(unproved_text(made), err=True)
    if (code := _exit_code(made)) is not ExitCode.NO_ERRORS:
        raise typer.Exit(code)


def _exit_code(made: "Collation") -> ExitCode:
    standings = {one.standing for one in made.league}
    if "our fault" in standings or not (made.proved or made.by_pence):
        return ExitCode.OUR_FAULT
    if not made.chosen or not made.proved:
        return ExitCode.CANNOT_READ
    bad = standings & {"missing", "not read", "failing"}
    return ExitCode.ERRORS_FOUND if bad else ExitCode.NO_ERRORS


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """A bar on a terminal; drawn as files are done: no thread may run while processes fork."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    from rich.progress import Progress

    with Progress(console=console, auto_refresh=False, transient=True) as bar:
        task = bar.add_task("Reading plans", total=None)

        def told(done: int, files: int) -> None:
            bar.update(task, completed=done, total=files, refresh=True)

        yield told
