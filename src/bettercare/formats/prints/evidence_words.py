"""The findings on how a print was put together: each repair, with its evidence."""

from collections.abc import Iterator, Sequence

from bettercare.findings import Finding, Place, Severity
from bettercare.formats.prints.blocks import Block
from bettercare.formats.prints.joins import labels_lost
from bettercare.formats.prints.proof import Evidence, JoinProof, MoveProof, Proof
from bettercare.formats.prints.region import Region
from bettercare.formats.prints.words import MOST_LINES, counted, lines_named, shown
from bettercare.formats.reading import noted
from bettercare.labels import listed, shortened
from bettercare.money import pounds
from bettercare.rounds import Round

MOST_NAMED = 4
LONGEST_TITLE = 80
LONGEST_WORDS = 40


class Words:
    """Says what was found in one paper, by the words of one round."""

    def __init__(self, name: str, rules: Round) -> None:
        self.name, self.rules = name, rules

    def repairs(self, proof: Proof) -> Iterator[Finding]:
        """Everything that was put together or moved, and what was left as it is printed."""
        for join in proof.joins:
            yield from self._lines_joined(join)
            yield from self._parts(join)
        for moves in proof.moves:
            yield self._moved(moves)

    def unread(self, lines: Sequence[int]) -> Iterator[Finding]:
        """Lines with pounds that belong to no table that is known."""
        if lines:
            one = len(lines) == 1
            message = (
                f"{counted(len(lines), 'line')} with pounds belong{'s' if one else ''} to no "
                f"table of the template, and {'is' if one else 'are'} not read "
                f"({lines_named(lines)})."
            )
            places = tuple(self._place(line) for line in lines[:MOST_LINES])
            yield noted("READ-44", Severity.INFORMATION, self.name, message, places=places)

    def bound(self, region: Region) -> Iterator[Finding]:
        """Other plans and papers that the file holds, and which plan was read."""
        area, *others = region.areas or ("",)
        where = f"lines {region.first:,} to {region.last:,}"
        if others:
            message = (
                f"The file holds plans of {listed(region.areas)}. That of {area} is read ({where})."
            )
            fix = "Save each plan as a file of its own to read the others."
            yield noted("READ-39", Severity.WARNING, self.name, message, fix)
        elif region.others:
            named = [f"'{shortened(one.title, LONGEST_TITLE)}'" for one in region.others]
            rest = len(named) - MOST_NAMED
            titles = listed([*named[:MOST_NAMED], *([f"{rest} more"] if rest > 0 else [])])
            message = f"The plan is read from {where}. The file also holds {titles}."
            yield noted("READ-39", Severity.INFORMATION, self.name, message)

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
            message += f" or none ({counted(len(pairs.unlabelled), 'row')}, {pounds(join.lost)})"
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
        lines = lines_named([move.line for move in proof.moves])
        columns = counted(steps, "column")
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

    def _name(self, join: JoinProof) -> str:
        return self._table(join.table)

    def _table(self, table: str) -> str:
        known = self.rules.tables.get(table)
        return known.label.lstrip("0123456789. ") if known else table.capitalize()


def proved_by(evidence: Evidence) -> str:
    """The totals that prove a repair, with what they would be without it."""
    pairs = list(zip(evidence.proves, evidence.without, strict=True))
    named = [
        f"{one.label} comes to {shown(one, one.computed)} as printed "
        f"(else {shown(other, other.computed)})"
        for one, other in pairs[:MOST_NAMED]
    ]
    more = len(pairs) - MOST_NAMED
    return f"Proved: {listed([*named, *([f'{more} more totals'] if more > 0 else [])])}."


def _would_be(evidence: Evidence) -> str:
    pairs = zip(evidence.proves, evidence.without, strict=True)
    return listed(
        f"{one.label} {shown(other, other.computed)} (printed {shown(one, one.computed)})"
        for one, other in pairs
    )


def _label(block: Block, row: int) -> str:
    cells = block.rows[row - 1].cells[:2]
    return shortened(" ".join(filter(None, cells)), LONGEST_WORDS) or "nothing"
