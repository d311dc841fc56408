"""The commands that link records of people, make keys, and make people up to try them on."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bettercare.cli.options import Form
from bettercare.cli.printing import show
from bettercare.cli.reading import is_taken
from bettercare.errors import BadRequest, ExitCode, UnreadableFile

if TYPE_CHECKING:
    from bettercare.linkage.linking import Linked
    from bettercare.synthetic.people import Person

commands = typer.Typer()
keys = typer.Typer(no_args_is_help=True, epilog="Example: bettercare key new project.key")
commands.add_typer(keys, name="key")


@commands.command(
    name="link",
    epilog="Example: bettercare link social-care.csv health.csv -o linked --key ../project.key",
)
def link_command(  # noqa: PLR0913  (each is an option of its own)
    *,
    social_care: Annotated[Path, typer.Argument(help="People of social care: CSV or Parquet.")],
    health: Annotated[Path, typer.Argument(help="People of health: CSV or Parquet.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the links go.")
    ],
    key: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="A file made with: bettercare key new. Adds pseudonyms."),
    ] = None,
    settings: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Other settings than those that ship.")
    ] = None,
    form: Annotated[Form, typer.Option("--format", "-f", help="text or json.")] = Form.text,
    force: Annotated[bool, typer.Option("--force", help="Write over what is there.")] = False,
) -> None:
    """Link records of social care to records of health.

    By NHS number where both are valid, else by probability. What is not sure is listed for review.
    """
    if form is Form.csv:
        raise BadRequest("A linkage is printed as text or json; links.csv is in the folder.")
    if not force and is_taken(output):
        raise UnreadableFile(f"Cannot write {output}: it is there already. Add --force.")
    linked = _linked((social_care, health, output), key, settings)

    from bettercare.findings import Severity
    from bettercare.linkage.output import summary, summary_text, write_linked

    write_linked(linked, output)
    if form is Form.json:
        import json

        show(json.dumps(summary(linked), indent=2), form)
    else:
        show(summary_text(linked), form)
    if any(one.severity is Severity.ERROR for one in linked.findings):
        raise typer.Exit(ExitCode.ERRORS_FOUND)


def _linked(paths: tuple[Path, Path, Path], key: str | None, settings: Path | None) -> "Linked":
    """The files linked; the key is looked at first, so that a bad one is told at once."""
    from bettercare.linkage.keys import read_key
    from bettercare.linkage.settings import load_settings

    secret = None if key is None else read_key(key, paths)
    rules = load_settings(settings)
    try:
        from bettercare.linkage.linking import link
        from bettercare.linkage.people import read_people
    except ModuleNotFoundError as error:
        raise BadRequest(
            'Linking needs more packages. Install them with: pip install "bettercare[linkage]"'
        ) from error
    care, health, _ = paths
    _step("Reading")
    people = read_people(care, "social care"), read_people(health, "health")
    _step(f"Linking {people[0].read:,} rows with {people[1].read:,}")
    return link(*people, rules, secret)


def _step(words: str) -> None:
    """Say what is under way, on a terminal alone."""
    import sys

    if sys.stderr.isatty():
        typer.echo(f"{words}…", err=True)


@keys.callback()
def key_command() -> None:
    """Make the key that pseudonyms are under."""


@keys.command(name="new", epilog="Example: bettercare key new ../project.key")
def new_key(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the key is to be kept.")],
) -> None:
    """Make a key of 32 random bytes in a file that only you may read. It is never shown.

    One key a project and purpose. Somebody other than the analyst keeps it.
    """
    from secrets import token_bytes

    from bettercare.linkage.keys import BYTES, write_key

    made = write_key(file, token_bytes(BYTES))
    show(f"Key {made.id} is in {file}. Give it to whoever keeps it; it is not shown.", Form.text)


@commands.command(
    name="synthesise-people", epilog="Example: bettercare synthesise-people -o people --count 2000"
)
def synthesise_people(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the files go.")
    ],
    count: Annotated[int, typer.Option(help="How many people health knows.")] = 2_000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same people.")] = 1,
    force: Annotated[bool, typer.Option("--force", help="Write over what is there.")] = False,
) -> None:
    """Make up people to try linking on, and the truth about who is who. All are invented."""
    from bettercare.synthetic.people import Person, people

    if not force and is_taken(output):
        raise UnreadableFile(f"Cannot write {output}: it is there already. Add --force.")
    made = people(count, seed)
    head = Person._fields
    _write(output / "social-care.csv", [head, *made.social_care])
    _write(output / "health.csv", [head, *made.health])
    truth = [(str(care), str(health)) for care, health in sorted(made.truth)]
    _write(output / "truth.csv", [("social_care_row", "health_row"), *truth])
    show(
        f"{len(made.social_care):,} people of social care and {len(made.health):,} of health "
        f"in {output} (seed {seed}). All are made up; truth.csv says who is who.",
        Form.text,
    )


def _write(path: Path, rows: "list[Person | tuple[str, ...]]") -> None:
    import csv

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    except OSError as error:
        raise UnreadableFile(f"Cannot write {path}: {error.strerror}.") from error
