"""Counting rules, units and populations in words, for pages and the command line."""

from collections.abc import Iterator

from bettercare.labels import listed
from bettercare.metrics.definition import Condition, Counting, Definition, Population

UNITS = {
    "count": "a count",
    "per_population": "for each {per:,} people",
    "per_day": "people on an average day",
    "percent": "per cent",
    "days": "days",
    "mean_days": "days on average",
    "local": "a unit of its own",
}
RULES = {
    "calendar_year_of_period": (
        "the estimate of the calendar year of the period, so January to March take that of the "
        "new year"
    ),
    "calendar_year_of_start": "the estimate of the year in which the financial year begins",
}


def unit_in_words(one: Definition) -> str:
    """The unit of a definition.

    >>> from bettercare.metrics.library import definition
    >>> unit_in_words(definition("res")), unit_in_words(definition("dtoc"))
    ('for each 100,000 people', 'people on an average day')
    """
    return UNITS[one.unit].format(per=one.per)


def population_in_words(people: Population | None) -> str:
    """Who a rate is of, and whose year's estimate is taken; blank where there is none."""
    return "" if people is None else f"{people.label}: {RULES[people.rule]}"


def counting_in_words(part: Counting | None) -> str:
    """What is counted, in words; blank where nothing is.

    >>> counting_in_words(Counting(where=(Condition("age", at_least=65),), sum="delayed_days"))
    'the sum of delayed_days where age is at least 65'
    """
    if part is None:
        return ""
    what = "records"
    if part.sum:
        what = f"the sum of {part.sum}"
    elif part.days_until:
        what = f"the days from {part.days_from} to {part.days_until}"
    conditions = listed(condition_in_words(one) for one in part.where)
    return f"{what} where {conditions}" if conditions else what


def condition_in_words(one: Condition) -> str:
    """One condition in words; a list of codes by its name.

    >>> condition_in_words(Condition("discharged", days_since="admitted", at_least=14))
    'discharged is at least 14 days after admitted'
    """
    name = one.column
    days = f" days after {one.days_since}" if one.days_since else ""
    return f"{name} {' and '.join(_tests(one, days))}"


def _tests(one: Condition, days: str) -> Iterator[str]:
    if isinstance(one.equal, bool):
        yield "is yes" if one.equal else "is no"
    elif one.equal is not None:
        yield f"is {one.equal}"
    if one.one_of:
        yield f"is {listed(one.one_of, 'or')}"
    if one.at_least is not None:
        yield f"is at least {one.at_least}{days}"
    if one.at_most is not None:
        yield f"is at most {one.at_most}{days}"
    if one.codes:
        yield f"is of the list {one.codes}"
    elif one.starts_with:
        yield f"begins with {listed(one.starts_with, 'or')}"
