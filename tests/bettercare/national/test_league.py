"""The league: missing areas first, then files not read, failing plans, late ones, clean ones."""

from datetime import date

import msgspec
import pytest

from bettercare import rounds
from bettercare.errors import BadRequest, UnreadableFile
from bettercare.national.choosing import Candidate
from bettercare.national.collating import Part
from bettercare.national.league import (
    areas_asked,
    collected,
    expected,
    league,
    not_read,
)

RULES = rounds.load("2019-20")
CODES = {"Leeds": ("E08000035",), "York": ("E06000014",), "Leicester": ("E06000016",)}


def plan(area, **changes):
    codes = CODES.get(area, ())
    part = Part(status="read", round="2019-20", area=area, codes=codes)
    return Candidate(f"{area}.json", msgspec.structs.replace(part, **changes))


def table(*plans, asked=tuple(CODES)):
    """Standing, area, days late of each line."""
    found = league(RULES, expected(RULES, asked), plans)
    return [(one.standing, one.area, one.days_late) for one in found]


def test_worst_first():
    assert table(
        plan("York", submitted=date(2019, 9, 30)),
        plan("Leeds", errors=3, submitted=date(2019, 9, 27)),
        asked=("Leeds", "York", "Leicester"),
    ) == [("missing", "Leicester", None), ("failing", "Leeds", None), ("late", "York", 3)]


def test_more_errors_come_first_then_more_days_late_then_more_warnings():
    assert [
        area
        for _, area, _ in table(
            plan("Leeds", errors=1, warnings=9),
            plan("York", errors=2),
            plan("Leicester", errors=1, submitted=date(2019, 9, 28)),
        )
    ] == ["York", "Leicester", "Leeds"]


@pytest.mark.parametrize(
    ("submitted", "late", "days"),
    [
        (date(2019, 9, 27), False, None),
        (date(2019, 9, 28), True, 1),
        (None, None, None),
    ],
)
def test_late_is_after_the_day_itself(submitted, late, days):
    [entry] = league(RULES, (), [plan("Leeds", submitted=submitted)])
    assert (entry.late, entry.days_late) == (late, days)
    assert entry.standing == ("late" if late else "clean")


def test_what_is_not_known_is_said():
    [unknown] = league(RULES, (), [plan("Leeds")])
    assert unknown.what == "It does not say its day, so nobody can say whether it is late."
    [undated] = league(rounds.load("2020-21"), (), [plan("Leeds")])
    assert undated.what == "The round sets no day, so nobody can say whether it is late."
    [strange] = league(RULES, (), [plan("Nowhere", submitted=date(2019, 9, 1))])
    assert strange.what == "Its area is not known: name it as the board is called."
    [unsure] = league(
        rounds.load("2016-17"), (), [plan("Leeds", submitted=date(2016, 6, 1), errors=1)]
    )
    assert "by a day that is not confirmed" in unsure.what
    assert "bettercare check Leeds.json" in unsure.what


def test_every_board_is_expected_and_two_councils_with_one_board_are_one():
    """150 boards on 1 April 2019, with Cornwall and Scilly as one."""
    assert len(expected(RULES)) == 150
    cornwall = plan("Cornwall", codes=("E06000052",))
    missing = [one.area for one in league(RULES, expected(RULES), [cornwall])]
    assert len(missing) == 150
    assert "Cornwall & Scilly" not in missing


def test_areas_asked_for_may_have_gone_since():
    """Dorset of before 2019 was another county; Bournemouth was a board of its own."""
    assert [one.name for one in expected(RULES, ("Bournemouth", "E10000009"))] == [
        "Bournemouth",
        "Dorset",
    ]


def test_areas_that_nobody_knows_are_all_named():
    with pytest.raises(BadRequest) as refusal:
        expected(RULES, ("Leads", "Leeds", "Atlantis"))
    assert "'Leads'. Did you mean Leeds?" in str(refusal.value)
    assert "'Atlantis'" in str(refusal.value)


def test_a_name_may_hold_a_comma_in_a_file_of_lines(tmp_path):
    (tmp_path / "areas.txt").write_text("Bristol, City of\nLeeds\n", encoding="utf-8-sig")
    assert areas_asked(tmp_path / "areas.txt") == ("Bristol, City of", "Leeds")


def test_a_file_of_areas_without_any(tmp_path):
    (tmp_path / "areas.txt").write_text("Area\n\n")
    with pytest.raises(UnreadableFile, match="it names no area"):
        areas_asked(tmp_path / "areas.txt")


def test_files_that_gave_no_plan_are_listed():
    entries = not_read(
        [
            Candidate("b", Part(status="our fault", reason="Ours.")),
            Candidate("a", Part(status="not read", reason="Theirs.")),
            plan("Leeds"),
        ]
    )
    assert [(one.standing, one.file, one.what) for one in entries] == [
        ("not read", "a", "Theirs."),
        ("our fault", "b", "Ours."),
    ]


def test_a_stray_round_is_not_collected():
    assert collected({"2019-20": 30, "2017-19": 3, "2021-22": 2}) == ("2017-19", "2019-20")
    assert collected({}) == ()


def test_the_last_day_that_is_called_so_counts():
    """2015-16: plans were first due on 30 April 2014; later ones were "submitted again"."""
    assert rounds.load("2015-16").plans_due.day == date(2014, 4, 30)
    assert rounds.load("2020-21").plans_due is None
