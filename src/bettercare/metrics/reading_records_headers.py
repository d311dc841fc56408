"""The headers of files of records: which columns are which, and what is amiss with them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bettercare.errors import UnreadableFile
from bettercare.labels import listed, nearest
from bettercare.metrics.record_checks_report import Fault, header_words
from bettercare.metrics.records import RecordKind

NAMED = 3  # files that are named in one sentence
IDENTIFYING = frozenset(
    {
        "nhs_number", "nhs_no", "nhsnumber", "nhsno", "date_of_birth", "dateofbirth", "dob",
        "birth_date", "name", "surname", "forename", "first_name", "last_name", "patient_name",
        "postcode", "address", "hospital_number",
    }
)  # fmt: skip
_AGAIN = re.compile(r" \(\d+\)$")


def folded(name: str) -> str:
    """A header as it is compared.

    >>> folded(" Discharge-Ready "), folded("AGE")
    ('discharge_ready', 'age')
    """
    return "_".join(name.strip().strip("\ufeff").casefold().replace("-", " ").split())


def matched(kind: RecordKind, names: Sequence[str], file: Path) -> dict[str, str]:
    """The columns of a kind that a file has, each with its name there; the first of two alike.

    Raises ``UnreadableFile`` where it has none.
    """
    wanted = {column.name for column in kind.columns}
    found: dict[str, str] = {}
    for name in names:
        if folded(name) in wanted:
            found.setdefault(folded(name), name)
    if not found:
        first = listed(column.name for column in kind.columns[:4])
        raise UnreadableFile(
            f"Cannot read {file.name}: none of its columns is one of {kind.label.casefold()}. "
            f"Its first row must hold their names, such as {first}."
        )
    return found


def header_faults(
    kind: RecordKind, files: Sequence[Path], names: Sequence[Sequence[str]]
) -> Iterator[Fault]:
    """Columns that are missing and columns that are not read, with the files they concern."""
    headers = [matched(kind, some, file) for some, file in zip(names, files, strict=True)]
    yield from _missing(kind, files, headers, names)
    yield from _others(files, headers, names)


def absent(
    kind: RecordKind, files: Sequence[Path], names: Sequence[Sequence[str]]
) -> dict[str, list[int]]:
    """The numbers of the files that lack a column, by column."""
    headers = [matched(kind, some, file) for some, file in zip(names, files, strict=True)]
    return _absent(kind, headers)


def _absent(kind: RecordKind, headers: Sequence[Mapping[str, str]]) -> dict[str, list[int]]:
    lacking = {
        column.name: [number for number, header in enumerate(headers) if column.name not in header]
        for column in kind.columns
    }
    return {name: numbers for name, numbers in lacking.items() if numbers}


def _missing(
    kind: RecordKind,
    files: Sequence[Path],
    headers: Sequence[Mapping[str, str]],
    names: Sequence[Sequence[str]],
) -> Iterator[Fault]:
    for column, numbers in _absent(kind, headers).items():
        code = "REC-007" if kind.column(column).blank else "REC-001"
        known = set(headers[numbers[0]].values())
        others = tuple(one for one in names[numbers[0]] if one not in known)
        near = nearest(column, others) if code == "REC-001" else None
        hint = f" Is it the column '{header_words(near)}'?" if near else ""
        where = _named(files, numbers, "any of ")
        yield Fault(code, column, len(numbers), detail=f"It is not in {where}.{hint}")


def _others(
    files: Sequence[Path],
    headers: Sequence[Mapping[str, str]],
    names: Sequence[Sequence[str]],
) -> Iterator[Fault]:
    """Columns that are not read, each with the files that have it."""
    found: dict[tuple[str, str], list[int]] = {}
    for number, (header, some) in enumerate(zip(headers, names, strict=True)):
        for name in some:
            if name not in header.values():
                shown = header_words(_AGAIN.sub("", name))
                found.setdefault((_why_other(name, header), shown), []).append(number)
    for (code, name), numbers in sorted(found.items()):
        where = _named(files, numbers, "all of ")
        yield Fault(code, name, len(numbers), detail=f"It is in {where}, and is not read.")


def _why_other(name: str, header: Mapping[str, str]) -> str:
    if folded(_AGAIN.sub("", name)) in header:
        return "REC-004"
    return "REC-003" if folded(name) in IDENTIFYING else "REC-002"


def _named(files: Sequence[Path], numbers: Sequence[int], every: str) -> str:
    if len(numbers) == len(files) > 1:
        return f"{every}the {len(files):,} files"
    shown = [files[number].name for number in numbers[:NAMED]]
    more = [f"{len(numbers) - NAMED:,} more"] if len(numbers) > NAMED else []
    return listed([*shown, *more])
