"""A new round made from one that is there: a small folder that says what differs, to be filled in.

Nothing is taken as known of the new round: what it takes over counts as not confirmed. Only what
hangs on the year is written out: its days, the columns of its tables, the years of its metrics.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import yaml

from bettercare.rounds.metric_rules import Metric
from bettercare.rounds.schema import Column, Round
from bettercare.rounds.spends import RequiredSpend
from bettercare.rounds.years import (
    days_in,
    first_day,
    last_day,
    moved_years,
    redated,
    year_before,
    years_of,
)

TO_FILL = "TO FILL"  # marks what only somebody with the documents can write
WIDTH = 90

HEAD = """\
# The planning round {name}, said as what differs from {base}.
#
# What is not said here or in the files beside this one is taken over from {base}. What only you
# can write is marked "{fill}": delete each mark when you have dealt with it. To see what is left:
# bettercare round check FOLDER
round: "{name}"
label: {label}
base: "{base}"
"""
NEXT = """\

# Everything that is taken over counts as not confirmed: a check that rests on it warns at most.
inherit: unconfirmed
# {fill}: what you have seen in a document of this round, by its path
# Such as sources.items.dfg, required_spends.adult_social_care or metrics.
confirmed: []

# {fill}: compare the days that the round is in force, both included
in_force: {{start: {start}, end: {end}}}
years: [{years}]
previous_year: "{previous}"

# {fill}: the documents that this round rests on
# Give each a name of your own, and write that name as the 'reference' of what rests on it.
# references:
#   requirements_{short}:
#     title: Better Care Fund planning requirements {name}
#     published: {start}
#     url: https://...

# {fill}: the dates of the round
# Such as: - {{day: {start}, label: Plans submitted, plans_due: true,
#            reference: requirements_{short}, certainty: confirmed}}
# {base} had:
{events}
timetable: []
"""
AMENDS = """\
amends: "{base}"

# {fill}: the days on which the changed rules hold, within those of {base}
in_force: {{start: {start}, end: {end}}}

