"""Required minimum spends: the rows that count, the minimum, and how far the plan is from it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import takewhile
from math import prod

from bettercare.calculations.coded import CodedRow
from bettercare.calculations.figure import Input, Standing, Step
from bettercare.calculations.working import NOUGHT, Working
from bettercare.labels import listed, normalise
from bettercare.money import PENNY, pounds, round_half_up
from bettercare.rounds.spends import Condition, Growth, Published, Ratio, RequiredSpend, Uplift

Counted = tuple[tuple[CodedRow, Decimal], ...]


def row_passes(row: CodedRow) -> Callable[[Condition], bool]:
    """The test of one row against a condition of the round."""
    return lambda condition: condition.holds(row.code(condition.field))


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
    def planned(self) -> Decimal | None:
        """Planned spend that counts; ``None`` when the plan gives no schemes."""
        if self.working.plan.schemes is None:
            return None
        return sum((amount for _, amount in self.counted), NOUGHT)

    @cached_property
    def minimum(self) -> Decimal | None:
        """The minimum in whole pounds: as given, else derived as the round says, else unknown."""
        return self.given if self.given is not None else self.derived

    @property
    def given(self) -> Decimal | None:
        """The minimum that came with the plan."""
        return self.working.plan.given.get(self.working.id(f"required.{self.code}.minimum"))

    @cached_property
    def derived(self) -> Decimal | None:
        """The minimum by the round's formula, rounded half up to pounds."""
        exact = self.exact
        return None if exact is None else round_half_up(exact)

    @cached_property
    def exact(self) -> Decimal | None:
        """The minimum by the round's formula, unrounded; ``None`` when an input is missing."""
        how = self.rule.minimum
        if isinstance(how, Growth):
            return self._grown(how)
        income = self.working.income[how.source]
        if isinstance(how, Published) or not income:
            return None
        if isinstance(how, Ratio):
            return income * how.numerator / how.denominator
        base = self._base()
        return base[0] * income / base[1] if base else None

    def _grown(self, how: Growth) -> Decimal | None:
        """The minimum of the base year times the rate of each year since, never rounded between."""
        start, since = self._grown_from(), self._years_since()
        return prod((how.rates[year] for year in since), start=start) if start else None

    def _grown_from(self) -> Decimal | None:
        return self._base_parts()[self._base_names()[0]]

    def _years_since(self) -> tuple[str, ...]:
        """The years of the round up to the working's own."""
        years = self.working.rules.years
        return years[: years.index(self.working.year) + 1]

    @cached_property
    def planned_before(self) -> Decimal | None:
        """What was planned for the year before: in this plan, or given from last year's."""
        before = self.working.earlier
        if before is not None and self.code in before.rules.required_spends:
            return Requirement(before, self.code).planned
        return self.working.plan.given.get(f"previous.required.{self.code}.planned")

    @property
    def headroom(self) -> Decimal | None:
        """Planned less minimum: below 0 is short."""
        if self.minimum is None or self.planned is None:
            return None
        return self.planned - self.minimum

    @property
    def standing(self) -> Standing:
        """Where the minimum comes from."""
        return "given" if self.given is not None else "derived"

    def how_derived(self) -> str:
        """The derivation of the minimum in figures, or what it lacks and how to give that."""
        if self.exact is None or self.derived is None:
            return f"Cannot be worked out: it needs {' and '.join(self.lacking())}."
        words = self.rule.minimum.words
        return f"{words}: {round_half_up(self.exact, PENNY):,}, rounded to {pounds(self.derived)}."

    def ingredients(self) -> Iterator[Input]:
        """What the round's formula works on, as far as it is known."""
        how = self.rule.minimum
        name = self.working.rules.sources.name(how.source)
        if self.working.income[how.source] and not isinstance(how, Growth):
            yield Input(f"{name} income", self.working.income[how.source])
        base = self._base()
        if base and isinstance(how, Uplift):
            year = self._base_year(how)
            yield Input(f"{name} income, {year}", base[1])
            yield Input(f"Minimum, {year}, unrounded", base[0])
        if isinstance(how, Growth) and (start := self._grown_from()):
            yield Input(f"Minimum, {how.base_year}", start)
            for year in self._years_since():
                rate = how.rates[year]
                yield Input(f"Growth to {year}", rate, mark=f"x {rate}")

    def steps(self) -> Iterator[Step]:
        """From all rows of the first condition down to the rows that count."""
        left = [row for row in self.working.rows if self._passes(row, 1)]
        first = self.rule.conditions[0].words.removeprefix("source is ")
        yield Step(first, len(left), total_of(left))
        lost: list[CodedRow] = []
        for number, condition in enumerate(self.rule.conditions[1:], 2):
            out = [row for row in left if not self._passes(row, number)]
            lost += [row for row in out if row.code(condition.field) is None]
            for words, rows in self._left_out(condition, out).items():
                yield from _less(words, rows)
            left = [row for row in left if self._passes(row, number)]
        yield from _less("blank or unknown labels", lost)
        yield from _less("Joint rows without shares", self.shareless())
        joint = [row for row in left if row.stated_share is not None and self._by_share(row)]
        if joint:
            share = total_of(joint) - sum((self._pounds(row) for row in joint), NOUGHT)
            yield Step("less the council's share of Joint rows", len(joint), -share)

    def _left_out(
        self, condition: Condition, out: Iterable[CodedRow]
    ) -> Mapping[str, Sequence[CodedRow]]:
        """The rows with a known code that a condition leaves out, by what they are called."""
        found: dict[str, list[CodedRow]] = {}
        commissioners = self.working.rules.commissioners
        for row in out:
            code = row.code(condition.field)
            if code is not None:
                own = commissioners[code].left_out if condition.field == "commissioner" else ""
                found.setdefault(own or condition.left_out, []).append(row)
        return found

    def shareless(self) -> list[CodedRow]:
        """Joint rows with money that would count by a share and give none."""
        return [
            row
            for row, _ in self.counted
            if self._by_share(row) and row.amount and row.stated_share is None
        ]

    def undecided(self) -> list[CodedRow]:
        """Rows with money that a blank or unknown label keeps from counting, and nothing else."""

        def may(row: CodedRow) -> bool:
            codes = [(c, row.code(c.field)) for c in self.rule.conditions]
            unknown = any(code is None for _, code in codes)
            return unknown and all(code is None or c.holds(code) for c, code in codes)

        return [row for row in self.working.rows if row.amount and may(row)]

    def _passes(self, row: CodedRow, conditions: int) -> bool:
        """Whether a row passes the first so many conditions."""
        return self._passed[row.item - 1] >= conditions

    @cached_property
    def _passed(self) -> Sequence[int]:
        """How many conditions each row passes before one that it does not."""
        known: dict[tuple[str | None, ...], int] = {}  # rows have few combinations of codes
        fields = [condition.field for condition in self.rule.conditions]
        found = []
        for row in self.working.rows:
            codes = tuple(map(row.code, fields))
            if codes not in known:
                passed = takewhile(row_passes(row), self.rule.conditions)
                known[codes] = sum(1 for _ in passed)
            found.append(known[codes])
        return found

    def _pounds(self, row: CodedRow) -> Decimal:
        return row.amount * self.working.nhs_share(row) if self._by_share(row) else row.amount

    def _by_share(self, row: CodedRow) -> bool:
        return self.rule.joint == "nhs_share" and self.working.by_share(row)

    def lacking(self) -> Iterator[str]:
        """What the formula needs and does not have, with the names that plan.csv gives it by."""
        how = self.rule.minimum
        if isinstance(how, Published):
            yield f"the published minimum (give {self.working.id(f'required.{self.code}.minimum')})"
            return
        if not isinstance(how, Growth) and not self.working.income[how.source]:
            yield f"the {self.working.rules.sources.name(how.source)} income"
        if isinstance(how, Uplift | Growth) and self._lacks_base(how):
            lost = [name for name, value in self._base_parts().items() if not value]
            yield f"the figures of {how.base_year} (give {listed(lost)})"

    def _lacks_base(self, how: Uplift | Growth) -> bool:
        return self.exact is None if isinstance(how, Growth) else not self._base()

    def _base_names(self) -> tuple[str, ...]:
        """The names that plan.csv gives last year's minimum, and source amount, by."""
        minimum = f"previous.required.{self.code}.minimum"
        if isinstance(self.rule.minimum, Growth):
            return (minimum,)
        return minimum, f"previous.income.{self.rule.minimum.source}"

    def _base(self) -> tuple[Decimal, Decimal] | None:
        """The minimum and source amount that an uplift starts from, where both are known."""
        if not isinstance(self.rule.minimum, Uplift):
            return None
        minimum, amount = self._base_parts().values()
        if minimum and amount:
            return minimum, amount
        return self._given_before()

    def _given_before(self) -> tuple[Decimal, Decimal] | None:
        """The minimum given for the year before in this plan, and that year's source amount."""
        before = self.working.year_before
        given = Requirement(before, self.code).given if before else None
        amount = before.income[self.rule.minimum.source] if before else None
        return (given, amount) if given and amount else None

    def _base_year(self, how: Uplift) -> str:
        before = self.working.year_before
        return how.base_year if all(self._base_parts().values()) or not before else before.year

    def _base_parts(self) -> Mapping[str, Decimal | None]:
        """Last year's minimum and source amount by name: from the plan, else from the round."""
        given, area = self.working.plan.given, normalise(self.working.plan.area or "")
        names = self._base_names()
        for base in self.rule.baselines:
            if (normalise(base.area), base.year) == (area, self._year_of_base()):
                known = (base.minimum, base.source_amount)
                return {n: given.get(n) or one for n, one in zip(names, known, strict=False)}
        return {name: given.get(name) for name in names}

    def _year_of_base(self) -> str:
        how = self.rule.minimum
        return how.base_year if isinstance(how, Uplift | Growth) else ""


