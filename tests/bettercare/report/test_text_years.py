"""Several years and quarters in the summary: side by side, short, at most 80 columns."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bettercare as bc
from bettercare import examples
from bettercare.plan import MetricPlan, Plan, SchemeRow
from bettercare.report.text_summary import summary_text

YEARS = ("2017-18", "2018-19")
ROTHERHAM = summary_text(bc.summarise(bc.read(examples.path("rotherham-2017-19"))), "x")


def rows(*drawn):
    return tuple(
        SchemeRow(
            scheme_name="Care",
            scheme_type=kind,
            area_of_spend=area,
            amounts={
                year: Decimal(one)
                for year, one in zip(YEARS, pounds, strict=True)
                if one is not None
            },
        )
        for kind, area, *pounds in drawn
    )


def block(text, title):
    """The lines of a table of the summary."""
    lines = text.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(title))
    end = next((n for n in range(start, len(lines)) if not lines[n]), len(lines))
    return lines[start:end]


def table_of(title, **tables):
    return block(summary_text(bc.summarise(Plan(round="2017-19", **tables))), title)


def test_the_published_plan_fits_80_columns():
    lines = ROTHERHAM.splitlines()
    assert [line for line in lines if len(line) > 80 or line != line.rstrip()] == []


def test_two_years_stand_side_by_side_largest_together_first():
    drawn = rows(
        ("3. Carers services", "Social Care", 10, 60),
        ("16. Other", "Acute", 30, 20),
        ("16. Other", "Acute", 0, 0),
        ("9. High Impact Change Model for Managing Transfer of Care", "Social Care", 60, None),
    )
    assert table_of("Scheme type", schemes=drawn) == [
        "Scheme type, £                     Rows      2017-18      %      2018-19      %",
        "  3. Carers services                  1           10   10.0           60   75.0",
        "  HICM                                1           60   60.0            0    0.0",
        "  16. Other                           2           30   30.0           20   25.0",
        "  13 types with nothing planned       0            0    0.0            0    0.0",
    ]
    assert table_of("Area of spend", schemes=drawn)[1:3] == [
        "  Social Care                         2           70   70.0           60   75.0",
        "  Acute                               2           30   30.0           20   25.0",
    ]


def test_without_schemes_there_is_no_such_table():
    assert "Scheme type" not in summary_text(bc.summarise(Plan(round="2017-19", income=())))


def test_metrics_have_a_column_a_year_and_a_row_a_quarter():
    assert block(ROTHERHAM, "Metrics") == [
        "Metrics                                    2015-16   2016-17   2017-18   2018-19",
        "  Non-elective admissions                                       28,894    28,825",
        "  Residential admissions, per 100,000        808.1     771.9     580.2     552.1",
        "  Reablement                                 89.6%     91.0%     87.8%     89.0%",
        "  Delayed transfers of care, per 100,000",
        "    Q1                                                 678.1   1,166.5     684.6",
        "    Q2                                                 671.2     694.1     691.9",
        "    Q3                                                 760.0     694.1     691.9",
        "    Q4                                               1,103.8     676.9     675.1",
        "  Actual figures, not planned: Residential admissions 2015-16, Reablement",
        "  2015-16 and Delayed transfers of care 2016-17.",
    ]


def test_a_metric_that_was_not_given_has_no_row():
    one = MetricPlan(metric="RES", year="2018-19", numerator=Decimal(1), denominator=Decimal(2))
    assert table_of("Metrics", metrics=(one,)) == [
        "Metrics                                    2015-16   2016-17   2017-18   2018-19",
        "  Residential admissions, per 100,000                                   50,000.0",
    ]


def test_without_any_metric_nothing_is_said():
    assert "Metrics" not in summary_text(bc.summarise(Plan(round="2017-19", metrics=())))


def test_the_parts_of_a_source_stand_below_it():
    assert block(ROTHERHAM, "Source, £, 2018-19")[1:6] == [
        "  NHS minimum                          18,945,693     19,629,642       -683,949",
        "  iBCF                                 10,103,692              0     10,103,692",
        "  LA contribution                       4,269,317         50,000      4,219,317",
        "    of which DFG                        2,502,317",
        "    of which Additional LA              1,767,000",
    ]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["3. Carers services", "16. Other", "unknown", None]),
            st.sampled_from(["Acute", "Social Care", "", None]),
            st.integers(0, 10**8),
            st.integers(0, 10**8) | st.none(),
        ),
        max_size=6,
    )
)
def test_the_shares_of_each_year_come_to_the_whole(drawn):
    lines = table_of("Scheme type", schemes=rows(*drawn))[1:] if drawn else []
    cells = [line.split()[-4:] for line in lines]
    for n in (1, 3):
        whole = sum(float(one[n].replace(",", "")) for one in cells)
        amounts = [int(one[n - 1].replace(",", "")) for one in cells]
        assert sum(amounts) == 0 or whole == pytest.approx(100, abs=0.1 * len(cells))
