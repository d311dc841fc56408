"""The commands about one plan: check it, sum it up, explain a figure, convert it."""

from pathlib import Path
from typing import Annotated

import typer

from bettercare.cli import programmes
from bettercare.cli.options import Against, Form, FormOf, PlanPath, RoundId, RoundsFolder
from bettercare.cli.printing import show
from bettercare.cli.reading import asked, is_taken, resolved, summary_of
from bettercare.cli.workbook_copies import check_markable, marked_text, show_filled, tell
from bettercare.errors import ExitCode, UnreadableFile

commands = typer.Typer()


@commands.command(epilog="Example: bettercare check leicester")
def check(  # noqa: PLR0913, PLR0917  (one for each option)
    path: PlanPath,
    round_id: RoundId = None,
    form: FormOf = Form.text,
    folders: RoundsFolder = None,
    against: Against = None,
    every: Annotated[bool, typer.Option("--all", help="Print every finding in full.")] = False,
    mark: Annotated[
        Path | None,
        typer.Option("--mark", metavar="OUT", help="Write a copy of the workbook with comments."),
    ] = None,
) -> None:
    """Say what is wrong with a plan, where, and how to mend it. Exits 1 when errors are found."""
    if mark is not None:
        check_markable(path, mark)
    if (programme := programmes.programme_at(path, round_id)) is not None:
        programmes.show_check(programme, path, form, every=every)
        if programme.report.has_errors:
            raise typer.Exit(ExitCode.ERRORS_FOUND)
        return
    from bettercare.report.text_check import check_text

    summary = summary_of(path, round_id, folders, against)
    if form is Form.text:
        show(check_text(summary, asked(path, round_id, folders), every=every), form)
    else:
        from bettercare.report.data import findings_csv, report_json

        show((report_json if form is Form.json else findings_csv)(summary), form)
    if mark is not None:
        tell(marked_text(path, summary.report.findings, mark), form)
    if summary.report.has_errors:
        raise typer.Exit(ExitCode.ERRORS_FOUND)


@commands.command(epilog="Example: bettercare summary leicester --format json")
def summary(
    path: PlanPath,
    round_id: RoundId = None,
    form: FormOf = Form.text,
    folders: RoundsFolder = None,
    against: Against = None,
) -> None:
    """Show the figures of a plan: balances, required spends, scheme types, areas, metrics."""
    if (programme := programmes.programme_at(path, round_id)) is not None:
        programmes.show_summary(programme, path, form)
        return
    from bettercare.report.text_summary import summary_text

    found = summary_of(path, round_id, folders, against)
    if form is Form.text:
        show(summary_text(found, asked(path, round_id, folders)), form)
    else:
        from bettercare.report.data import figures_csv, report_json

        show((report_json if form is Form.json else figures_csv)(found), form)


@commands.command(
    epilog="Example: bettercare explain leicester required.nhs_out_of_hospital.planned"
)
def explain(
    path: PlanPath,
    figure: Annotated[str, typer.Argument(help="The id of a figure, such as balance.ibcf.")],
    round_id: RoundId = None,
    folders: RoundsFolder = None,
) -> None:
    """Show how one figure came about: the rule, where it comes from, and every row."""
    found = programmes.programme_at(path, round_id) or summary_of(path, round_id, folders)
    show(found.figure(figure).explain(), Form.text)


@commands.command(epilog="Example: bettercare convert leicester plan.json")
def convert(
    source: Annotated[str, typer.Argument(metavar="IN", help="A plan to read.")],
    target: Annotated[
        Path, typer.Argument(metavar="OUT", help="A .xlsx or .json file, or a folder.")
    ],
    round_id: RoundId = None,
    folders: RoundsFolder = None,
    force: Annotated[bool, typer.Option("--force", help="Write over what is there.")] = False,
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="FILE", help="An official workbook to fill in."),
    ] = None,
) -> None:
    """Write a plan in another format, with nothing lost; or fill in an official workbook."""
    from bettercare import formats
    from bettercare.cli.show import converted_text

    if not force and is_taken(target):
        raise UnreadableFile(f"Cannot write {target}: it is there already. Add --force.")
    if (programme := programmes.programme_at(source)) is not None:
        programmes.convert(programme, target)
        return
    reading = formats.read(resolved(source), round_id, folders=folders or ())
    if template is not None:
        show_filled(reading.plan, template, target, folders or ())
        return
    formats.write(reading.plan, target, folders=folders or ())
    show(converted_text(reading, source, target), Form.text)
