"""Every free text of a plan, with the words for where it stands."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from bettercare.calculations import Calculations
from bettercare.findings import Place
from bettercare.plan.records import Record

Name = Callable[[int, Any], str]

# The fields where people write as they like, and what a record of the table is called.
FREE_TEXT: dict[str, tuple[Name, tuple[str, ...]]] = {
    "schemes": (
        lambda item, _: f"Row {item}",
        ("scheme_name", "description", "scheme_type_other", "area_of_spend_other"),
    ),
    "income": (lambda item, _: f"Income line {item}", ("comment",)),
    "narrative": (lambda item, line: f"Section {line.section or item}", ("text",)),
    "metrics": (lambda item, line: line.metric or f"Metric line {item}", ("narrative",)),
    "requirements": (
        lambda item, line: line.code or f"Requirement {item}",
        ("action", "timeframe"),
    ),
    "sign_off": (
        lambda item, line: line.role or f"Signature {item}",
        ("name", "date", "delegated_to"),
    ),
    "hicm": (lambda item, line: line.change or f"Change {item}", ("reason",)),
    "answers": (lambda item, line: line.question or f"Question {item}", ("comment",)),
}


class FreeText(NamedTuple):
    """A text and the cell that holds it."""

    text: str
    table: str
    item: int
    field: str
    record: Record


def free_texts(working: Calculations, holds: Callable[[str], bool]) -> Iterator[FreeText]:
    """The free texts that hold what is sought, table by table; blank ones are left out.

    Each text is looked at once, however often it stands in the plan.
    """
    known: dict[str | None, bool] = {None: False, "": False}
    for table, (_, fields) in FREE_TEXT.items():
        for item, record in enumerate(getattr(working.plan, table) or (), 1):
            for field in fields:
                text = getattr(record, field)
                if text not in known:
                    known[text] = holds(text)
                if known[text]:
                    yield FreeText(text, table, item, field, record)


def subject(working: Calculations, found: FreeText) -> str:
    """Where a free text stands, in words: "Row 9, description"."""
    name, _ = FREE_TEXT[found.table]
    column = working.rules.column(found.table, found.field)
    return f"{name(found.item, found.record)}, {column.noun if column else found.field}"


def place(working: Calculations, found: FreeText) -> tuple[Place, ...]:
    """The place of a free text."""
    return (working.place(found.table, found.item, found.field),)
