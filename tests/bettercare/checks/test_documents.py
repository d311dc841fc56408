"""Family I: what other papers say of the plan."""

from decimal import Decimal

import msgspec
import pytest

from bettercare.calculations import Calculations
from bettercare.checks import run
from bettercare.checks.documents import kind_of
from bettercare.plan import Plan
from bettercare.plan.records import DocumentFigure
from bettercare.rounds import load
from tests.bettercare.builders import plan_of, report

WORDS = {
    "CHK-135": ("section_75", "the section 75 schedule"),
    "CHK-136": ("pools", "the pools by host"),
    "CHK-137": ("narrative", "the narrative's financial table"),
    "CHK-138": ("board_paper", "the board paper"),
}
TOTAL = "expenditure.total"
ROWS = "amount\n30000\n20400"
HEAD = "document | title | figure | value | unit | place\n"


def plan(*figures):
    """A plan of £50,400 and the figures that papers print: lines of a table."""
    return plan_of(schemes=ROWS, documents=_papers(figures))


def _papers(figures):
    return [
        dict(zip(("document", "figure", "value", "unit"), line.split(), strict=True))
        for line in figures
    ]


def told(code, *figures):
    found = report(code, plan(*figures)).findings
    return [f"{one.subject}. {one.message}" for one in found]


@pytest.mark.parametrize("code", WORDS)
def test_it_is_not_run_without_its_paper_and_says_which(code):
    needs = f"{WORDS[code][1]} (in documents.csv)"
    others = [f"{kind} {TOTAL} 1 £" for other, (kind, _) in WORDS.items() if other != code]
    for one in (plan_of(schemes=ROWS), plan(*others)):
        found = report(code, one)
        assert not found.findings
        assert [lacking.needs for lacking in found.not_run] == [needs]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("section_75", "section_75"),
        ("Section 75 agreement", "section_75"),
        ("S75", "section_75"),
        ("Pool", "pools"),
        ("narrative plan", "narrative"),
        ("board_paper", "board_paper"),
        ("minutes", "board_paper"),
        (None, "board_paper"),
    ],
)
def test_the_kind_of_a_paper(text, kind):
    assert kind_of(DocumentFigure(document=text)) == kind


@pytest.mark.parametrize("code", ["CHK-135", "CHK-137", "CHK-138"])
@pytest.mark.parametrize(
    ("value", "unit", "printed"),
    [
        ("50400", "£", ""),
        ("50401", "£", "£50,401"),
        ("50", "£k", ""),  # £49,500 to £50,500
        ("51", "£k", "£51k"),
        ("50.4", "£k", ""),
        ("50.3", "£k", "£50.3k"),
        ("0.05", "£m", ""),  # £45,000 to £55,000
        ("0.06", "£m", "£0.06m"),
        ("0.06", "£M", "£0.06M"),
        ("50.4", "£000", ""),
    ],
)
def test_a_figure_that_the_plan_does_not_give_but_for_rounding(code, value, unit, printed):
    kind = WORDS[code][0]
    expected = (
        f"Planned expenditure, total. {kind.replace('_', ' ')} gives {printed} for "
        "Planned expenditure, total, the plan £50,400."
    )
    assert told(code, f"{kind} {TOTAL} {value} {unit}") == [expected] * bool(printed)


def test_a_paper_is_named_by_its_title_and_its_page():
    papers = f"{HEAD}section_75 | Schedule 4 | {TOTAL} | 51 | £k | page 9"
    [found] = report("CHK-135", plan_of(schemes=ROWS, documents=papers)).findings
    assert found.message.startswith("Schedule 4 (page 9) gives £51k for ")
    assert found.fix == "Bring the two into line before either is signed."
    assert (found.places[0].table, found.places[0].item) == ("documents", 1)


def test_a_percentage():
    metrics = "metric | numerator | denominator\nREA | 90 | 100"
    for value, said in (("90", 0), ("91", 1)):
        papers = f"{HEAD}minutes | | metric.rea.2019-20 | {value} | % |"
        found = report("CHK-138", plan_of(metrics=metrics, documents=papers)).findings
        assert len(found) == said
        assert all("gives 91% for" in one.message for one in found)


