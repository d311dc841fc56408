"""A reader in another language that gives up on a damaged file, said as what it is.

The fast reader of cells is written in Rust. Where a file is damaged in a way that it did not
foresee, it raises an error that is no ordinary exception and that nobody catches by accident.
"""

from types import TracebackType

from bettercare.formats.workbooks.refusals import damaged

PANIC = "PanicException"  # of pyo3_runtime, a module that cannot be imported


class PanicsRefused:
    """Within it, a reader that gives up raises ``UnreadableFile``; ``name`` is the file's.

    >>> with PanicsRefused("plan.xls"):
    ...     raise type("PanicException", (BaseException,), {})("index out of range")
    Traceback (most recent call last):
    bettercare.errors.UnreadableFile: Cannot read plan.xls: it is damaged (its cells cannot be
    read). Ask for the file again, or open it in Excel and save it again as .xlsx.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        """Nothing is needed."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Say what a reader that gave up means; all other errors go on."""
        if kind is not None and kind.__name__ == PANIC:
            raise damaged(self._name, "its cells cannot be read") from None
