"""Changes as people write them: each way to name a row and a column, and each slip a sentence."""

from decimal import Decimal

import msgspec
import pytest

import bettercare as bc
from bettercare import examples, rounds
from bettercare.comparison.income_settings import apply_income, in_proportion
from bettercare.comparison.settings import apply
from bettercare.errors import BadRequest
from bettercare.plan import IncomeLine
from tests.bettercare.known import known
from tests.spec.published import number

RULES = rounds.load("2019-20")
PLAN = bc.read(examples.path("leicester")).plan


def changed(text):
    """Field by field, what a change made of the row it names."""
    plan, [one] = apply(PLAN, RULES, [text])
    before = known(getattr(PLAN, one.table))[one.item - 1]
    after = known(getattr(plan, one.table))[one.item - 1]
    return one, {
        field: getattr(after, field)
        for field in after.__struct_fields__
        if getattr(after, field) != getattr(before, field)
    }


WAYS = [
    ("19.commissioner=LA", {"commissioner": "LA"}),
    ("19.commissioner=la", {"commissioner": "LA"}),  # its code
    ("19.Commissioner = Council", {"commissioner": "LA"}),  # an alias
    ("19.Source of Funding=iBCF", {"source_of_funding": "iBCF"}),
    ("19.funding_source=ibcf", {"source_of_funding": "iBCF"}),  # an alias of the header
    ("19.expenditure=1,000,000", {"amounts": {"2019-20": Decimal(1_000_000)}}),
    ("19.amount+=£240", {"amounts": {"2019-20": Decimal(1_217_000)}}),  # was 1,216,760
    ("19.expenditure-=1216760", {"amounts": {"2019-20": Decimal(0)}}),
    ("19.amounts.2019-20=5", {"amounts": {"2019-20": Decimal(5)}}),
    ("19.expenditure=", {"amounts": {}}),
    ("19.scheme_name=A new name = better", {"scheme_name": "A new name = better"}),
    ("19.nhs_share=60%", {"nhs_share": Decimal("0.6")}),
    ("19.nhs_share=60", {"nhs_share": Decimal("0.6")}),
    ("19.nhs_share=0.6", {"nhs_share": Decimal("0.6")}),
    ("19.sub_type=Rapid / Crisis Response", {"sub_type": "Rapid / Crisis Response"}),
    ("19.sub_type=", {"sub_type": None}),
    ("19.nea=high", {}),  # it is High already
    ("id:59.provider=vcs", {"provider": "Charity / Voluntary Sector"}),  # row 44
    ("metrics.1.narrative=Words", {"narrative": "Words"}),
    ("requirements.2.response=No", {"response": "No"}),
]


@pytest.mark.parametrize(("text", "expected"), WAYS, ids=[text for text, _ in WAYS])
def test_each_way_to_write_a_change(text, expected):
    assert changed(text)[1] == expected


def test_what_was_and_what_would_be_is_told_as_text():
    one, _ = changed("19.expenditure+=240")
    assert one == ("schemes", 19, "planned £", "1,216,760", "1,217,000")
    one, _ = changed("9.output_estimate=12")
    assert one == ("schemes", 9, "output", "blank", "12")


def test_changes_are_made_in_order():
    texts = ["19.expenditure=100", "19.expenditure+=5", "19.scheme_type=home_care"]
    plan, _ = apply(PLAN, RULES, texts)
    row = known(plan.schemes)[18]
    assert (row.amounts["2019-20"], row.scheme_type) == (105, "Home Care or Domiciliary Care")


def test_a_text_that_could_not_be_read_is_gone_once_a_number_is_set():
    row = msgspec.structs.replace(
        known(PLAN.schemes)[0], amounts={}, written={"amounts.2019-20": "tbc", "nhs_share": "?"}
    )
    plan = msgspec.structs.replace(PLAN, schemes=(row,))
    plan, _ = apply(plan, RULES, ["1.expenditure=5"])
    assert known(plan.schemes)[0].written == {"nhs_share": "?"}