def total_of(rows: Iterable[CodedRow]) -> Decimal:
    """The planned expenditure of some rows."""
    return sum((row.amount for row in rows), NOUGHT)


def _less(what: str, rows: Sequence[CodedRow]) -> Iterator[Step]:
    if rows:
        yield Step(f"less {what}", len(rows), -total_of(rows))


def requirements(working: Working) -> Mapping[str, Requirement]:
    """Every required spend of the round, worked out on the plan."""
    return {code: Requirement(working, code) for code in working.rules.required_spends}


class Overlap:
    """The rows that count to every required spend, and those of the same source in none.

    ``counted`` holds the pounds of a row that count to all: the smallest that it counts for.
    """

    def __init__(self, working: Working, tests: Mapping[str, Requirement]) -> None:
        counted = [
            {row.item: pounds for row, pounds in test.counted if pounds} for test in tests.values()
        ]
        shared = set.intersection(*(set(one) for one in counted)) if len(counted) > 1 else set()
        sources = {test.rule.minimum.source for test in tests.values()}
        seen = {item for one in counted for item in one}
        self.counted: Counted = tuple(
            (row, min(one[row.item] for one in counted))
            for row in working.rows
            if row.item in shared
        )
        self.both = tuple(row for row, _ in self.counted)
        self.neither = tuple(
            row
            for row in working.rows
            if row.amount and row.source.accepted in sources and row.item not in seen
        )

    @property
    def total(self) -> Decimal:
        """The pounds that count to all required spends."""
        return sum((amount for _, amount in self.counted), NOUGHT)

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


def distance_words(headroom: Decimal | None, *, short: bool = False) -> str:
    """How far a plan is from a minimum, in words.

    >>> distance_words(Decimal(-1008)), distance_words(Decimal(440117), short=True)
    ('£1,008 short of the minimum', '£440,117 above')
    """
    if headroom is None:
        return ""
    side = side_words(headroom).split()[0] if short else side_words(headroom)
    return f"{pounds(abs(headroom))} {side}"


def side_words(headroom: Decimal | None) -> str:
    """On which side of a minimum a plan is."""
    if headroom is None:
        return ""
    return "above the minimum" if headroom >= 0 else "short of the minimum"
