"""The commands together; each module of commands is added with one line."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_group_from_info
from typer.models import TyperInfo

# In the order in which the help lists them.
MODULES = (
    "plan_commands",
    "workbook_commands",
    "compare_commands",
    "merge_commands",
    "national_commands",
    "synthetic_commands",
    "link_commands",
    "equity_commands",
    "measures_library",
    "measure_commands",
    "spc_commands",
    "round_commands",
    "place_commands",
    "about_commands",
    "bettercare_client.commands",  # beside the library, which itself opens no connection
)


@cache
def _group(module: str) -> TyperGroup:
    whole = module if "." in module else f"bettercare.cli.{module}"
    return get_group_from_info(
        TyperInfo(import_module(whole).commands),
        pretty_exceptions_short=True,
        suggest_commands=True,
        rich_markup_mode=None,
    )


class ByModule(Mapping[str, Any]):
    """Every command by name; a module is loaded when the ones before it do not have the command.

    To make all commands takes longer than reading a plan, and a process runs one.
    """

    def __getitem__(self, name: str) -> Any:
        for module in MODULES:
            if name in (found := _group(module).commands):
                return found[name]
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        for module in MODULES:
            yield from _group(module).commands

    def __len__(self) -> int:
        return sum(1 for _ in self)


class AllCommands(TyperGroup):
    """The group at the top, which has the commands of every module."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings | {"commands": ByModule()})


app = typer.Typer(
    name="bettercare",
    cls=AllCommands,
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
