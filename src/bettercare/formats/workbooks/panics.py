"""A reader in another language that gives up on a damaged file, said as what it is.

The fast reader of cells is written in Rust. Where a file is damaged in a way that it did not
foresee, it raises an error that is no ordinary exception and that nobody catches by accident.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from bettercare.formats.workbooks.refusals import damaged

PANIC = "PanicException"  # of pyo3_runtime, a module that cannot be imported


@contextmanager
def panics_refused(name: str) -> Iterator[None]:
    """Within it, a reader that gives up raises ``UnreadableFile``; ``name`` is the file's.

    >>> with panics_refused("plan.xls"):
    ...     raise type("PanicException", (BaseException,), {})("index out of range")
    Traceback (most recent call last):
    bettercare.errors.UnreadableFile: Cannot read plan.xls: it is damaged (its cells cannot be
    read). Ask for the file again, or open it in Excel and save it again as .xlsx.
    """
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != PANIC:
            raise
        raise damaged(name, "its cells cannot be read") from None
