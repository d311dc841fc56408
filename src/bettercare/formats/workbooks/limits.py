"""How large a workbook may be before it is refused, on the command line and on the web."""

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Sizes in bytes, counts, and ratios of unpacked to packed bytes.

    ``cells`` counts cells that hold something, and also the cells of the rectangle round them
    once that is larger than ``sparse``, for a reader makes room for the whole rectangle.
    """

    file_size: int
    unpacked: int
    entry: int
    entries: int
    sheets: int
    cells: int
    rows: int
    sparse: int = 2_000_000
    entry_ratio: int = 200
    entry_ratio_from: int = 1_000_000
    whole_ratio: int = 100
    whole_ratio_from: int = 10_000_000


COMMAND_LINE = Limits(
    file_size=200_000_000,
    unpacked=2_000_000_000,
    entry=1_000_000_000,
    entries=5_000,
    sheets=500,
    cells=20_000_000,
    rows=1_048_576,
)
WEB = Limits(
    file_size=20_000_000,
    unpacked=300_000_000,
    entry=200_000_000,
    entries=2_000,
    sheets=200,
    cells=5_000_000,
    rows=200_000,
)


def size_words(size: int) -> str:
    """A number of bytes as a person says it.

    >>> size_words(20_000_000), size_words(2_000_000_000), size_words(1_500)
    ('20 MB', '2 GB', '1,500 bytes')
    """
    for unit, word in ((1_000_000_000, "GB"), (1_000_000, "MB")):
        if size >= unit:
            return f"{size / unit:g} {word}"
    return f"{size:,} bytes"
