"""The commands about bettercare itself: its formats, and what it can do."""

from typing import Annotated

import typer

from bettercare.cli.options import Form
from bettercare.cli.printing import show

commands = typer.Typer()


@commands.command(epilog="Example: bettercare schema plan > plan.schema.json")
def schema(
    of: Annotated[
        str,
        typer.Argument(
            metavar="plan|report|compare|what-if|roll-forward|round|programme|programme-report",
            help="Of which format.",
        ),
    ],
) -> None:
    """Print the JSON Schema of a plan file, of the report, or of a round's files."""
    from bettercare.cli.show import schema_text

    show(schema_text(of), Form.json)


@commands.command(epilog="Example: bettercare demo")
def demo() -> None:
    """Check two real plans that ship with bettercare, and explain one figure."""
    from bettercare.cli.show import demo_text

    show(demo_text(), Form.text)
