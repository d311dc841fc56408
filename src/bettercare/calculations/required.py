"""Required minimum spends: the rows that count, the minimum, and how far the plan is from it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from bettercare.calculations.figure import LEAST, Figure, Input, Standing, Step
from bettercare.calculations.working import NOUGHT, CodedRow, Working
from bettercare.labels import listed, normalise
from bettercare.money import PENNY, pounds, round_half_up
from bettercare.rounds.schema import Ratio, RequiredSpend, Uplift

Counted = tuple[tuple[CodedRow, Decimal], ...]
GIVEN = "The plan's own field {field}"


class Requirement:
    """One required spend, worked out on a plan."""

    def __init__(self, working: Working, code: str) -> None:
        self.working = working
        self.code = code
        self.rule: RequiredSpend = working.rules.required_spends[code]

    @cached_property
    def counted(self) -> Counted:
        """The rows that count, each with the pounds it counts for."""
        rows = [row for row in self.working.rows if self._passes(row, len(self.rule.conditions))]
        return tuple((row, self._pounds(row)) for row in rows)

    @cached_property
    def planned(self) -> Decimal:
        """Planned spend that counts."""
        return sum((amount for _, amount in self.counted), NOUGHT)

    @cached_property
    def minimum(self) -> Decimal | None:
        """The minimum in whole pounds: as given, else derived as the round says, else unknown."""
        return self.given if self.given is not None else self.derived

    @property
    def given(self) -> Decimal | None:
        """The minimum that came with the plan."""
        return self.working.plan.given.get(f"required.{self.code}.minimum")

    @cached_property
    def derived(self) -> Decimal | None:
        """The minimum by the round's formula, rounded half up to pounds."""
        exact = self.exact
        return None if exact is None else round_half_up(exact)

    @cached_property
    def exact(self) -> Decimal | None:
        """The minimum by the round's formula, unrounded; ``None`` when an input is missing."""
        how = self.rule.minimum
        income = self.working.income[how.source]
        if not income:
            return None
        if isinstance(how, Ratio):
            return income * how.numerator / how.denominator
        base = self._base()
        return base[0] * income / base[1] if base else None

    @property
    def headroom(self) -> Decimal | None:
        """Planned less minimum: below 0 is short."""
        return None if self.minimum is None else self.planned - self.minimum

    @property
    def standing(self) -> Standing:
        """Where the minimum comes from."""
        return "given" if self.given is not None else "derived"

    def how_derived(self) -> str:
        """The derivation of the minimum in figures, or what it lacks and how to give that."""
        if self.exact is None or self.derived is None:
            return f"Cannot be worked out: it needs {' and '.join(self._lacking())}."
        words = self.rule.minimum.words
        return f"{words}: {round_half_up(self.exact, PENNY):,}, rounded to {pounds(self.derived)}."

    def ingredients(self) -> Iterator[Input]:
        """What the round's formula works on, as far as it is known."""
        how = self.rule.minimum
        name = self.working.rules.sources.name(how.source)
        if self.working.income[how.source]:
            yield Input(f"{name} income", self.working.income[how.source])
        base = self._base() if isinstance(how, Uplift) else None
        if base and isinstance(how, Uplift):
            yield Input(f"{name} income, {how.base_year}", base[1])
            yield Input(f"Minimum, {how.base_year}, unrounded", base[0])

    def steps(self) -> Iterator[Step]:
        """From all rows of the first condition down to the rows that count."""
        left = [row for row in self.working.rows if self._passes(row, 1)]
        first = self.rule.conditions[0].words.removeprefix("source is ")
        yield Step(first, len(left), _sum(left))
        lost: list[CodedRow] = []
        for number, condition in enumerate(self.rule.conditions[1:], 2):
            out = [row for row in left if not self._passes(row, number)]
            known = [row for row in out if row.code(condition.field) is not None]
            lost += [row for row in out if row.code(condition.field) is None]
            yield from _less(condition.left_out, known)
            left = [row for row in left if self._passes(row, number)]
        yield from _less("blank or unknown labels", lost)
        joint = [row for row in left if row.amount != self._pounds(row)]
        if joint:
            share = _sum(joint) - sum((self._pounds(row) for row in joint), NOUGHT)
            yield Step("less the council's share of Joint rows", len(joint), -share)

    def shareless(self) -> list[CodedRow]:
        """Joint rows with money that would count by a share and give none."""
        return [
            row
            for row, _ in self.counted
            if self._by_share(row) and row.amount and row.row.nhs_share is row.row.la_share is None
        ]

    def undecided(self) -> list[CodedRow]:
        """Rows with money that a blank or unknown label keeps from counting, and nothing else."""

        def may(row: CodedRow) -> bool:
            codes = [(c, row.code(c.field)) for c in self.rule.conditions]
            unknown = any(code is None for _, code in codes)
            return unknown and all(code is None or c.holds(code) for c, code in codes)

        return [row for row in self.working.rows if row.amount and may(row)]

    def _passes(self, row: CodedRow, conditions: int) -> bool:
        return all(c.holds(row.code(c.field)) for c in self.rule.conditions[:conditions])

    def _pounds(self, row: CodedRow) -> Decimal:
        return row.amount * row.nhs_share if self._by_share(row) else row.amount

    def _by_share(self, row: CodedRow) -> bool:
        return self.rule.joint == "nhs_share" and row.commissioner.accepted == "joint"

    def _lacking(self) -> Iterator[str]:
        """What the formula needs and does not have, with the names that plan.csv gives it by."""
        how = self.rule.minimum
        if not self.working.income[how.source]:
            yield f"the {self.working.rules.sources.name(how.source)} income"
        if isinstance(how, Uplift) and not self._base():
            minimum, amount = self._base_names()
            yield f"the figures of {how.base_year} (give {minimum} and {amount})"

    def _base_names(self) -> tuple[str, str]:
        return f"previous.required.{self.code}.minimum", (
            f"previous.income.{self.rule.minimum.source}"
        )

    def _base(self) -> tuple[Decimal, Decimal] | None:
        """Last year's minimum and source amount: from the plan, else from the round."""
        minimum, amount = (self.working.plan.given.get(name) for name in self._base_names())
        if minimum and amount:
            return minimum, amount
        area = normalise(self.working.plan.area or "")
        for base in self.rule.baselines:
            if normalise(base.area) == area:
                return base.minimum, base.source_amount
        return None


