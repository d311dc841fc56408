"""Hypothesis strategies for plans as people write them: labels right, wrong or blank."""

from decimal import Decimal

from hypothesis import strategies as st

from bettercare import rounds
from bettercare.plan import IncomeLine, Plan, SchemeRow
from bettercare.rounds import CodeList, Item

RULES = rounds.load("2019-20")
YEAR = RULES.year
MOST = Decimal(10_000_000)

pennies = st.integers(0, int(MOST) * 100).map(lambda count: Decimal(count) / 100)
signed = st.integers(-int(MOST) * 100, int(MOST) * 100).map(lambda count: Decimal(count) / 100)
shares = st.integers(0, 100).map(lambda count: Decimal(count) / 100)
wild_shares = st.sampled_from([Decimal("-0.2"), Decimal("1.5"), Decimal(60)])


def labels(known: CodeList[Item]) -> st.SearchStrategy[str | None]:
    """A label as the round prints it, as people write it, of no list, or blank."""
    items = list(known.items.values())
    return st.one_of(
        st.sampled_from([item.label for item in items]),
        st.sampled_from([text for item in items for text in (item.label.upper(), *item.aliases)]),
        st.sampled_from(["Local Authority Social Services", "banana", "?", "0"]),
        st.none(),
    )


def amounts(pounds: st.SearchStrategy[Decimal]) -> st.SearchStrategy[dict[str, Decimal]]:
    """Pounds in the year of the round, or none given."""
    return st.one_of(pounds.map(lambda value: {YEAR: value}), st.just({}))


def scheme_rows(
    pounds: st.SearchStrategy[Decimal] = signed,
    share: st.SearchStrategy[Decimal] = shares | wild_shares,
) -> st.SearchStrategy[SchemeRow]:
    """A row of expenditure; Joint ones have two shares, one, or none."""
    return st.builds(
        SchemeRow,
        scheme_id=st.sampled_from(["1", "2", None]),
        scheme_name=st.sampled_from(["Falls service", "Reablement", "A\nname in two lines", None]),
        scheme_type=labels(RULES.scheme_types),
        area_of_spend=labels(RULES.areas_of_spend),
        commissioner=labels(RULES.commissioners) | st.just("Joint"),
        nhs_share=st.none() | share,
        la_share=st.none() | share,
        provider=labels(RULES.providers),
        source_of_funding=labels(RULES.sources) | st.just("Minimum CCG Contribution"),
        amounts=amounts(pounds),
    )


def income_lines(pounds: st.SearchStrategy[Decimal] = signed) -> st.SearchStrategy[IncomeLine]:
    return st.builds(
        IncomeLine,
        source_of_funding=labels(RULES.sources),
        contributor=st.sampled_from(["Leicester", None]),
        amounts=amounts(pounds),
    )


ANY_ROW = scheme_rows()
ANY_LINE = income_lines()


def plans(
    rows: st.SearchStrategy[SchemeRow] = ANY_ROW,
    lines: st.SearchStrategy[IncomeLine] = ANY_LINE,
) -> st.SearchStrategy[Plan]:
    """A plan with some rows, some income, and perhaps a minimum that came with it."""
    names = [f"required.{code}.minimum" for code in RULES.required_spends]
    return st.builds(
        Plan,
        round=st.just(RULES.round),
        area=st.sampled_from(["Rotherham", "Elsewhere", None]),
        schemes=st.lists(rows, max_size=12).map(tuple),
        income=st.lists(lines, max_size=8).map(tuple),
        given=st.dictionaries(st.sampled_from(names), pennies, max_size=2),
    )
