"""What the totals of a paper prove: each repair, and the plan as a whole."""

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

import msgspec

from bettercare.calculations import Calculations
from bettercare.formats.prints.blocks import Block
from bettercare.formats.prints.draft import Choice, Draft, Join, Move
from bettercare.formats.prints.joins import Pairing, labels_in, pairing
from bettercare.formats.prints.settled import Settled
from bettercare.formats.prints.standing_in import with_income
from bettercare.formats.prints.totals import Total, Totals, proven, totals_of
from bettercare.plan import Plan
from bettercare.rounds import Round

MOST_ALONE = 25  # lines of one kind of move that are tried each by itself


class Evidence(NamedTuple):
    """What totals say of a repair: those that agree only with it, and only without it."""

    proves: tuple[Total, ...]  # with the repair
    without: tuple[Total, ...]  # the same totals without it
    against: tuple[Total, ...]

    @property
    def holds(self) -> bool:
        """Whether at least one total proves the repair, and none speaks against it."""
        return bool(self.proves) and not self.against


class JoinProof(NamedTuple):
    """How the parts of a table were joined, and why.

    ``labels`` are the fields that all parts print; ``by_label`` is what a join by the first of them
    would have given, and ``lost`` the pounds of rows that have no label.
    """

    table: str
    blocks: tuple[Block, ...]
    join: Join
    labels: tuple[str, ...] = ()
    pairing: Pairing | None = None
    evidence: Evidence | None = None
    by_label: Calculations | None = None
    lost: Decimal = Decimal(0)


class MoveProof(NamedTuple):
    """A kind of move: its rows, what proves them, and the lines that no total speaks of."""

    moves: tuple[Move, ...]
    evidence: Evidence
    silent: tuple[int, ...]


class Proof(NamedTuple):
    """The choice that the totals prove, and what they say of the plan that it gives."""

    choice: Choice
    totals: Totals
    joins: tuple[JoinProof, ...]
    moves: tuple[MoveProof, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every table that is printed in parts was joined."""
        return all(join.join != "none" for join in self.joins)

    def proven(self, stood_in: frozenset[str]) -> tuple[Total, ...]:
        """The totals that agree and prove something."""
        return proven(self.totals, stood_in, whole=self.is_whole)


class Prover:
    """Drafts a plan in more than one way, and holds each against the totals of the paper."""

    def __init__(self, draft: Draft, settled: Settled, rules: Round) -> None:
        self.draft, self.settled, self.rules = draft, settled, rules

    def proof(self) -> Proof:
        """Join and move only what totals prove."""
        moved = frozenset(self.draft.moves)
        joins = tuple(self._join(table, moved) for table in self.draft.blocks)
        chosen = {one.table: one.join for one in joins}
        best = Choice(moved, chosen)
        groups = self._groups()
        proofs = tuple(self._moves(group, best) for group in groups)
        kept = {move.line for one in proofs if one.evidence.holds for move in one.moves}
        choice = Choice(frozenset(kept), chosen)
        return Proof(choice, self.totals(choice), joins, proofs)

    def totals(self, choice: Choice) -> Totals:
        """Every total of the paper beside what a draft gives."""
        return totals_of(self.plan(choice), self.rules, self.settled.values)

    def plan(self, choice: Choice) -> Plan:
        """The plan of a draft, with the income that its totals stand for."""
        return with_income(
            self.draft.plan(choice, self.settled.values)[0], self.settled.values, self.rules
        )

    def _groups(self) -> list[tuple[Move, ...]]:
        groups: dict[tuple[str, str, int], list[Move]] = {}
        for move in self.draft.moves.values():
            groups.setdefault(move.group, []).append(move)
        return [tuple(group) for group in groups.values()]

    def _moves(self, group: Sequence[Move], best: Choice) -> MoveProof:
        """What the totals say of moves of one kind, together and, where they are few, alone."""
        lines = [move.line for move in group]
        alone = lines if len(lines) <= MOST_ALONE else []
        silent = [line for line in alone if not self._without([line], best).proves]
        return MoveProof(tuple(group), self._without(lines, best), tuple(silent))

    def _without(self, lines: Iterable[int], best: Choice) -> Evidence:
        other = best._replace(moved=best.moved - frozenset(lines))
        return evidence(self.totals(best), self.totals(other))

    def _join(self, table: str, moved: frozenset[int]) -> JoinProof:
        blocks = tuple(self.draft.blocks[table])
        if len(blocks) == 1:
            return JoinProof(table, blocks, "position")
        labels = labels_in(blocks)
        if len({len(block.rows) for block in blocks}) > 1 or not labels:
            return JoinProof(table, blocks, "none", labels)
        pairs = [pairing(blocks[0], block, labels) for block in blocks[1:]]
        worst = next((pair for pair in pairs if not pair.agrees), pairs[0])
        if worst.agrees:
            return JoinProof(table, blocks, "position", labels, worst)
        return self._slipped(JoinProof(table, blocks, "none", labels, worst), moved)

    def _slipped(self, join: JoinProof, moved: frozenset[int]) -> JoinProof:
        """Whether the totals prove that rows belong together by position, not by label."""
        plan = self.plan(Choice(moved, {join.table: "label"}))
        other = totals_of(plan, self.rules, self.settled.values)
        found = evidence(self.totals(Choice(moved, {join.table: "position"})), other)
        unlabelled = join.pairing.unlabelled if join.pairing else ()
        lines = {join.blocks[-1].rows[row - 1].line for row in unlabelled}
        return join._replace(
            join="position" if found.holds else "none",
            evidence=found,
            by_label=Calculations(plan, self.rules),
            lost=_pounds_of(plan, join.table, lines),
        )


def evidence(best: Totals, other: Totals) -> Evidence:
    """What the totals of two drafts say for the first of them.

    A total that a draft gives nothing for does not agree in it.
    """
    proves = [key for key, one in best.items() if one.agrees and not _agrees(other, key)]
    against = [key for key, one in other.items() if one.agrees and not _agrees(best, key)]
    return Evidence(
        tuple(best[key] for key in proves),
        tuple(other.get(key) or _nothing(best[key]) for key in proves),
        tuple(other[key] for key in against),
    )


def _agrees(totals: Totals, key: str) -> bool:
    return key in totals and totals[key].agrees


def _nothing(total: Total) -> Total:
    """A total for which a draft gives nothing."""
    return msgspec.structs.replace(total, computed=None)


def _pounds_of(plan: Plan, table: str, lines: Collection[int]) -> Decimal:
    """The pounds of the records that are printed on some lines."""
    records = (one for one in getattr(plan, table) or () if one.row in lines)
    return sum((p for one in records for p in getattr(one, "amounts", {}).values()), Decimal(0))
