"""Plans for property tests: any text in any place, every table given, empty or missing.

Import them as ``from tests.bettercare.strategies import plans``.
"""

from decimal import Decimal

from hypothesis import strategies as st

from bettercare.formats.headers import fields_of
from bettercare.money import is_not_given, read_number
from bettercare.plan import Plan
from bettercare.plan.records import TABLES

ROUND = "2019-20"
# What a spreadsheet may take for the start of a formula, and the apostrophe.
TRIGGERS = "=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20'"

# Texts that a reader could mistake for something else.
TRAPS = (
    "",
    " ",
    "'",
    "''",
    '"',
    "a,b",
    "a;b",
    "two\nlines",
    "two\r\nlines",
    " Falls service ",
    "Total",
    "Sub-total",
    "n/a",
    "-",
    "0",
    "60%",
    "£1,234.50",
    "1e5",
    "=1+1",
    "=cmd|' /C calc'!A0",
    "'=1+1",
    "@SUM(A1)",
    "+44",
    "\ufeffBOM",
    "Ärzte \U0001f600 \u202e",
    "x" * 300,
)
# Names that plan.csv or a header already has a use for.
NAMES = (
    "round",
    "area",
    "dialect",
    "field",
    "keep",
    "Keep",
    "extra.",
    "extra.keep",
    "written.",
    "fact.version",
    "given.x",
    "printed.income.total",
    "required.adult_social_care.minimum",
    "previous.income.total",
    "amount",
    "amounts",
    "amounts.",
    "Scheme ID",
    "scheme_id",
    "amounts.2018-19",
    "impacts.nea",
    "source_row",
    "column B",
    "x",
    "x (2)",
)

texts = st.one_of(
    st.sampled_from(TRAPS),
    st.text(max_size=20),
    st.builds(str.__add__, st.text(TRIGGERS, min_size=1, max_size=2), st.text(max_size=8)),
)
names = st.one_of(st.sampled_from(NAMES), texts)
numbers = st.one_of(
    st.decimals(-(10**12), 10**12, places=2),
    st.integers(-(10**15) + 1, 10**15 - 1).map(Decimal),
    st.decimals(0, 1, places=17),
    st.sampled_from([Decimal("-0"), Decimal("1E+3"), Decimal("0.00"), Decimal("1E-20")]),
)
years = st.one_of(st.sampled_from([ROUND, "2018-19", "2020-21"]), names)
unreadable = texts.filter(lambda text: is_not_given(text) or read_number(text) is None)


def tables(name):
    """A table as a plan holds it: not given, empty, or some records."""
    rows = st.lists(records(name), max_size=4).map(tuple)
    return st.one_of(st.none(), st.just(()), rows)


@st.composite
def records(draw, name):
    """A record of a table; a number that is blank may have the text that could not be read."""
    kind = TABLES[name]
    fields = fields_of(kind)
    values = {field: draw(_values(*held)) for field, held in fields.items()}
    values = {field: value for field, value in values.items() if value is not None}
    written = draw(st.dictionaries(names, texts, max_size=1))
    for field, (held, keyed) in fields.items():
        if held != "text" and draw(st.booleans()):
            name_of = f"{field}.{draw(years)}" if keyed else field
            written[name_of] = draw(unreadable)
    return kind(
        row=draw(st.integers(0, 10**6)),
        written=written,
        extra=draw(st.dictionaries(names, texts, max_size=3)),
        **values,
    )


def _values(held, keyed):
    one = texts if held == "text" else numbers
    if keyed:
        return st.dictionaries(years, one, max_size=2)
    return st.one_of(st.none(), one)


plans = st.builds(
    Plan,
    round=st.just(ROUND),
    area=st.one_of(st.none(), texts),
    given=st.dictionaries(names, numbers, max_size=3),
    printed=st.dictionaries(names, numbers, max_size=3),
    facts=st.dictionaries(names, texts, max_size=4),
    **{name: tables(name) for name in TABLES},
)
