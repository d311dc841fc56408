"""The commands ``push`` and ``pull``; what opens a connection is loaded when one of them runs."""

from pathlib import Path
from typing import Annotated

import typer

commands = typer.Typer()


@commands.command(
    epilog="Example: bettercare push plan.xlsx --to https://bcf.example.org --area E06000016"
)
def push(
    source: Annotated[str, typer.Argument(metavar="PLAN", help="A plan to read.")],
    to: Annotated[str, typer.Option("--to", metavar="URL", help="The address of the service.")],
    area: Annotated[str, typer.Option("--area", metavar="CODE", help="The code of the area.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in place of the one that is there.")
    ] = False,
    round_id: Annotated[
        str | None, typer.Option("--round", "-r", help="The planning round, such as 2019-20.")
    ] = None,
) -> None:
    """Bring a plan to the service; BETTERCARE_TOKEN holds your token."""
    import os

    from bettercare import formats
    from bettercare.cli.reading import resolved
    from bettercare_client import exchange
    from bettercare_client.connection import Service
    from bettercare_client.pulled import note_pulled, pulled_from
    from bettercare_client.tokens import token_of

    service = Service(to, token_of(os.environ))
    place = resolved(source)
    plan = formats.read(place, round_id).plan
    known = pulled_from(Path(place))
    done = exchange.push(plan, area, service, known, replace=replace)
    if known is not None:
        note_pulled(Path(place), done.pulled)
    typer.echo("\n".join(_told(done.started, done.rows, done.revision, done.left_out)))


@commands.command(
    epilog="Example: bettercare pull --from https://bcf.example.org/plans/... -o plan.json"
)
def pull(
    address: Annotated[
        str, typer.Option("--from", metavar="URL", help="The address of the plan's page.")
    ],
    target: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="OUT", help="A .json or .xlsx file, or a folder."),
    ],
    force: Annotated[bool, typer.Option("--force", help="Write over what is there.")] = False,
) -> None:
    """Take a plan from the service; BETTERCARE_TOKEN holds your token."""
    import os

    from bettercare import formats
    from bettercare.errors import UnreadableFile
    from bettercare_client import exchange
    from bettercare_client.connection import Service
    from bettercare_client.pulled import note_pulled
    from bettercare_client.tokens import token_of

    if target.exists() and not force:
        raise UnreadableFile(f"Cannot write {target}: it is there already. Add --force.")
    plan, known = exchange.pull(address, Service(address, token_of(os.environ)))
    formats.write(plan, target)
    note_pulled(target, known)
    typer.echo(f"Wrote {target}: {plan.area or 'a plan'}, {plan.round}.")


def _told(started: bool, rows: int, revision: int, left_out: tuple[str, ...]) -> list[str]:
    """What came of pushing, in lines."""
    count = "1 row" if rows == 1 else f"{rows} rows"
    first = f"Started the plan with {count}." if started else f"Changed {count}."
    return [
        f"{first} The plan in the service is at revision {revision}.",
        *(f"Not taken: {one}" for one in left_out),
    ]
