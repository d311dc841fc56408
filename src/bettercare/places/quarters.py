"""Quarters of financial years, and months added up to them."""

import re
from collections.abc import Mapping
from decimal import Decimal

import msgspec

from bettercare.dates import year_meant
from bettercare.labels import listed
from bettercare.places.mapping import exact_sum

_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
_NAMED_MONTH = re.compile(r"([a-z]{3,9})[ -]?((?:20)?[0-9]{2})", re.IGNORECASE)
_QUARTER = re.compile(r"(?:(?P<year>\S.*?),? )?Q(?P<n>[1-4])(?:,? (?P<after>\S.*))?", re.IGNORECASE)
NAMES = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
FIRST_MONTH = 4  # of a financial year
MONTHS = 3  # of a quarter
QUARTERS = 4


class Unclear(msgspec.Struct, frozen=True):
    """A quarter of a plan that cannot be used as it stands, and why in words."""

    quarter: str
    why: str


def quarter_of(period: str) -> str | None:
    """The quarter that a month or quarter means; ``None`` for anything else.

    >>> quarter_of("2017-04"), quarter_of("2018-03"), quarter_of("Q2 2017/18")
    ('2017-18 Q1', '2017-18 Q4', '2017-18 Q2')
    >>> quarter_of("17/18 Q3"), quarter_of("Q3"), quarter_of("2017-18")
    ('2017-18 Q3', None, None)
    """
    month = month_of(period)
    if month:
        return _quarter_of_month(int(month[:4]), int(month[5:]))
    found = _QUARTER.fullmatch(period.strip())
    year = year_meant(found["year"] or found["after"] or "") if found else None
    both = found is not None and found["year"] and found["after"]
    return f"{year} Q{found['n']}" if found and year and not both else None


def month_of(period: str) -> str | None:
    """The month that a text means, as codes write it; ``None`` for anything else.

    >>> month_of("2017-04"), month_of("Apr-17"), month_of("April 2017"), month_of("Q1 2017-18")
    ('2017-04', '2017-04', '2017-04', None)
    """
    text = period.strip()
    if _MONTH.fullmatch(text):
        return text
    found = _NAMED_MONTH.fullmatch(text)
    if found is None:
        return None
    name = found[1].casefold()
    fitting = [number for number, month in enumerate(NAMES, 1) if month.startswith(name)]
    return f"20{found[2][-2:]}-{fitting[0]:02}" if fitting else None


def months_of(quarter: str) -> tuple[str, ...]:
    """The months of a quarter, as codes write them.

    >>> months_of("2017-18 Q4")
    ('2018-01', '2018-02', '2018-03')
    """
    first = int(quarter[:4]) * 12 + FIRST_MONTH - 1 + MONTHS * (int(quarter[-1]) - 1)
    return tuple(f"{n // 12}-{n % 12 + 1:02}" for n in range(first, first + MONTHS))


def year_of(quarter: str) -> str:
    """The financial year of a quarter.

    >>> year_of("2017-18 Q4")
    '2017-18'
    """
    return quarter.rpartition(" ")[0]


def quarters_of(year: str) -> tuple[str, ...]:
    """The quarters of a financial year.

    >>> quarters_of("2017-18")
    ('2017-18 Q1', '2017-18 Q2', '2017-18 Q3', '2017-18 Q4')
    """
    return tuple(f"{year} Q{n + 1}" for n in range(QUARTERS))


def to_quarters(plan: Mapping[str, Decimal]) -> tuple[dict[str, Decimal], tuple[Unclear, ...]]:
    """A plan by quarter, its months added up, and what is unclear in it.

    A quarter with a month missing, or given both as a quarter and as months that add up to another
    number, is left out and told. So is a period that is neither month nor quarter.

    >>> to_quarters({"2017-04": Decimal(1), "2017-05": Decimal(2), "2017-06": Decimal(4)})
    ({'2017-18 Q1': Decimal('7')}, ())
    >>> to_quarters({"2017-04": Decimal(1), "2017-05": Decimal(2)})[1][0].why
    '2017-06 is missing'
    """
    quarters: dict[str, Decimal] = {}
    unclear: list[Unclear] = []
    for quarter, given in sorted(_by_quarter(plan).items()):
        if not quarter:
            unclear += [Unclear(one, "it is neither a month nor a quarter") for one in given]
            continue
        why = _unclear(quarter, given)
        if why:
            unclear.append(Unclear(quarter, why))
        else:
            quarters[quarter] = _value(quarter, given)
    return quarters, tuple(unclear)


def _quarter_of_month(year: int, month: int) -> str:
    since = month - FIRST_MONTH
    start = year if since >= 0 else year - 1
    return f"{start}-{(start + 1) % 100:02} Q{since % 12 // MONTHS + 1}"


def _by_quarter(plan: Mapping[str, Decimal]) -> dict[str, dict[str, Decimal]]:
    found: dict[str, dict[str, Decimal]] = {}
    for period, value in plan.items():
        found.setdefault(quarter_of(period) or "", {})[period] = value
    return found


def _months(given: Mapping[str, Decimal]) -> dict[str, list[Decimal]]:
    """The values of each month; more than one where a month is given twice."""
    found: dict[str, list[Decimal]] = {}
    for period, value in given.items():
        month = month_of(period)
        if month:
            found.setdefault(month, []).append(value)
    return found


def _whole(given: Mapping[str, Decimal]) -> list[Decimal]:
    return [value for one, value in given.items() if not month_of(one)]


def _unclear(quarter: str, given: Mapping[str, Decimal]) -> str:
    whole, months = _whole(given), _months(given)
    missing = [month for month in months_of(quarter) if month not in months]
    if len(set(whole)) > 1 or any(len(set(values)) > 1 for values in months.values()):
        return "it is given twice, with different numbers"
    if months and missing:
        verb = "is" if len(missing) == 1 else "are"
        return f"{listed(missing)} {verb} missing"
    total = exact_sum(values[0] for values in months.values())
    if whole and months and total != whole[0]:
        return f"its months add up to {total:,f}, not {whole[0]:,f}"
    return ""


def _value(quarter: str, given: Mapping[str, Decimal]) -> Decimal:
    months = _months(given)
    if not months:
        return _whole(given)[0]
    return exact_sum(months[one][0] for one in months_of(quarter))
