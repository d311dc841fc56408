"""The commands about planning rounds."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bettercare.cli.options import Form, FormOf, RoundsFolder
from bettercare.cli.printing import show
from bettercare.errors import ExitCode

SHOW = "show"

commands = typer.Typer()


class ShowUnlessTold(TyperGroup):
    """``round 2019-20`` shows that round: what is no command of the group is a round to show."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments, with the command that shows put first where none is named."""
        if args and args[0] not in {*self.commands, *ctx.help_option_names}:
            args = [SHOW, *args]
        return super().parse_args(ctx, args)


one_round = typer.Typer(
    cls=ShowUnlessTold,
    no_args_is_help=True,
    epilog="Example: bettercare round 2019-20",
)


@commands.command(name="rounds", epilog="Example: bettercare rounds")
def rounds_command(form: FormOf = Form.text, folders: RoundsFolder = None) -> None:
    """List the planning rounds at hand."""
    from bettercare.cli.round_texts import rounds_text

    show(rounds_text(folders or [], form.value), form)


@one_round.callback()
def round_command() -> None:
    """Show a round, compare two, or make a new one. "round 2019-20" shows that round."""


@one_round.command(name=SHOW, epilog="Example: bettercare round show 2019-20")
def show_round(
    round_id: Annotated[str, typer.Argument(metavar="ROUND", help="Such as 2019-20.")],
    form: FormOf = Form.text,
    folders: RoundsFolder = None,
) -> None:
    """Show what a round asks for, what each fact rests on, and what is not confirmed."""
    from bettercare.cli.round_texts import round_text

    show(round_text(round_id, folders or [], form.value), form)


@one_round.command(name="diff", epilog="Example: bettercare round diff 2019-20 2019-20")
def diff_rounds(
    before: Annotated[str, typer.Argument(metavar="FROM", help="The earlier round.")],
    after: Annotated[str, typer.Argument(metavar="TO", help="The later round.")],
    form: FormOf = Form.text,
    folders: RoundsFolder = None,
) -> None:
    """Say what changed from one round to another, in the words of policy."""
    from bettercare.cli.difference_text import difference_text

    show(difference_text(before, after, folders or [], form.value), form)


@one_round.command(name="new", epilog="Example: bettercare round new 2031-32 --from 2019-20")
def new_round(
    name: Annotated[str, typer.Argument(metavar="ROUND", help="Such as 2026-27.")],
    base: Annotated[str, typer.Option("--from", help="The round to make it from.")],
    home: Annotated[
        Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where its folder is made.")
    ] = Path(),
    amends: Annotated[
        bool, typer.Option("--amends", help="It changes that round within its own years.")
    ] = False,
    folders: RoundsFolder = None,
) -> None:
    """Make the folder of a new round, to be filled in; nothing in it counts as confirmed."""
    from bettercare.cli.round_pack_texts import new_round_text

    show(new_round_text(name, base, home, folders or [], amends=amends), Form.text)


@one_round.command(name="check", epilog="Example: bettercare round check 2019-20")
def check_round(
    place: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of one round.")],
    form: FormOf = Form.text,
    folders: RoundsFolder = None,
) -> None:
    """Say what is wrong with a round's files, or what they change and what is not confirmed."""
    from bettercare.cli.round_pack_texts import check_round_text

    text, sound = check_round_text(place, folders or [], form.value)
    show(text, form)
    if not sound:
        raise typer.Exit(ExitCode.ERRORS_FOUND)


commands.add_typer(one_round, name="round")