def _sum(rows: Iterable[CodedRow]) -> Decimal:
    return sum((row.amount for row in rows), NOUGHT)


def _less(what: str, rows: Sequence[CodedRow]) -> Iterator[Step]:
    if rows:
        yield Step(f"less {what}", len(rows), -_sum(rows))


def requirements(working: Working) -> Mapping[str, Requirement]:
    """Every required spend of the round, worked out on the plan."""
    return {code: Requirement(working, code) for code in working.rules.required_spends}


class Overlap:
    """The rows that count to every required spend, and those of the same source in none."""

    def __init__(self, working: Working, tests: Mapping[str, Requirement]) -> None:
        counted = [{row.item: row for row, _ in test.counted} for test in tests.values()]
        shared = set.intersection(*(set(one) for one in counted)) if len(counted) > 1 else set()
        sources = {test.rule.minimum.source for test in tests.values()}
        seen = {item for one in counted for item in one}
        self.both = tuple(row for row in working.rows if row.item in shared)
        self.neither = tuple(
            row for row in working.rows if row.source.accepted in sources and row.item not in seen
        )

    @cached_property
    def items(self) -> frozenset[int]:
        """The row numbers that count more than once."""
        return frozenset(row.item for row in self.both)

    def without(self, test: Requirement) -> Decimal | None:
        """The headroom of a required spend if no shared row counted to it."""
        return None if test.headroom is None else test.headroom - self.part_of(test)

    def part_of(self, test: Requirement) -> Decimal:
        """The pounds of a required spend that the shared rows make up."""
        return sum((amount for row, amount in test.counted if row.item in self.items), NOUGHT)


def required_figures(
    working: Working, tests: Mapping[str, Requirement], overlap: Overlap
) -> Iterator[Figure]:
    """Minimum, planned, under-spend and headroom of each required spend, and the overlap."""
    for test in tests.values():
        yield _minimum(working, test)
        yield _planned(working, test, overlap)
        yield from _distance(working, test)
    yield from _shared(working, overlap)


def _minimum(working: Working, test: Requirement) -> Figure:
    given = test.given is not None
    return Figure(
        id=f"required.{test.code}.minimum",
        label=f"{test.rule.label}, minimum",
        value=test.minimum,
        unit="GBP",
        rule="As given with the plan." if given else f"{_sentence(test.rule.minimum.words)}.",
        reference=(
            GIVEN.format(field=f"required.{test.code}.minimum")
            if given
            else working.rules.cite(test.rule.minimum.reference)
        ),
        standing=test.standing,
        inputs=tuple(test.ingredients()) if not given or test.exact is not None else (),
        notes=(_cross_check(test) if given else test.how_derived(),),
    )


