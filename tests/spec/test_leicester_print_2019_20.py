"""Leicester's plan for 2019-20 read from the print alone, in which the columns are lost.

Every figure is that of the published paper. The rows are compared, cell by cell, with the copy of
the table that was laid out by hand from the same paper.
"""

import csv
import re
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

import bettercare as bc
from bettercare.dates import short_year
from bettercare.findings import Finding, Severity
from bettercare.formats import Reading
from bettercare.formats.reading import PROOF, RECONCILED
from bettercare.money import read_number, round_half_up
from bettercare.plan import SchemeRow
from bettercare.report import Summary
from tests.bettercare.known import known
from tests.seeds import seed
from tests.spec.published import amounts, counted_rows, family, number, table, values

PUBLISHED = Path(__file__).parents[1] / "data" / "published" / "leicester-2019-20"

INCOME = amounts("""
    figure                     |     pounds
    income.dfg                 |  2,391,923
    income.nhs_minimum         | 23,936,545
    income.ibcf                | 15,466,521
    income.winter_pressures    |  1,573,738
    income.additional_la       |          0
    income.additional_nhs      |          0
    income.minimum_la          |  2,391,923
    income.total               | 43,368,727
""")

BALANCES = table("""
    source           |     income | expenditure | balance
    dfg              |  2,391,923 |   2,391,923 |       0
    nhs_minimum      | 23,936,545 |  23,936,545 |       0
    ibcf             | 15,466,521 |  15,466,521 |       0
    winter_pressures |  1,573,738 |   1,573,738 |       0
    additional_la    |          0 |           0 |       0
    additional_nhs   |          0 |           0 |       0
    total            | 43,368,727 |  43,368,727 |       0
""")

REQUIRED = table("""
    required spend      |    minimum |    planned | under-spend
    nhs_out_of_hospital |  6,802,087 |  7,242,204 |           0
    adult_social_care   | 15,411,303 | 15,426,324 |           0
""")

SCHEME_TYPES = amounts("""
    figure                                |     pounds
    scheme_type.assistive_technologies    |    313,580
    scheme_type.care_act                  |          0
    scheme_type.carers                    |    650,000
    scheme_type.community_based           |  1,299,389
    scheme_type.dfg_related               |  2,391,923
    scheme_type.enablers                  |    119,342
    scheme_type.hicm                      |    472,700
    scheme_type.home_care                 | 11,745,886
    scheme_type.housing_related           |    155,000
    scheme_type.care_planning_navigation  |    975,978
    scheme_type.intermediate_care         |  5,888,157
    scheme_type.personalised_budgeting    |          0
    scheme_type.personalised_care_at_home |     74,832
    scheme_type.prevention                |    475,628
    scheme_type.residential_placements    |          0
    scheme_type.other                     | 18,806,312
""")

HICM = table("""
    change                                            | planned
    Early discharge planning                          | Mature
    Systems to monitor patient flow                   | Mature
    Multi-disciplinary/Multi-agency discharge teams   | Mature
    Home first / discharge to assess                  | Mature
    Seven-day service                                 | Established
    Trusted assessors                                 | Mature
    Focus on choice                                   | Mature
    Enhancing health in care homes                    | Established
""")

TEXTS = (
    *("scheme_id", "scheme_name", "scheme_type", "sub_type", "scheme_type_other", "output_unit"),
    *("area_of_spend", "area_of_spend_other", "commissioner", "provider", "source_of_funding"),
    "new_or_existing",
)

# Words left as the print says, and the words of each text as the template counts them: the spaces
# between words, two spaces counting twice, and one. The limits are 1,500, 800, 800 and 1,500; ends
# of lines are spaces, which makes 87 and 895 exactly. The other two are 4 and 10 words short, as
# ends of paragraphs and of lines in lists cannot be seen in the print.
NARRATIVE = table("""
    section | left | counted | limit
    A       |   87 |   1,413 | 1,500
    B(i)    |   47 |     749 |   800
    B(ii)   |  260 |     530 |   800
    C       |  895 |     605 | 1,500
""")


