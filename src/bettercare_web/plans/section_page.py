"""What the page of a section shows: its heading as an answer, and its lines with their notes."""

from collections.abc import Sequence
from typing import NamedTuple

from bettercare.report import Summary
from bettercare_web.nhsuk_forms import Note
from bettercare_web.plans.asked import Line
from bettercare_web.plans.line_forms import Filled, LinesForm
from bettercare_web.plans.money_shown import shown
from bettercare_web.plans.notes_on_lines import found_in, note, notes_for
from bettercare_web.plans.sections import Section, answered, standing_of
from bettercare_web.plans.signed import HIDDEN, CoverSigned
from bettercare_web.plans.task_list import content_of

PERSONAL = frozenset({"name", "delegated_to"})


class Read(NamedTuple):
    """A field that is read and not changed."""

    label: str
    text: str


class LineShown(NamedTuple):
    """A line on the page: inputs where it can be changed, else what it says."""

    filled: Filled
    notes: Sequence[Note]
    reads: Sequence[Read]
    words: str = ""

    @property
    def only(self) -> bool:
        """Whether its one field is called as the line is, so that the line needs no heading."""
        fields = self.filled.line.fields
        return len(fields) == 1 and fields[0].label == self.filled.line.title


class SectionPage(NamedTuple):
    """The page of a section."""

    section: Section
    heading: str
    standing: str
    lines: Sequence[LineShown]
    notes: Sequence[Note]
    editable: bool
    signed: CoverSigned | None = None


def section_page(
    summary: Summary,
    section: Section,
    form: LinesForm,
    *,
    names: bool,
    signed: CoverSigned | None = None,
) -> SectionPage:
    """The page of a section; without ``names`` the people on the cover are left out.

    ``signed`` is what the cover says of signing.
    """
    found = found_in(summary, section.table)
    held: dict[str, list[Note]] = {}
    lines = []
    for filled in form.filled():
        notes = notes_for(found, filled.line)
        above = notes.pop("", [])
        if not filled.editable:
            above = [*above, *(one for some in notes.values() for one in some)]
        for path, some in notes.items():
            held[form.input_of(filled.line, path)] = some
        reads = () if filled.editable else reads_of(filled.line, names=names)
        lines.append(LineShown(filled, above, reads, _words(summary, section, filled.line)))
        words = lines[-1].words
        if words and filled.editable:
            form.fields[filled.inputs[-1].name].widget.attrs["left"] = words
    form.notes = held
    return SectionPage(
        section,
        (signed and signed.heading) or _heading(summary, section),
        standing_of(summary, section).state,
        [one for one in lines if one.filled.editable or one.filled.line.row],
        [note(one) for one in found.whole],
        any(one.filled.editable for one in lines),
        signed,
    )


def _heading(summary: Summary, section: Section) -> str:
    done, asked = answered(summary, section)
    if not asked:
        return section.title
    if section.name == "figures":
        noun = "minimum is" if asked == 1 else "minimums are"
        return f"{done} of {asked} {noun} known"
    if section.name == "income" and done == asked:
        return f"{section.title}: {content_of(summary, section)}"
    return f"{section.title}: {done} of {asked} answered"


def reads_of(line: Line, *, names: bool = True) -> list[Read]:
    """What a line says, where it is read and not changed."""
    reads = []
    for field in line.fields:
        text = shown(field.kind, line.written(field.path))
        if field.path in PERSONAL and not names and text:
            text = HIDDEN
        reads.append(Read(field.label, f"£{text}" if text and field.kind == "money" else text))
    return reads


def _words(summary: Summary, section: Section, line: Line) -> str:
    """How many words are left in a text of the narrative."""
    if section.name != "narrative" or not line.fields[-1].words:
        return ""
    limit = line.fields[-1].words
    code = line.given.get("section", "")
    left = summary.figures.get(f"words.{code}.remaining")
    if left is None or left.value is None:
        return f"At most {limit:,} words."
    if left.value < 0:
        return f"{-left.value:,} words over the limit of {limit:,}."
    return f"{left.value:,} of {limit:,} words left."
