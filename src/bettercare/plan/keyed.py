"""Which requirement, change, section, role or question each line of a small table is about.

A harmless variant ("PR 1", "pr01", "Section A") is read as it is meant. Where several lines are
about one thing the first counts, but the texts of a narrative section are joined.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bettercare.dates import short_year
from bettercare.labels import nearest, squeezed
from bettercare.plan.records import Plan, Record
from bettercare.rounds import CodeList, Item, Round
from bettercare.rounds.lists import Certainty

# The fields that may say what a line is about, the plainest first.
KEY_FIELDS: Mapping[str, tuple[str, ...]] = {
    "requirements": ("code",),
    "hicm": ("change", "change_no"),
    "narrative": ("section",),
    "sign_off": ("role",),
    "answers": ("question",),
    "conditions": ("code",),
}
LEAST_OF_LABEL = 4  # letters of a label after its code that say it is the same

Line = tuple[int, Record]


class Unplaced(NamedTuple):
    """A line of which nobody can say what it is about; ``near`` is the code it may mean."""

    item: int
    record: Record
    text: str | None
    near: str | None


class Keyed(NamedTuple):
    """The lines of a table by what they are about, in order, and those about nothing known."""

    known: CodeList[Item]
    lines: Mapping[str, list[Line]]
    unplaced: tuple[Unplaced, ...]

    def first(self, code: str, absent: Record) -> Line:
        """The line that counts for a code; ``absent`` with number 0 where there is none."""
        lines = self.lines.get(code)
        return lines[0] if lines else (0, absent)

    @property
    def missing(self) -> list[str]:
        """The codes that have no line."""
        return [code for code in self.known if code not in self.lines]

    @property
    def meant(self) -> frozenset[str]:
        """The codes without a line that lines about nothing known may well mean."""
        near = frozenset(one.near for one in self.unplaced if one.near)
        rest = [code for code in self.missing if code not in near]
        lost = sum(one.near is None for one in self.unplaced)
        return near.union(rest) if len(rest) <= lost else near


def keys_of(rules: Round, table: str) -> CodeList[Item]:
    """What the lines of a table may be about, as a list of labels with other ways to write them."""
    if table == "sign_off":
        return rules.sign_off
    if table == "hicm" and rules.hicm:
        return rules.hicm.changes
    items: dict[str, Item] = {}
    if table == "requirements":
        items = {c: Item(label=c, aliases=(one.label,)) for c, one in rules.requirements.items()}
    if table == "conditions":
        known = rules.national_conditions
        items = {c: Item(label=c, aliases=(one.label,)) for c, one in known.items()}
    if table == "narrative":
        for code, section in rules.narrative.items():
            items[code] = Item(label=code, aliases=(section.label, f"Section {code}"))
    if table == "answers":
        items = {c: Item(label=one.label, aliases=(c,)) for c, one in rules.questions.items()}
    return CodeList(reference="", certainty=Certainty.CONFIRMED, items=items)


def keyed(plan: Plan, rules: Round, table: str, year: str = "") -> Keyed:
    """The lines of a table by what they are about; with a ``year``, not those of another one.

    A line that names no year of the round is about all of them. Of lines about several periods of
    a return only those about the last are here.
    """
    known = keys_of(rules, table)
    short = _squeezed(known)
    lines: dict[str, list[Line]] = {}
    lost: list[Line] = []
    for item, record in enumerate(getattr(plan, table) or (), 1):
        if _of_another_year(rules, record, year):
            continue
        texts = [getattr(record, field) for field in KEY_FIELDS[table]]
        codes = (_code_of(known, short, text) for text in texts if text)
        code = next(filter(None, codes), None)
        if code:
            lines.setdefault(code, []).append((item, record))
        else:
            lost.append((item, record))
    lines = {code: _last_of(own) for code, own in lines.items()}
    missing = [code for code in known if code not in lines]
    return Keyed(known, lines, tuple(_unplaced(known, table, lost, missing)))


def _last_of(lines: list[Line]) -> list[Line]:
    last = max(_period(record) for _, record in lines)
    return [line for line in lines if _period(line[1]) == last]


def _period(record: Record) -> str:
    """The period of a line as it sorts: "Q3", "2025-07"."""
    return (getattr(record, "period", None) or "").strip().upper()


def _of_another_year(rules: Round, record: Record, year: str) -> bool:
    own = short_year(getattr(record, "year", None) or "")
    return year not in {"", own} and own in rules.years


def section_texts(narrative: Keyed) -> Mapping[str, str]:
    """What is written in each section of a narrative; a section in two parts is joined."""
    return {
        code: "\n".join(filter(None, (getattr(record, "text", "") for _, record in lines)))
        for code, lines in narrative.lines.items()
    }


def _texts(code: str, item: Item) -> Iterator[str]:
    yield from filter(None, (item.label, code, item.short, *item.aliases))


def _squeezed(known: CodeList[Item]) -> Mapping[str, str]:
    """The codes by their squeezed texts, but for texts that two codes share."""
    found: dict[str, set[str]] = {}
    for code, item in known.items.items():
        for text in _texts(code, item):
            found.setdefault(squeezed(text), set()).add(code)
    return {text: codes.pop() for text, codes in found.items() if text and len(codes) == 1}


def _code_of(known: CodeList[Item], codes: Mapping[str, str], text: str) -> str | None:
    """What a text stands for: a label however written, or a code with its label begun."""
    short = squeezed(text)
    found = known.match(text).accepted or codes.get(short)
    return found or next(_with_label(known, short), None)


def _with_label(known: CodeList[Item], short: str) -> Iterator[str]:
    """The codes that a text begins with, where the rest of it begins their own label."""
    for code, item in known.items.items():
        start = squeezed(code)
        rest = short.removeprefix(start)
        labels = _texts(code, item) if rest != short and len(rest) >= LEAST_OF_LABEL else ()
        if any(squeezed(text).startswith(rest) for text in labels):
            yield code


def _unplaced(
    known: CodeList[Item], table: str, lost: list[Line], missing: list[str]
) -> Iterator[Unplaced]:
    """The lines about nothing known, each with the missing code that its text comes near to."""
    codes = {text: code for code in missing for text in _texts(code, known[code])}
    for item, record in lost:
        text = getattr(record, KEY_FIELDS[table][0])
        near = nearest(text, tuple(codes)) if text else None
        yield Unplaced(item, record, text, codes[near] if near else None)
