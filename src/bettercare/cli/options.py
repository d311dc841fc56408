"""The arguments and options that several commands take."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Form(StrEnum):
    """How a result is printed."""

    text = "text"
    json = "json"
    csv = "csv"


PlanPath = Annotated[
    str,
    typer.Argument(
        metavar="PATH",
        help="A workbook, a folder of CSV files, a JSON plan, or a shipped plan's name.",
    ),
]
RoundId = Annotated[
    str | None, typer.Option("--round", "-r", help="The planning round, such as 2019-20.")
]
Against = Annotated[
    str | None,
    typer.Option("--against", metavar="LAST_YEAR", help="Last year's plan, to compare with."),
]
FormOf = Annotated[Form, typer.Option("--format", "-f", help="How to print the result.")]
RoundsFolder = Annotated[
    list[Path] | None,
    typer.Option("--rounds", metavar="FOLDER", help="A folder with further rounds (repeatable)."),
]
