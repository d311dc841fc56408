"""The command about places: areas, NHS commissioners, and the mapping between them."""

from pathlib import Path
from typing import Annotated

import typer

from bettercare.cli.options import Form, FormOf
from bettercare.cli.printing import show
from bettercare.errors import ExitCode

commands = typer.Typer()

Wanted = Annotated[
    str | None,
    typer.Argument(
        metavar="[AREA]", help="An area or NHS commissioner, by name or code; all without it."
    ),
]
MappingId = Annotated[
    str,
    typer.Option(
        "--mapping", "-m", help="The mapping: by the round it was made for, or a CSV file."
    ),
]
AsPrinted = Annotated[
    bool, typer.Option("--as-printed", help="Leave out the corrections of the print.")
]
PlansFile = Annotated[
    Path | None,
    typer.Option(
        "--plans", help="A CSV file of planned admissions of commissioners, to apportion."
    ),
]


@commands.command(epilog="Example: bettercare places Rotherham")
def places(
    wanted: Wanted = None,
    mapping: MappingId = "2017-19",
    plans: PlansFile = None,
    as_printed: AsPrinted = False,
    form: FormOf = Form.text,
) -> None:
    """Show which NHS commissioners an area has, and apportion their planned admissions.

    Exits 1 when something is missing that an answer needs.
    """
    from bettercare.cli.place_texts import places_text
    from bettercare.cli.place_views import view

    found = view(wanted, mapping, plans, corrected=not as_printed)
    show(places_text(found, form.value), form)
    if found.has_errors:
        raise typer.Exit(ExitCode.ERRORS_FOUND)
