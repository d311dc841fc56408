"""Carrying a plan to another round: what all parts of it share, and the list of what to decide."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from bettercare.calculations import Calculations
from bettercare.findings import Finding, Place, Severity
from bettercare.labels import listed, unnumbered
from bettercare.plan import Plan
from bettercare.rounds import Round
from bettercare.rounds.crosswalk import Crosswalk
from bettercare.rounds.crosswalk_files import codes

NAMES: Mapping[str, tuple[str, Severity]] = {
    "ROLL-01": ("no-successor", Severity.WARNING),
    "ROLL-02": ("several-successors", Severity.WARNING),
    "ROLL-03": ("nearest-taken", Severity.INFORMATION),
    "ROLL-04": ("not-known-before", Severity.WARNING),
    "ROLL-05": ("not-asked-for-now", Severity.INFORMATION),
    "ROLL-06": ("asked-for-now", Severity.WARNING),
    "ROLL-07": ("new-in-the-round", Severity.WARNING),
    "ROLL-08": ("no-money-in-the-last-year", Severity.WARNING),
    "ROLL-09": ("amounts-are-proposals", Severity.INFORMATION),
    "ROLL-10": ("answer-again", Severity.WARNING),
    "ROLL-11": ("stays-with-the-old-plan", Severity.INFORMATION),
    "ROLL-12": ("previous-figures", Severity.INFORMATION),
}
MOST = 12  # rows named
REFERENCE = "How bettercare carries a plan forward"


class _Key(NamedTuple):
    code: str
    table: str
    field: str
    message: str
    fix: str


class Beside:
    """What is kept beside a record under the name of the old round; nothing is written over."""

    def __init__(self, was: str, extra: Mapping[str, str]) -> None:
        self.was = was
        self.texts = dict(extra)

    def keep(self, name: str, text: str | None) -> None:
        """Keep a text, if there is one; a name that is taken is numbered."""
        if not text:
            return
        first = wanted = f"{self.was} {name}"
        number = 2
        while wanted in self.texts:
            wanted, number = f"{first} ({number})", number + 1
        self.texts[wanted] = text


class Carrying:
    """A plan on its way from the last year of one round to the years of a later one.

    Things to decide are noted while it is carried, and told once for all rows that they concern.
    """

    def __init__(self, before: Calculations, rules: Round, walk: Crosswalk) -> None:
        self.before = before
        self.rules = rules
        self.walk = walk
        self._notes: dict[_Key, list[int]] = {}

    @property
    def plan(self) -> Plan:
        """The plan as it is."""
        return self.before.plan

    @property
    def was(self) -> str:
        """The round that the plan is of, as a mark on what is kept beside a row."""
        return self.before.rules.round

    @property
    def year(self) -> str:
        """The last year of the plan, whose amounts are carried."""
        return self.before.year

    @cached_property
    def follows(self) -> bool:
        """Whether the later round begins with the year after the plan's last."""
        return self.rules.previous_year == self.year

    def note(self, code: str, message: str, fix: str = "", *, at: tuple[str, int, str]) -> None:
        """Note something to decide or to know; ``at`` is table, row (0 for none) and field."""
        table, item, field = at
        items = self._notes.setdefault(_Key(code, table, field, message, fix), [])
        if item and item not in items:
            items.append(item)

    def findings(self, draft: Plan) -> tuple[Finding, ...]:
        """Everything noted, what needs a decision first, with its places in the draft."""
        after = Calculations(draft, self.rules)
        found = [self._finding(after, key, items) for key, items in self._notes.items()]
        return tuple(sorted(found, key=lambda one: (one.severity.rank, one.code)))

    def _finding(self, after: Calculations, key: _Key, items: Sequence[int]) -> Finding:
        name, severity = NAMES[key.code]
        column = self.rules.column(key.table, key.field, after.year if key.field else "")
        noun = column.noun if column else key.field.replace("_", " ")
        where = self._rows(after, key, items) if items else self._whole(key.table)
        return Finding(
            code=key.code,
            name=name,
            severity=severity,
            subject=", ".join(filter(None, (where, noun))),
            message=key.message,
            fix=key.fix,
            places=tuple(self._place(after, key, item) for item in items),
            reference=REFERENCE,
        )

    @staticmethod
    def _rows(after: Calculations, key: _Key, items: Sequence[int]) -> str:
        """Some rows of a table as a sentence names them: many are only counted."""
        count = len(getattr(after.plan, key.table) or ())
        noun = after.rules.tables[key.table].row_noun
        noun = noun if key.table == "schemes" else f"{key.table} {noun}"
        if len(items) == count > 1:
            return f"All {count:,} {noun}s"
        if len(items) > MOST:
            return f"{len(items):,} {noun}s"
        return f"{noun.capitalize()}{'' if len(items) == 1 else 's'} {listed(map(str, items))}"

    def _whole(self, table: str) -> str:
        """A table by its title, in the later round or, where that has none, in the earlier."""
        found = self.rules.tables.get(table) or self.before.rules.tables.get(table)
        return unnumbered(found.label) if found else table.replace("_", " ").capitalize()

    @staticmethod
    def _place(after: Calculations, key: _Key, item: int) -> Place:
        return after.place(key.table, item, key.field)

    def choice(self, kin: str, found: Iterable[str]) -> str:
        """The labels of some codes of the later round, for a sentence."""
        known = codes(self.rules, kin)
        return listed((known[code] for code in found), "or")

    def beside(self, extra: Mapping[str, str]) -> Beside:
        """A place beside a record that has some columns of its own there already."""
        return Beside(self.was, extra)

    def header(self, field: str) -> str:
        """What the old round calls the column of a field of a scheme row."""
        column = self.before.rules.column("schemes", field)
        return column.header if column and not column.key else field
