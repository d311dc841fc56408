"""Family I: this year's plan against last year's, scheme by scheme and source by source."""

from decimal import Decimal

import pytest

from bettercare.plan import IncomeLine, Plan
from tests.bettercare.builders import plan_of, report
from tests.bettercare.builders import told as told_alone
from tests.bettercare.checks import of_2017_19
from tests.bettercare.checks.beside_last_year import needs, places, told

LAST_YEAR = "last year's plan"
PLANNED = "previous.required.adult_social_care.planned"
MINIMUM = "required.adult_social_care.minimum"


def one_row(name="Falls service", **cells):
    return plan_of(schemes=[{"scheme_name": name, **cells}])


def of_2018(name="Falls service", amount="100000", provider="NHS Community Provider"):
    """A plan of the round before, with one row like the default one of 2019-20."""
    return of_2017_19.plan_of(
        schemes=f"""
        scheme_id | scheme_name | scheme_type | area_of_spend | commissioner | provider   \
            | source_of_funding        | 2018-19
        1         | {name}      | Other       | Community Health | CCG       | {provider} \
            | CCG Minimum Contribution | {amount}
        """
    )


@pytest.mark.parametrize("code", [f"CHK-{n:03}" for n in (15, 16, 53, 131, 132, 133, 134)])
def test_it_is_not_run_without_last_years_plan(code):
    found = report(code, plan_of(schemes=[{}], income=[{}]))
    assert not found.findings
    assert [one.needs for one in found.not_run] == [LAST_YEAR]


@pytest.mark.parametrize("code", ["CHK-061", "CHK-062"])
def test_it_is_not_run_without_what_was_planned_before(code):
    assert [one.needs for one in report(code, one_row()).not_run] == [LAST_YEAR]


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ({"new_or_existing": "New"}, True),
        ({"new_or_existing": "Existing"}, False),
        ({"new_or_existing": "New", "provider": "Private Sector"}, False),
        ({"new_or_existing": "New", "name": "Falls services"}, True),
        ({"new_or_existing": "New", "name": "Falls prevention"}, False),  # less than 85% alike
    ],
)
def test_015_a_new_scheme_that_is_in_last_years_plan(now, said):
    found = told("CHK-015", one_row(**now), one_row())
    name = now.get("name", "Falls service")
    assert found == [
        f"Row 1, new or existing. '{name}' is marked New, but 'Falls service' was in "
        "the earlier version."
    ] * int(said)


def test_015_names_the_round_that_was_before_and_the_cell():
    plan = one_row(new_or_existing="New")
    assert told("CHK-015", plan, of_2018()) == [
        "Row 1, new or existing. 'Falls service' is marked New, but 'Falls service' was in "
        "the plan for 2018-19."
    ]
    assert places("CHK-015", plan, of_2018()) == [[("schemes", 1, "New/ Existing Scheme")]]


BOTH = """
scheme_id | scheme_name | source_of_funding | amount | new_or_existing | scheme_type | provider
1         | Falls service | iBCF              | 90000  | Existing        | Other         | CCG
2 | Night sitters | Minimum CCG Contribution | 7000 | {mark} | Carers Services | Local Authority
"""
ONE = plan_of(schemes="\n".join(BOTH.splitlines()[:3]))
TWO = plan_of(schemes=BOTH.format(mark="Existing"))


@pytest.mark.parametrize(
    ("mark", "before", "said"),
    [("Existing", ONE, True), ("New", ONE, False), ("", ONE, False), ("Existing", TWO, False)],
)
def test_016_an_existing_scheme_that_was_not_there(mark, before, said):
    found = told("CHK-016", plan_of(schemes=BOTH.format(mark=mark)), before)
    assert found == [
        "Row 2, new or existing. 'Night sitters' is marked Existing, but nothing like it was in "
        "the earlier version."
    ] * int(said)


def test_016_is_silent_where_last_year_had_another_row_of_that_name():
    now = plan_of(
        schemes="""
        scheme_id | scheme_name   | source_of_funding        | amount
        1         | Falls service | Minimum CCG Contribution | 100000
        1         | Falls service | iBCF                     | 5
        """
    )
    assert told("CHK-016", now, one_row()) == []


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ("300000", "360001", "+20%: £360,001 after £300,000"),
        ("300000", "360000", ""),  # 20% exactly
        ("300000", "239999", "-20%: £239,999 after £300,000"),
        ("300000", "240000", ""),
        ("100000", "150001", "+50%: £150,001 after £100,000"),
        ("100000", "150000", ""),  # £50,000 exactly
        ("100000", "0", ""),
        ("0", "100000", ""),
    ],
)
def test_131_a_change_of_more_than_a_fifth_and_50_000_pounds(before, now, said):
    expected = [f"Row 1, planned £. 'Falls service' changes by {said}."] if said else []
    assert told("CHK-131", one_row(amount=now), one_row(amount=before)) == expected


