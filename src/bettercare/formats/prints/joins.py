"""A table that is printed in parts side by side: joined row by row, or by the labels printed."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

import msgspec

from bettercare.formats.prints.blocks import Block
from bettercare.formats.prints.sections import Row, Section
from bettercare.labels import normalise, similarity

NO_ROW = Row(0, 0, ())
ALIKE = 75.0  # of 100: names of one scheme, as two parts of a table print them


_NOT_ID = re.compile(r"[\W_]+")


class Pairing(NamedTuple):
    """How the labels of two parts agree, row by row.

    ``same`` says for each row whether its labels agree; ``unlabelled`` are the rows of the second
    part without any label, and ``slips_from`` the first row that has another's label, from 1.
    """

    same: tuple[bool, ...]
    unlabelled: tuple[int, ...]

    @property
    def slips_from(self) -> int | None:
        """The first row, from 1, whose labels do not agree."""
        return self.same.index(False) + 1 if False in self.same else None

    @property
    def agrees(self) -> bool:
        """Whether every row has the same label in both parts."""
        return all(self.same)


def labels_in(blocks: Sequence[Block]) -> tuple[str, ...]:
    """The fields that every part prints, by which their rows could be told apart."""
    shared = (field for field in blocks[0].fields if field)
    return tuple(field for field in shared if all(field in one.fields for one in blocks[1:]))


def pairing(first: Block, second: Block, labels: Sequence[str]) -> Pairing:
    """How the labels of two parts of equally many rows agree."""
    pairs = zip(_labels(first, labels), _labels(second, labels), strict=True)
    unlabelled = [n for n, texts in enumerate(_labels(second, labels), 1) if not any(texts)]
    return Pairing(tuple(_same(a, b) for a, b in pairs), tuple(unlabelled))


def labels_lost(first: Block, second: Block, label: str) -> tuple[str, ...]:
    """The labels of which the second part prints fewer, where all come in the same order.

    A label stands once for each that is lost; none where the order tells of another slip.
    """
    long, short = _runs(first.texts(label)), _runs(second.texts(label))
    if [plain_id(text) for text, _ in long] != [plain_id(text) for text, _ in short]:
        return ()
    pairs = zip(long, short, strict=True)
    return tuple(text for (text, many), (_, few) in pairs for _ in range(many - few))


def _runs(texts: Sequence[str]) -> list[tuple[str, int]]:
    """The labels that are printed, each with how often it comes in a row."""
    printed = (text for text in texts if text)
    runs = (list(run) for _, run in groupby(printed, key=plain_id))
    return [(run[0], len(run)) for run in runs]


def by_position(blocks: Sequence[Block]) -> Section:
    """One section of parts with equally many rows: row n of each is row n of the whole."""
    return _side_by_side(blocks, [list(block.rows) for block in blocks])


def by_label(blocks: Sequence[Block], label: str) -> Section:
    """One section by the printed labels: the nth row of a label belongs to its nth elsewhere.

    The rows are those of the last part, which has the amounts. A label that comes more often there
    than in another part belongs to its last row in that part, and a label that is not known there
    to none.
    """
    wanted = _counted(blocks[-1].texts(label))
    rows = [_partners(block, label, wanted) for block in blocks[:-1]]
    return _side_by_side(blocks, [*rows, blocks[-1].rows])


def plain_id(text: str) -> str:
    """The letters and digits of an id, however it is printed.

    >>> plain_id("11."), plain_id("S-07 a"), plain_id(" ")
    ('11', 's07a', '')
    """
    return _NOT_ID.sub("", text).casefold()


def _counted(texts: Sequence[str]) -> list[tuple[str, int]]:
    """Each label with how many times it came before."""
    seen: Counter[str] = Counter()
    found = []
    for text in map(plain_id, texts):
        found.append((text, seen[text]))
        seen[text] += 1
    return found


def _partners(block: Block, label: str, wanted: Sequence[tuple[str, int]]) -> list[Row]:
    homes: dict[str, list[Row]] = defaultdict(list)
    for text, row in zip(block.texts(label), block.rows, strict=True):
        homes[plain_id(text)].append(row)
    homes.pop("", None)
    return [
        homes[text][min(before, len(homes[text]) - 1)] if text in homes else NO_ROW
        for text, before in wanted
    ]


def _labels(block: Block, labels: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(block.texts(field) for field in labels), strict=True))


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two rows of labels are of one scheme: the same id, and names that are alike."""
    if not one:
        return True
    if not all(other) or plain_id(one[0]) != plain_id(other[0]):
        return False
    return all(_alike(a, b) for a, b in zip(one[1:], other[1:], strict=True))


def _alike(one: str, other: str) -> bool:
    """Whether two names are alike, one of them perhaps cut short."""
    a, b = normalise(one), normalise(other)
    length = min(len(a), len(b))
    return a == b or similarity(a[:length], b[:length]) >= ALIKE or similarity(a, b) >= ALIKE


def _side_by_side(blocks: Sequence[Block], rows: Sequence[Sequence[Row]]) -> Section:
    """The columns of all parts in one section; a field that comes again is taken once."""
    first = blocks[0].section
    taken: set[str] = set()
    places: list[tuple[int, int]] = []
    for part, block in enumerate(blocks):
        for n, field in enumerate(block.fields):
            if field not in taken:
                places.append((part, n))
            taken |= {field} if field else set()
    fields = tuple(blocks[part].fields[n] for part, n in places)
    head = tuple(blocks[part].section.head[n] for part, n in places)
    joined = tuple(
        Row(
            parts[0].line or parts[-1].line,
            parts[0].page or parts[-1].page,
            tuple(parts[part].cell(n) for part, n in places),
        )
        for parts in zip(*rows, strict=True)
    )
    return msgspec.structs.replace(first, fields=fields, head=head, rows=joined)
