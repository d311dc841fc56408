"""What is worked out beside each row of expenditure: what its labels stand for, what it counts to.

The rules are those of ``calculations.working`` and ``calculations.required``, as formulas.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, Protocol

from bettercare.calculations import Calculations, CodedRow
from bettercare.calculations.completeness import column_applies, field_value
from bettercare.calculations.required import Requirement
from bettercare.formats.workbooks.build import Build
from bettercare.formats.workbooks.lists import distinct, number_in, numbers_of
from bettercare.formats.workbooks.styles import MONEY, WORDS
from bettercare.formats.workbooks.worked import WorkedColumns
from bettercare.rounds import CodeList, Item
from bettercare.rounds.schema import Column, SchemeType
from bettercare.rounds.spends import Condition

# The fields whose labels are looked up: attribute of a coded row, list of the round.
LOOKED_UP = {
    "source_of_funding": ("source", "sources"),
    "scheme_type": ("scheme_type", "scheme_types"),
    "area_of_spend": ("area", "areas_of_spend"),
    "commissioner": ("commissioner", "commissioners"),
    "provider": ("provider", "providers"),
}


def add_worked(build: Build, to: WorkedColumns) -> None:
    """Add the columns of the expenditure sheet."""
    rows = build.whole.rows
    to.add("used", to.used, [1] * len(rows))
    for field, (attribute, known) in LOOKED_UP.items():
        codes: CodeList[Item] = getattr(build.rules, known)
        values = [number_in(codes, getattr(row, attribute).accepted) for row in rows]
        numbers = numbers_of(codes, build.texts("schemes", field))
        to.add(f"{field}_no", build.lists.lookup(known, numbers, to[field]), values)
    _add_share(build, to)
    for working in build.whole.by_year:
        _add_year(build, to, working)
    Gaps(build, to).add(to)


def _add_share(build: Build, to: WorkedColumns) -> None:
    """Whether the row is Joint, and the share of the NHS that it states (blank for none)."""
    working = build.whole
    known = build.rules.commissioners
    by_share = [code for code, one in known.items.items() if one.nhs_counts == "share"]
    joint = to.add(
        "joint",
        f"--({any_of(to['commissioner_no'], _numbers(known, by_share))})",
        [int(working.by_share(row)) for row in working.rows],
    )
    nhs, council = to["nhs_share"], to["la_share"]
    to.add(
        "stated_share",
        f'IF({joint}=0,"",IF(ISNUMBER({nhs}),{nhs},IF(ISNUMBER({council}),1-{council},"")))',
        [
            "" if row.stated_share is None or not working.by_share(row) else float(row.stated_share)
            for row in working.rows
        ],
        "",
    )


def _add_year(build: Build, to: WorkedColumns, working: Calculations) -> None:
    """What a row counts for in one year: to each required spend, and to the NHS of a Joint row."""
    year = working.year
    amount = to[f"amounts.{year}"]
    pounds = f"IF(ISNUMBER({amount}),{amount},0)"
    counts = []
    for code in build.rules.required_spends:
        test = working.required[code]
        counts.append(_add_counts(to, test, pounds))
    stated = to["stated_share"]
    shared = [(row, row.stated_share) for row in working.rows]
    shares = [share if working.by_share(row) else None for row, share in shared]
    pairs = list(zip(working.rows, shares, strict=True))
    to.add(
        f"stated.{year}",
        f"IF(ISNUMBER({stated}),{pounds},0)",
        [_float(row.amount if share is not None else None) for row, share in pairs],
    )
    to.add(
        f"to_nhs.{year}",
        f"IF(ISNUMBER({stated}),{pounds}*{stated},0)",
        [_float(row.amount * share if share is not None else None) for row, share in pairs],
    )
    if counts:
        _add_overlap(build, to, working, pounds, counts)


def _add_counts(to: WorkedColumns, test: Requirement, pounds: str) -> str:
    """The pounds of a row that count to a required spend."""
    year, rules = test.working.year, test.working.rules
    passes = [_passes(one, to, rules) for one in test.rule.conditions]
    by_share = test.rule.joint == "nhs_share"
    part = f"{pounds}*IF({to['joint']}=1,N({to['stated_share']}),1)" if by_share else pounds
    found = {row.item: amount for row, amount in test.counted}
    end = f", {year}" if rules.several_years else ""
    return to.show(
        f"counts.{test.code}.{year}",
        f"Counts to {test.rule.label}{end}",
        f"IF(AND({','.join(passes)}),{part},0)" if passes else part,
        [_float(found.get(row.item)) for row in test.working.rows],
        look=MONEY,
        width=17.0,
    )


def _passes(condition: Condition, to: WorkedColumns, rules: Any) -> str:
    """The formula of one condition; a row without a known code never passes."""
    cell = to[f"{condition.field}_no"]
    known = getattr(rules, LOOKED_UP[condition.field][1])
    if condition.any_of:
        return any_of(cell, _numbers(known, condition.any_of))
    others = [f"{cell}<>{number}" for number in _numbers(known, condition.none_of)]
    return f"AND({cell}>0,{','.join(others)})" if others else f"{cell}>0"


def _add_overlap(
    build: Build, to: WorkedColumns, working: Calculations, pounds: str, counts: Sequence[str]
) -> None:
    """The pounds of a row that count to all required spends, and of one that counts to none."""
    year, sources = working.year, build.rules.sources
    both = {row.item: amount for row, amount in working.overlap.counted}
    neither = {row.item for row in working.overlap.neither}
    all_of = ",".join(f"{cell}<>0" for cell in counts)
    none_of = ",".join(f"{cell}=0" for cell in counts)
    formula = f"IF(AND({all_of}),MIN({','.join(counts)}),0)" if len(counts) > 1 else "0"
    to.add(f"in_both.{year}", formula, [_float(both.get(row.item)) for row in working.rows])
    paying = {test.rule.minimum.source for test in working.required.values()}
    paid = any_of(to["source_of_funding_no"], _numbers(sources, paying))
    to.add(
        f"in_neither.{year}",
        f"IF(AND({paid},{none_of}),{pounds},0)",
        [_float(row.amount if row.item in neither else None) for row in working.rows],
    )


class Places(Protocol):
    """Where a column is: its cell on the row, or the name of all its cells."""

    def __getitem__(self, name: str, /) -> str: ...


class Gaps:
    """What a row still lacks: each column that must be filled in it, by the round's own words."""

    def __init__(self, build: Build, to: Places) -> None:
        self.build, self.to = build, to
        self.rows = build.whole.rows
        given = build.rules.tables["schemes"].columns if "schemes" in build.rules.tables else ()
        self.asked = [column for column in given if column.required != "never"]

    def add(self, to: WorkedColumns) -> None:
        """Add the conditions that the round's columns use, and the number of gaps in words."""
        used = {column.required for column in self.asked}
        if used & {"if_outputs", "if_other", "if_sub_types"}:
            self._add_type_marks(to)
        if "if_runs" in used:
            self._add_durations(to)
        parts = [f"({self.asks(one)})*({self.is_blank(one)})" for one in self.asked]
        lacking = [self._lacking(row) for row in self.rows]
        total = "+".join(parts) or "0"
        gaps = to.add("gaps", f"IF({self.to['used']}=0,0,{total})", lacking)
        to.show(
            "complete",
            "Still to fill in",
            f'IF({self.to["used"]}=0,"",IF({gaps}=0,"Complete",{gaps}&" to fill in"))',
            [f"{gap} to fill in" if gap else "Complete" for gap in lacking],
            "",
            WORDS,
            15.0,
        )

    def _lacking(self, row: CodedRow) -> int:
        return sum(
            field_value(row.row, column) is None
            for column in self.asked
            if column_applies(self.build.whole, row, column)
        )

    def is_blank(self, column: Column) -> str:
        """The formula of whether a cell lacks what its column asks for."""
        cell = self.to[_field_name(column)]
        return f"LEN({cell})=0" if column.kind == "text" else f"1-ISNUMBER({cell})"

    def asks(self, column: Column) -> str:
        """The formula of whether a column must be filled in the row."""
        makers: dict[str, Callable[[Column], str]] = {
            "if_joint": lambda _: f"{self.to['joint']}=1",
            "if_outputs": self._asks_outputs,
            "if_runs": self._runs,
            "if_other": self._asks_other,
            "if_sub_types": lambda _: f"{self.to['has_sub_types']}=1",
        }
        make = makers.get(column.required)
        return make(column) if make else "1"

    def _asks_outputs(self, column: Column) -> str:
        amount = self.to[f"amounts.{column.key}"]
        runs = f"*ISNUMBER({amount})*({amount}<>0)" if column.key else ""
        return f"({self.to['asks_outputs']}=1){runs}"

    def _asks_other(self, column: Column) -> str:
        if column.field != "area_of_spend_other":
            return f"{self.to['asks_other']}=1"
        areas = self.build.rules.areas_of_spend
        codes = [code for code, one in areas.items.items() if one.needs_text]
        return any_of(self.to["area_of_spend_no"], _numbers(areas, codes))

    def _runs(self, column: Column) -> str:
        """A row without a known duration may have money in each year."""
        known = self.build.rules.durations
        if known is None:
            return "1"
        codes = [code for code, one in known.items.items() if column.key in one.years]
        return any_of(self.to["duration_no"], [0, *_numbers(known, codes)])

    def _add_durations(self, to: WorkedColumns) -> None:
        known = self.build.rules.durations
        if known is not None:
            texts = self.build.texts("schemes", "duration")
            values = [number_in(known, known.match(text).accepted) for text in texts]
            numbers = numbers_of(known, texts)
            formula = self.build.lists.lookup("durations", numbers, to["duration"])
            to.add("duration_no", formula, values)

    def _add_type_marks(self, to: WorkedColumns) -> None:
        """What the scheme type of a row asks for, alone or together with the sub type."""
        types, marks = self.build.rules.scheme_types, TypeMarks(self.build)
        number = to["scheme_type_no"]
        key = f'{number}&"|"&{to["sub_type"]}'
        pair = to.add(
            "pair_no",
            self.build.lists.lookup("pairs", marks.pairs, key),
            [marks.number(row) for row in self.rows],
        )
        for name, of_type, of_pair in (
            ("has_sub_types", lambda one: one.sub_types is not None, None),
            ("asks_other", lambda one: one.needs_text, marks.asks_other),
            ("asks_outputs", _always_outputs, marks.asks_outputs),
        ):
            codes = [code for code, one in types.items.items() if of_type(one)]
            tests = [any_of(number, _numbers(types, codes))]
            if of_pair is not None:
                tests.append(any_of(pair, of_pair))
            values = [int(marks.holds(row, of_type, of_pair)) for row in self.rows]
            to.add(name, f"--OR({','.join(tests)})", values)


