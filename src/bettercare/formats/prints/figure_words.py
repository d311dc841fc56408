"""The findings on printed figures: totals that differ, rows that are lost, numbers that are cut."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from bettercare.findings import Finding, Place, Severity
from bettercare.formats.prints.coverage import Gap
from bettercare.formats.prints.figures import PrintedFigure
from bettercare.formats.prints.missing import Missing, by_problem
from bettercare.formats.prints.settled import Settled, fits_cut, is_filled_up
from bettercare.formats.prints.sums import Sum, unplaced
from bettercare.formats.prints.totals import Total, Totals
from bettercare.formats.prints.words import counted, lines_named, shown
from bettercare.formats.reading import noted
from bettercare.labels import listed
from bettercare.money import pounds
from bettercare.plan import Plan
from bettercare.rounds import Round

OF_ONE_SOURCE = frozenset({"income", "expenditure", "balance"})

Prints = Sequence[PrintedFigure]


class FigureWords:
    """Says what the printed figures of one paper come to."""

    def __init__(self, name: str, rules: Round, plan: Plan) -> None:
        self.name, self.rules, self.plan = name, rules, plan

    def totals(
        self, totals: Totals, missing: Sequence[Missing], agree: Sequence[Total]
    ) -> Iterator[Finding]:
        """Rows that are not printed, each total that differs, and how many agree."""
        problems = by_problem(missing)
        for one in missing:
            yield self._missing(one)
        for total in totals.values():
            if not total.agrees:
                yield self._differs(total, problems.get(total.id, _problem(total.id)))
        if agree:
            verb = "is" if len(agree) == 1 else "are"
            message = (
                f"{counted(len(agree), 'printed total')} {verb} what the rows give, to the penny."
            )
            yield noted("READ-48", Severity.INFORMATION, self.name, message)

    def gaps(self, gaps: Sequence[Gap]) -> Iterator[Finding]:
        """What no total of the paper proves."""
        if gaps:
            several = self.rules.several_years
            sums = listed(f"{g.label}{f' in {g.year}' if several else ''}" for g in gaps)
            message = f"No total of the paper proves {sums}."
            fix = "Compare them with another print of the plan."
            yield noted("READ-49", Severity.WARNING, self.name, message, fix)

    def cut(self, settled: Settled, computed: Totals) -> Iterator[Finding]:
        """Figures of which no print is whole, and those that are printed in more than one way."""
        for key, prints in settled.cut.items():
            yield self._cut(prints, computed.get(key))
        for key, prints in settled.differing.items():
            yield self._several(prints, settled.values[key], computed.get(key))

    def sums(self, sums: Sequence[Sum]) -> Iterator[Finding]:
        """Tables of figures whose rows do not add up to their own total."""
        for one in sums:
            if one.over:
                yield self._sum(one)

    def _missing(self, one: Missing) -> Finding:
        parts = listed(f"{part.printed.label} {pounds(lack)}" for part, lack in one.parts)
        rows = len(self.plan.schemes or ())
        message = (
            f"The paper's own sums for {one.year} hold {pounds(one.pounds)} more than the "
            f"{counted(rows, 'row')} it prints: {parts}."
        )
        if one.sources:
            names = listed((self.rules.sources.name(code) for code in one.sources), "or")
            message += f" It is what the rows of {names} lack, to the pound."
        fix = "Find the rows that are not printed. Until then the plan is partial."
        label, places = one.total.label, self._places([one.total.printed])
        found = noted("READ-35", Severity.ERROR, label, message, fix, places)
        return msgspec.structs.replace(found, problem=one.problem)

    def _differs(self, total: Total, problem: str) -> Finding:
        printed = Decimal(total.printed.value or 0)
        message = f"The paper prints {shown(total, printed)}; the rows read give "
        message += shown(total, total.computed)
        if total.computed is not None:
            side = "less" if total.computed < printed else "more"
            message += f", {shown(total, abs(total.short_by))} {side}"
        fix = "Look for rows that are lost or misread. The plan is partial until both agree."
        places = self._places([total.printed])
        found = noted("READ-34", Severity.ERROR, total.label, f"{message}.", fix, places)
        return msgspec.structs.replace(found, problem=problem)

    def _cut(self, prints: Prints, computed: Total | None) -> Finding:
        label = computed.label if computed else f"{prints[0].label}, {prints[0].column}"
        if not any(one.cut for one in prints):
            return self._undecided(prints, computed, label)
        message = f"Printed as {_texts(prints)}: cut at the edge of the page."
        fits = True
        if computed is not None and computed.computed is not None:
            value = computed.computed
            fits = all(fits_cut(value, one) for one in prints if one.value is None)
            message += f" The rows give {pounds(value)}, "
            message += (
                "which begins so."
                if fits
                else "which does not begin so: most likely a digit or a sign is misread."
            )
        severity = Severity.INFORMATION if fits else Severity.WARNING
        fix = "" if fits else "Compare the number with the paper."
        return noted("READ-36", severity, label, message, fix, self._places(prints))

    def _undecided(self, prints: Prints, computed: Total | None, label: str) -> Finding:
        message = f"Printed as {_texts(prints)}, as often the one as the other; none is taken."
        if computed is not None and computed.computed is not None:
            message += f" The rows give {shown(computed, computed.computed)}."
        fix = "Compare the numbers with the paper."
        return noted("READ-37", Severity.WARNING, label, message, fix, self._places(prints))

    def _several(self, prints: Prints, counts: PrintedFigure, computed: Total | None) -> Finding:
        label = computed.label if computed else counts.label
        message = f"Printed as {_texts(prints)}. {counts.text} is taken"
        other = [one for one in prints if one.value != counts.value]
        if all(_lost_its_sign(one, counts) for one in other):
            message += ": elsewhere the minus sign is lost"
        elif all(one.cut or is_filled_up(one, counts) or _is_cut(one, prints) for one in other):
            message += ": elsewhere the end is cut"
        return noted(
            "READ-37",
            Severity.INFORMATION,
            label,
            f"{message}.",
            "Compare the number with the paper.",
            self._places(prints),
        )

    def _sum(self, one: Sum) -> Finding:
        message = (
            f"The rows printed for {one.column} add up to {pounds(one.added)}, not to the "
            f"{pounds(one.total.value or Decimal(0))} of '{one.total.label}'."
        )
        if one.filled:
            message += (
                f" (What the plan gives stands in for {listed(one.filled)}: no print is whole.)"
            )
        fix = "Trust neither before you know why."
        for label, spent in unplaced(self.plan, self.rules, one.column).items():
            if spent == abs(one.over):
                message += f" The difference is what the rows paid from '{label}' come to"
                match = self.rules.sources.match(label)
                now = f", now '{self.rules.sources.label(match.code)}'" if match.code else ""
                message += f": that is no source of this round{now}."
                fix = "Give these rows a source of the round."
        places = self._places([one.total])
        return noted("READ-34", Severity.WARNING, one.table, message, fix, places)

    def _places(self, prints: Prints) -> tuple[Place, ...]:
        return tuple(Place(file=self.name, row=one.line) for one in prints)


def _problem(key: str) -> str:
    """Figures of one source differ together: that is one slip, as the checks say it too."""
    family, _, source = key.partition(".")
    return f"printed.{source if family in OF_ONE_SOURCE else key}"


def _texts(prints: Prints) -> str:
    """The texts of some prints, each with its lines."""
    lines: dict[str, list[int]] = {}
    for one in prints:
        lines.setdefault(one.text, []).append(one.line)
    return listed(f"{text} ({lines_named(at)})" for text, at in lines.items())


def _lost_its_sign(one: PrintedFigure, counts: PrintedFigure) -> bool:
    return one.value is not None and counts.value is not None and one.value == -counts.value


def _is_cut(one: PrintedFigure, prints: Prints) -> bool:
    """Whether a print only fills up one of the others that is cut."""
    return any(is_filled_up(one, other) for other in prints if other.cut)