# {fill}: what the change says, and nothing else, each with its reference
# Such as:
# references:
#   addendum: {{title: Addendum to the planning requirements, published: {start}}}
# narrative:
#   A: {{limit: 1200, reference: addendum, certainty: confirmed}}
# All else is as {base} has it, and as sure. A blank value takes a key away.
"""
SPENDS = """\
# {fill}: last year's figures of each area, and rates of growth that are set nationally
# Where {base} has such rates, the minimum counts as published only until you write them.
"""
METRICS = "# The years that each metric is planned for.\n"
TABLES = """\
# {fill}: compare the labels with the template
# These are the tables whose columns name a year, with the new year in its place.
"""


def scaffold(name: str, base: Round) -> dict[str, str]:
    """The files of a new round made from another one: texts by file name.

    Raises ``UnknownRound`` where the name does not say for which years.
    """
    years = years_of(name)
    said = {"name": name, "base": base.round, "fill": TO_FILL}
    head = HEAD.format(**said, label=redated(base.label, moved_years(base.years, years)))
    body = NEXT.format(
        **said,
        short=name.replace("-", "_"),
        start=first_day(years[0]),
        end=last_day(years[-1]),
        years=", ".join(f'"{year}"' for year in years),
        previous=year_before(years[0]),
        events="\n".join(f"#   {one.day}  {one.label}" for one in base.timetable),
    )
    parts = {
        "round.yaml": (head + body, {"terms": _terms(base, years)}),
        "funding.yaml": (SPENDS.format(**said), {"required_spends": dict(_spends(base, years))}),
        "metrics.yaml": (
            METRICS,
            {"metrics": dict(_metrics(base, years)), **_payment(base, years)},
        ),
        "tables.yaml": (TABLES.format(**said), {"tables": dict(_tables(base, years))}),
    }
    return {
        file: f"{comment}\n{written(tree)}"
        for file, (comment, tree) in parts.items()
        if any(tree.values()) or file == "round.yaml"
    }


def amendment(name: str, base: Round) -> dict[str, str]:
    """The files of a round that changes another one within its years: texts by file name."""
    said = {"name": name, "base": base.round, "fill": TO_FILL}
    days = {"start": base.in_force.start, "end": base.in_force.end}
    head = HEAD.format(**said, label=f"{base.label}, amended")
    return {"round.yaml": head + AMENDS.format(**said, **days)}


def written(tree: Mapping[str, Any], indent: str = "") -> str:
    """A part of a round as YAML, in the way of those that ship: a row of a list on one line.

    >>> print(written({"a": {"years": ["2026-27"], "columns": [{"label": "x", "key": "2026-27"}]}}))
    a:
      years: [2026-27]
      columns:
        - {label: x, key: 2026-27}
    """
    lines = []
    for key, value in tree.items():
        if isinstance(value, dict):
            lines += [f"{indent}{key}:", written(value, f"{indent}  ")]
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            rows = (_on_one_line(one, f"{indent}     ") for one in value)
            lines += [f"{indent}{key}:", *(f"{indent}  - {row}" for row in rows)]
        else:
            lines.append(f"{indent}{key}: {_on_one_line(value, indent)}")
    return "\n".join(line for line in lines if line) + ("" if indent else "\n")


def _on_one_line(value: object, indent: str) -> str:
    """A value on one line, or on more where it is too long for one."""
    text: str = yaml.safe_dump(
        value,
        sort_keys=False,
        allow_unicode=True,
        width=WIDTH - len(indent),
        default_flow_style=True,
    )
    return text.removesuffix("...\n").rstrip().replace("\n ", f"\n{indent}")


def _terms(base: Round, years: Sequence[str]) -> dict[str, str]:
    """The words of the base that hold a year, with the new year in its place."""
    moved = {key: redated(text, moved_years(base.years, years)) for key, text in base.terms.items()}
    return {key: text for key, text in moved.items() if text != base.terms[key]}


def _spends(base: Round, years: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """What of each required spend hangs on the year."""
    for code, spend in base.required_spends.items():
        changed: dict[str, Any] = {}
        if minimum := _minimum(spend, years):
            changed["minimum"] = minimum
        if spend.baselines:
            changed["baselines"] = []
        if changed:
            yield code, changed


def _minimum(spend: RequiredSpend, years: Sequence[str]) -> dict[str, Any]:
    """A formula for other years: the year it starts from, or none where its rates are not known."""
    if hasattr(spend.minimum, "rates"):
        words = "published for each area; the growth of this round is not known yet"
        return {"method": "published", "base_year": None, "rates": None, "words": words}
    return {"base_year": year_before(years[0])} if hasattr(spend.minimum, "base_year") else {}


def _metrics(base: Round, years: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """The years of each metric, and the days in the year where they count."""
    for code, metric in base.metrics.items():
        changed: dict[str, Any] = {}
        if metric.years:
            changed["years"] = _metric_years(base, metric, years)
        if metric.days_in_year is not None:
            changed["days_in_year"] = days_in(years[-1])
        if metric.expectations:
            changed["expectations"] = []
        if changed:
            yield code, changed


def _payment(base: Round, years: Sequence[str]) -> dict[str, Any]:
    """The quarters that are paid for, moved with the years."""
    if base.payment is None:
        return {}
    moved = moved_years(base.years, years)
    return {"payment": {"slots": [redated(slot, moved) for slot in base.payment.slots]}}


def _metric_years(base: Round, metric: Metric, years: Sequence[str]) -> list[str]:
    """The years of a metric: as many before the round as it had, and all of the round's own."""
    earlier = [year for year in metric.years if year not in base.years]
    found = list(years) if len(earlier) < len(metric.years) else []
    for _ in earlier:
        found.insert(0, year_before(found[0] if found else years[0]))
    return found


def _tables(base: Round, years: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """The tables whose columns name a year, with all of their columns."""
    for name, table in base.tables.items():
        columns = list(_columns(table.columns, base, years))
        if columns != list(table.columns):
            yield name, {"columns": [_stated(one) for one in columns]}


def _columns(columns: Sequence[Column], base: Round, years: Sequence[str]) -> Iterator[Column]:
    """The columns for other years: those of one field give way to as many as there are years."""
    done = set()
    for column in columns:
        if column.key not in base.years:
            yield _moved(column, moved_years(base.years, years))
        elif column.field not in done:
            done.add(column.field)
            yield from _of_years([one for one in columns if one.field == column.field], base, years)


def _of_years(columns: Sequence[Column], base: Round, years: Sequence[str]) -> Iterator[Column]:
    """Columns of one field, a year each; those beyond the base's years name theirs at their end."""
    yearly = [one for one in columns if one.key in base.years]
    for turn, year in enumerate(years):
        model = yearly[min(turn, len(yearly) - 1)]
        column = msgspec.structs.replace(_moved(model, {model.key: year}), key=year)
        if len(years) > 1 and column.header == model.header:
            header, label = f"{column.header}_{year.replace('-', '_')}", f"{column.label} {year}"
            column = msgspec.structs.replace(column, header=header, label=label, aliases=())
        yield column


def _moved(column: Column, years: dict[str, str]) -> Column:
    """A column with other years in its words."""
    return msgspec.structs.replace(
        column,
        header=redated(column.header, years),
        label=redated(column.label, years),
        noun=redated(column.noun, years),
        aliases=tuple(redated(one, years) for one in column.aliases),
    )


def _stated(column: Column) -> dict[str, Any]:
    """What a column says, but for what goes without saying."""
    found: dict[str, Any] = {}
    for field in msgspec.structs.fields(column):
        value = getattr(column, field.name)
        if field.required or value != field.default:
            found[field.name] = list(value) if isinstance(value, tuple) else value
    return found
