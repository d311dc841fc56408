"""A comparison as text: every part there when it has something to say, and in 80 columns."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings

import bettercare as bc
from bettercare import examples
from bettercare.comparison import compare
from bettercare.report.text_compare import compare_text
from bettercare.report.text_printed import printed_text
from tests.bettercare.comparison.test_comparing import home, two_years
from tests.bettercare.known import known
from tests.bettercare.strategies_rows import plans

__all__ = ["home"]  # a fixture

LEICESTER = bc.read(examples.path("leicester")).plan
ROWS = known(LEICESTER.schemes)
replace = msgspec.structs.replace


def text_of(before, after, *, every=False, folders=()):
    return compare_text(compare(before, after, folders=folders), ("a", "b"), every=every)


def part(text, title):
    """The lines from one that starts with a title to the next blank one."""
    lines = text.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(title))
    return lines[start : lines.index("", start)]


@settings(max_examples=40)
@given(plans(), plans())
def test_any_two_plans_fit_80_columns(one, other):
    for every in (False, True):
        lines = text_of(one, other, every=every).splitlines()
        assert [line for line in lines if len(line) > 80 or line != line.rstrip()] == []


class TestTwoRounds:
    def test_the_years_head_the_columns(self, home):
        text = text_of(*two_years(), folders=[home])
        assert text.splitlines()[0] == (
            "Sometown, 2031-32 to 2032-33: planned £1,970, then £1,080 (-£890, -45.2%)."
        )
        assert part(text, "Planned expenditure")[0].split() == [
            "Planned", "expenditure,", "£", "2031-32", "2032-33", "Change", "%",
        ]  # fmt: skip

    def test_codes_with_several_successors_and_with_none_say_so(self, home):
        lines = part(text_of(*two_years(), folders=[home]), "Provider, £")
        at = next(n for n, line in enumerate(lines) if "Private Sector" in line)
        assert lines[at : at + 2] == [
            "  Private Sector                            200",
            "      Became Agency or Charity / Voluntary Sector in 2032-33.",
        ]

    def test_what_has_no_counterpart(self, home):
        assert part(text_of(*two_years(), folders=[home]), "From 2031-32") == [
            "From 2031-32 to 2032-33: what has no counterpart",
            "  No successor in 2032-33 for area of spend 'Continuing Care' (row 4). Left out.",
            "  1 more code that this plan does not use has none either (--all).",
            "  New in 2032-33, area of spend 'Continuing Care'.",
        ]


class TestParts:
    def test_without_a_difference_in_money_only_the_edits_are_told(self):
        rows = list(ROWS)
        rows[2] = replace(rows[2], description="Words", output_estimate=Decimal(1300))
        text = text_of(LEICESTER, replace(LEICESTER, schemes=tuple(rows)))
        assert "What changed most" not in text
        assert "Income by source: as before." in text
        assert "Left to allocate" not in text
        assert part(text, "Changed (1)")[1:] == [
            "   3   3 Reablement funds - LA          825,000     825,000            0",
            "         Edited, output and description.",
        ]

    def test_rows_as_before_and_the_reasons_come_when_asked_for(self):
        rows = list(ROWS)
        rows[2] = replace(rows[2], scheme_name="Reablement funds")
        other = replace(LEICESTER, schemes=tuple(rows))
        assert "As before (48), £" not in text_of(LEICESTER, other)
        text = text_of(LEICESTER, other, every=True)
        assert "As before (48), £" in text
        assert "Matched with 92 of 100: names 91% alike" in text

    def test_rows_that_are_not_settled(self):
        rows = list(ROWS)
        one = replace(rows[12], scheme_id=None)
        two = [replace(one, amounts={"2019-20": Decimal(n)}) for n in (600_000, 595_000)]
        before = replace(LEICESTER, schemes=(*rows[:12], one, *rows[13:]))
        after = replace(LEICESTER, schemes=(*rows[:12], *two, *rows[13:]))
        assert part(text_of(before, after), "Not settled (1)")[1:] == [
            "  13     Home Visiting Service        1,255,073               -1,255,073",
            "      13 Home Visiting Service                      600,000     +600,000",
            "      14 Home Visiting Service                      595,000     +595,000",
            "         Together -60,073. Several rows have the same claim; which became which",
            "         is not decided.",
        ]

    def test_metrics_that_moved(self):
        metrics = tuple(
            replace(one, numerator=Decimal(200))
            if (one.metric, one.year) == ("Reablement", "2019-20")
            else one
            for one in LEICESTER.metrics
        )
        assert [one.metric for one in metrics] != []
        text = text_of(LEICESTER, replace(LEICESTER, metrics=metrics[:-1]))
        assert "Metrics" in text

    def test_the_last_line_says_how_to_have_it_as_data(self):
        rows = ROWS[:-1]
        text = text_of(LEICESTER, replace(LEICESTER, schemes=rows))
        assert text.endswith("As data: bettercare compare a b\n--format csv")


class TestMinimums:
    def test_a_plan_without_schemes_is_at_no_known_distance(self):
        lines = text_of(replace(LEICESTER, schemes=None), LEICESTER).splitlines()
        assert "NHS out-of-hospital: £440,117 above the minimum; before not known." in lines

    def test_a_minimum_that_a_round_does_not_ask_for(self):
        draft = bc.roll_forward(LEICESTER, "2025-26").plan
        asked = set(bc.load_round("2025-26").required_spends)
        gone = [one for one in bc.load_round("2019-20").required_spends if one not in asked]
        assert gone == ["nhs_out_of_hospital"]
        text = " ".join(text_of(LEICESTER, draft).split())
        assert "NHS out-of-hospital: not asked for in 2025-26; before £440,117 above." in text


class TestPrinted:
    def test_all_agree(self):
        text = printed_text(bc.compare_printed(LEICESTER), "x")
        assert text == "Leicester, 2019-20: 25 of 25 printed figures agree with the rows."

    def test_those_that_differ_and_those_that_are_none(self):
        printed = {
            "expenditure.ibcf": Decimal(15_466_522),
            "expenditure.dfg": Decimal(2_391_923),
            "balance.banana": Decimal(1),
        }
        found = bc.compare_printed(replace(LEICESTER, printed=printed))
        assert printed_text(found, "x").splitlines() == [
            "Leicester, 2019-20: 1 of 2 printed figures agree with the rows.",
            "",
            "Figure                                       Printed From the rows    Difference",
            "Planned expenditure, iBCF                £15,466,522   £15,466,521           -£1",
            "",
            "Printed under names that are no figures here: balance.banana.",
            "",
            "Next: bettercare explain x expenditure.ibcf",
        ]

    @pytest.mark.parametrize("printed", [{}])
    def test_nothing_is_printed(self, printed):
        text = printed_text(bc.compare_printed(replace(LEICESTER, printed=printed)))
        assert text.startswith("Leicester, 2019-20: nothing to compare. No figure of this plan is")
