"""The commands together; each module of commands is added with one line."""

from typing import Annotated

import typer

from bettercare.cli import (
    about_commands,
    compare_commands,
    place_commands,
    plan_commands,
    round_commands,
)

app = typer.Typer(
    name="bettercare",
    help="Read, check and explain Better Care Fund plans.",
    epilog=(
        "Exit codes: 0 no errors found, 1 errors found, 2 cannot read, 3 our fault. "
        "Shipped plans to try: leicester, rotherham."
    ),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)


def _version(wanted: bool) -> None:
    if wanted:
        from bettercare import __version__

        typer.echo(f"bettercare {__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Show the version and exit.", callback=_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Read, check and explain Better Care Fund plans."""


# In the order in which the help lists them.
app.add_typer(plan_commands.commands)
app.add_typer(compare_commands.commands)
app.add_typer(round_commands.commands)
app.add_typer(place_commands.commands)
app.add_typer(about_commands.commands)
