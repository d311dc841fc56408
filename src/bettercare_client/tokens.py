"""The token that a command shows the service: from the environment or a file, never an argument."""

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path

from bettercare_client.errors import NoToken

VARIABLE = "BETTERCARE_TOKEN"
FILE_VARIABLE = "BETTERCARE_TOKEN_FILE"
_SHAPE = re.compile(r"bct_[0-9a-f]{8}_[A-Za-z0-9_-]{43}")
OTHERS = stat.S_IRWXG | stat.S_IRWXO

MISSING = (
    f"No token: set {VARIABLE}, or {FILE_VARIABLE} to a file that you alone can read. Make a token "
    "in the service, in your account under Tokens."
)
ODD = "That is no token: one looks like bct_1a2b3c4d_ with 43 letters after it. Copy it again."


def token_of(environment: Mapping[str, str]) -> str:
    """The token. Raises ``NoToken`` where there is none, or where others can read its file.

    >>> token_of({"BETTERCARE_TOKEN": " bct_00000000_" + "a" * 43})[:12]
    'bct_00000000'
    """
    text = environment.get(VARIABLE, "").strip()
    if not text and (name := environment.get(FILE_VARIABLE, "")):
        text = _from_file(Path(name))
    if not text:
        raise NoToken(MISSING)
    if not _SHAPE.fullmatch(text):
        raise NoToken(ODD)
    return text


def _from_file(place: Path) -> str:
    try:
        if os.name == "posix" and place.stat().st_mode & OTHERS:
            raise NoToken(f"Others can read {place}. Run: chmod 600 {place}")
        return place.read_text(encoding="ascii").strip()
    except (OSError, UnicodeError):
        raise NoToken(f"Cannot read {place}. Check the name that {FILE_VARIABLE} holds.") from None
