"""What a workbook of ours remembers: the plan as it was written, on a hidden sheet.

With it a workbook that was edited gives back what nobody touched exactly as it was: numbers to the
last decimal, texts with their spaces, and what no cell shows.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

import msgspec

from bettercare.plan import Plan
from bettercare.plan.records import TABLES

SHEET = "_bettercare"
FORM = "bettercare-workbook-1"
LONGEST_CHUNK = 16_000  # characters; a cell holds 32,767 halves of characters


class Memory(NamedTuple):
    """The plan as it was when the workbook was written, and the hash of its JSON."""

    plan: Plan
    digest: str


def memory_rows(plan: Plan) -> Iterator[tuple[str, str]]:
    """The rows of the hidden sheet, each a name and a text.

    >>> rows = dict(memory_rows(Plan(round="2019-20")))
    >>> rows["form"], rows["round"]
    ('bettercare-workbook-1', '2019-20')
    """
    text = msgspec.json.encode(plan).decode()
    yield "form", FORM
    yield "round", plan.round
    yield "sha256", sha256(text.encode()).hexdigest()
    for table in TABLES:
        records = getattr(plan, table)
        if records is not None:
            yield f"rows.{table}", f"{row_id(1)} to {row_id(len(records))}" if records else "none"
    for start in range(0, len(text), LONGEST_CHUNK):
        yield "plan", text[start : start + LONGEST_CHUNK]


def remembered(rows: Sequence[Sequence[str]]) -> Memory | None:
    """The memory that the rows of a hidden sheet hold; ``None`` where they are not as written.

    >>> plan = Plan(round="2019-20", area="Leicester")
    >>> remembered(list(memory_rows(plan))).plan == plan
    True
    >>> remembered([("form", "something else")]) is None
    True
    """
    pairs = [(row[0], row[1]) for row in rows if len(row) > 1]
    facts = dict(pairs)
    text = "".join(value for name, value in pairs if name == "plan")
    digest = sha256(text.encode()).hexdigest()
    if facts.get("form") != FORM or facts.get("sha256") != digest:
        return None
    try:
        return Memory(msgspec.json.decode(text, type=Plan), digest)
    except msgspec.DecodeError:
        return None


def row_id(item: int) -> str:
    """The id that goes with a record of the plan, counted from 1; it is no number on purpose.

    >>> row_id(7), item_of("r7"), item_of("r07x")
    ('r7', 7, 0)
    """
    return f"r{item}"


def item_of(text: str) -> int:
    """The record that an id stands for, or 0."""
    number = text.strip().removeprefix("r")
    return int(number) if number.isascii() and number.isdigit() and number != text else 0
