"""The head of a table whose columns are lost: its labels, one behind the other."""

from collections.abc import Sequence
from typing import NamedTuple

from bettercare.formats.prints.wrapped_blocks import Words
from bettercare.formats.prints.wrapped_cells import Value, Values, folded
from bettercare.rounds.schema import Column, Table

FEWEST_LABELS = 5
LONGEST_GAP = 6  # words between two labels: part of a label that the print has in another way


class Head(NamedTuple):
    """Where a head stands among words, and the columns that it names, in order."""

    start: int
    end: int
    columns: tuple[Column, ...]


class _Label(NamedTuple):
    start: int
    end: int
    header: str


def heads_of(table: Table, words: Words) -> list[Head]:
    """Every print of the head of a table: at least five of its labels, each once, side by side."""
    labels = Values(
        {
            folded(text): Value(text, column.header, 0)
            for column in reversed(table.columns)
            for text in (*column.aliases, column.label)
        }
    )
    columns = {column.header: column for column in table.columns}
    return [
        Head(run[0].start, run[-1].end, tuple(columns[label.header] for label in run))
        for run in _runs(words, labels, table.columns[0].header)
    ]


def columns_of(head: Head, table: Table) -> tuple[Column, ...]:
    """The columns under a head: those it names, and the others behind those they follow.

    A column whose label the print has lost may still be filled.
    """
    found = list(head.columns)
    for n, column in enumerate(table.columns):
        if column not in found:
            before = table.columns[n - 1] if n else None
            found.insert(found.index(before) + 1 if before in found else 0, column)
    return tuple(found)


def _runs(words: Words, labels: Values, first: str) -> list[Sequence[_Label]]:
    """Runs of labels side by side; ``first`` is the header of the first column of the table."""
    found: list[Sequence[_Label]] = []
    run: list[_Label] = []
    at = 0
    while at < len(words):
        longest = labels.longest(words, at)
        if longest is None:
            at += 1
            continue
        label = _Label(at, longest.end, longest.value.code)
        run = _trimmed(run, first)
        again = [n for n, one in enumerate(run) if one.header == label.header]
        apart = bool(run) and at - run[-1].end > LONGEST_GAP
        if apart or (again and len(run) >= FEWEST_LABELS):
            found.append(run)
            run = []
        elif again:
            run = run[again[-1] + 1 :]
        run.append(label)
        at = label.end
    return [one for one in [*found, _trimmed(run, first)] if len(one) >= FEWEST_LABELS]


def _trimmed(run: list[_Label], first: str) -> list[_Label]:
    """A run without labels at its start that stand apart: the row before may end in such words."""
    while len(run) > FEWEST_LABELS and run[0].header != first and run[1].start > run[0].end:
        run = run[1:]
    return run
