"""What-if as text: the question, the answer, figures, findings, and the rows a plan depends on."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bettercare as bc
from bettercare import examples
from bettercare.report.text_what_if import what_if_text
from tests.bettercare.strategies_rows import RULES, plans

PLAN = bc.read(examples.path("leicester")).plan


def text_of(*changes, income=(), every=False):
    return what_if_text(bc.what_if(PLAN, changes, income=income), "x", every=every)


def part(text, title):
    """The lines under a title, up to the next blank one."""
    lines = [*text.splitlines(), ""]
    start = next(n for n, line in enumerate(lines) if line.startswith(title)) + 1
    return lines[start : lines.index("", start)]


def test_the_question_and_the_answer_come_first():
    assert text_of("19.commissioner=LA").splitlines()[:4] == [
        "Leicester, 2019-20, what if: row 19, commissioner CCG to LA.",
        "NHS out-of-hospital: £776,643 short of the minimum; now £440,117 above.",
        "Adult social care: £15,021 above the minimum, as now.",
        "",
    ]


def test_the_figures_that_would_move():
    text = text_of("19.commissioner=LA")
    assert part(text, "Required spends")[:2] == [
        "  NHS out-of-hospital, planned        7,242,204   6,025,444   -1,216,760  -16.8%",
        "  NHS out-of-hospital, headroom         440,117    -776,643   -1,216,760",
    ]
    assert part(text, "Planned expenditure") == [
        "  Commissioner CCG                    8,946,257   7,729,497   -1,216,760  -13.6%",
        "  Commissioner LA                    34,422,470  35,639,230   +1,216,760   +3.5%",
    ]
    assert "Money by source" not in text


def test_metrics_and_other_units_have_a_table_of_their_own():
    text = text_of("metrics.4.numerator=240")
    assert part(text, "Others") == [
        "  Residential admissions                585.8 per 100,000     553.5 per 100,000",
        "  Residential admissions, change                    -2.4%                 -7.8%",
    ]


def test_one_slip_is_told_once():
    text = text_of(income=["ibcf-=6000"])
    lines = part(text, "Findings that would appear")
    assert [line for line in lines if line.startswith("  Error ")] == [
        "  Error CHK-032, iBCF. Over-committed by £6,000."
    ]


def test_findings_that_go_and_that_change():
    text = text_of("9.output_estimate=40", "19.commissioner=LA")
    assert part(text, "Findings that would go away (1)")[0].startswith("  Error CHK-085, Row 9")
    changed = " ".join(" ".join(part(text, "Findings that would change (1)")).split())
    assert "would be £1,217,768 short. Now: 9 rows" in changed


def test_the_rows_that_compliance_depends_on():
    lines = part(text_of(), "Rows your compliance depends on")
    text = " ".join(" ".join(lines).split())
    assert (
        "NHS out-of-hospital: £440,117 above. Without any one of 6 of 29 rows it would be short: "
        "15 LPT - Unscheduled Care Team (519,815)," in text
    )
    assert "Without rows 10, 11, 14, 22, 25, 29, 31, 33 and 48, which count to another" in text
    assert "required spend too: £1,008 short of the minimum." in text
    assert "and 10 larger ones." in text
    every = " ".join(text_of(every=True).split())
    assert "larger ones" not in every
    assert "Without any one of 18 of 20 rows" in every


def test_one_that_is_short_can_spare_no_row():
    text = text_of("19.commissioner=LA")
    assert "  NHS out-of-hospital: £776,643 short of the minimum, so no row can be spared." in text


def test_without_a_change():
    lines = text_of().splitlines()
    assert lines[0].startswith("Leicester, 2019-20, what if: nothing is changed, so this is")
    assert lines[-1] == "Nothing was saved. The plan as it is: bettercare check x"


def test_a_change_without_effect():
    assert "\nNo figure and no finding would change.\n" in text_of("19.commissioner=CCG")


def test_minimums_that_are_not_known():
    plan = msgspec.structs.replace(PLAN, given={})
    text = what_if_text(bc.what_if(plan))
    assert "  Adult social care: the distance from the minimum is not known." in text


@settings(max_examples=40)
@given(plans(), st.data())
def test_it_fits_80_columns(plan, data):
    changes = []
    if plan.schemes:
        item = data.draw(st.integers(1, len(plan.schemes)))
        code = data.draw(st.sampled_from(list(RULES.sources)))
        changes = [f"{item}.source_of_funding={code}", f"{item}.expenditure=12345678.90"]
    found = bc.what_if(plan, changes)
    for every in (False, True):
        lines = what_if_text(found, every=every).splitlines()
        assert [line for line in lines if len(line) > 80 or line != line.rstrip()] == []


@pytest.mark.parametrize("name", ["leicester", "rotherham"])
def test_every_row_to_another_commissioner_is_told(name):
    plan = bc.read(examples.path(name)).plan
    rows = range(1, len(plan.schemes or ()) + 1)
    text = what_if_text(bc.what_if(plan, [f"{item}.commissioner=LA" for item in rows]))
    assert "NHS out-of-hospital: " in text
    assert "short of the minimum" in text
