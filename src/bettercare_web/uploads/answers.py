"""What the process that reads a file answers: always one of these, as JSON on a pipe."""

from collections.abc import Mapping

import msgspec

from bettercare.formats.reading import Reading


class Read(msgspec.Struct, frozen=True, tag="read"):
    """The file was read."""

    reading: Reading


class Unpacked(msgspec.Struct, frozen=True, tag="unpacked"):
    """A zip was unpacked: the bytes of each CSV file by its name, and the names of the others."""

    files: Mapping[str, bytes]
    others: tuple[str, ...] = ()


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """The file cannot be read; ``why`` says so in the library's words.

    ``patients``: it seems to hold data about patients, in so many columns. ``round_unknown``:
    nothing in it says which round it is for.
    """

    why: str
    patients: int = 0
    round_unknown: bool = False


Answer = Read | Unpacked | Refused