def _cross_check(test: Requirement) -> str:
    """A given minimum beside what the round's formula would give."""
    if test.derived is None or test.given is None:
        return f"No cross-check. {test.how_derived()}"
    if test.derived == test.given:
        return f"The formula gives the same. {_sentence(test.how_derived())}"
    apart = pounds(abs(test.derived - test.given))
    return f"Used as given, {apart} from the formula. {_sentence(test.how_derived())}"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _planned(working: Working, test: Requirement, overlap: Overlap) -> Figure:
    return Figure(
        id=f"required.{test.code}.planned",
        label=f"{test.rule.label}, planned",
        value=test.planned,
        unit="GBP",
        rule=f"Add the rows where {_conditions(test)}.",
        reference=f"{working.rules.cite(test.rule.reference)} ({test.rule.requirement})",
        inputs=working.row_inputs(test.counted, overlap.items),
        steps=tuple(test.steps()),
        notes=tuple(_planned_notes(test, overlap)),
        answer=distance_words(test.headroom),
    )


def _conditions(test: Requirement) -> str:
    words = [condition.words for condition in test.rule.conditions]
    *most, last = words
    return f"{', '.join(most)}, and {last}" if len(most) > 1 else listed(words)


def _planned_notes(test: Requirement, overlap: Overlap) -> Iterator[str]:
    yield f"{LEAST}{_least(test)}"
    for rows, why in (
        (test.undecided(), "a blank or unknown label"),
        (test.shareless(), "no shares though Joint"),
    ):
        if rows:
            yield f"Not counted: {_rows(rows)} ({pounds(_sum(rows))}) with {why}."
    if overlap.both:
        left = pounds(test.planned - overlap.part_of(test))
        distance = distance_words(overlap.without(test), short=True)
        yield f"* {_shared_words(test, overlap)} you would have {left}" + (
            f", {distance}." if distance else "."
        )


def _least(test: Requirement) -> str:
    """The minimum of a required spend with where it comes from."""
    if test.minimum is None:
        return f"not known. {_sentence(test.how_derived())}"
    if test.given is None:
        return f"{pounds(test.minimum)} (derived). {_sentence(test.how_derived())}"
    return f"{pounds(test.minimum)} (given). {_cross_check(test)}"


def _shared_words(test: Requirement, overlap: Overlap) -> str:
    """To what else the marked rows count, how many there are and how much they hold."""
    others = [
        spend.label
        for code, spend in test.working.rules.required_spends.items()
        if code != test.code
    ]
    both = overlap.both
    them = "it" if len(both) == 1 else "them"
    return f"counts to {listed(others)} too: {_rows(both)}, {pounds(_sum(both))}. Without {them}"


def _rows(rows: Sequence[CodedRow]) -> str:
    return "1 row" if len(rows) == 1 else f"{len(rows):,} rows"


def distance_words(headroom: Decimal | None, *, short: bool = False) -> str:
    """How far a plan is from a minimum, in words.

    >>> distance_words(Decimal(-1008)), distance_words(Decimal(440117), short=True)
    ('£1,008 short of the minimum', '£440,117 above')
    """
    if headroom is None:
        return ""
    side = _side(headroom).split()[0] if short else _side(headroom)
    return f"{pounds(abs(headroom))} {side}"


def _side(headroom: Decimal | None) -> str:
    if headroom is None:
        return ""
    return "above the minimum" if headroom >= 0 else "short of the minimum"


def _distance(working: Working, test: Requirement) -> Iterator[Figure]:
    headroom = test.headroom
    inputs = (Input("Planned", test.planned), Input("less minimum", -(test.minimum or NOUGHT)))
    missing = () if headroom is not None else (_sentence(test.how_derived()),)
    reference = working.rules.cite(test.rule.reference)
    for key, label, rule, value in (
        (
            "under_spend",
            "under-spend",
            "Minimum less planned, and 0 when the plan is above it.",
            None if headroom is None else max(NOUGHT, -headroom),
        ),
        ("headroom", "headroom", "Planned less minimum; below 0 is short.", headroom),
    ):
        yield Figure(
            id=f"required.{test.code}.{key}",
            label=f"{test.rule.label}, {label}",
            value=value,
            unit="GBP",
            rule=rule,
            reference=reference,
            inputs=inputs if headroom is not None else inputs[:1],
            notes=missing,
            answer=_side(headroom) if key == "headroom" else "",
        )


def _shared(working: Working, overlap: Overlap) -> Iterator[Figure]:
    rules = working.rules
    first = next(iter(rules.required_spends.values()), None)
    reference = rules.cite(first.reference) if first else ""
    for key, label, rule, rows in (
        ("in_both", "Counted in both required spends", "count to all", overlap.both),
        ("in_neither", "Counted in neither required spend", "count to none", overlap.neither),
    ):
        yield Figure(
            id=f"required.{key}",
            label=label,
            value=_sum(rows),
            unit="GBP",
            rule=f"Add the rows of the source that {rule} of the required spends.",
            reference=reference,
            inputs=working.row_inputs((row, row.amount) for row in rows),
        )
