"""Records made up, definitions to count, and their counts worked out row by row in plain Python."""

import random
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa

from bettercare.metrics.counting_plan import AGES
from bettercare.metrics.definition import Condition, Counting, Definition
from bettercare.metrics.results import Count
from bettercare.places.quarters import quarter_of, year_of

EMERGENCY = (Condition("method", equal="emergency"), Condition("specific_acute", equal=True))
COMMISSIONERS = ("03L", "02P", "02Q", "03N", "02X")
COUNCILS = ("E08000018", "E08000016", "E10000024", None)


def definition(metric, count, of=None, **rest):
    """A definition of spells, of which only what is counted matters."""
    told = {
        "version": "1", "title": metric, "why": "", "numerator": "", "denominator": "",
        "unit": "count", "better": "lower", "periods": ("month", "quarter", "year"), "source": "",
        "lag": "", "owner": "", "review": date(2027, 4, 1), "reference": "",
        "certainty": "derived", "scope": "local", "interval": "", "records": "spells",
        "breakdowns": ("age", "sex", "ethnicity", "deprivation"), **rest,
    }  # fmt: skip
    return Definition(metric=metric, count=count, of=of, **told)


def delays(body):
    where = (Condition("delayed_days", at_least=1), Condition("attributed_to", equal=body))
    return definition(f"days_{body}", Counting(where, sum="delayed_days"))


DEFINITIONS = (
    definition("nea", Counting(EMERGENCY), area="commissioner"),
    definition(
        "home",
        Counting((Condition("destination", one_of=("usual",)),)),
        Counting((Condition("destination", one_of=("usual", "care_home", "other")),)),
        breakdowns=("specific_acute", "attributed_to"),
    ),
    *map(delays, ("nhs", "social_care", "joint")),
    definition(
        "stay_65",
        Counting(
            (Condition("age", at_least=65, at_most=200),),
            days_from="admitted",
            days_until="discharged",
        ),
        Counting((Condition("age", at_least=65, at_most=200),)),
    ),
    definition(
        "falls",
        Counting((Condition("diagnosis", starts_with=("W0", "W1")),)),
        periods=("year",),
        breakdowns=(),
    ),
)


def spells(number, seed=1):
    """Rows of spells as dictionaries, with blanks and with what no measure counts."""
    draw = random.Random(seed)  # noqa: S311  (made-up records)
    rows = []
    for spell in range(number):
        admitted = date(2017, 3, 1) + timedelta(draw.randrange(500))
        left = admitted + timedelta(draw.randrange(40)) if draw.random() < 0.95 else None
        delayed = draw.choice((0, 0, 0, 1, 7))
        rows.append(
            {
                "spell": spell,
                "commissioner": draw.choice(COMMISSIONERS),
                "council": draw.choice(COUNCILS),
                "admitted": admitted,
                "discharged": left,
                "method": draw.choice(("elective", "emergency", "maternity")),
                "specific_acute": draw.choice((True, True, False, None)),
                "diagnosis": draw.choice(("W01", "W19", "W", "V99", None)),
                "destination": draw.choice(("usual", "care_home", "died", "other", None)),
                "age": draw.choice((0, 17, 18, 64, 65, 74, 75, 84, 85, 120, None)),
                "sex": draw.choice("129"),
                "ethnicity": draw.choice(("A", "Z", None)),
                "deprivation": draw.choice((1, 2, 5, None)),
                "delayed_days": delayed,
                "attributed_to": draw.choice(("nhs", "social_care", "joint", None)),
            }
        )
    return rows


TYPES = {
    "spell": pa.int64(),
    "age": pa.int32(),
    "deprivation": pa.int16(),
    "delayed_days": pa.int64(),
    "admitted": pa.date32(),
    "discharged": pa.date32(),
    "specific_acute": pa.bool_(),
}


def as_table(rows):
    return pa.table(
        {
            name: pa.array([row[name] for row in rows], TYPES.get(name, pa.string()))
            for name in rows[0]
        }
    )


def by_hand(rows, definitions=DEFINITIONS, shares=None):
    """The counts of rows, one row and one condition at a time."""
    return tuple(sorted(_all(rows, definitions, shares), key=_order))


def _all(rows, definitions, shares):
    for one in definitions:
        tops, unders = Counter(), Counter()
        for row in rows:
            if row["discharged"] is None:
                continue
            for cell, share in _cells(row, one, shares):
                tops[cell] += _amount(row, one.count) * share
                unders[cell] += _amount(row, one.of) * share if one.of else 0
        for period, area, breakdown, group in tops:
            cell = (period, area, breakdown, group)
            if tops[cell] or unders[cell]:
                under = Decimal(unders[cell]) if one.of else None
                yield Count(one.metric, period, area, Decimal(tops[cell]), under, breakdown, group)


def _cells(row, one, shares):
    month = f"{row['discharged']:%Y-%m}"
    quarter = quarter_of(month) or ""
    named = {"month": month, "quarter": quarter, "year": year_of(quarter)}
    groups = [("", ""), *((name, _group(name, row[name])) for name in one.breakdowns)]
    for area, share in _areas(row, one, shares):
        for kind in one.periods:
            for breakdown, group in groups:
                yield (named[kind], area, breakdown, group), share


def _areas(row, one, shares):
    if one.area == "commissioner" and shares:
        return [
            (share.area.code, share.of_commissioner)
            for share in shares.shares
            if share.commissioner.code == row["commissioner"] and share.of_commissioner
        ] or [("unknown", 1)]
    return [(row[one.area] or "unknown", 1)]


def _group(name, cell):
    if cell is None:
        return "unknown"
    if name == "age":
        return next(b.label for b in AGES if (b.at_most is None or cell <= b.at_most))
    return {True: "yes", False: "no"}[cell] if isinstance(cell, bool) else str(cell)


def _amount(row, counting):
    if not all(_meets(row[one.column], one) for one in counting.where):
        return 0
    if counting.sum:
        return row[counting.sum] or 0
    if counting.days_from:
        return (row[counting.days_until] - row[counting.days_from]).days
    return 1


def _meets(cell, one):
    tests = [
        one.equal is None or cell == one.equal,
        not one.one_of or cell in one.one_of,
        one.at_least is None or (cell is not None and cell >= one.at_least),
        one.at_most is None or (cell is not None and cell <= one.at_most),
        not one.starts_with or (cell is not None and cell.startswith(one.starts_with)),
    ]
    return cell is not None and all(tests)


def _order(one):
    return one.metric, one.period, one.area, one.breakdown, one.group
