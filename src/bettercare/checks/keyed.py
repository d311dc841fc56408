"""What to say of the lines of a small table that are about nothing known, or contradict others."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bettercare.calculations import Calculations
from bettercare.checks.choices import SUGGEST_FIX
from bettercare.checks.registry import Slip, Softness
from bettercare.labels import listed, normalise, shortened
from bettercare.plan.keyed import KEY_FIELDS, Keyed, Line, Unplaced
from bettercare.rounds import CodeList, Item

MOST_CHOICES = 4
TWICE = 2


class Words(NamedTuple):
    """What the lines of a table are about, in words, and the fields in which two may differ."""

    noun: str
    compared: tuple[str, ...]


WORDS: Mapping[str, Words] = {
    "requirements": Words("planning requirement", ("response", "action", "timeframe")),
    "hicm": Words("change of the model", ("current", "planned", "reason")),
    "narrative": Words("section of the narrative", ()),
    "sign_off": Words("role of the cover", ("name", "date", "version", "delegated_to")),
    "answers": Words("funding question", ("response",)),
    "conditions": Words("national condition", ("response", "comment")),
}


def lines_of(working: Calculations, table: str) -> Keyed:
    """The lines of a small table of the plan by what they are about."""
    return working.keyed(table)


def unplaced(working: Calculations, table: str, soft: Softness = "") -> Iterator[Slip]:
    """One slip for each line that is about nothing the round knows.

    It is a note where nothing is missing: then the line is one too many, not a slip for another.
    """
    found = lines_of(working, table)
    for line in found.unplaced:
        yield _unplaced(working, table, found, line)._replace(
            soft=soft if found.missing else "open"
        )


def _unplaced(working: Calculations, table: str, found: Keyed, line: Unplaced) -> Slip:
    field = KEY_FIELDS[table][0]
    missing = [f"'{found.known.label(code)}'" for code in found.missing[:MOST_CHOICES]]
    facts = {
        "value": shortened(line.text or "", 60),
        "noun": WORDS[table].noun,
        "suggestion": found.known.label(line.near) if line.near else "",
        "choices": listed(missing, "or"),
    }
    fix = "Write what it is about, such as {choices}." if missing else "Take the line out."
    return Slip(
        _subject(working, table, field, line.item),
        (working.place(table, line.item, field),),
        facts,
        message="'{value}' is not a {noun}." if line.text else "A line does not say its {noun}.",
        fix=SUGGEST_FIX if line.near else fix,
        problem=f"{table}.{line.near}" if line.near else "",
    )


def _subject(working: Calculations, table: str, field: str, item: int) -> str:
    column, rule = working.rules.column(table, field), working.rules.tables.get(table)
    noun = rule.row_noun.capitalize() if rule else table
    return f"{noun} {item}, {column.noun if column else field}"


def repeated(working: Calculations, table: str, soft: Softness = "") -> Iterator[Slip]:
    """One slip for each thing that has several lines which say different things of it."""
    found = lines_of(working, table)
    for code, lines in found.lines.items():
        fields = _differing(working, table, lines)
        if fields:
            items = listed(str(item) for item, _ in lines)
            count = "twice" if len(lines) == TWICE else f"{len(lines)} times"
            yield Slip(
                f"{found.known.name(code)}, lines {items}",
                tuple(working.place(table, item, fields[0]) for item, _ in lines),
                {"name": found.known.label(code), "count": count},
                soft,
                "'{name}' is given {count}, and the lines differ; the first is used.",
                "Keep the line that is right.",
                f"{table}.{code}",
            )


def _differing(working: Calculations, table: str, lines: list[Line]) -> list[str]:
    """The fields in which a later line says other than the first; a blank says nothing."""
    (_, first), *later = lines
    return [
        field
        for field in WORDS[table].compared
        if any(
            _meaning(working, field, getattr(record, field))
            not in {"", _meaning(working, field, getattr(first, field))}
            for _, record in later
        )
    ]


def _meaning(working: Calculations, field: str, text: str | None) -> str:
    """What a cell says, however it is written."""
    hicm = working.rules.hicm
    lists: dict[str, CodeList[Item]] = {"response": working.rules.yes_or_no}
    if hicm:
        lists |= {"current": hicm.levels, "planned": hicm.levels}
    known = lists.get(field)
    code = known.match(text).accepted if known else None
    return code or normalise(text or "") or (text or "").strip()
