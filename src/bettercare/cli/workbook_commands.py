"""The commands about workbooks: an empty one to fill in."""

import typer

commands = typer.Typer()
