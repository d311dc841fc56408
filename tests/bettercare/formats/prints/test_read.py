"""Printed papers through the front door."""

import pytest

import bettercare as bc
from bettercare.cli import run
from bettercare.errors import UnknownRound, UnreadableFile
from bettercare.plan import without_places
from tests.bettercare.known import known
from tests.repository.tree import ROOT

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


class TestOnTheCommandLine:
    PAPER = ROOT / "tests" / "data" / "prints" / "exampleton-2019-20.txt"

    def told(self, capsys, *words):
        code = run([str(word) for word in words])
        return code, capsys.readouterr().out

    def test_check_says_what_the_paper_proves(self, capsys):
        code, out = self.told(capsys, "check", self.PAPER)
        assert code == 0
        assert "Read from a print; all of its own totals agree." in out

    def test_summary_and_explain(self, capsys):
        _, out = self.told(capsys, "summary", self.PAPER, "--round", "2019-20")
        assert "Exampleton, 2019-20: £1,650,000 in 9 rows." in out
        _, out = self.told(capsys, "explain", self.PAPER, "required.adult_social_care.planned")
        assert "Step Ahead" in out

    def test_convert_keeps_the_plan_and_the_outcome(self, capsys, tmp_path):
        for target in (tmp_path / "plan.json", tmp_path / "folder"):
            code, _ = self.told(capsys, "convert", self.PAPER, target)
            again = bc.read(target).plan
            assert code == 0
            assert again.facts["proof"] == "reconciled"
            before = without_places(bc.read(self.PAPER).plan)
            assert known(without_places(again).schemes) == known(before.schemes)

    def test_a_partial_plan_is_called_so(self, capsys, tmp_path):
        text = self.PAPER.read_text(encoding="utf-8")
        paper = tmp_path / "paper.txt"
        paper.write_text(text.replace("£1,650,000\t£1,650,000", "£1,650,000\t£1"), encoding="utf-8")
        code, out = self.told(capsys, "summary", paper)
        assert code == 0
        assert "PARTIAL: read from a print whose own totals do not all agree" in out
        assert self.told(capsys, "check", paper)[0] == 1

    def test_a_plan_that_its_totals_do_not_reach_is_called_so(self, capsys, tmp_path):
        lines = self.PAPER.read_text(encoding="utf-8").splitlines()
        paper = tmp_path / "paper.txt"
        kept = [line for line in lines if not line.startswith("Total\t")]
        paper.write_text("\n".join(kept), encoding="utf-8")
        _, out = self.told(capsys, "summary", paper)
        assert "Read from a print; its own totals do not prove all of it." in out