@pytest.mark.parametrize("code", WORDS)
def test_a_figure_or_a_unit_that_is_not_known(code):
    kind = WORDS[code][0]
    assert told(code, f"{kind} expenditure.totl 5 £") == [
        "Figure 1 of other papers. 'expenditure.totl' is not a figure of this plan."
    ]
    assert told(code, f"{kind} {TOTAL} 5 lakh") == [
        "Figure 1 of other papers. 'lakh' is not a unit that is known."
    ]
    unnamed = plan_of(schemes=ROWS, documents=f"{HEAD}{kind} | | | 5 | £ |")
    assert [one.message for one in report(code, unnamed).findings] == ["It names no figure."]
    fix = report(code, plan(f"{kind} expenditure.totl 5 £")).findings[0].fix
    assert fix == "Did you mean 'expenditure.total'?"


@pytest.mark.parametrize("code", WORDS)
def test_a_figure_without_a_value_says_nothing(code):
    papers = f"{HEAD}{WORDS[code][0]} | | {TOTAL} | | lakh |"
    assert report(code, plan_of(schemes=ROWS, documents=papers)).findings == ()


@pytest.mark.parametrize(
    ("values", "unit", "pools"),
    [
        (("30000", "20400"), "£", ""),
        (("30000", "20399"), "£", "£50,399"),
        (("30000", "20400", "5"), "£", "£50,405"),
        (("30", "20"), "£k", ""),  # each may be £500 off
        (("30", "19"), "£k", "£49,000"),
    ],
)
def test_136_pools_are_added(values, unit, pools):
    lines = [f"pools {TOTAL} {value} {unit}" for value in values]
    expected = (
        f"Pools, Planned expenditure, total. The pools come to {pools} for "
        "Planned expenditure, total, the plan to £50,400."
    )
    assert told("CHK-136", *lines) == [expected] * bool(pools)
    if pools:
        [found] = report("CHK-136", plan(*lines)).findings
        assert [at.item for at in found.places] == [*range(1, len(values) + 1)]


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("100 £", "100 £", False),
        ("100 £", "101 £", False),  # both may be rounded by 50p
        ("100 £", "102 £", True),
        ("8.4 £m", "8400000 £", False),
        ("8.4 £m", "8500000 £", True),
    ],
)
def test_138_papers_that_give_an_allocation_in_different_amounts(one, other, said):
    found = told(
        "CHK-138", f"board_paper allocation.ibcf {one}", f"narrative allocation.ibcf {other}"
    )
    assert len(found) == said
    assert all(text.startswith("the allocation of iBCF. ") for text in found)


def test_138_holds_every_paper_against_the_most_exact():
    figures = [
        "board_paper allocation.ibcf.2017-18 8.4 £m",
        "narrative allocation.ibcf.2017-18 8500000 £",
        "s75 allocation.nhs_minimum 5 £",
    ]
    assert told("CHK-138", *figures) == [
        "the allocation of iBCF, 2017-18. board paper gives £8.4m for the allocation of iBCF, "
        "2017-18, and narrative £8,500,000."
    ]
    [found] = report("CHK-138", plan(*figures)).findings
    assert [at.item for at in found.places] == [2, 1]


def _of_two_years(code, *figures):
    """What a check says of a plan of 2017-19 and what papers print, in millions."""
    papers = tuple(
        DocumentFigure(document=kind, figure=figure, value=Decimal(value), unit="£m")
        for kind, figure, value in map(str.split, figures)
    )
    rules = load("2017-19")
    alone = msgspec.structs.replace(rules, checks={code: rules.checks[code]})
    plan = Plan(round="2017-19", schemes=(), documents=papers)
    return [one.message for one in run(Calculations(plan, alone)).findings]


SPEND = "required.adult_social_care.planned"


def test_138_holds_papers_against_each_other_for_a_year_that_the_plan_is_not_for():
    papers = [f"board_paper {SPEND}.2016-17 9.3", f"narrative {SPEND}.2016-17 6.5"]
    assert _of_two_years("CHK-138", *papers) == [
        "narrative gives £6.5m for Adult social care, planned, 2016-17, and board paper £9.3m."
    ]
    assert _of_two_years("CHK-137", *papers) == []
    assert _of_two_years("CHK-138", papers[0]) == []


def test_a_figure_of_another_year_must_be_one_that_the_plan_has():
    [told] = _of_two_years("CHK-138", "board_paper required.no_such.planned.2016-17 9.3")
    assert told == "'required.no_such.planned.2016-17' is not a figure of this plan."
