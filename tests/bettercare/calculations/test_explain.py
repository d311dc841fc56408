"""The working of a figure as text."""

from decimal import Decimal

import pytest

import bettercare as bc
from bettercare import examples
from bettercare.calculations import Calculations, Figure, Input, Step
from bettercare.calculations.explain import explained
from bettercare.findings import Place
from tests.bettercare.builders import RULES, plan_of

SUMMARIES = {
    name: bc.summarise(bc.read(examples.path(name))) for name in ("leicester", "rotherham")
}
EVERY_FIGURE = [(plan, one) for plan, summary in SUMMARIES.items() for one in summary.figures]


def figure(**changes) -> Figure:
    facts = {"id": "x.y", "label": "X", "value": Decimal(5), "unit": "GBP", "rule": "R.", **changes}
    return Figure(reference="Template", **facts)


@pytest.mark.parametrize(("plan", "figure_id"), EVERY_FIGURE, ids="-".join)
def test_the_working_of_every_figure_of_a_published_plan(plan, figure_id):
    """At most 80 columns; the answer first, then id, rule and source."""
    one = SUMMARIES[plan].figures[figure_id]
    lines = one.explain().splitlines()
    assert [line for line in lines if len(line) > 80] == []
    assert [line for line in lines if line != line.rstrip()] == []
    assert lines[0].startswith(f"{one.label}: {one.display}")
    assert lines[1:3] == [one.id, ""]
    assert lines[3].startswith("Rule   ")
    assert any(line.startswith("From   ") for line in lines)


def test_a_figure_of_rows_lists_each_and_adds_them_up():
    working = Calculations(
        plan_of(
            schemes="""
                scheme_name   | scheme_type     | area_of_spend | amount
                Falls service | Carers Services | Social Care   | 1234.50
                Reablement    | Carers Services | Acute         | -20
            """
        ),
        RULES,
    )
    assert working.figures["scheme_type.carers"].explain() == (
        "Planned expenditure, Carers Services: £1,214.50\n"
        "scheme_type.carers\n"
        "\n"
        "Rule   Add the planned expenditure of the rows whose scheme type is Carers\n"
        "       Services, from every source.\n"
        "From   Better Care Fund planning template 2019-20\n"
        "\n"
        " Row  Scheme                                    Area of spend                  £\n"
        "   1  Falls service                             Social Care             1,234.50\n"
        "   2  Reablement                                Acute                        -20\n"
        "      2 rows                                                            1,214.50"
    )


def test_a_required_spend_shows_the_least_the_steps_and_the_rows_in_both():
    working = Calculations(
        plan_of(
            given={"required.nhs_out_of_hospital.minimum": 1000},
            income="amount\n3519",
            schemes="""
                scheme_name | area_of_spend    | commissioner | amount
                Falls       | Social Care      | CCG          | 900
                Navigators  | Primary Care     | CCG          | 150
                Wards       | Acute            | CCG          | 30
                Reablement  | Social Care      | LA           | 7
            """,
        ),
        RULES,
    )
    assert working.figures["required.nhs_out_of_hospital.planned"].explain() == (
        "NHS out-of-hospital, planned: £1,050, £50 above the minimum\n"
        "required.nhs_out_of_hospital.planned\n"
        "\n"
        "Rule   Add the rows where source is NHS minimum, commissioner is the NHS (Joint\n"
        "       rows: the NHS share), and area of spend is not Acute.\n"
        "From   Better Care Fund planning template 2019-20 (PR5)\n"
        "Least  £1,000 (given). The formula gives the same. NHS minimum / 3.519: the\n"
        "       share that £1bn was of £3.519bn in 2016-17, held since: 1,000.00, rounded\n"
        "       to £1,000.\n"
        "\n"
        "NHS minimum                                 4 rows          1,087\n"
        "less council-commissioned                   1 row              -7\n"
        "less Acute                                  1 row             -30\n"
        "Counted                                     2 rows          1,050\n"
        "\n"
        " Row  Scheme                                    Area of spend                  £\n"
        "   1  Falls                                     Social Care*                 900\n"
        "   2  Navigators                                Primary Care                 150\n"
        "      2 rows                                                               1,050\n"
        "* counts to Adult social care too: 1 row, £900. Without it you would have £150,\n"
        "  £850 short."
    )


def test_a_rate_shows_its_numbers_and_the_result_unrounded():
    lines = SUMMARIES["leicester"].figures["metric.res.2019-20"].explain().splitlines()
    assert lines[0] == "Residential admissions, 2019-20: 585.8 per 100,000"
    assert [line.split()[-1] for line in lines[-3:]] == ["254", "43,358", "585.8203792"]
    assert lines[-1].startswith("Unrounded")


def test_an_input_is_followed_by_its_cell():
    lines = SUMMARIES["leicester"].figures["income.dfg"].explain().splitlines()
    assert lines[-1].startswith("Leicester (C2) ")


def test_a_cell_is_shown_even_behind_a_name_that_is_cut():
    one = figure(inputs=(Input("A" * 90, Decimal(5), Place(cell="AB1234")),))
    assert explained(one).splitlines()[-1].split() == ["A" * 48 + "...", "(AB1234)", "5"]


@pytest.mark.parametrize(
    ("standing", "value", "heading"),
    [
        ("computed", Decimal(5), "X: £5"),
        ("given", Decimal(5), "X: £5"),
        ("derived", Decimal(5), "X: £5 (derived)"),
        ("unconfirmed", Decimal(5), "X: £5 (unconfirmed)"),
        ("derived", None, "X: not given"),
    ],
)
def test_a_value_that_is_not_firm_says_so(standing, value, heading):
    assert explained(figure(standing=standing, value=value)).splitlines()[0] == heading


def test_notes_stand_under_one_label_and_the_minimum_under_its_own():
    lines = explained(figure(notes=("One.", "Least £5.", "Two.", "* three"))).splitlines()
    assert lines[5:] == ["Least  £5.", "Note   One.", "       Two.", "* three"]


def test_a_name_in_two_lines_stays_in_its_row():
    rows = (Input("Falls\nservice", Decimal(5), Place(item=1), detail="Social\tCare"),)
    assert "   1  Falls service                             Social Care " in explained(
        figure(inputs=rows)
    )


def test_words_with_hyphens_stay_whole():
    text = explained(figure(label="NHS out-of-hospital " * 6))
    assert "out-of-\n" not in text


def test_an_unknown_amount_is_not_given():
    text = explained(figure(value=None, steps=(Step("All", 1, Decimal(7)),)))
    assert text.splitlines()[-1].split() == ["Counted", "0", "rows", "not", "given"]
