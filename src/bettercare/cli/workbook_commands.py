"""The commands about workbooks: an empty one to fill in."""

from pathlib import Path
from typing import Annotated

import typer

from bettercare.cli.options import Form, RoundsFolder
from bettercare.cli.printing import show
from bettercare.cli.reading import is_taken
from bettercare.errors import BadRequest, UnreadableFile

commands = typer.Typer()

WORKBOOK = ".xlsx"


@commands.command(epilog="Example: bettercare template 2025-26 -o plan.xlsx --area Leicester")
def template(
    round_id: Annotated[
        str, typer.Argument(metavar="ROUND", help="The planning round, such as 2025-26.")
    ],
    target: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE.xlsx", help="The workbook to write.")
    ],
    area: Annotated[
        str | None, typer.Option("--area", metavar="NAME", help="The area it is for.")
    ] = None,
    folders: RoundsFolder = None,
    force: Annotated[bool, typer.Option("--force", help="Write over what is there.")] = False,
) -> None:
    """Write an empty Excel workbook for a round, ready to be filled in."""
    from bettercare import formats, rounds
    from bettercare.formats.workbooks.writer import template as empty

    if target.suffix.casefold() != WORKBOOK:
        raise BadRequest(f"Cannot write {target}: give a name that ends in {WORKBOOK}.")
    if not force and is_taken(target):
        raise UnreadableFile(f"Cannot write {target}: it is there already. Add --force.")
    rules = rounds.load(round_id, tuple(folders or ()))
    formats.write(empty(rules, area), target, folders=folders or ())
    told = f"Wrote {target}, an empty workbook for {rules.label}."
    show(f"{told}\nWhen it is filled in: bettercare check {target}", Form.text)
