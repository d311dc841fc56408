"""Text for a terminal: nothing that steers it, and a few words in colour that say it already."""

import os
import re

import typer

WORDS = {
    r"^ERRORS?(?= \()": typer.colors.RED,
    r"^WARNINGS?(?= \()": typer.colors.YELLOW,
    r"(?<=  )short$": typer.colors.RED,
    r"(?<=  )thin$": typer.colors.YELLOW,
    r"(?<=  )met$": typer.colors.GREEN,
}
# What moves the cursor or changes colours; lines may end.
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def harmless(text: str) -> str:
    r"""The text without what a plan might hold to steer a terminal.

    >>> harmless("Falls\x1b[2J service")
    'Falls?[2J service'
    """
    return CONTROLS.sub("?", text)


def coloured(text: str) -> str:
    """The text with its telling words in colour, unless NO_COLOR asks for none."""
    if os.environ.get("NO_COLOR"):
        return text
    for pattern, colour in WORDS.items():
        text = re.sub(pattern, typer.style(r"\g<0>", fg=colour, bold=True), text, flags=re.M)
    return text
