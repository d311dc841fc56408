"""How a merge names a row, a place and a value in a sentence."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import takewhile

from bettercare.comparison.merge_records import Change, Conflict, Value
from bettercare.comparison.settings import shown
from bettercare.findings import Place
from bettercare.labels import shortened

ACTS = {
    "row added": "row added",
    "row removed": "row taken away",
    "table added": "the table brought in",
    "table removed": "the table taken away",
    "both added": "both added it",
}
LEAD = 8  # letters shown before the first that differs
LONGEST_NAME = 50


def what_words(one: Change | Conflict) -> str:
    """What a change or a conflict is about: "Row 19, Reablement - LPT: planned expenditure".

    A row is counted as in the merged plan; one that is not there, as in the base.
    """
    if not one.table:
        return one.noun[:1].upper() + one.noun[1:]
    table = one.table.replace("_", " ")
    if not one.row and "table" in one.kind:
        return f"{table.capitalize()}: {_act(one)}"
    place = one.places.now or one.places.base
    row = f"row {place.item}" if place else "a row"
    named = f"{table} {row}" if one.table != "schemes" else row
    name = f", {shortened(one.row, LONGEST_NAME)}" if one.row else ""
    return f"{named[:1].upper()}{named[1:]}{name}: {one.noun or _act(one)}"


def _act(one: Change | Conflict) -> str:
    """What was done to a row or table, and by whom where the two did not do the same."""
    if isinstance(one, Conflict) and one.removed_by:
        editor = "mine" if one.removed_by == "theirs" else "theirs"
        return f"{one.removed_by} took it away, {editor} changed it"
    return ACTS[one.kind]


def place_words(place: Place) -> str:
    """Where something stands: sheet or file with its cell, or the row.

    >>> place_words(Place(file="a.xlsx", sheet="Expenditure", cell="S20", item=19))
    'Expenditure!S20'
    >>> place_words(Place(file="schemes.csv", row=20, item=19)), place_words(Place(item=19))
    ('schemes.csv line 20', 'row 19')
    """
    home = place.sheet or place.file
    if not home:
        return f"row {place.item}"
    if place.cell:
        return f"{home}!{place.cell}" if place.sheet else f"{home} {place.cell}"
    return f"{home} line {place.row}" if place.row else home


def value_words(values: Sequence[Value], field: str, width: int) -> list[str]:
    """Values as a sentence shows them, so that what differs is seen: long texts are cut to it.

    >>> value_words([Decimal("1216760"), None], "amounts.2019-20", 20)
    ['£1,216,760', 'blank']
    >>> value_words(["Care at home for all of the people", "Care at home for all of us"], "", 20)
    ['...all of the people', '...all of us']
    """
    texts = [_shown(value, field) for value in values]
    if max(map(len, texts)) <= width:
        return texts
    given = [text for text in texts if text != "blank"]
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*given, strict=False))
    start = sum(1 for _ in alike) - LEAD
    if start > LEAD and len(set(given)) > 1:
        texts = [text if text == "blank" else f"...{text[start:].lstrip()}" for text in texts]
    return [shortened(text, width) for text in texts]


def _shown(value: Value, field: str) -> str:
    """A value; pounds have their sign, a blank text is not nothing, and lines are joined."""
    if isinstance(value, Decimal) and field.startswith("amounts."):
        return f"{'-' if value < 0 else ''}£{abs(value):,f}"
    if isinstance(value, str):
        return " ".join(value.split()) or "an empty text"
    return shown(value)