@cache
def reading() -> Reading:
    return bc.read(seed(4))


@cache
def summary() -> Summary:
    return bc.summarise(reading())


def rows() -> tuple[SchemeRow, ...]:
    return known(reading().plan.schemes)


def noticed(code: str) -> list[Finding]:
    return [found for found in reading().findings if found.code == code]


def published(name: str) -> list[dict[str, str]]:
    with (PUBLISHED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_print_is_reconciled_with_its_own_totals():
    assert reading().plan.facts[PROOF] == RECONCILED
    assert noticed("READ-34") == noticed("READ-43") == noticed("READ-51") == []
    [agree] = noticed("READ-48")
    assert agree.message == "42 printed totals are what the rows give, to the penny."


def test_round_and_area():
    assert (reading().plan.round, reading().plan.area) == ("2019-20", "Leicester")


def test_49_rows_are_read_and_none_is_lost():
    [control] = [one for one in reading().controls if one.table == "schemes"]
    assert (control.rows_read, control.rows_kept) == (49, 49)
    assert control.sum_kept == control.sum_read == number("43,368,727")
    assert control.agrees


class TestEveryCellOfTheTable:
    """Against the table as laid out by hand; descriptions are not in it."""

    @pytest.mark.parametrize("field", TEXTS)
    def test_texts(self, field):
        read = [getattr(row, field) or "" for row in rows()]
        assert read == [row[field] for row in published("schemes")]

    def test_impacts(self):
        metrics = ("nea", "dtoc", "res", "rea")
        read = [[row.impacts.get(one) for one in metrics] for row in rows()]
        assert read == [[row[one] for one in metrics] for row in published("schemes")]

    def test_outputs(self):
        read = [row.output_estimate for row in rows()]
        assert read == [read_number(row["output_estimate"]) for row in published("schemes")]

    def test_amounts(self):
        read = [row.amounts["2019-20"] for row in rows()]
        assert read == [read_number(row["expenditure"]) for row in published("schemes")]

    def test_there_are_no_shares(self):
        assert not any(row.nhs_share or row.la_share for row in rows())

    def test_descriptions_end_where_the_next_cell_begins(self):
        read = rows()
        assert read[0].description == "Existing ASC transfer"
        assert read[1].description.split()[-2:] == ["Statutory", "obligation"]
        assert read[17].description == '"Virtual ward"'
        assert read[39].description == "DFG Related Schemes"
        assert read[47].description.endswith("promote strengths-based assessment.")
        assert min(len(known(row.description)) for row in read) == 14

    def test_each_row_knows_the_line_it_begins_on(self):
        read = rows()
        assert (read[0].row, read[14].row, read[48].row) == (445, 758, 1594)


def test_where_a_name_ends_is_said_to_follow_from_the_width_of_the_columns():
    certain, guessed = noticed("READ-50")
    assert [place.item for place in certain.places] == [2, 19, 20, 23, 41, 42, 43, 44, 45, 46]
    assert certain.severity is Severity.INFORMATION
    assert [place.item for place in guessed.places] == [5, 31]
    assert guessed.severity is Severity.WARNING
    assert (
        "'Lifestyle Hub | Public Health' and 'Centre Project | Day Centre for'" in guessed.message
    )


def test_words_that_a_column_had_cut_are_whole_and_said():
    [found] = noticed("READ-52")
    assert [place.item for place in found.places] == [5, 20, 21, 36, 38]
    assert found.message == (
        "Cut at the edge of a column, made whole: 'health/wellbeing', 'processing/licence' and "
        "'addiction/hoarding'."
    )


def test_income_is_read_line_by_line():
    read = [
        (one.source_of_funding, one.contributor, one.amounts["2019-20"], one.answer)
        for one in reading().plan.income
    ]
    assert read == [
        (
            row["funding_source"],
            row["contributor"] or None,
            Decimal(row["amount"]),
            row["printed_answer"] or None,
        )
        for row in published("income")
    ]


def test_income_by_source_in_total_and_of_the_ccg():
    assert values(summary(), INCOME) == INCOME
    ccg = ("income.nhs_minimum", "income.additional_nhs")
    assert sum(known(summary().figures[one].value) for one in ccg) == number("23,936,545")


@pytest.mark.parametrize(("source", "income", "expenditure", "balance"), BALANCES)
def test_running_balances_are_printed_and_reproduced(source, income, expenditure, balance):
    expected = {
        f"income.{source}": number(income),
        f"expenditure.{source}": number(expenditure),
        f"balance.{source}": number(balance),
    }
    assert {key: reading().plan.printed[key] for key in expected} == expected
    assert values(summary(), expected) == expected


@pytest.mark.parametrize(("code", "minimum", "planned", "under"), REQUIRED)
def test_required_spends(code, minimum, planned, under):
    plan, name = reading().plan, f"required.{code}"
    assert plan.given[f"{name}.minimum"] == number(minimum)
    assert plan.printed[f"{name}.planned"] == number(planned)
    assert plan.printed[f"{name}.under_spend"] == number(under)
    assert summary().figures[f"{name}.planned"].value == number(planned)
    assert summary().figures[f"{name}.under_spend"].value == number(under)


def test_the_minimum_of_nhs_out_of_hospital_is_the_share_of_the_ccg_minimum():
    exact = known(summary().working.required["nhs_out_of_hospital"].exact)
    assert round_half_up(exact) == number("6,802,087")


def test_rows_that_count_to_both_required_spends_and_to_neither():
    assert counted_rows(summary(), "required.nhs_out_of_hospital.planned")[:3] == [5, 10, 11]
    assert len(counted_rows(summary(), "required.nhs_out_of_hospital.planned")) == 29
    assert len(counted_rows(summary(), "required.adult_social_care.planned")) == 20
    assert counted_rows(summary(), "required.in_both") == [10, 11, 14, 22, 25, 29, 31, 33, 48]
    assert summary().figures["required.in_both"].value == number("441,125")
    assert counted_rows(summary(), "required.in_neither") == [23, 36]
    assert summary().figures["required.in_neither"].value == number("1,709,142")
    # The two required spends, less what is in both, plus what is in neither, is the CCG minimum.
    assert 7_242_204 + 15_426_324 - 441_125 + 1_709_142 == 23_936_545


def test_the_sixteen_scheme_types_are_printed_and_reproduced():
    printed = {k: v for k, v in reading().plan.printed.items() if k.startswith("scheme_type.")}
    assert printed == family(summary(), "scheme_type") == SCHEME_TYPES
    assert sum(SCHEME_TYPES.values()) == number("43,368,727")


def test_levels_of_maturity():
    read = [(one.change_no, one.change, one.planned) for one in reading().plan.hicm]
    assert read == [(str(n), change, level) for n, (change, level) in enumerate(HICM, 1)]
    assert [one.current for one in reading().plan.hicm] == [None] * 8


def test_planning_requirements_with_their_themes():
    read = [(one.code, one.theme, one.response) for one in reading().plan.requirements]
    assert read == [
        (one["code"], one["theme"], one["response"]) for one in published("requirements")
    ]
    assert [code for code, _, _ in read] == [f"PR{n}" for n in range(1, 10)]


def test_metrics_of_the_tab_and_of_the_summary():
    rules = summary().working.rules
    read = {
        (rules.metric_names.match(one.metric).accepted, one.year): one
        for one in reading().plan.metrics
    }
    assert list(read) == [
        ("nea", "2019-20"),
        ("dtoc", "2019-20"),
        ("res", "2018-19"),
        ("res", "2019-20"),
        ("rea", "2018-19"),
        ("rea", "2019-20"),
    ]
    fields = ("numerator", "denominator", "value_printed", "value_printed_on_summary")
    for row in published("metrics"):
        line = read[row["metric"].lower(), short_year(row["plan_year"])]
        assert [getattr(line, field) for field in fields] == [read_number(row[f]) for f in fields]


def test_residential_admissions_come_to_the_printed_rate_within_rounding():
    figure = summary().figures["metric.res.2019-20"]
    assert round_half_up(known(figure.value), Decimal("1e-7")) == Decimal("585.8203792")
    # The summary prints 585.8158124, from a population with decimals: about 43,358.34.
    assert round_half_up(known(figure.value) - Decimal("585.8158124"), Decimal("1e-6")) == Decimal(
        "0.004567"
    )
    assert round_half_up(known(summary().figures["metric.res.2018-19"].value)) == 600


def test_reablement_comes_to_the_printed_fractions():
    figures = summary().figures
    this_year = known(figures["metric.rea.2019-20"].value)
    assert round_half_up(this_year, Decimal("1e-9")) == Decimal("0.930434783")
    assert figures["metric.rea.2018-19"].display == "92.2%"


def test_metrics_have_their_narrative_and_not_the_instructions_of_the_template():
    said = {one.metric: one.narrative for one in reading().plan.metrics if one.narrative}
    assert [text[:31] for text in said.values()] == [
        "Our BCF funded integrated syste",
        "DTOCs in Leicester remain at a ",
        "Carrying on successful work del",
        "Carrying on successful work del",
    ]
    assert not any("Please" in text or "Plan " in text for text in said.values())


@pytest.mark.parametrize(("section", "left", "counted", "limit"), NARRATIVE)
def test_narrative_and_words_left(section, left, counted, limit):
    plan = reading().plan
    [text] = [one.text for one in plan.narrative if one.section == section]
    assert re.sub(r"\n+", " ", known(text)).count(" ") + 1 == number(counted)
    assert plan.facts[f"words_left_{section}"] == left
    assert summary().working.rules.narrative[section].limit == number(limit)


def test_the_narrative_begins_and_ends_where_the_section_does():
    texts = {one.section: known(one.text) for one in reading().plan.narrative}
    assert texts["A"].startswith("Leicester's BCF partnership has focused")
    assert texts["A"].endswith("over the last three years in the city.")
    assert texts["B(ii)"].startswith("The Leicester Integrated System of Care")
    assert not any("Link back" in text or "Word Limit" in text for text in texts.values())


def test_four_ids_are_used_twice_and_sixteen_not_at_all():
    used = Counter(row.scheme_id for row in rows())
    assert sorted(known(one) for one, n in used.items() if n > 1) == ["55", "56", "57", "58"]
    unused = [n for n in range(1, 62) if str(n) not in used]
    assert unused == [11, 14, 22, 25, 27, 30, 31, 32, 33, 34, 35, 36, 43, 47, 49, 53]
    said = [found.message for found in summary().report if found.code == "CHK-021"]
    assert said == [f"{one} is used for two schemes." for one in (55, 56, 57, 58)]


def test_four_rows_have_a_sub_type_that_the_print_does_not_list():
    [found] = [found for found in summary().report if found.code == "CHK-002"]
    assert found.subject == "Rows 10, 11, 14 and 25, sub type"


def test_row_9_has_a_unit_and_a_dash_for_a_number():
    row = rows()[8]
    assert (row.scheme_id, row.output_unit, row.output_estimate) == ("9", "Placements", None)
    assert row.written["output_estimate"] == "-"
    [found] = [found for found in summary().report if found.code == "CHK-085"]
    assert found.subject == "Row 9, output"


def test_scheme_54_is_reablement_as_printed():
    [row] = [row for row in rows() if row.scheme_id == "54"]
    assert row.scheme_type == "Intermediate Care Services"
    assert row.sub_type == "Reablement/Rehabilitation Services"
