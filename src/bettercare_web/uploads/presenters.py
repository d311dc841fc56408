"""What was read, and what it would change, in words."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

import msgspec

from bettercare.comparison.merge_records import Conflict, Value
from bettercare.findings import Finding, Severity
from bettercare.formats.reading import Control, noun_of, sum_of
from bettercare.labels import normalise
from bettercare.report.merge_words import place_words, value_words, what_words
from bettercare.rounds import Round
from bettercare_web.plans.edits import Add, Remove
from bettercare_web.uploads.merging import BOTH, FILE, PLAN, Choice, Proposal, Proposed
from bettercare_web.uploads.models import Upload
from bettercare_web.words import pounds

WIDTH = 160  # letters of a value that are shown
KINDS = {Add: "Added", Remove: "Taken away"}


class Counted(NamedTuple):
    """The control of one table: what stood in the file, and what was kept of it."""

    label: str
    rows_read: int
    rows_kept: int
    aside: str
    pounds_read: Decimal | None
    pounds_kept: Decimal | None
    agrees: bool


class Noted(NamedTuple):
    """One finding of reading, with where it stands in the file."""

    state: str
    subject: str
    message: str
    fix: str
    where: str
    code: str


class Line(NamedTuple):
    """One value of a row that changes."""

    noun: str
    before: str
    after: str


class Shown(NamedTuple):
    """One row that changes."""

    kind: str
    name: str
    lines: list[Line]


class Option(NamedTuple):
    """One way to settle a conflict."""

    value: str
    text: str
    hint: str = ""


class Question(NamedTuple):
    """A conflict as a question with its options."""

    key: str
    text: str
    was: str
    options: list[Option]


def findings_of(upload: Upload) -> tuple[Finding, ...]:
    """The findings of reading, as the library made them."""
    return msgspec.convert(upload.findings, tuple[Finding, ...])


def controls_of(upload: Upload) -> tuple[Control, ...]:
    """The control totals of reading."""
    return msgspec.convert(upload.controls, tuple[Control, ...])


def counted(controls: Sequence[Control], rules: Round) -> list[Counted]:
    """The control totals in words, table by table."""
    return [_counted(one, rules) for one in controls]


def _counted(one: Control, rules: Round) -> Counted:
    aside = [
        f"{count} {'row' if count == 1 else 'rows'} {what}"
        for count, what in ((one.blank_rows, "blank"), (one.total_rows, "of totals"))
        if count
    ]
    has_pounds = one.table in {"income", "schemes"} or one.sum_read != 0
    return Counted(
        label=label_of(rules, one.table),
        rows_read=one.rows_read,
        rows_kept=one.rows_kept,
        aside=", ".join(aside),
        pounds_read=one.sum_read - one.sum_of_total_rows if has_pounds else None,
        pounds_kept=one.sum_kept if has_pounds else None,
        agrees=one.agrees,
    )


def label_of(rules: Round, table: str) -> str:
    """What a table is called."""
    known = rules.tables.get(table)
    return known.label if known else table.replace("_", " ").capitalize()


def read_heading(controls: Sequence[Control], findings: Sequence[Finding]) -> str:
    """What was read, as the sentence that heads the page."""
    schemes = [one for one in controls if one.table == "schemes"]
    rows = sum(one.rows_kept for one in schemes or controls)
    noun = ("scheme" if schemes else "row") + ("" if rows == 1 else "s")
    money = f" and {pounds(sum_of(one.sum_kept for one in schemes))}" if schemes else ""
    dropped = [one for one in controls if not one.agrees]
    errors = sum(1 for one in findings if one.severity is Severity.ERROR)
    if dropped:
        end = "Some of the file could not be kept."
    elif errors:
        end = f"{errors} {'value was' if errors == 1 else 'values were'} not understood."
    else:
        end = "Nothing was dropped."
    return f"We read {rows:,} {noun}{money}. {end}"


def noted(findings: Sequence[Finding]) -> dict[str, list[Noted]]:
    """The findings of reading by how much they matter."""
    found: dict[str, list[Noted]] = {one.value: [] for one in Severity}
    for one in findings:
        where = ", ".join(dict.fromkeys(place_words(place) for place in one.places[:4]))
        found[one.severity.value].append(
            Noted(one.severity.value, one.subject, one.message, one.fix, where, one.code)
        )
    return found


def is_other_area(said: str, area: str) -> bool:
    """Whether a file names another area than the one it is brought into."""
    return bool(said) and normalise(said) != normalise(area)


def changes_shown(proposal: Proposal, rules: Round) -> list[Shown]:
    """Every row that changes, with its values before and after."""
    return [_change(one, rules) for one in proposal.changes]


def _change(one: Proposed, rules: Round) -> Shown:
    kind = KINDS.get(type(one.change), "Changed")
    paths = list(dict.fromkeys((*one.before, *one.after)))
    lines = [_line(rules, one.table, path, (one.before, one.after)) for path in paths]
    return Shown(f"{kind}: {label_of(rules, one.table)}", one.name, lines)


def _line(
    rules: Round,
    table: str,
    path: str,
    pair: tuple[Mapping[str, str | None], Mapping[str, str | None]],
) -> Line:
    before, after = (_value(path, one.get(path)) for one in pair)
    noun = noun_of(rules, table, path).replace("_", " ")
    was, now = value_words([before, after], path, WIDTH)
    return Line(f"{noun[:1].upper()}{noun[1:]}", was, now)


def _value(path: str, text: str | None) -> Value:
    if text and path.startswith("amounts."):
        try:
            return Decimal(text)
        except InvalidOperation:
            return text
    return text


def questions(choices: Sequence[Choice]) -> list[Question]:
    """Every conflict as a question."""
    return [_question(one) for one in choices]


def _question(choice: Choice) -> Question:
    one = choice.conflict
    if one.kind == "value":
        was, plan, file = value_words([one.base, one.mine, one.theirs], one.field, WIDTH)
        options = [Option(PLAN, plan, "In the plan now"), Option(FILE, file, "In your file")]
        return Question(choice.key, what_words(one), was, options)
    return Question(choice.key, f"{one.row or 'A row'} ({one.table})", "", _rows(one))


def _rows(one: Conflict) -> list[Option]:
    """The options where a whole row is in question."""
    edited = "; ".join(f"{d.noun}: {d.before} to {d.after}" for d in one.differences[:4])
    if one.kind == "both added":
        return [
            Option(PLAN, "Keep the row that is in the plan"),
            Option(FILE, "Take the row of your file instead", edited),
            Option(BOTH, "Keep both rows"),
        ]
    if one.removed_by == "theirs":
        return [
            Option(PLAN, "Keep it", f"Changed in the plan since then. {edited}"),
            Option(FILE, "Take it away, as in your file"),
        ]
    return [
        Option(PLAN, "Leave it away, as in the plan"),
        Option(FILE, "Bring it back, as changed in your file", edited),
    ]


def apply_heading(changes: int, choices: int) -> str:
    """What the file would change, as the sentence that heads the page."""
    if not changes and not choices:
        return "The plan says already what your file says"
    words = f"{changes:,} {'row' if changes == 1 else 'rows'} will change"
    if choices:
        needed = "needs" if choices == 1 else "need"
        noun = "difference" if choices == 1 else "differences"
        return f"{words}. {choices} {noun} {needed} your decision"
    return words
