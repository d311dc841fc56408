"""Notes as a page shows them: with their answers, what they are about, and whose turn it is."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from bettercare.comparison.merge_keys import name_of
from bettercare.formats.reading import noun_of, row_words
from bettercare.rounds import Round
from bettercare_web.areas.models import Person
from bettercare_web.areas.permissions import Right
from bettercare_web.plans.core import record_of
from bettercare_web.plans.findings_places import mend_link, page_link, seen_rows
from bettercare_web.plans.models import Note, Plan, Row

WHOLE = "The plan as a whole"


class Thread(NamedTuple):
    """A note with its answers, oldest first; ``late``: it is open after the day it was due."""

    note: Note
    about: str
    href: str
    answers: Sequence[Note]
    late: bool

    @property
    def is_query(self) -> bool:
        """Whether somebody is asked."""
        return self.note.owner_id is not None


def notes_of(plan: Plan, rights: Iterable[Right]) -> QuerySet[Note]:
    """The notes of a plan that somebody may read by some rights, answers left out."""
    found = plan.notes.filter(answers_to=None).select_related("by", "owner", "settled_by")
    ids = seen_rows(rights)
    return found if ids is None else found.filter(row__in=ids)


def threads_of(
    plan: Plan, notes: Iterable[Note], rules: Round, today: date, rows: Mapping[str, Row]
) -> list[Thread]:
    """Notes with their answers and in words what each is about."""
    notes = list(notes)
    answers: dict[object, list[Note]] = {}
    for one in Note.objects.filter(answers_to__in=notes).select_related("by").order_by("at"):
        answers.setdefault(one.answers_to_id, []).append(one)
    numbers = numbers_of(rows.values())
    return [
        Thread(
            note=one,
            about=about_words(one, rules, rows, numbers),
            href=_href(plan, one, rows),
            answers=answers.get(one.pk, []),
            late=one.settled_at is None and one.due is not None and one.due < today,
        )
        for one in notes
    ]


def rows_by_id(plan: Plan) -> dict[str, Row]:
    """The rows of a plan by their ids, in their order."""
    return {str(row.pk): row for row in plan.rows.all()}


def numbers_of(rows: Iterable[Row]) -> dict[str, int]:
    """The number of each row in its table, from 1."""
    counts: dict[str, int] = {}
    found = {}
    for row in rows:
        counts[row.table] = counts.get(row.table, 0) + 1
        found[str(row.pk)] = counts[row.table]
    return found


def about_words(
    note: Note, rules: Round, rows: Mapping[str, Row], numbers: Mapping[str, int]
) -> str:
    """What a note is about: "Row 9, MH Discharge Team: output", a section, or the whole plan."""
    if note.row is not None:
        words = row_name(str(note.row), rules, rows, numbers)
        field = f": {noun_of(rules, note.table, note.field)}" if note.field else ""
        return f"{words}{field}"
    known = rules.tables.get(note.table)
    return known.label.lstrip("0123456789. ") if known else WHOLE


def row_name(row_id: str, rules: Round, rows: Mapping[str, Row], numbers: Mapping[str, int]) -> str:
    """A row by its number and name; a row that was taken away is said to be."""
    row = rows.get(row_id)
    if row is None:
        return "A row that was taken away"
    words = row_words(rules, row.table, numbers[row_id])
    name = name_of(row.table, record_of(row))
    return f"{words}, {name}" if name else words


def _href(plan: Plan, note: Note, rows: Mapping[str, Row]) -> str:
    row = rows.get(str(note.row))
    if row is not None:
        return mend_link(plan, row, note.field)
    return page_link(plan, note.table) if note.table else ""


def heading(threads: Sequence[Thread], person: Person) -> str:
    """What is open, as the sentence that heads the page."""
    open_ = [one for one in threads if one.note.settled_at is None]
    mine = sum(1 for one in open_ if one.note.owner_id == person.pk)
    if not open_:
        return "No note or query is open"
    words = (
        f"{len(open_)} {'note or query is' if len(open_) == 1 else 'notes and queries are'} open"
    )
    return f"{words}, {mine} for you" if mine else words


def notes_at(plan: Plan, rights: Iterable[Right], table: str, row: str = "") -> list[Note]:
    """The open notes at a section, or at one of its rows; for ``conversations/notes.jinja``."""
    found = notes_of(plan, rights).filter(table=table, settled_at=None)
    return list(found.filter(row=row) if row else found)
