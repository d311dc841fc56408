"""A made-up plan for two years in print, bound with a report: what is read and what is said.

Seven rows come to £1,350,000 and £1,269,000; the pool is £1,430,000 and £1,519,000. So rows of
£80,000 and £250,000 are not printed, all of the iBCF (£200,000 and £250,000, of which one row with
£120,000 in the first year is printed). The NHS minimum (£1,000,000 and £1,019,000) is overspent by
£12,000 and £6,123. One row, of £110,000 and £120,000, names a source of another round.
"""

from decimal import Decimal

import pytest

from bettercare.findings import Severity
from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.template import prover_of, reading_of
from bettercare.rounds import load
from tests.bettercare.known import known
from tests.repository.tree import ROOT

RULES = load("2017-19")
PRINT = (ROOT / "tests" / "data" / "prints" / "exampleton-2017-19.txt").read_text(encoding="utf-8")
YEARS = ("2017-18", "2018-19")


def read(text=PRINT):
    return reading_of(prover_of(paper_of(text, "papers.txt"), RULES))


@pytest.fixture(scope="module")
def whole():
    return read()


def said(reading, code, subject=""):
    return [
        one.message
        for one in reading.findings
        if one.code == code and one.subject.startswith(subject)
    ]


class TestThePlan:
    def test_is_put_together_of_three_parts_over_three_pages(self, whole):
        rows = known(whole.plan.schemes)
        assert [row.scheme_name for row in rows] == [
            "Night Garden",
            "Step Ahead",
            "Kettle Club",
            "Ladder",
            "House Works",
            "Blue Door",
            "Lantern",
        ]
        kettle = rows[2]
        assert (kettle.scheme_type_other, kettle.area_of_spend_other) == (
            "Tea for neighbours",
            "Friendship",
        )
        assert kettle.amounts == {"2017-18": 250_000, "2018-19": 249_000}
        assert rows[6].amounts == {"2017-18": 120_000}
        assert rows[6].duration == "2017/18 Only"

    def test_income_by_contributor_and_what_a_total_leaves(self, whole):
        assert [
            (one.source_of_funding, one.contributor, *one.amounts.values())
            for one in known(whole.plan.income)
        ] == [
            ("Local Authority Additional Contribution", "Exampleton", 50_000, 50_000),
            ("Improved Better Care Fund", "Exampleton", 200_000, 250_000),
            ("CCG Minimum Contribution", "NHS Exampleton CCG", 600_000, 611_400),
            ("CCG Minimum Contribution", "NHS Otherham CCG", 400_000, 407_600),
            ("DFG", None, 100_000, 110_000),
            ("Additional CCG Contribution", None, 80_000, 90_000),
        ]

    def test_what_is_given(self, whole):
        assert whole.plan.given == {
            "required.nhs_out_of_hospital.minimum.2017-18": 284_172,
            "required.nhs_out_of_hospital.minimum.2018-19": 289_571,
            "required.adult_social_care.minimum.2017-18": 346_086,
            "required.adult_social_care.minimum.2018-19": 352_662,
            "previous.required.adult_social_care.minimum": 340_000,
            "previous.required.adult_social_care.planned": 340_000,
            "admissions.unit_cost.2017-18": 1_600,
        }

    def test_metrics_from_the_summary_and_their_own_tab_are_one_line_each(self, whole):
        lines = [
            (one.metric, one.part, one.year, one.period, one.kind, one.numerator)
            for one in known(whole.plan.metrics)
        ]
        quarters = [
            ("nea", part, "2017-18", f"Q{n}", "plan", 100 + n)
            for part in (None, "mapped")
            for n in range(1, 5)
        ]
        assert lines[:8] == quarters
        assert lines[8:] == [
            ("res", None, "2015-16", None, "actual", 52),
            ("res", None, "2016-17", None, "plan", 51),
            ("res", None, "2017-18", None, "plan", 50),
            ("res", None, "2018-19", None, "plan", 49),
        ]
        [line] = [one for one in known(whole.plan.metrics) if one.numerator == 50]
        assert (line.value_printed, line.value_printed_on_summary) == (Decimal("500.0"), 500)
        assert line.denominator == 10_000

    def test_answers(self, whole):
        answers = [(a.question, a.year, a.response) for a in known(whole.plan.answers)]
        assert answers == [
            ("carers", "2017-18", "Yes"),
            ("carers", "2018-19", "Yes"),
            ("ibcf_pooled", "2017-18", "Yes"),
            ("ibcf_pooled", "2018-19", None),
            ("nea_reduction", None, "No"),
        ]

    def test_conditions_with_their_comment(self, whole):
        conditions = [(c.code, c.year, c.response, c.comment) for c in known(whole.plan.conditions)]
        assert conditions == [
            ("NC1", "2017-18", "Yes", "Not yet signed"),
            ("NC1", "2018-19", "No", "Not yet signed"),
            ("NC4", "2017-18", "Yes", None),
            ("NC4", "2018-19", "Yes", None),
        ]

    def test_contacts_without_addresses_and_numbers(self, whole):
        assert [(c.role, c.name) for c in known(whole.plan.sign_off)] == [
            ("hwb_chair", "Pat Made-Up"),
            ("s151_officer", "Lee Invented"),
        ]
        assert said(whole, "READ-45") == [
            "2 e-mail addresses and 1 telephone number in the paper are not read into the plan."
        ]


