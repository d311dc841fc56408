"""The command that brings two edited copies of a plan together."""

import typer

commands = typer.Typer()