def test_131_across_rounds_at_the_amount_of_this_year():
    now, before = one_row(amount="150001"), of_2018()
    assert told("CHK-131", now, before) == [
        "Row 1, planned £. 'Falls service' changes by +50%: £150,001 after £100,000."
    ]
    assert places("CHK-131", now, before) == [[("schemes", 1, "Expenditure (£)")]]


def test_132_a_scheme_that_is_no_longer_there():
    assert told("CHK-132", ONE, TWO) == [
        "Row 2 of the earlier version. 'Night sitters' (£7,000) was in the earlier version and is "
        "not in this one."
    ]
    assert told("CHK-132", TWO, TWO) == []
    assert told("CHK-132", TWO, ONE) == []


def test_132_is_silent_on_a_row_without_money_or_whose_name_is_still_there():
    rows = "scheme_name | source_of_funding | amount\nFalls service | {} | 100000"
    nhs = plan_of(schemes=rows.format("Minimum CCG Contribution"))
    both = plan_of(schemes=f"{rows.format('Minimum CCG Contribution')}\nFalls service | iBCF | 5\n")
    idle = plan_of(schemes=f"{rows.format('Minimum CCG Contribution')}\nNight sitters | iBCF | 0\n")
    assert told("CHK-132", nhs, both) == []
    assert told("CHK-132", nhs, idle) == []


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ({"commissioner": "LA"}, ["Row 1, commissioner. 'Falls service' moved from CCG to LA."]),
        (
            {"provider": "Local Authority"},
            [
                "Row 1, provider. 'Falls service' moved from NHS Community Provider to "
                "Local Authority."
            ],
        ),
        ({}, []),
        ({"provider": ""}, []),
        ({"commissioner": "Whoever"}, []),
    ],
)
def test_134_another_commissioner_or_provider(now, expected):
    assert told("CHK-134", one_row(**now), one_row()) == expected


def test_134_across_rounds_by_what_the_provider_became():
    assert told("CHK-134", one_row(), of_2018()) == []
    assert told("CHK-134", one_row(provider="Private Sector"), of_2018()) == [
        "Row 1, provider. 'Falls service' moved from NHS Community Provider to Private Sector."
    ]


def of_income(amount, source="Additional LA Contribution", given=None):
    return plan_of(income=[{"source_of_funding": source, "amount": amount}], given=given)


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ("100", "79", True),
        ("100", "80", False),  # a fifth exactly
        ("100", "120", False),
        ("0", "0", False),
        ("100", "some", False),
        ("some", "10", False),
    ],
)
def test_053_an_additional_contribution_that_falls(before, now, said):
    expected = [f"Additional LA. Additional LA falls from £{before} to £{now}."] * int(said)
    assert told("CHK-053", of_income(now), of_income(before)) == expected


def test_053_speaks_of_additional_money_alone_and_points_at_its_line():
    ibcf = of_income("10", "iBCF"), of_income("100", "iBCF")
    assert told("CHK-053", *ibcf) == []
    assert places("CHK-053", of_income("10"), of_income("100")) == [
        [("income", 1, "Gross Contribution")]
    ]


def test_053_across_rounds_by_what_became_of_the_source():
    before = of_2017_19.plan_of(
        income="""
        source_of_funding           | 2018-19
        Additional CCG Contribution | 100
        Local Authority Contribution | 100
        """
    )
    now = plan_of(
        income="""
        source_of_funding           | amount
        Additional CCG Contribution | 70
        Additional LA Contribution  | 70
        """
    )  # nobody can say how much of the council's money was additional
    assert told("CHK-053", now, before) == [
        "Additional NHS. Additional NHS falls from £100 to £70."
    ]


NOW, BEFORE = "published.income.nhs_minimum", "previous.published.income.nhs_minimum"