class TestRowsThatAreNotPrinted:
    def test_are_told_from_the_papers_own_sums(self, whole):
        assert said(whole, "READ-35") == [
            "The paper's own sums for 2017-18 hold £80,000 more than the 7 rows it prints: Acute "
            "£30,000 and Other £50,000. It is what the rows of iBCF lack, to the pound.",
            "The paper's own sums for 2018-19 hold £250,000 more than the 7 rows it prints: Social "
            "Care £250,000. It is what the rows of iBCF lack, to the pound.",
        ]
        assert whole.plan.facts["proof"] == "partial"

    def test_what_they_explain_is_the_same_problem(self, whole):
        problem = "rows not printed, 2018-19"
        own = [one for one in whole.findings if one.problem == problem]
        assert {one.code for one in own} == {"READ-34", "READ-35"}
        assert {one.subject for one in own} == {
            "Planned expenditure, Social Care, 2018-19",
            "Planned expenditure, total, 2018-19",
            "Balance, all sources, 2018-19",
            "Balance, iBCF, 2018-19",
        }

    def test_a_sum_that_is_less_than_the_rows_tells_of_something_else(self):
        odd = PRINT.replace(
            "Community Health\t£400,000\t£410,000\nContinuing",
            "Community Health\t£399,999\t£410,000\nContinuing",
            1,
        )
        found = read(odd)
        assert [m[:45] for m in said(found, "READ-35")] == [
            "The paper's own sums for 2018-19 hold £250,00"
        ]
        assert "£399,999; the rows read give £400,000, £1 more" in " ".join(said(found, "READ-34"))


class TestRunningBalances:
    def test_a_source_that_the_template_ignores_is_named(self, whole):
        first, second = said(whole, "READ-34", "Running balances")
        assert first == (
            "The rows printed for 2017-18 add up to £110,000, not to the £0 of 'BCF Pooled Total "
            "balance'. The difference is what the rows paid from 'Local Authority Social Services' "
            "come to: that is no source of this round, now 'Local Authority Contribution'."
        )
        assert second.startswith(
            "The rows printed for 2018-19 add up to £120,000, not to the £0 of 'BCF Pooled Total "
            "balance'. (What the plan gives stands in for Local Authority Contribution balance exc "
            "IBCF, CCG Minimum Contribution balance and Additional CCG Contribution balance: no "
            "print is whole.)"
        )

    def test_a_difference_that_no_source_explains_is_left_at_that(self):
        found = read(PRINT.replace("£110,000\t£120,000\tExisting", "£110,001\t£120,000\tExisting"))
        [first, _] = said(found, "READ-34", "Running balances")
        assert first.endswith("not to the £0 of 'BCF Pooled Total balance'.")

    def test_a_number_that_is_cut(self, whole):
        assert said(whole, "READ-36", "Balance, NHS minimum") == [
            "Printed as -£6,12 (lines 146 and 166) and £6,120 (line 184): cut at the edge of the "
            "page. The rows give -£6,123, which begins so."
        ]

    def test_a_number_that_is_cut_and_does_not_fit(self):
        found = read(
            PRINT.replace("-£6,12\n", "-£8,12\n").replace("\t£6,120\n\tAdd", "\t£8,120\n\tAdd")
        )
        [one] = [f for f in found.findings if f.code == "READ-36" and "NHS minimum" in f.subject]
        assert one.severity is Severity.WARNING
        assert one.message.endswith(
            "The rows give -£6,123, which does not begin so: most likely a digit or a sign is "
            "misread."
        )

    def test_a_minus_sign_that_is_lost_once(self, whole):
        assert said(whole, "READ-37", "Balance, NHS minimum") == [
            "Printed as -£12,000 (lines 146 and 166) and £12,000 (line 184). -£12,000 is taken: "
            "elsewhere the minus sign is lost."
        ]

    def test_a_number_that_is_whole_elsewhere(self, whole):
        assert said(whole, "READ-37", "Adult social care, planned") == [
            "Printed as £366,123 (line 86) and £366,1 (lines 150 and 170). £366,123 is taken: "
            "elsewhere the end is cut."
        ]

    def test_as_often_the_one_as_the_other_is_none(self):
        balance = "CCG Minimum Contribution balance\t\t-£12,000"
        found = read(PRINT.replace(balance, "Nothing known\t\t-£12,000", 1))
        assert said(found, "READ-37", "Balance, NHS minimum") == [
            "Printed as -£12,000 (line 166) and £12,000 (line 184), as often the one as the other; "
            "none is taken. The rows give -£12,000."
        ]
        assert "balance.nhs_minimum.2017-18" not in found.plan.printed


