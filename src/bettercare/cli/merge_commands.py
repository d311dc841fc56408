"""The command that brings two edited copies of a plan together."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bettercare.cli.options import Form, FormOf, RoundId, RoundsFolder
from bettercare.cli.printing import show
from bettercare.cli.reading import is_taken, resolved
from bettercare.errors import ExitCode, UnreadableFile

if TYPE_CHECKING:
    from bettercare.comparison import Merged
    from bettercare.formats import Reading

commands = typer.Typer()


class Preferred(StrEnum):
    """Whose value the merged plan holds where both changed the same thing."""

    mine = "mine"
    theirs = "theirs"
    base = "base"


@commands.command(epilog="Example: bettercare merge sent.xlsx mine.xlsx theirs.xlsx -o plan.json")
def merge(  # noqa: PLR0913, PLR0917  (one for each option)
    base: Annotated[str, typer.Argument(metavar="BASE", help="The plan both started from.")],
    mine: Annotated[str, typer.Argument(metavar="MINE", help="Your edited copy.")],
    theirs: Annotated[str, typer.Argument(metavar="THEIRS", help="The other edited copy.")],
    target: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT", help="A folder, or a .json or .xlsx file."),
    ] = None,
    prefer: Annotated[
        Preferred,
        typer.Option("--prefer", help="Whose value to hold where both changed the same thing."),
    ] = Preferred.mine,
    round_id: RoundId = None,
    form: FormOf = Form.text,
    folders: RoundsFolder = None,
    force: Annotated[bool, typer.Option("--force", help="Write over what is there.")] = False,
) -> None:
    """Merge two edited copies of a plan by row and field. Exits 1 when conflicts are left."""
    from bettercare import formats
    from bettercare.comparison import merge as brought_together

    if target is not None and not force and is_taken(target):
        raise UnreadableFile(f"Cannot write {target}: it is there already. Add --force.")
    paths = base, mine, theirs
    readings = [formats.read(resolved(path), round_id, folders=folders or ()) for path in paths]
    found = brought_together(
        readings[0], readings[1], readings[2], prefer.value, folders=folders or ()
    )
    if target is not None:
        formats.write(found.plan, target, folders=folders or ())
    if form is Form.csv:
        from bettercare.report.merge_data import merge_csv

        show(merge_csv(found), form)
    else:
        _show_with_effects(found, list(zip(paths, readings, strict=True)), target, form, folders)
    if found.conflicts:
        raise typer.Exit(ExitCode.ERRORS_FOUND)


def _show_with_effects(
    found: "Merged",
    copies: Sequence[tuple[str, "Reading"]],
    target: Path | None,
    form: Form,
    folders: list[Path] | None,
) -> None:
    from bettercare.report.merge_effects import effects

    does = effects(found, copies[1][1].plan, folders=folders or ())
    if form is Form.json:
        from bettercare.report.merge_data import merge_json

        show(merge_json(found, does), form)
    else:
        from bettercare.report.text_merge import Copy, merge_text

        named = [Copy(path, _noticed(one)) for path, one in copies]
        show(merge_text(found, does, named, str(target or "")), form)


def _noticed(reading: "Reading") -> int:
    """How many findings of reading a plan need a look."""
    from bettercare.findings import Severity

    return sum(one.severity is not Severity.INFORMATION for one in reading.findings)
