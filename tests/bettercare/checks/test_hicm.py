"""Family G: the High Impact Change Model."""

import msgspec

from bettercare.calculations import Calculations
from bettercare.checks import CHECKS
from bettercare.plan import Origin
from tests.bettercare.builders import RULES, fixes, places, plan_of, report, told

LEVELS = "Not yet established, Plans in place, Established, Mature or Exemplary"
CODES = ("CHK-115", "CHK-116", "CHK-117", "CHK-118", "CHK-119")


def model(*lines, without_current=False):
    """All eight changes, with the cells given for the first of them."""
    rows = [
        {"change_no": str(n), **({"current": ""} if without_current else {})} for n in range(1, 9)
    ]
    for number, line in enumerate(lines):
        rows[number] = {**rows[number], **line}
    return plan_of(hicm=rows)


def test_all_eight_changes_at_the_expected_level_are_fine():
    for code in CODES:
        assert told(code, model()) == []


def test_115_asks_for_the_level_that_is_missing():
    plan = model({"current": ""}, {"planned": ""}, {"current": "", "planned": ""})
    assert told("CHK-115", plan) == [
        "Early discharge planning, current level. "
        "Give the current level for 'Early discharge planning'.",
        "Systems to monitor patient flow, planned level. "
        "Give the planned level for 'Systems to monitor patient flow'.",
        "Multi-disciplinary/Multi-agency discharge teams, current and planned levels. Give the"
        " current and planned levels for 'Multi-disciplinary/Multi-agency discharge teams'.",
    ]
    assert fixes("CHK-115", plan)[0] == f"Choose one of: {LEVELS}."
    assert places("CHK-115", plan)[2] == [
        ("hicm", 3, "Current level of maturity"),
        ("hicm", 3, "Planned level of maturity for 2019/2020"),
    ]


def test_115_asks_for_a_change_that_has_no_line():
    plan = plan_of(hicm=[{"change": f"Chg {n}"} for n in (1, 2, 3, 4, 5, 6, 8)])
    assert told("CHK-115", plan) == [
        "Focus on choice, current and planned levels. "
        "Give the current and planned levels for 'Focus on choice'."
    ]


def test_115_asks_only_for_planned_levels_where_the_file_has_no_current_ones():
    plan = model({}, {"planned": ""}, without_current=True)
    assert told("CHK-115", plan) == [
        "Systems to monitor patient flow, planned level. "
        "Give the planned level for 'Systems to monitor patient flow'."
    ]


def test_116_a_level_that_is_not_one():
    plan = model({"current": "Matures"}, {"planned": "Green"})
    assert told("CHK-116", plan) == [
        "Early discharge planning, current level. 'Matures' is not a level of maturity.",
        "Systems to monitor patient flow, planned level. 'Green' is not a level of maturity.",
    ]
    assert fixes("CHK-116", plan) == [
        "Did you mean 'Mature'? If so, write that.",
        f"Choose one of: {LEVELS}.",
    ]
    assert places("CHK-116", plan) == [
        [("hicm", 1, "Current level of maturity")],
        [("hicm", 2, "Planned level of maturity for 2019/2020")],
    ]


def test_116_is_silent_on_blanks_and_on_levels_however_written():
    plan = model({"current": "", "planned": "plans in place"}, {"current": "MATURE"})
    assert told("CHK-116", plan) == []


def test_117_a_plan_to_fall_back():
    plan = model({"current": "Mature", "planned": "Established"})
    assert told("CHK-117", plan) == [
        "Early discharge planning, planned level. "
        "'Early discharge planning' is planned to fall from Mature to Established."
    ]
    assert fixes("CHK-117", plan) == ["Check both levels, or say why it falls."]
    assert places("CHK-117", plan) == [
        [
            ("hicm", 1, "Planned level of maturity for 2019/2020"),
            ("hicm", 1, "Current level of maturity"),
        ]
    ]


