"""The commands: arguments in, text or data out; the work is done in the layers below."""

from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bettercare.errors import ExitCode, UnreadableFile

if TYPE_CHECKING:
    from bettercare.report import Summary


class Form(StrEnum):
    """How a result is printed."""

    text = "text"
    json = "json"
    csv = "csv"


app = typer.Typer(
    name="bettercare",
    help="Read, check and explain Better Care Fund plans.",
    epilog=(
        "Exit codes: 0 no errors found, 1 errors found, 2 cannot read, 3 our fault. "
        "Shipped plans to try: leicester, rotherham."
    ),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)

PlanPath = Annotated[
    str,
    typer.Argument(
        metavar="PATH", help="A folder of CSV files, a JSON plan, or a shipped plan's name."
    ),
]
RoundId = Annotated[
    str | None, typer.Option("--round", "-r", help="The planning round, such as 2019-20.")
]
FormOf = Annotated[Form, typer.Option("--format", "-f", help="How to print the result.")]
RoundsFolder = Annotated[
    list[Path] | None,
    typer.Option("--rounds", metavar="FOLDER", help="A folder with further rounds (repeatable)."),
]


def _version(wanted: bool) -> None:
    if wanted:
        from bettercare import __version__

        typer.echo(f"bettercare {__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Show the version and exit.", callback=_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Read, check and explain Better Care Fund plans."""


@app.command(epilog="Example: bettercare check leicester")
def check(
    path: PlanPath,
    round_id: RoundId = None,
    form: FormOf = Form.text,
    folders: RoundsFolder = None,
    every: Annotated[bool, typer.Option("--all", help="Print every finding in full.")] = False,
) -> None:
    """Say what is wrong with a plan, where, and how to mend it. Exits 1 when errors are found."""
    from bettercare.report.text_check import check_text

    summary = _summary(path, round_id, folders)
    if form is Form.text:
        _show(check_text(summary, _asked(path, round_id, folders), every=every), form)
    else:
        from bettercare.report.data import findings_csv, report_json

        _show((report_json if form is Form.json else findings_csv)(summary), form)
    if summary.report.has_errors:
        raise typer.Exit(ExitCode.ERRORS_FOUND)


@app.command(epilog="Example: bettercare summary leicester --format json")
def summary(
    path: PlanPath,
    round_id: RoundId = None,
    form: FormOf = Form.text,
    folders: RoundsFolder = None,
) -> None:
    """Show the figures of a plan: balances, required spends, scheme types, areas, metrics."""
    from bettercare.report.text_summary import summary_text

    found = _summary(path, round_id, folders)
    if form is Form.text:
        _show(summary_text(found, _asked(path, round_id, folders)), form)
    else:
        from bettercare.report.data import figures_csv, report_json

        _show((report_json if form is Form.json else figures_csv)(found), form)


@app.command(epilog="Example: bettercare explain leicester required.nhs_out_of_hospital.planned")
def explain(
    path: PlanPath,
    figure: Annotated[str, typer.Argument(help="The id of a figure, such as balance.ibcf.")],
    round_id: RoundId = None,
    folders: RoundsFolder = None,
) -> None:
    """Show how one figure came about: the rule, where it comes from, and every row."""
    _show(_summary(path, round_id, folders).figure(figure).explain(), Form.text)


@app.command(epilog="Example: bettercare convert leicester plan.json")
def convert(
    source: Annotated[str, typer.Argument(metavar="IN", help="A plan to read.")],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="A .json file, or a folder.")],
    round_id: RoundId = None,
    folders: RoundsFolder = None,
    force: Annotated[bool, typer.Option("--force", help="Write over what is there.")] = False,
) -> None:
    """Write a plan in another format, with nothing lost."""
    from bettercare import formats
    from bettercare.cli.show import converted_text

    if not force and _is_taken(target):
        raise UnreadableFile(f"Cannot write {target}: it is there already. Add --force.")
    reading = formats.read(_resolved(source), round_id, folders=folders or ())
    formats.write(reading.plan, target, folders=folders or ())
    _show(converted_text(reading, target), Form.text)


@app.command(name="rounds", epilog="Example: bettercare rounds")
def rounds_command(form: FormOf = Form.text, folders: RoundsFolder = None) -> None:
    """List the planning rounds at hand."""
    from bettercare.cli.show import rounds_text

    _show(rounds_text(folders or [], form.value), form)


@app.command(name="round", epilog="Example: bettercare round 2019-20")
def round_command(
    round_id: Annotated[str, typer.Argument(metavar="ROUND", help="Such as 2019-20.")],
    form: FormOf = Form.text,
    folders: RoundsFolder = None,
) -> None:
    """Show what a round asks for, what each fact rests on, and what is not confirmed."""
    from bettercare.cli.show import round_text

    _show(round_text(round_id, folders or [], form.value), form)


@app.command(epilog="Example: bettercare schema plan > plan.schema.json")
def schema(
    of: Annotated[str, typer.Argument(metavar="plan|report|round", help="Of which format.")],
) -> None:
    """Print the JSON Schema of a plan file, of the report, or of a round's files."""
    from bettercare.cli.show import schema_text

    _show(schema_text(of), Form.json)


@app.command(epilog="Example: bettercare demo")
def demo() -> None:
    """Check two real plans that ship with bettercare, and explain one figure."""
    from bettercare.cli.show import demo_text

    _show(demo_text(), Form.text)


def _summary(path: str, round_id: str | None, folders: list[Path] | None) -> "Summary":
    from bettercare import formats
    from bettercare.report import summarise

    reading = formats.read(_resolved(path), round_id, folders=folders or ())
    return summarise(reading, round_id, folders=folders or ())


def _asked(path: str, round_id: str | None, folders: list[Path] | None) -> str:
    """What the next command must repeat of this one: the plan, and whose rules to read it by."""
    words = [path, *(["--round", round_id] if round_id else [])]
    for folder in folders or []:
        words += ["--rounds", str(folder)]
    return " ".join(f'"{word}"' if " " in word else word for word in words)


def _resolved(path: str) -> Path:
    """A path as given, or the shipped plan of that name where there is no such path."""
    from bettercare import examples

    given = Path(path)
    try:
        if given.exists():
            return given
    except OSError as error:
        raise UnreadableFile(f"Cannot read {path}: {_reason(error)}.") from error
    shipped = examples.names()
    if path in shipped:
        return shipped[path]
    if given.parent == Path() and not given.suffix:
        from bettercare.labels import nearest

        near = nearest(path, (*(one.name for one in Path().iterdir()), *shipped))
        hint = f" Did you mean {near}?" if near else ""
        raise UnreadableFile(f"Cannot read {path}: no such folder or file.{hint}")
    return given


def _is_taken(target: Path) -> bool:
    try:
        return target.is_file() or (target.is_dir() and any(target.iterdir()))
    except OSError as error:
        raise UnreadableFile(f"Cannot write {target}: {_reason(error)}.") from error


def _reason(error: OSError) -> str:
    from bettercare.formats.text_files import reason

    return reason(error)


def _show(text: str, form: Form) -> None:
    """Print; on a terminal the words that matter most are coloured, never only by colour.

    Data goes to a pipe or file as UTF-8 whatever the machine prefers, so that no letter is lost.
    """
    import sys

    from bettercare.cli.colour import coloured, harmless

    terminal = sys.stdout.isatty()
    shown: str | bytes = text
    if form is Form.text:
        shown = coloured(harmless(text)) if terminal else harmless(text)
    elif not terminal and hasattr(sys.stdout, "buffer"):
        shown = text.encode()
    with suppress(BrokenPipeError):  # whoever read our output has had enough
        typer.echo(shown)
