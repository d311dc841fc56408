"""The command about places: areas, NHS commissioners, and the mapping between them."""

from typing import Annotated

import typer

from bettercare.cli.options import Form, FormOf
from bettercare.cli.printing import show

commands = typer.Typer()

Wanted = Annotated[
    str | None,
    typer.Argument(
        metavar="[AREA]", help="An area or NHS commissioner, by name or code; all without it."
    ),
]
MappingId = Annotated[
    str, typer.Option("--mapping", "-m", help="The mapping, by the round that it was made for.")
]
AsPrinted = Annotated[
    bool, typer.Option("--as-printed", help="Leave out the corrections of the print.")
]


@commands.command(epilog="Example: bettercare places Rotherham")
def places(
    wanted: Wanted = None,
    mapping_id: MappingId = "2017-19",
    form: FormOf = Form.text,
    as_printed: AsPrinted = False,
) -> None:
    """Show which NHS commissioners an area has, and how many of whose people."""
    from bettercare.cli.place_texts import places_text

    show(places_text(wanted, mapping_id, form.value, corrected=not as_printed), form)
