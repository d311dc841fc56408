"""Printed figures beside ours: what agrees, differs, and is in doubt."""

import pytest

from tests.bettercare.programmes.drawn import checked, programme_of

LINES = """
    priority | item | source | annual.2024-25 | bcf.2024-25 | dfg.2024-25
    1        | A    | BCF    | 10             | 10          | 0
    1        | B    | DFG    | 20             | 0           | 20
    2        | C    | BCF    | 5              | 5           | 0
"""
PRINTED = {
    "priority.1.2024-25": 30,
    "priority.1.bcf.2024-25": 10,
    "priority.1.dfg.2024-25": 20,
    "priority.2.2024-25": 5,
    "priority.2.bcf.2024-25": 5,
    "priority.2.dfg.2024-25": 0,
    "total.2024-25": 35,
    "total.bcf.2024-25": 15,
    "total.dfg.2024-25": 20,
}


def results(programme):
    return {one.id: one.result for one in checked(programme).comparisons.all}


def of(programme, name):
    return checked(programme).comparisons.by_id[name]


def test_all_agree():
    found = results(programme_of(lines=LINES, printed=PRINTED))
    assert set(found.values()) == {"ok"}
    assert {f"total.{one}.from_priorities" for one in ("2024-25", "bcf.2024-25")} <= set(found)
    assert "total.2024-25.from_sources" in found
    assert {f"line.{n}.2024-25" for n in (1, 2, 3)} <= set(found)


def test_a_printed_total_that_is_one_off():
    programme = programme_of(lines=LINES, printed={**PRINTED, "priority.1.2024-25": 31})
    one = of(programme, "priority.1.2024-25")
    assert (one.result, one.difference, one.within_rounding) == ("differs", -1, True)
    assert one.note == "Rounding of 2 amounts can explain it."
    assert of(programme, "total.2024-25.from_priorities").result == "differs"


def test_pounds_are_not_rounded():
    programme = programme_of(lines=LINES, printed={**PRINTED, "priority.1.2024-25": 31}, unit="£")
    assert not of(programme, "priority.1.2024-25").within_rounding


def test_rounding_goes_half_a_thousand_for_each_amount():
    programme = programme_of(lines=LINES, printed={**PRINTED, "priority.1.2024-25": 32})
    assert not of(programme, "priority.1.2024-25").within_rounding


class TestDoubt:
    """Each total agrees with its print; something else speaks against it."""

    def test_the_whole_column_differs(self):
        programme = programme_of(lines=LINES, printed={**PRINTED, "total.bcf.2024-25": 16})
        one = of(programme, "priority.1.bcf.2024-25")
        assert (one.result, one.problem) == ("in_doubt", "printed.total.bcf.2024-25")
        assert one.note.startswith("All of BCF 2024-25 does not agree with its print.")
        assert of(programme, "total.bcf.2024-25").result == "differs"

    def test_a_line_names_another_source(self):
        lines = LINES.replace("| B    | DFG ", "| B    | BCF ")
        found = results(programme_of(lines=lines, printed=PRINTED))
        doubtful = {name for name, result in found.items() if result == "in_doubt"}
        assert doubtful == {name for name in found if ".bcf." in name or ".dfg." in name}

    def test_a_line_does_not_add_up(self):
        lines = LINES.replace("| 10             |", "| 17             |")
        programme = programme_of(lines=lines, printed=PRINTED)
        assert of(programme, "priority.1.bcf.2024-25").problem == "line.1.2024-25"
        assert of(programme, "priority.2.bcf.2024-25").result == "ok"

    def test_a_line_whose_place_nobody_knows(self):
        lines = LINES.replace("item |", "item | alignment  |").replace(
            "| C    |", "| C    | not placed |"
        )
        lines = lines.replace("| A    |", "| A    |            |").replace(
            "| B    |", "| B    |            |"
        )
        programme = programme_of(lines=lines, printed=PRINTED)
        assert of(programme, "priority.2.bcf.2024-25").result == "in_doubt"
        assert of(programme, "priority.1.bcf.2024-25").result == "ok"

    def test_an_amount_that_cannot_be_read(self):
        lines = LINES.replace("| 5           | 0", "| 5           | 0 0")
        programme = programme_of(lines=lines, printed=PRINTED)
        assert of(programme, "priority.2.dfg.2024-25").result == "in_doubt"

    def test_a_placeholder_is_no_doubt(self):
        lines = LINES.replace(
            "| 5              | 5           |", "| ?              | ?           |"
        )
        printed = {
            **PRINTED,
            "priority.2.2024-25": 0,
            "priority.2.bcf.2024-25": 0,
            "total.bcf.2024-25": 10,
            "total.2024-25": 30,
        }
        programme = programme_of(lines=lines, printed=printed)
        assert of(programme, "priority.2.bcf.2024-25").result == "ok"
        assert of(programme, "line.3.2024-25").result == "not_testable"

    def test_only_one_side_of_a_line_is_not_known(self):
        lines = LINES.replace("| 5              |", "| ?              |")
        programme = programme_of(lines=lines, printed={**PRINTED, "priority.2.2024-25": 0})
        assert of(programme, "priority.2.bcf.2024-25").result == "in_doubt"

    def test_printed_sources_do_not_add_up_to_their_printed_total(self):
        lines = LINES.replace("| 5              |", "| 9              |")
        printed = {**PRINTED, "priority.2.2024-25": 9, "total.2024-25": 39}
        programme = programme_of(lines=lines, printed=printed)
        assert of(programme, "total.2024-25").result == "in_doubt"
        assert of(programme, "total.2024-25.from_priorities").result == "in_doubt"
        assert of(programme, "priority.2.dfg.2024-25").result == "in_doubt"


SHARES = """
    priority | annual.2024-25 | share
    1        | 104            | 5%
    1        | 105            | 5%
    2        | 2040           | 91%
"""
PRINTED_SHARES = {
    "share.priority.1.2024-25": "0.09",
    "share.priority.2.2024-25": "0.91",
    "share.total.2024-25": 1,
    "total.2024-25": 2249,
}


class TestShares:
    def test_each_is_that_of_its_amount_rounded(self):
        found = results(programme_of(lines=SHARES, printed=PRINTED_SHARES))
        assert [found[f"share.line.{n}.2024-25"] for n in (1, 2, 3)] == ["ok"] * 3
        assert found["share.priority.1.2024-25"] == "ok"

    def test_a_sum_of_rounded_ones_may_be_off_by_half_a_point_each(self):
        found = results(programme_of(lines=SHARES, printed=PRINTED_SHARES))
        assert found["share.priority.1.2024-25.from_lines"] == "ok_within_rounding"
        assert found["share.total.2024-25"] == "ok"

    def test_one_that_is_wrong_differs_and_puts_its_total_in_doubt(self):
        lines = SHARES.replace("| 91%", "| 89%")
        found = results(programme_of(lines=lines, printed=PRINTED_SHARES))
        assert found["share.line.3.2024-25"] == "differs"
        assert found["total.2024-25"] == "in_doubt"


@pytest.mark.parametrize("result", ["ok", "ok_within_rounding"])
def test_those_that_agree(result):
    programme = programme_of(lines=SHARES, printed=PRINTED_SHARES)
    assert result in {one.result for one in checked(programme).comparisons.agree()}


def test_a_figure_that_nobody_works_out_is_not_compared():
    programme = programme_of(lines=LINES, printed={"banana.2024-25": 3})
    assert "banana.2024-25" not in results(programme)
