"""The command about equity of use: users of services beside the people who live there."""

from pathlib import Path
from typing import Annotated

import typer

from bettercare.cli.options import Form, FormOf
from bettercare.cli.printing import show
from bettercare.errors import ExitCode

commands = typer.Typer()


@commands.command(epilog="Example: bettercare equity audit-2016 -o report.html")
def equity(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER",
            help="A folder with services.csv, populations.csv, and users.csv with postcodes.csv.",
        ),
    ],
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT", help="Ends in .html, .md, .csv or .json."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    form: FormOf = Form.text,
    why_not_hidden: Annotated[
        str,
        typer.Option(
            "--no-disclosure-control",
            metavar="REASON",
            help="Show small numbers, and mark all output NOT FOR RELEASE.",
        ),
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Write over what is there.")] = False,
) -> None:
    """Compare users of services with the people who live in deprived areas.

    Exits 1 when a service cannot be compared or a file has errors.
    """
    from bettercare.equity import audit_folder, report_text, write_report
    from bettercare.equity.documents import check_target

    if output is not None:
        check_target(output, force=force)
    found = audit_folder(folder, show_small=why_not_hidden)
    if output is not None:
        write_report(found, output, force=force)
    show(report_text(found, "json" if as_json else form.value), Form.json if as_json else form)
    if found.has_errors:
        raise typer.Exit(ExitCode.ERRORS_FOUND)
