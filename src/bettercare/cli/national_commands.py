"""The commands about all areas at once: collate their plans, make synthetic ones."""

import typer

commands = typer.Typer()
