"""The formula of a required minimum: as given on the sheet of plan fields, else as the round says.

Each is a text while it is not known, so that nothing is worked out from it.
"""

from decimal import Decimal

from bettercare.calculations.required import Requirement
from bettercare.formats.workbooks.build import Build
from bettercare.formats.workbooks.fields_sheet import AREA, name_of_field
from bettercare.formats.workbooks.lists import distinct, found_in, number_in
from bettercare.labels import normalise
from bettercare.rounds.spends import Baseline, Growth, Published, Ratio, RequiredSpend, Uplift

UNKNOWN = '""'


def minimum_formula(build: Build, test: Requirement) -> str:
    """The minimum of a required spend in a year, in whole pounds, or an empty text."""
    given = name_of_field(f"required.{test.working.id(f'{test.code}.minimum')}")
    return f"IF(ISNUMBER({given}),{given},{_derived(build, test)})"


def income_of(build: Build, source: str, year: str) -> str:
    """The formula of the income of a source in a year."""
    number = number_in(build.rules.sources, source)
    amounts = build.named("income", f"amounts.{year}")
    return f"SUMIFS({amounts},income_source_no,{number})" if amounts else "0"


def _derived(build: Build, test: Requirement) -> str:
    how, year = test.rule.minimum, test.working.year
    if isinstance(how, Published):
        return UNKNOWN
    income = income_of(build, how.source, year)
    if isinstance(how, Ratio):
        return f"IF({income}=0,{UNKNOWN},ROUND({income}*{how.numerator}/{how.denominator},0))"
    base = _base(build, test.code, test.rule)
    if isinstance(how, Growth):
        years = build.rules.years[: build.rules.years.index(year) + 1]
        rates = "*".join(str(how.rates[one]) for one in years)
        return f"IF({base}=0,{UNKNOWN},ROUND({base}*{rates},0))"
    return _uplifted(build, test, how, income, base)


def _uplifted(build: Build, test: Requirement, how: Uplift, income: str, base: str) -> str:
    """The minimum of last year times the growth of its source.

    Where the figures of last year are not both known, it starts from this plan's own year before.
    """
    amount = _known(build, f"previous.income.{how.source}", test.code, test.rule, "source_amount")
    before = test.working.year_before
    otherwise = UNKNOWN
    if before is not None:
        given = name_of_field(f"required.{before.id(f'{test.code}.minimum')}")
        earlier = income_of(build, how.source, before.year)
        worked = f"ROUND({given}*{income}/({earlier}),0)"
        otherwise = f"IF(AND(N({given})<>0,{earlier}<>0),{worked},{UNKNOWN})"
    both = f"AND({base}<>0,{amount}<>0)"
    worked = f"ROUND({base}*{income}/{amount},0)"
    return f"IF({income}=0,{UNKNOWN},IF({both},{worked},{otherwise}))"


def _base(build: Build, code: str, rule: RequiredSpend) -> str:
    return _known(build, f"previous.required.{code}.minimum", code, rule, "minimum")


def _known(build: Build, field: str, code: str, rule: RequiredSpend, what: str) -> str:
    """A figure of last year: from the sheet of plan fields, else what the round has of the area."""
    cell = name_of_field(field)
    rows = [one for one in rule.baselines if one.year == getattr(rule.minimum, "base_year", "")]
    if not rows:
        return f"N({cell})"
    values = [float(getattr(one, what) or Decimal(0)) for one in rows]
    column = build.lists.column(f"base_{what}_{code}", values)
    areas = _areas(build, rows)
    texts = build.lists.column(f"base_areas_{code}", list(areas))
    numbers = build.lists.column(f"base_rows_{code}", list(areas.values()))
    row = found_in(texts, numbers, name_of_field(AREA))
    here = f"IFERROR(INDEX({column},1/(1/{row})),0)"  # row 0 would be the whole column
    return f"IF(N({cell})<>0,{cell},{here})"


def _areas(build: Build, rows: list[Baseline]) -> dict[str, int]:
    """The areas that the round has figures of, also as the plan writes its own."""
    found = {one.area: number for number, one in enumerate(rows, 1)}
    own = build.plan.area or ""
    for number, one in enumerate(rows, 1):
        if normalise(one.area) == normalise(own):
            found[own] = number
    return distinct(found)