def test_in_a_round_of_several_years_the_amount_of_one_is_named():
    rules = rounds.load("2017-19")
    plan = bc.read(examples.path("rotherham-2017-19")).plan
    changed_plan, [one] = apply(plan, rules, ["1.expenditure_2018_19=800000"])
    assert known(changed_plan.schemes)[0].amounts == {
        "2017-18": Decimal(790_790),
        "2018-19": Decimal(800_000),
    }
    assert one.noun == "planned £ 2018-19"
    with pytest.raises(BadRequest) as refused:
        apply(plan, rules, ["1.expenditure=800000"])
    assert str(refused.value) == (
        "'1.expenditure=800000': The round has 2 years: write expenditure_2017_18 or "
        "expenditure_2018_19."
    )


def test_an_id_may_hold_full_stops():
    row = msgspec.structs.replace(known(PLAN.schemes)[0], scheme_id="1.2.3")
    plan = msgspec.structs.replace(PLAN, schemes=(row,))
    plan, [one] = apply(plan, RULES, ["id:1.2.3.commissioner=CCG"])
    assert (one.item, known(plan.schemes)[0].commissioner) == (1, "CCG")


SLIPS = [
    ("19", "Write ROW.COLUMN=VALUE, such as 19.commissioner=LA or id:55.expenditure+=5000."),
    ("commissioner=LA", "Write ROW.COLUMN=VALUE, such as"),
    ("metric.3.numerator=5", "Did you mean metrics?"),
    ("99.commissioner=LA", "There is no row 99: the plan has 49 rows."),
    ("0.commissioner=LA", "There is no row 0: the plan has 49 rows."),
    ("metrics.99.unit=x", "There is no row 99: the plan has 6 rows in metrics."),
    ("19.comissioner=LA", "There is no column comissioner. Did you mean commissioner?"),
    ("19.Brief Descripton of Scheme=x", "Did you mean Brief Description of Scheme?"),
    ("19.banana=LA", "There is no column banana. Columns: scheme_id, scheme_name,"),
    ("19.commissioner=LAA", "'LAA' is not a commissioner of 2019-20. Did you mean LA?"),
    ("19.commissioner=xyz", "'xyz' is not a commissioner of 2019-20: CCG, LA, Joint, NHS England"),
    ("19.source_of_funding=iBFC", "'iBFC' is not a source of 2019-20. Did you mean iBCF?"),
    ("19.scheme_type=banana", "is not a scheme type of 2019-20. See: bettercare round 2019-20"),
    ("19.sub_type=Telecare", "'Telecare' is not a sub type of 2019-20:"),
    ("1.sub_type=Telecare", "Home Care or Domiciliary Care has no sub types. Clear it with: sub_"),
    ("19.expenditure=abc", "'abc' is not an amount in pounds. Write it plainly, such as 12500."),
    ("19.expenditure=5%", "'5%' is not an amount in pounds."),
    ("19.output_estimate=many", "'many' is not a number."),
    ("19.scheme_name+=x", "'+=' changes numbers, and scheme_name holds text."),
    ("id:55.commissioner=LA", "Rows 38 and 40 have the id 55: give the number of one."),
    ("id:5x9.commissioner=LA", "No row has the id 5x9."),
    ("id:.commissioner=LA", "No row has the id ."),
]


@pytest.mark.parametrize(("text", "said"), SLIPS, ids=[text for text, _ in SLIPS])
def test_each_slip_is_a_sentence(text, said):
    with pytest.raises(BadRequest) as refused:
        apply(PLAN, RULES, [text])
    assert str(refused.value).startswith(f"'{text}': ")
    assert said in str(refused.value)


def test_all_slips_are_said_together():
    with pytest.raises(BadRequest) as refused:
        apply(PLAN, RULES, ["99.commissioner=LA", "19.commissioner=LA", "19.x=y"])
    assert len(str(refused.value).splitlines()) == 2


def income_of(plan, code, year="2019-20"):
    return sum(
        line.amounts.get(year, 0)
        for line in known(plan.income)
        if RULES.source_of_income(line.source_of_funding)[0].accepted == code
    )


