"""The rules of an audit as data: the level of its intervals, and the smallest number shown."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from bettercare.errors import UnreadableFile


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How shares are judged and which are shown.

    ``level`` is that of the intervals; counts of people from 1 to ``smallest_shown`` - 1 are small.
    """

    level: Annotated[float, msgspec.Meta(ge=0.5, lt=1)]
    method: Literal["wilson"]
    smallest_shown: Annotated[int, msgspec.Meta(ge=0)]
    reference: str

    def is_small(self, count: int) -> bool:
        """Whether so many people are too few to be shown; 0 is shown."""
        return 0 < count < self.smallest_shown

    def hides(self, count: int, of: int) -> bool:
        """Whether a count of a whole is hidden: it, or what it leaves, is small.

        Of a whole that is small one of them always is.

        >>> shipped_rules().hides(11, 15), shipped_rules().hides(34, 220)
        (True, False)
        """
        return self.is_small(count) or self.is_small(of - count)


@cache
def shipped_rules() -> Rules:
    """The rules that ship: those of the audit of 2016."""
    text = files("bettercare.equity").joinpath("rules.yaml").read_bytes()
    return msgspec.yaml.decode(text, type=Rules)


def read_rules(path: Path) -> Rules:
    """The shipped rules with what a file changes; raises ``UnreadableFile`` at an unknown key."""
    shipped = msgspec.to_builtins(shipped_rules())
    try:
        found = msgspec.yaml.decode(path.read_bytes())
        if not isinstance(found, dict):
            raise UnreadableFile(f"Cannot read {path.name}: it holds no keys.")
        return msgspec.convert(shipped | found, type=Rules)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise UnreadableFile(f"Cannot read {path.name}: {error}.") from error
    except OSError as error:
        raise UnreadableFile(f"Cannot read {path.name}: {error.strerror}.") from error
