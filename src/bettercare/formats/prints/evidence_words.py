"""The findings of reading a print: each repair with its evidence, each total that differs."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bettercare.findings import Finding, Place, Severity
from bettercare.formats.prints.blocks import Block
from bettercare.formats.prints.coverage import Gap
from bettercare.formats.prints.joins import labels_lost
from bettercare.formats.prints.proof import Evidence, JoinProof, MoveProof, Proof, Total
from bettercare.formats.reading import noted
from bettercare.labels import listed, shortened
from bettercare.money import pounds
from bettercare.rounds import Round

MOST_NAMED = 4
MOST_LINES = 8
LONGEST_WORDS = 40


class Words:
    """Says what was found in one paper, by the words of one round."""

    def __init__(self, name: str, rules: Round) -> None:
        self.name, self.rules = name, rules

    def findings(self, proof: Proof, stood_in: frozenset[str]) -> Iterator[Finding]:
        """Everything to say of how a paper was put together and of what its totals prove."""
        for join in proof.joins:
            yield from self._lines_joined(join)
            yield from self._parts(join)
        for moves in proof.moves:
            yield self._moved(moves)
        yield from self._totals(proof, stood_in)

    def gaps(self, gaps: Sequence[Gap]) -> Iterator[Finding]:
        """What no total of the paper proves."""
        if gaps:
            several = len(self.rules.years) > 1
            sums = listed(f"{g.label}{f' in {g.year}' if several else ''}" for g in gaps)
            message = f"No total of the paper proves {sums}."
            fix = "Compare them with another print of the plan."
            yield noted("READ-49", Severity.WARNING, self.name, message, fix)

    def unread(self, lines: Sequence[int]) -> Iterator[Finding]:
        """Lines with pounds that belong to no table that is known."""
        if lines:
            belong = "belongs" if len(lines) == 1 else "belong"
            message = (
                f"{_counted(len(lines), 'line')} with pounds {belong} to no table of the "
                f"template, and {'is' if len(lines) == 1 else 'are'} not read ({_lines(lines)})."
            )
            places = tuple(self._place(line) for line in lines[:MOST_NAMED])
            yield noted("READ-44", Severity.INFORMATION, self.name, message, places=places)

    def _place(self, line: int, table: str = "") -> Place:
        return Place(table=table, file=self.name, row=line)

    def _lines_joined(self, join: JoinProof) -> Iterator[Finding]:
        joined = [one for block in join.blocks for one in block.joined]
        if joined:
            cut = listed(
                f"'{shortened(one.words, LONGEST_WORDS)}' (line {one.line}, of the row on line "
                f"{one.row})"
                for one in joined
            )
            message = f"The end of a row stands on a line of its own: {cut}. Joined again."
            counts = {len(block.rows) for block in join.blocks}
            if len(join.blocks) > 1 and len(counts) == 1:
                message += f" Every part of the table then has {counts.pop()} rows."
            places = tuple(self._place(one.line, join.table) for one in joined)
            yield noted("READ-30", Severity.INFORMATION, self._name(join), message, places=places)

    def _parts(self, join: JoinProof) -> Iterator[Finding]:
        if len(join.blocks) == 1:
            return
        if join.join == "none":
            yield self._not_joined(join)
            return
        first = listed(f"{block.rows[0].line}" for block in join.blocks if block.rows)
        message = (
            f"Printed in {len(join.blocks)} parts of {len(join.blocks[0].rows)} rows each, from "
            f"lines {first} on; joined row by row."
        )
        if join.evidence is None:
            message += " The labels of all parts agree in every row."
        else:
            message += f" {proved_by(join.evidence)}"
        places = tuple(self._place(block.section.line, join.table) for block in join.blocks)
        yield noted("READ-32", Severity.INFORMATION, self._name(join), message, places=places)
        if join.evidence is not None:
            yield self._slip(join)

    def _not_joined(self, join: JoinProof) -> Finding:
        counts = listed(f"{len(block.rows)} (line {block.section.line})" for block in join.blocks)
        message = f"The parts of this table have {counts} rows, so they are not joined."
        if join.pairing is not None:
            message = (
                "The labels of the parts do not agree, and no total of the paper proves that rows "
                "belong together by their position."
            )
        message += " Only the part with the amounts is read."
        fix = "Look in the paper for the rows that are missing."
        places = tuple(self._place(block.section.line, join.table) for block in join.blocks)
        return noted("READ-38", Severity.ERROR, self._name(join), message, fix, places)

    def _slip(self, join: JoinProof) -> Finding:
        pairs, evidence, plan = join.pairing, join.evidence, join.by_label
        assert pairs is not None and evidence is not None and plan is not None  # noqa: S101
        wrong = pairs.same.count(False)
        row = pairs.slips_from or 1
        last = join.blocks[-1]
        message = (
            f"Labels slip from row {row}: beside the amounts it says "
            f"'{_label(last, row)}' and not '{_label(join.blocks[0], row)}'. {wrong} rows have the "
            f"label of another"
        )
        if pairs.unlabelled:
            message += f" or none ({_counted(len(pairs.unlabelled), 'row')}, {pounds(join.lost)})"
        lost = labels_lost(join.blocks[0], last, join.labels[0])
        if lost:
            message += f": a label is missing among those of {listed(lost)}"
        message += f". A join by label would have given {_would_be(evidence)}"
        met = all(one.headroom is not None and one.headroom >= 0 for one in plan.required.values())
        message += "; it is refused although every required spend would look met." if met else "."
        lines = tuple(
            self._place(last.rows[n].line, join.table) for n, ok in enumerate(pairs.same) if not ok
        )
        fix = "Trust the amounts, not the labels that stand beside them."
        return noted("READ-33", Severity.WARNING, self._name(join), message, fix, lines)

    def _moved(self, proof: MoveProof) -> Finding:
        first = proof.moves[0]
        way = "left" if first.steps < 0 else "right"
        steps = abs(first.steps)
        lines = _lines([move.line for move in proof.moves])
        columns = _counted(steps, "column")
        what = f"Cells from {first.before} on belong {columns} further {way} ({lines})"
        places = tuple(self._place(move.line, first.table) for move in proof.moves)
        name = self._table(first.table)
        if not proof.evidence.holds:
            message = f"{what}, by the round's lists; left as printed, because no total proves it."
            fix = "Compare the lines with the paper, and correct the text."
            return noted("READ-31", Severity.WARNING, name, message, fix, places)
        message = f"{what}; moved there. {proved_by(proof.evidence)}"
        if proof.silent:
            lines = listed(map(str, proof.silent))
            message += (
                f" For line{'s' if len(proof.silent) > 1 else ''} {lines} alone no total says so."
            )
        return noted("READ-31", Severity.INFORMATION, name, message, places=places)

    def _totals(self, proof: Proof, stood_in: frozenset[str]) -> Iterator[Finding]:
        for total in proof.totals.values():
            if not total.agrees:
                yield self._differs(total)
        agree = [one for one in proof.totals.values() if one.agrees and one.id not in stood_in]
        if agree:
            message = f"{len(agree)} printed totals are what the rows give, to the penny."
            yield noted("READ-48", Severity.INFORMATION, self.name, message)

    def _differs(self, total: Total) -> Finding:
        printed = Decimal(total.printed.value or 0)
        gives = "nothing" if total.computed is None else pounds(total.computed)
        message = f"The paper prints {pounds(printed)}; the rows read give {gives}"
        if total.computed is not None:
            side = "less" if total.computed < printed else "more"
            message += f", {pounds(abs(total.computed - printed))} {side}"
        fix = "Look for rows that are lost or misread. The plan is partial until both agree."
        places = (self._place(total.printed.line),)
        return noted("READ-34", Severity.ERROR, total.label, f"{message}.", fix, places)

    def _name(self, join: JoinProof) -> str:
        return self._table(join.table)

    def _table(self, table: str) -> str:
        return self.rules.tables[table].label.lstrip("0123456789. ")


def proved_by(evidence: Evidence) -> str:
    """The totals that prove a repair, with what they would be without it."""
    pairs = list(zip(evidence.proves, evidence.without, strict=True))
    shown = [
        f"{one.label} comes to {_amount(one)} as printed (else {_amount(other)})"
        for one, other in pairs[:MOST_NAMED]
    ]
    more = len(pairs) - MOST_NAMED
    return f"Proved: {listed([*shown, *([f'{more} more totals'] if more > 0 else [])])}."


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _lines(lines: Sequence[int]) -> str:
    """Some lines of a paper, the first ones named.

    >>> _lines([7]), _lines([7, 9])
    ('line 7', 'lines 7 and 9')
    """
    rest = len(lines) - MOST_LINES
    named = [*map(str, lines[:MOST_LINES]), *([f"{rest:,} more"] if rest > 0 else [])]
    return f"line{'s' if len(lines) > 1 else ''} {listed(named)}"


def _would_be(evidence: Evidence) -> str:
    pairs = zip(evidence.proves, evidence.without, strict=True)
    return listed(f"{one.label} {_amount(other)} (printed {_amount(one)})" for one, other in pairs)


def _amount(total: Total) -> str:
    return "nothing" if total.computed is None else pounds(total.computed)


def _label(block: Block, row: int) -> str:
    cells = block.rows[row - 1].cells[:2]
    return shortened(" ".join(filter(None, cells)), LONGEST_WORDS) or "nothing"