def _always_outputs(kind: SchemeType) -> bool:
    """Whether a type asks for outputs whatever the sub type."""
    rule = kind.outputs
    return rule is not None and rule.required and not rule.sub_types


class TypeMarks:
    """Sub types together with their scheme type, numbered, and which of them ask for more."""

    def __init__(self, build: Build) -> None:
        self.types = build.rules.scheme_types
        self.pairs: dict[str, int] = {}
        self.asks_other: list[int] = []
        self.asks_outputs: list[int] = []
        self._numbers: dict[tuple[str, str], int] = {}
        for number, (code, kind) in enumerate(self.types.items.items(), 1):
            self._add(code, number, kind)
        used = [(row, row.row.sub_type) for row in build.whole.rows]
        texts = {f"{self._of(row)}|{text}": self.number(row) for row, text in used if text}
        self.pairs = distinct(self.pairs | {key: one for key, one in texts.items() if one})

    def _of(self, row: CodedRow) -> int:
        return number_in(self.types, row.scheme_type.accepted)

    def _add(self, code: str, number: int, kind: SchemeType) -> None:
        rule = kind.outputs
        for sub, item in kind.sub_types.items.items() if kind.sub_types else ():
            own = len(self._numbers) + 1
            self._numbers[code, sub] = own
            texts = filter(None, (item.label, item.short, *item.aliases))
            self.pairs |= {f"{number}|{text}": own for text in texts}
            if item.needs_text:
                self.asks_other.append(own)
            if rule is not None and rule.required and sub in rule.sub_types:
                self.asks_outputs.append(own)

    def number(self, row: CodedRow) -> int:
        """The number of a row's sub type under its type, 0 where it is not known."""
        return self._numbers.get((row.scheme_type.accepted or "", row.sub_type.accepted or ""), 0)

    def holds(
        self,
        row: CodedRow,
        of_type: Callable[[SchemeType], bool],
        of_pair: Sequence[int] | None,
    ) -> bool:
        """Whether a row's type asks for something, or its sub type does."""
        own = row.kind is not None and of_type(row.kind)
        return own or self.number(row) in (of_pair or ())


def any_of(cell: str, numbers: Iterable[int]) -> str:
    """The formula of whether a number is one of some; it works line by line on a range too.

    >>> any_of("$A5", [3, 4]), any_of("$A5", [])
    ('(($A5=3)+($A5=4)>0)', 'FALSE')
    """
    tests = [f"({cell}={number})" for number in numbers]
    return f"({'+'.join(tests)}>0)" if tests else "FALSE"


def _numbers(known: CodeList[Any], codes: Iterable[str]) -> list[int]:
    return sorted(number_in(known, code) for code in codes)


def _field_name(column: Column) -> str:
    return f"{column.field}.{column.key}" if column.key else column.field


def _float(number: Decimal | None) -> float:
    return float(number) if number is not None else 0.0
