"""The plan that a command is about: where it is, and what is read of it."""

from pathlib import Path
from typing import TYPE_CHECKING

from bettercare.errors import UnreadableFile

if TYPE_CHECKING:
    from bettercare.report import Summary


def summary_of(
    path: str, round_id: str | None, folders: list[Path] | None, against: str | None = None
) -> "Summary":
    """The plan at a path read, and its figures and findings ready to be asked for.

    ``against`` is where last year's plan is. Raises ``BetterCareError`` when a file or a round
    cannot be read.
    """
    from bettercare import formats
    from bettercare.report import summarise

    reading = formats.read(resolved(path), round_id, folders=folders or ())
    before = formats.read(resolved(against), folders=folders or ()) if against else None
    return summarise(reading, round_id, folders=folders or (), against=before)


def asked(path: str, round_id: str | None, folders: list[Path] | None) -> str:
    """What the next command must repeat of this one: the plan, and whose rules to read it by."""
    words = [path, *(["--round", round_id] if round_id else [])]
    for folder in folders or []:
        words += ["--rounds", str(folder)]
    return " ".join(f'"{word}"' if " " in word else word for word in words)


def resolved(path: str) -> Path:
    """A path as given, or the shipped plan of that name where there is no such path."""
    from bettercare import examples

    given = Path(path)
    try:
        if given.exists():
            return given
    except OSError as error:
        raise UnreadableFile(f"Cannot read {path}: {_reason(error)}.") from error
    shipped = examples.names()
    if path in shipped:
        return shipped[path]
    if given.parent == Path() and not given.suffix:
        from bettercare.labels import nearest

        near = nearest(path, (*(one.name for one in Path().iterdir()), *shipped))
        hint = f" Did you mean {near}?" if near else ""
        raise UnreadableFile(f"Cannot read {path}: no such folder or file.{hint}")
    return given


def is_taken(target: Path) -> bool:
    """Whether something stands where a result would be written; an empty folder is free."""
    try:
        return target.is_file() or (target.is_dir() and any(target.iterdir()))
    except OSError as error:
        raise UnreadableFile(f"Cannot write {target}: {_reason(error)}.") from error


def _reason(error: OSError) -> str:
    from bettercare.formats.text_files import reason

    return reason(error)