class TestTotalsThatAgree:
    def test_growth_and_admissions_agree_but_for_rounding(self, whole):
        printed = whole.plan.printed
        assert printed["required.adult_social_care.growth.2017-18"] == Decimal("0.065")
        assert printed["admissions.mapped.2017-18"] == 411
        assert not said(whole, "READ-34", "Adult social care")
        assert not said(whole, "READ-34", "Admissions")

    def test_a_rate_that_is_off_by_more_is_said(self):
        found = read(PRINT.replace("\t\t6.5%\t1.1%", "\t\t6.5%\t1.3%"))
        [message] = said(found, "READ-34", "Adult social care")
        assert message == "The paper prints 1.3%; the rows read give 1.1%, 0.2% less."


class TestWhatIsBoundWithThePlan:
    def test_is_named_with_the_lines_of_the_plan(self, whole):
        assert said(whole, "READ-39") == [
            "The plan is read from lines 32 to 236. The file also holds 'The plan for Exampleton'."
        ]

    def test_what_it_says_of_the_plan_is_kept(self, whole):
        assert [
            (d.document, d.figure, d.value, d.unit, d.title) for d in known(whole.plan.documents)
        ] == [
            ("narrative", "income.total.2017-18", 1430, "£k", "Table 1: Money by theme"),
            ("narrative", "income.total.2017-18", Decimal("1.43"), "£m", "1. Summary"),
            ("narrative", "income.total.2018-19", Decimal("1.519"), "£m", "1. Summary"),
        ]

    def test_an_item_that_differs_from_its_rows_is_said(self, whole):
        assert said(whole, "READ-34", "Table 1") == [
            "'Lantern' is 200 here (£k); row 7 of the plan comes to 120."
        ]

    def test_a_column_that_does_not_add_up_is_said(self):
        found = read(PRINT.replace("Ladder\t\t68\t68", "Ladder\t\t67\t67"))
        assert said(found, "READ-34", "Table 1")[:2] == [
            "The rows under 'NHS £000' add up to 1,079, not to the 1,080 printed as their total.",
            "The rows under 'Total 2017/18 £000' add up to 1,429, not to the 1,430 printed as "
            "their total.",
        ]

    def test_a_row_that_does_not_add_up_is_said(self):
        found = read(PRINT.replace("Lantern\t200\t\t200", "Lantern\t200\t1\t200"))
        assert "'Lantern': its parts add up to 201, not to 200." in said(found, "READ-34")

    def test_a_plan_alone_has_no_documents(self):
        alone = PRINT[PRINT.index("Planning Template") :]
        assert read(alone).plan.documents is None
        assert said(read(alone), "READ-39") == []

    def test_two_plans_in_one_file_the_first_is_read(self):
        other = PRINT[PRINT.index("Planning Template") :].replace("Exampleton", "Otherham")
        found = read(f"{PRINT}\n{other}")
        assert found.plan.area == "Exampleton"
        assert len(known(found.plan.schemes)) == 7
        assert said(found, "READ-39") == [
            "The file holds plans of Exampleton and Otherham. That of Exampleton is read (lines 32 "
            "to 237)."
        ]
