"""Where a collation goes: one table of kinds of output, each written whole or not at all."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from bettercare.errors import UnreadableFile
from bettercare.formats.text_files import reason
from bettercare.labels import listed
from bettercare.national.tables import TABLES, Row

Rows = Mapping[str, Callable[[], Iterable[Row]]]  # by table: what gives its rows, in order
Amounts = Iterator[Row]  # file, item and amount of each row

# The module that writes a kind of output, and reads it back.
KINDS: Mapping[str, str] = {
    ".parquet": "bettercare.national.output_database",
    ".duckdb": "bettercare.national.output_database",
    ".xlsx": "bettercare.national.output_workbook",
    ".csv": "bettercare.national.output_csv",
}
FOLDERS = frozenset({".parquet", ".csv"})


def check_target(target: Path, *, force: bool = False) -> None:
    """Refuse a place that cannot be written: of another kind, taken, or in no folder.

    With ``force`` what is there may be replaced, but a folder only where it is a collation.
    """
    if target.suffix.casefold() not in KINDS:
        raise UnreadableFile(
            f"Cannot write {target.name}: give a name that ends in {listed(KINDS, 'or')}."
        )
    if not target.absolute().parent.is_dir():
        raise UnreadableFile(f"Cannot write {target}: there is no folder {target.parent}.")
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    if not force:
        raise UnreadableFile(f"Cannot write {target}: it is there already. Add --force.")
    if target.is_dir() != (target.suffix.casefold() in FOLDERS) or _others(target):
        raise UnreadableFile(f"Cannot write {target}: what is there is not a collation of plans.")


def write(making: Path, rows: Rows) -> None:
    """Write every table at a place that is free, of the kind that its ending says."""
    import_module(KINDS[making.suffix.casefold()]).write(making, rows)


def amounts(made: Path, table: str, columns: Sequence[str]) -> Amounts:
    """Some columns of a table read back, row by row; numbers as exact as the output holds them."""
    found: Amounts = import_module(KINDS[made.suffix.casefold()]).read(made, table, columns)
    return found


def put_in_place(making: Path, target: Path) -> None:
    """Move what was made to where it was asked for, in one step where the system can."""
    try:
        if target.is_dir():
            shutil.rmtree(target)
        making.replace(target)
    except OSError as error:
        raise UnreadableFile(f"Cannot write {target}: {reason(error)}.") from error


@contextmanager
def room_for(making: Path) -> Iterator[None]:
    """Free a place to make an output in; half an output is taken away."""
    _remove(making)
    try:
        yield
    except OSError as error:
        raise UnreadableFile(f"Cannot write {making.name}: {reason(error)}.") from error
    finally:
        _remove(making)


def _remove(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)


def _others(target: Path) -> list[str]:
    """What lies in a folder and is no table of a collation."""
    if not target.is_dir():
        return []
    known = {f"{name}{target.suffix.casefold()}" for name in TABLES}
    return [one.name for one in target.iterdir() if one.name not in known]
