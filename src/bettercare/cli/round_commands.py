"""The commands about planning rounds."""

from typing import Annotated

import typer

from bettercare.cli.options import Form, FormOf, RoundsFolder
from bettercare.cli.printing import show

commands = typer.Typer()


@commands.command(name="rounds", epilog="Example: bettercare rounds")
def rounds_command(form: FormOf = Form.text, folders: RoundsFolder = None) -> None:
    """List the planning rounds at hand."""
    from bettercare.cli.round_texts import rounds_text

    show(rounds_text(folders or [], form.value), form)


@commands.command(name="round", epilog="Example: bettercare round 2019-20")
def round_command(
    round_id: Annotated[str, typer.Argument(metavar="ROUND", help="Such as 2019-20.")],
    form: FormOf = Form.text,
    folders: RoundsFolder = None,
) -> None:
    """Show what a round asks for, what each fact rests on, and what is not confirmed."""
    from bettercare.cli.round_texts import round_text

    show(round_text(round_id, folders or [], form.value), form)
