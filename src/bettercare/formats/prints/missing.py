"""Rows that a paper does not print: its own sums hold more than the rows it shows."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from bettercare.formats.prints.totals import NOUGHT, Total, Totals
from bettercare.rounds import Round

WHOLE = "expenditure.total"
BY = ("area_of_spend", "scheme_type")  # families of sums that every row counts to
OF_SOURCES = ("balance", "expenditure")


class Missing(NamedTuple):
    """Pounds that a paper's own sums hold and its rows do not, in one year.

    ``parts`` are the sums that are short, such as those of areas of spend, with what each lacks;
    ``sources`` the sources whose own figures are short of just as much. ``explained`` are the ids
    of all figures that differ because of it.
    """

    year: str
    pounds: Decimal
    total: Total
    parts: tuple[tuple[Total, Decimal], ...]
    sources: tuple[str, ...]
    explained: frozenset[str]

    @property
    def problem(self) -> str:
        """The name of the slip that all of its findings are signs of."""
        return f"rows not printed, {self.year}"


def missing_rows(totals: Totals, rules: Round) -> tuple[Missing, ...]:
    """What the rows of each year lack, where every sum by area or type speaks of lost rows.

    Each of these sums must be short of something or agree, and together they must be short of just
    what the whole is.
    """
    return tuple(found for year in rules.years if (found := _in_year(totals, rules, year)))


def _in_year(totals: Totals, rules: Round, year: str) -> Missing | None:
    end = f".{year}" if rules.several_years else ""
    whole = totals.get(f"{WHOLE}{end}")
    if whole is None or whole.short_by <= 0:
        return None
    for family in BY:
        parts = [one for key, one in totals.items() if _is_of(key, family, end)]
        short = [(one, one.short_by) for one in parts if one.short_by]
        if short and all(lack > 0 for _, lack in short) and _sum(short) == whole.short_by:
            return _missing(totals, rules, (year, end), whole, short)
    return None


def _missing(
    totals: Totals,
    rules: Round,
    when: tuple[str, str],
    whole: Total,
    short: Sequence[tuple[Total, Decimal]],
) -> Missing:
    year, end = when
    sources = tuple(_sources(totals, rules, end, whole.short_by))
    ids = {whole.id, f"balance.total{end}", *(one.id for one, _ in short)}
    ids |= {f"{family}.{source}{end}" for source in sources for family in OF_SOURCES}
    explained = frozenset(key for key in ids if key in totals and not totals[key].agrees)
    return Missing(year, whole.short_by, whole, tuple(short), sources, explained)


def _sources(totals: Totals, rules: Round, end: str, pounds: Decimal) -> Iterator[str]:
    """The sources whose balance, or expenditure, differs by just so many pounds."""
    for source in rules.sources:
        balance = totals.get(f"balance.{source}{end}")
        spent = totals.get(f"expenditure.{source}{end}")
        if (balance and balance.short_by == -pounds) or (spent and spent.short_by == pounds):
            yield source


def _is_of(key: str, family: str, end: str) -> bool:
    return key.startswith(f"{family}.") and key.endswith(end)


def _sum(short: Sequence[tuple[Total, Decimal]]) -> Decimal:
    return sum((lack for _, lack in short), NOUGHT)


def by_problem(missing: Sequence[Missing]) -> Mapping[str, str]:
    """The problem that each figure belongs to which differs because rows are missing."""
    return {key: one.problem for one in missing for key in one.explained}
