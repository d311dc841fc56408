"""The commands that set plans side by side."""

from pathlib import Path
from typing import Annotated

import typer

from bettercare.cli.options import Form, FormOf, PlanPath, RoundId, RoundsFolder
from bettercare.cli.printing import show
from bettercare.cli.reading import asked, is_taken, resolved
from bettercare.errors import BadRequest, UnreadableFile

commands = typer.Typer()

First = Annotated[str, typer.Argument(metavar="A", help="A plan: a folder, file or shipped name.")]
Second = Annotated[str | None, typer.Argument(metavar="[B]", help="The plan to set beside it.")]
Years = Annotated[
    str | None,
    typer.Option("--years", help="The years of A and of B to compare: 2018-19,2019-20."),
]
SecondRound = Annotated[
    str | None, typer.Option("--second-round", help="The round of B, where B does not say it.")
]


@commands.command(epilog="Example: bettercare compare rotherham-2017-19 rotherham")
def compare(  # noqa: PLR0913, PLR0917  (one for each option)
    first: First,
    second: Second = None,
    printed: Annotated[
        bool, typer.Option("--printed", help="Compare A with the figures it prints of itself.")
    ] = False,
    years: Years = None,
    round_id: RoundId = None,
    second_round: SecondRound = None,
    form: FormOf = Form.text,
    folders: RoundsFolder = None,
    every: Annotated[
        bool, typer.Option("--all", help="Print rows as before, and why each was matched.")
    ] = False,
) -> None:
    """Set two plans side by side: what is new, stopped, changed, and what moved each figure."""
    if printed == (second is not None):
        raise BadRequest("Give a second plan to compare with, or --printed: one of the two.")
    if second is None:
        _printed(first, round_id, form, folders)
        return
    from bettercare import formats
    from bettercare.comparison import compare as set_side_by_side
    from bettercare.report.text_compare import compare_text

    plans = [
        formats.read(resolved(path), chosen, folders=folders or ())
        for path, chosen in ((first, round_id), (second, second_round or round_id))
    ]
    found = set_side_by_side(plans[0], plans[1], years=_years(years), folders=folders or ())
    if form is Form.text:
        show(compare_text(found, (first, second), every=every), form)
    else:
        from bettercare.report.compare_data import compare_csv, compare_json

        show((compare_json if form is Form.json else compare_csv)(found), form)


@commands.command(
    name="roll-forward", epilog="Example: bettercare roll-forward rotherham-2017-19 --to 2019-20"
)
def roll_forward(  # noqa: PLR0913, PLR0917  (one for each option)
    path: PlanPath,
    to: Annotated[str, typer.Option("--to", metavar="ROUND", help="The later round.")],
    target: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT", help="A folder, or a .json file."),
    ] = None,
    income: Annotated[
        list[str] | None,
        typer.Option("--income", metavar="SOURCE=AMOUNT", help="New income (repeatable)."),
    ] = None,
    uplift: Annotated[
        bool, typer.Option("--uplift", help="Raise rows as the new income of their source grows.")
    ] = False,
    round_id: RoundId = None,
    form: FormOf = Form.text,
    folders: RoundsFolder = None,
    force: Annotated[bool, typer.Option("--force", help="Write over what is there.")] = False,
) -> None:
    """Make next round's draft of a plan, and list what needs a decision."""
    from bettercare import formats, rounds
    from bettercare.comparison import roll_forward as carried_forward
    from bettercare.report.text_roll_forward import roll_forward_text

    if target is not None and not force and is_taken(target):
        raise UnreadableFile(f"Cannot write {target}: it is there already. Add --force.")
    reading = formats.read(resolved(path), round_id, folders=folders or ())
    found = carried_forward(reading, to, income=income or (), uplift=uplift, folders=folders or ())
    if target is not None:
        formats.write(found.plan, target, folders=folders or ())
    if form is Form.text:
        rules = rounds.load(found.plan.round, tuple(folders or ()))
        show(roll_forward_text(found, rules, str(target or "")), form)
    else:
        from bettercare.report.roll_forward_data import roll_forward_csv, roll_forward_json

        show((roll_forward_json if form is Form.json else roll_forward_csv)(found), form)


@commands.command(
    name="what-if", epilog="Example: bettercare what-if leicester --set 19.commissioner=LA"
)
def what_if(  # noqa: PLR0913, PLR0917  (one for each option)
    path: PlanPath,
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="ROW.COLUMN=VALUE",
            help="A change to a row, by its number or id:ID (repeatable). Numbers also += and -=.",
        ),
    ] = None,
    income: Annotated[
        list[str] | None,
        typer.Option("--income", metavar="SOURCE=AMOUNT", help="A change to income (repeatable)."),
    ] = None,
    round_id: RoundId = None,
    form: FormOf = Form.text,
    folders: RoundsFolder = None,
    every: Annotated[bool, typer.Option("--all", help="Name every finding and every row.")] = False,
) -> None:
    """Show what a change would do to every figure and finding, without making it."""
    from bettercare import formats
    from bettercare.comparison import what_if as as_it_might_be
    from bettercare.report.text_what_if import what_if_text

    reading = formats.read(resolved(path), round_id, folders=folders or ())
    found = as_it_might_be(
        reading, changes or (), income=income or (), round=round_id, folders=folders or ()
    )
    if form is Form.text:
        show(what_if_text(found, asked(path, round_id, folders), every=every), form)
    else:
        from bettercare.report.what_if_data import what_if_csv, what_if_json

        show((what_if_json if form is Form.json else what_if_csv)(found), form)


def _printed(path: str, round_id: str | None, form: Form, folders: list[Path] | None) -> None:
    from bettercare import formats
    from bettercare.comparison.printed import compare_printed
    from bettercare.report.text_printed import printed_text

    reading = formats.read(resolved(path), round_id, folders=folders or ())
    found = compare_printed(reading, folders=folders or ())
    if form is Form.text:
        show(printed_text(found, path), form)
    else:
        from bettercare.report.compare_data import printed_csv, printed_json

        show((printed_json if form is Form.json else printed_csv)(found), form)


def _years(text: str | None) -> tuple[str, str] | None:
    from bettercare.dates import short_year

    if text is None:
        return None
    parts = [short_year(part) for part in text.split(",")]
    if len(parts) != 2:  # noqa: PLR2004
        raise BadRequest("Write --years as two years with a comma: 2018-19,2019-20.")
    return parts[0], parts[1]