class TestIncome:
    @pytest.mark.parametrize(
        ("text", "code", "expected"),
        [
            ("ibcf=15,500,000", "ibcf", 15_500_000),
            ("iBCF+=100", "ibcf", 15_466_621),
            ("Minimum CCG Contribution-=545", "nhs_minimum", 23_936_000),
            ("dfg.2019/20=1", "dfg", 1),
        ],
    )
    def test_each_way_to_write_a_change(self, text, code, expected):
        plan, _ = apply_income(PLAN, RULES, [text])
        assert income_of(plan, code) == expected

    def test_a_source_with_several_lines_keeps_their_proportions(self):
        lines = [
            IncomeLine(source_of_funding="DFG", contributor=name, amounts={"2019-20": amount})
            for name, amount in (("North", Decimal(200)), ("South", Decimal(100)))
        ]
        plan = msgspec.structs.replace(PLAN, income=tuple(lines))
        plan, [one] = apply_income(plan, RULES, ["dfg=601"])
        assert [line.amounts["2019-20"] for line in known(plan.income)] == [401, 200]
        assert one == ("income", 1, "income of DFG", "300", "601")

    def test_in_a_round_of_several_years_each_is_changed_by_itself(self):
        rules = rounds.load("2017-19")
        plan = bc.read(examples.path("rotherham-2017-19")).plan
        changed_plan, [one] = apply_income(plan, rules, ["ibcf.2018-19-=3692"])
        line = known(changed_plan.income)[one.item - 1]
        assert line.amounts == {"2017-18": Decimal(7_317_501), "2018-19": Decimal(10_100_000)}
        assert one[2:] == ("income of iBCF in 2018-19", "10,103,692", "10,100,000")
        with pytest.raises(BadRequest, match=r"Say which year: ibcf.2018-19=AMOUNT."):
            apply_income(plan, rules, ["ibcf=5"])

    def test_a_part_of_a_source_may_be_changed(self):
        rules = rounds.load("2017-19")
        plan = bc.read(examples.path("rotherham-2017-19")).plan
        _, [one] = apply_income(plan, rules, ["dfg.2017-18+=7"])
        assert one[2:] == ("income of DFG in 2017-18", "2,310,793", "2,310,800")

    def test_a_source_without_a_line_gets_one(self):
        plan = msgspec.structs.replace(PLAN, income=None)
        plan, [one] = apply_income(plan, RULES, ["ibcf=5"])
        assert (income_of(plan, "ibcf"), one.before) == (5, "0")

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("ibcf", "Write SOURCE=AMOUNT, such as ibcf=15500000."),
            ("ibfc=5", "There is no source ibfc in 2019-20. Did you mean ibcf?"),
            ("Winter Pressure Grants=5", "Did you mean winter_pressures?"),
            ("banana=5", "There is no source banana in 2019-20. Sources: dfg, nhs_minimum,"),
            ("ibcf=lots", "'lots' is not an amount in pounds."),
            ("ibcf=5%", "'5%' is not an amount in pounds."),
            ("ibcf.2018-19=5", "Round 2019-20 plans for 2019-20, not 2018-19."),
        ],
    )
    def test_each_slip_is_a_sentence(self, text, said):
        with pytest.raises(BadRequest) as refused:
            apply_income(PLAN, RULES, [text])
        assert said in str(refused.value)

    @pytest.mark.parametrize(
        ("total", "amounts", "expected"),
        [
            ("100", "1 1 1", "34 33 33"),
            ("10", "0 0", "10 0"),
            ("0.50", "3 1", "0.50 0"),
            ("-7", "2 1", "-5 -2"),
            ("5", "10 -5", "10 -5"),
        ],
    )
    def test_a_total_in_proportion(self, total, amounts, expected):
        found = in_proportion(number(total), [number(one) for one in amounts.split()])
        assert found == [number(one) for one in expected.split()]
        assert sum(found) == number(total)
