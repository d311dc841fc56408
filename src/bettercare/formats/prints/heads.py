"""Labels of a printed table: what counts as one, and which cells of a head name which column."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Generic, Protocol, TypeVar

import msgspec

from bettercare.labels import normalise

DOTS = "..."  # a label that ends so is known by how it begins
TWO_NUMBERS = re.compile(r"\d\s+\W*\d")
LEAST_OF_CUT = 5  # letters of a heading that is cut at the edge of the page


class Labelled(Protocol):
    """Anything that has labels in print."""

    @property
    def labels(self) -> tuple[str, ...]:
        """How it may be called."""


L = TypeVar("L", bound=Labelled)


class Head(msgspec.Struct, Generic[L], frozen=True):
    """Which column of a table stands where; ``cut`` are those whose heading lost its end.

    ``skipped`` are columns that are known and not read, such as comments.
    """

    columns: Mapping[int, L]
    cut: frozenset[int] = frozenset()
    skipped: frozenset[int] = frozenset()

    @property
    def first(self) -> int:
        """Where the first column stands."""
        return min(self.columns)

    def label(self, cells: Sequence[str]) -> str:
        """The label of a row: what stands before the first column, and nearest to it."""
        return next((cell for cell in reversed(cells[: self.first]) if cell), "")

    def fits(self, cells: Sequence[str]) -> bool:
        """Whether every number of a row stands under a column, and no two in one."""
        known = {*self.columns, *self.skipped, *range(self.first)}
        return not any(
            TWO_NUMBERS.search(cell) if n in self.columns else any(map(str.isdigit, cell))
            for n, cell in enumerate(cells)
            if n in self.columns or n not in known
        )

    def filled(self, cells: Sequence[str]) -> Iterable[tuple[int, L]]:
        """The columns in which a row has something, in order."""
        return ((n, one) for n, one in self.columns.items() if n < len(cells) and cells[n])


def is_called(text: str, labels: Sequence[str]) -> bool:
    """Whether a printed text is one of some labels.

    >>> is_called("1) Plans agreed", ["Plans agreed"]), is_called("Total, all", ["Total..."])
    (True, True)
    """
    return _known(tuple(labels))(normalise(text))


def named(text: str, choices: Iterable[L]) -> L | None:
    """The first of some labelled things that a text names."""
    return next((one for one in choices if is_called(text, one.labels)), None)


def head_of(cells: Sequence[str], columns: Sequence[L], skip: Sequence[str] = ()) -> Head[L] | None:
    """The columns that the cells of a head name, its first cell left out.

    Each filled cell must name a column that none before it did, or be one to skip; ``None`` when
    one is neither, or no column is named.
    """
    found: dict[int, L] = {}
    cut: set[int] = set()
    skipped: set[int] = set()
    for n, cell in enumerate(cells[1:], 1):
        if not cell or is_called(cell, skip):
            skipped |= {n} if cell else set()
            continue
        free = [one for one in columns if one not in found.values()]
        column = named(cell, free)
        if column is None:
            column = _begun(cell, free)
            cut.add(n)
        if column is None:
            return None
        found[n] = column
    return Head(found, frozenset(cut), frozenset(skipped)) if found else None


def _begun(cell: str, columns: Sequence[L]) -> L | None:
    """The one column whose label begins as a cell that is cut does."""
    text = normalise(cell)
    begun = [c for c in columns if any(normalise(t).startswith(text) for t in c.labels)]
    return begun[0] if len(begun) == 1 and len(text) >= LEAST_OF_CUT else None


@lru_cache(maxsize=1024)
def _known(labels: tuple[str, ...]) -> Callable[[str], bool]:
    whole = frozenset(normalise(text) for text in labels if not text.endswith(DOTS))
    starts = tuple(normalise(text) for text in labels if text.endswith(DOTS))
    return lambda text: text in whole or (bool(starts) and text.startswith(starts))