def test_118_a_plan_below_the_expected_level_without_a_reason():
    plan = model({"planned": "Plans in place"})
    assert told("CHK-118", plan) == [
        "Early discharge planning, reason. Say why 'Early discharge planning' will be Plans in"
        " place and not Established by 31 March 2020."
    ]
    assert fixes("CHK-118", plan) == ["Give the reason, or plan for Established."]
    assert places("CHK-118", plan) == [[("hicm", 1, "Reason if below Established")]]
    (found,) = report("CHK-118", plan).findings
    assert found.reference == "Better Care Fund planning requirements 2019-20"


def test_118_is_silent_with_a_reason_and_where_the_level_is_blank_or_unknown():
    reason = {"planned": "Plans in place", "reason": "The hospital moves in May."}
    assert told("CHK-118", model(reason, {"planned": ""}, {"planned": "Green"})) == []


def test_118_needs_no_current_level():
    assert len(told("CHK-118", model({"planned": "Plans in place"}, without_current=True))) == 1


def test_119_two_levels_in_a_year():
    plan = model({"current": "Plans in place", "planned": "Mature"})
    assert told("CHK-119", plan) == [
        "Early discharge planning, planned level. "
        "'Early discharge planning' is planned to rise from Plans in place to Mature in a year."
    ]
    assert fixes("CHK-119", plan) == [
        "Give the milestones on the way, or plan for a level between."
    ]


def test_117_and_119_are_silent_on_one_level_and_without_current_levels():
    for plan in (
        model({"planned": "Mature"}, {"planned": ""}),
        model({"planned": "Exemplary"}, without_current=True),
    ):
        assert told("CHK-117", plan) == []
        assert told("CHK-119", plan) == []


def test_a_change_whose_name_is_not_known_is_found_by_its_number():
    plan = model({"change": "Discharge planning early on", "planned": ""})
    assert len(told("CHK-115", plan)) == 1


def test_a_round_without_the_model_asks_for_nothing():
    working = Calculations(model({"planned": ""}), msgspec.structs.replace(RULES, hicm=None))
    for code in CODES:
        run = CHECKS[code].run
        assert run is not None
        assert list(run(working)) == []


def test_a_plan_without_the_table_is_not_checked():
    for code in CODES:
        assert [one.code for one in report(code, plan_of(schemes=[{}])).not_run] == [code]


def with_column(plan, *fields):
    columns = dict.fromkeys(fields, "C")
    return msgspec.structs.replace(plan, origins={"hicm": Origin(file="h.csv", columns=columns)})


def test_current_levels_that_the_file_has_no_column_for_are_not_asked_for_and_it_is_said():
    plan = with_column(model(without_current=True), "planned")
    assert told("CHK-115", plan) == []
    for code in ("CHK-117", "CHK-119"):
        [one] = report(code, plan).not_run
        assert one.needs == "the current levels of maturity"


def test_115_a_column_of_current_levels_that_is_blank_is_asked_for():
    plan = with_column(model(without_current=True), "current", "planned")
    assert len(told("CHK-115", plan)) == 8
    assert report("CHK-117", plan).not_run == ()


def test_115_a_change_that_is_not_known_is_one_finding():
    rows = [
        {"change_no": "", "change": "Early dischrg"},
        *({"change_no": str(n)} for n in range(2, 9)),
    ]
    plan = plan_of(hicm=rows)
    assert told("CHK-115", plan) == [
        "Change 1, change. 'Early dischrg' is not a change of the model."
    ]
    assert fixes("CHK-115", plan) == ["Did you mean 'Early discharge planning'? If so, write that."]


def test_115_two_lines_for_one_change_that_differ():
    again = {"change_no": "1", "planned": "Mature"}
    plan = plan_of(hicm=[*({"change_no": str(n)} for n in range(1, 9)), again])
    assert told("CHK-115", plan) == [
        "Early discharge, lines 1 and 9. 'Early discharge planning' is given twice, and the lines "
        "differ; the first is used."
    ]
    assert places("CHK-115", plan) == [
        [("hicm", n, "Planned level of maturity for 2019/2020") for n in (1, 9)]
    ]
    assert told("CHK-117", plan) == []


def test_013_levels_written_in_another_way():
    plan = model({"current": "plan in place"})
    assert told("CHK-013", msgspec.structs.replace(plan, schemes=())) == [
        "Change 1, current level. Read 'plan in place' as 'Plans in place'."
    ]
