"""The commands about definitions of metrics: the library, and one metric with its versions."""

from typing import Annotated

import typer

from bettercare.cli.options import Form, FormOf
from bettercare.cli.printing import show

commands = typer.Typer()
library_of = typer.Typer(epilog="Example: bettercare measures show dtoc")
commands.add_typer(library_of, name="measures")


@library_of.callback(invoke_without_command=True)
def measures(
    context: typer.Context,
    round_id: Annotated[
        str, typer.Option("--round", "-r", help="Only the metrics of a round, such as 2019-20.")
    ] = "",
    form: FormOf = Form.text,
) -> None:
    """List the metrics that have a definition, or show one: "measures show dtoc"."""
    if context.invoked_subcommand is None:
        from bettercare.cli.measures_texts import listing

        show(listing(round_id, form.value), form)


@library_of.command(name="show", epilog="Example: bettercare measures show res --round 2017-19")
def show_measure(
    metric: Annotated[str, typer.Argument(metavar="METRIC", help="Such as dtoc.")],
    round_id: Annotated[
        str, typer.Option("--round", "-r", help="The definition of a round; else the last.")
    ] = "",
    form: FormOf = Form.text,
) -> None:
    """Show what a metric means, how it is counted, and its versions side by side."""
    from bettercare.cli.measures_texts import shown

    show(shown(metric, round_id, form.value), form)
