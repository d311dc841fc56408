"""Printed papers through the front door."""

import pytest

import bettercare as bc
from bettercare.errors import UnknownRound, UnreadableFile

TITLE = "Better Care Fund 2019/20 Template"
HEAD = "Scheme ID\tScheme Name\tSource of Funding\tExpenditure (£)"
ROW = "1\tGardens\tDFG\t£5"


def reading(tmp_path, *lines, round=None):
    path = tmp_path / "paper.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return bc.read(path, round)


def test_a_paper_is_read_by_the_round_that_its_title_names(tmp_path):
    plan = reading(tmp_path, TITLE, HEAD, ROW).plan
    assert plan.round == "2019-20"
    assert plan.schemes[0].scheme_name == "Gardens"


def test_the_round_may_be_named_where_the_paper_does_not(tmp_path):
    with pytest.raises(UnknownRound, match=r"Cannot tell which round paper.txt is for"):
        reading(tmp_path, HEAD, ROW)
    assert reading(tmp_path, HEAD, ROW, round="2019/20").plan.round == "2019-20"


def test_a_paper_without_text_or_without_a_table_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="it holds no text"):
        reading(tmp_path, " ", "\t")
    with pytest.raises(UnreadableFile, match="it prints no table of a plan for 2019-20"):
        reading(tmp_path, TITLE, "Minutes of the last meeting")


@pytest.mark.parametrize(("round_id", "count"), [("2023-25", 1), ("2019-20", 0)])
def test_a_round_whose_prints_are_not_known_says_so(tmp_path, round_id, count):
    lines = ("6. Expenditure", "Scheme ID\tScheme Name", "1\tFalls")
    findings = reading(tmp_path, *lines, round=round_id).findings
    told = [one for one in findings if "How prints of" in one.message]
    assert len(told) == count
    assert all(one.code == "READ-40" and "2023-25" in one.message for one in told)
