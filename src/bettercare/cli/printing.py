"""Printing: text for a terminal or a pipe, data as it is."""

import sys
from contextlib import suppress

import typer

from bettercare.cli.options import Form


def show(text: str, form: Form) -> None:
    """Print; on a terminal the words that matter most are coloured, never only by colour.

    Data goes to a pipe or file as UTF-8 whatever the machine prefers, so that no letter is lost.
    """
    from bettercare.cli.colour import coloured, harmless

    terminal = sys.stdout.isatty()
    shown: str | bytes = text
    if form is Form.text:
        shown = coloured(harmless(text)) if terminal else harmless(text)
    elif not terminal and hasattr(sys.stdout, "buffer"):
        shown = text.encode()
    with suppress(BrokenPipeError):  # whoever read our output has had enough
        typer.echo(shown)