@pytest.mark.parametrize(
    ("amount", "share"),
    [
        ("1080", ""),  # 8% is 3 points above the 5% of the allocation
        ("1081", "8.1%"),
        ("1020", ""),
        ("1019", "1.9%"),
        ("1050", ""),
    ],
)
def test_133_income_that_grows_unlike_its_allocation(amount, share):
    source = "Minimum CCG Contribution"
    now = of_income(amount, source, {NOW: "2100", BEFORE: "2000"})
    expected = f"NHS minimum. NHS minimum grows by {share}; its allocation grew by 5.0%."
    assert told("CHK-133", now, of_income("1000", source)) == [expected] * bool(share)


def test_133_takes_the_allocation_of_last_year_from_last_years_plan():
    source = "Minimum CCG Contribution"
    now, before = of_income("2000", source, {NOW: "105"}), of_income("1000", source, {NOW: "100"})
    assert told("CHK-133", now, before) == [
        "NHS minimum. NHS minimum grows by 100.0%; its allocation grew by 5.0%."
    ]
    lacking = "the published allocations of both years"
    assert needs("CHK-133", now, of_income("1000", source)) == [lacking]
    assert needs("CHK-133", of_income("2000", source), before) == [lacking]


def social_care(amount, before, minimum="1"):
    row = {"area_of_spend": "Social Care", "commissioner": "LA", "amount": amount}
    return plan_of(schemes=[row], given={PLANNED: before, MINIMUM: minimum})


@pytest.mark.parametrize(
    ("amount", "minimum", "said"),
    [("499", "400", True), ("500", "400", False), ("499", "499", True), ("499", "500", False)],
)
def test_061_less_social_care_than_last_year_above_the_minimum(amount, minimum, said):
    plan = social_care(amount, "500", minimum)
    assert told_alone("CHK-061", plan) == [
        f"Adult social care. Social care from the NHS minimum falls from £500 to £{amount}."
    ] * int(said)


@pytest.mark.parametrize(("amount", "said"), [("1150", False), ("1151", True), ("900", False)])
def test_062_much_more_social_care_than_last_year(amount, said):
    assert told_alone("CHK-062", social_care(amount, "1000")) == [
        "Adult social care. Social care from the NHS minimum rises by 15.1%, "
        f"from £1,000 to £{amount[0]},{amount[1:]}."
    ] * int(said)


def test_061_and_062_compare_the_years_of_a_round():
    rows = """
    scheme_name | area_of_spend | commissioner | source_of_funding | 2017-18 | 2018-19
    Care        | Social Care   | Local Authority | CCG Minimum Contribution | {} | {}
    """
    minimum = {f"{MINIMUM}.2018-19": 80}
    falls = of_2017_19.told("CHK-061", schemes=rows.format(100, 90), given=minimum)
    rises = of_2017_19.told("CHK-062", schemes=rows.format(100, 120))
    assert [one.split(". ")[1] for one in (*falls, *rises)] == [
        "Social care from the NHS minimum falls from £100 to £90.",
        "Social care from the NHS minimum rises by 20.0%, from £100 to £120.",
    ]


def _income(round_id, text, year):
    lines = [one.split("|") for one in text]
    return Plan(
        round=round_id,
        income=tuple(
            IncomeLine(source_of_funding=source.strip(), amounts={year: Decimal(amount.strip())})
            for source, amount in lines
        ),
    )


IN_PARTS = ("DFG | 2502317", "Local Authority Additional Contribution | 1767000")


def test_053_a_part_of_a_source_that_became_a_source():
    before = _income("2017-19", IN_PARTS, "2018-19")
    now = _income("2019-20", ("DFG | 1000000", "Additional LA Contribution | 900000"), "2019-20")
    assert told("CHK-053", now, before) == [
        "Additional LA. Additional LA falls from £1,767,000 to £900,000."
    ]
    assert places("CHK-053", now, before) == [[("income", 2, "Gross Contribution")]]


def test_053_a_part_of_a_source_in_both_years():
    before = _income("2017-19", IN_PARTS, "2018-19")
    now = _income("2018-19", ("Local Authority Additional Contribution | 900000",), "2018-19")
    assert told("CHK-053", now, before) == [
        "Additional LA. Additional LA falls from £1,767,000 to £900,000."
    ]


def test_053_says_nothing_of_money_that_nobody_can_place():
    whole = ("Local Authority Contribution | 4000000", *IN_PARTS)  # of which part, nobody says
    before = _income("2017-19", whole, "2018-19")
    now = _income("2019-20", ("Additional LA Contribution | 9",), "2019-20")
    assert told("CHK-053", now, before) == []
