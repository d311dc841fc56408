"""Exceptions a user may see: each says whose fault it is and what to do next.

The command line turns each into a sentence and an exit code (see ``ExitCode``); anything that is
not a ``BetterCareError`` is a fault of ours and never shown as a fault in somebody's file.
"""

from collections.abc import Sequence
from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the command line."""

    NO_ERRORS = 0
    ERRORS_FOUND = 1
    CANNOT_READ = 2
    OUR_FAULT = 3


class BetterCareError(Exception):
    """Something the user can put right; the text says what and how."""


class UnreadableFile(BetterCareError):
    """A file or folder is missing, of an unknown kind, or cannot be understood at all."""


class UnknownRound(BetterCareError):
    """A planning round was asked for that is not known, or cannot be told from the plan."""


class UnknownFigure(BetterCareError):
    """A figure id was asked for that this plan and round do not have."""


class UnknownPlace(BetterCareError):
    """An area, an NHS commissioner or a mapping between them was asked for that is not known."""


class UnusableRound(BetterCareError):
    """A round's files are at fault; the text lists every problem with file, line and fix.

    ``faults`` holds them one by one, where they could be told apart.
    """

    def __init__(self, text: str, faults: Sequence[object] = ()) -> None:
        super().__init__(text)
        self.faults = tuple(faults)


class UnknownMetric(BetterCareError):
    """A metric, or a definition of one, was asked for that the library does not have."""


class UnusableLibrary(BetterCareError):
    """Files of metric definitions are at fault; ``faults`` holds every problem one by one."""

    def __init__(self, text: str, faults: Sequence[object] = ()) -> None:
        super().__init__(text)
        self.faults = tuple(faults)


class BadRequest(BetterCareError):
    """What was asked cannot be understood: the text says what to write instead."""
