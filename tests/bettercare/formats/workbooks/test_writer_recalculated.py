"""LibreOffice works a workbook out from its formulas alone: every figure is ours, to the penny."""

from decimal import Decimal

import msgspec
import pytest

from bettercare import examples, formats, rounds
from bettercare.calculations import Calculations
from bettercare.calculations.completeness import sections
from bettercare.formats.workbooks.writer import template, write
from bettercare.plan.records import (
    ConditionAnswer,
    HicmChange,
    IncomeLine,
    MetricPlan,
    NarrativeText,
    Plan,
    SignOff,
)
from tests.bettercare.formats.workbooks.drawn import (
    column,
    line,
    on_cover,
    on_summary,
    opened,
    row,
    table_on,
    written,
)
from tests.bettercare.formats.workbooks.libreoffice import needs_libreoffice, recalculated_all

pytestmark = [needs_libreoffice, pytest.mark.unmeasured]
PENNY = Decimal("0.01")
NHS, DFG = "NHS Minimum Contribution", "DFG"


def shipped(name: str) -> Plan:
    return formats.read(examples.path(name)).plan


IN_2025 = Plan(
    round="2025-26",
    area="Elsewhere",
    income=(line(NHS, y2025_26="1000000.55"), line(DFG, y2025_26="200000")),
    schemes=(
        row(NHS, "NHS", "Social Care", y2025_26="600000.10", scheme_type="Other"),
        row(NHS, "joint", "social  care", y2025_26="100000", nhs_share=Decimal("0.333")),
        row(NHS, "Joint", "Community Health", y2025_26="50000.45", la_share=Decimal("0.25")),
        row(NHS, "Joint", "Acute", y2025_26="9"),
        row("Somebody's gift", "LA", "Social Care", y2025_26="12.34"),
        row(DFG, "LA", "no such area", y2025_26="250000", written={"nhs_share": "most"}),
    ),
    metrics=(
        MetricPlan(
            metric="Residential admissions", year="2025-26", period="Q1",
            numerator=Decimal(254), denominator=Decimal(42304),
        ),
        MetricPlan(
            metric="Discharge delays", year="2025/26", period="April",
            value_printed=Decimal("2.5"), narrative="Fewer.",
        ),
    ),
    narrative=(NarrativeText(section="x", text="not a section"),),
    sign_off=(SignOff(role="Health and Wellbeing Board chair", name="A. Person"),),
    conditions=(
        ConditionAnswer(code="NC1", response="Yes"),
        ConditionAnswer(code="NC2", response="No", year="2025-26"),
    ),
    given={"previous.required.adult_social_care.minimum": Decimal("640000.55")},
)  # fmt: skip
# The minimum of 2023-24 is given; that of 2024-25 grows from it as the NHS minimum does.
IN_TWO_YEARS = Plan(
    round="2023-25",
    income=(line(NHS, y2023_24="900000", y2024_25="951000"),),
    schemes=(
        row(NHS, "Joint", "Community Health", y2023_24="300000", y2024_25="1",
            nhs_share=Decimal("0.5"), la_share=Decimal("0.5")),
        row(NHS, "Joint", "Social Care", y2023_24="500000", y2024_25="500000.01"),
        row(NHS, "LA", "Social Care", y2024_25="123456.78"),
        row(NHS, "NHS", "no such area", y2023_24="77.5"),  # which never counts
    ),
    given={"required.adult_social_care.minimum.2023-24": Decimal(450000)},
)  # fmt: skip
# The minimum of last year and the money of its source are given: it grows as that money does.
UPLIFTED = Plan(
    round="2019-20",
    area="Nowhere",
    income=(IncomeLine(source_of_funding=NHS, amounts={"2018-19": Decimal(5)}),
            line("Minimum CCG Contribution", y2019_20="1055000")),
    narrative=(
        NarrativeText(section="A", text="Care\u00a0closer to\n\thome  for   all."),
        NarrativeText(section="B (i)", text="word " * 801),
        NarrativeText(section="A", text="More."),
    ),
    hicm=(HicmChange(change_no="2", current="Mature"),),
    given={"previous.required.adult_social_care.minimum": Decimal("500000.50"),
           "previous.income.nhs_minimum": Decimal(1000000)},
)  # fmt: skip
PLANS = {
    "leicester": shipped("leicester"),
    "rotherham": shipped("rotherham"),
    "rotherham-2017-19": shipped("rotherham-2017-19"),
    "drawn-2025-26": IN_2025,
    "drawn-2023-25": IN_TWO_YEARS,
    "uplifted": UPLIFTED,
    "baseline": msgspec.structs.replace(shipped("rotherham"), given={}),
    "empty-2016-17": template(rounds.load("2016-17")),
    "empty-2022-23-discharge": template(rounds.load("2022-23-discharge"), "Leicester"),
}


@pytest.fixture(scope="module")
def again(tmp_path_factory):
    """Each plan's workbook as written, and as LibreOffice works it out."""
    folder = tmp_path_factory.mktemp("workbooks")
    paths = [written(plan, folder / f"{name}.xlsx") for name, plan in PLANS.items()]
    made = recalculated_all(paths, folder)
    return {
        name: (opened(path, values=True), opened(new, values=True))
        for name, path, new in zip(PLANS, paths, made, strict=True)
    }


def figures(name: str) -> Calculations:
    return Calculations(PLANS[name], rounds.load(PLANS[name].round))


@pytest.mark.parametrize("name", PLANS)
class TestEachWorkbook:
    def test_every_cell_of_the_summary_is_our_figure(self, again, name):
        shown, ours = on_summary(again[name][1]), figures(name).figures
        for id_, value in shown.items():
            figure = ours.get(id_)
            if figure is not None and figure.value is not None:
                assert abs(Decimal(str(value)) - figure.value) < PENNY, id_

    def test_the_summary_has_every_figure_of_money(self, again, name):
        money = ("income.", "expenditure.", "balance.", "scheme_type.", "area_of_spend.",
                 "provider.", "commissioner.", "from_minimum.", "words.", "required.")  # fmt: skip
        left_out = [".growth", ".set_growth"]  # they are about last year
        if not figures(name).rules.required_spends:
            left_out += ["in_both", "in_neither"]
        ours = {
            id_
            for id_ in figures(name).figures
            if id_.startswith(money) and not any(key in id_ for key in left_out)
        }
        assert ours <= set(on_summary(again[name][1]))

    def test_the_checklist_counts_as_our_figures_do(self, again, name):
        ours = {
            f"completeness.{key}": (sum(one.answered for one in asked), len(asked))
            for key, asked in sections(figures(name)).items()
        }
        assert on_cover(again[name][1]) == ours

    def test_the_values_that_were_saved_are_those_of_the_formulas(self, again, name):
        before, after = again[name]
        apart = []
        for sheet in before:
            for old, new in zip(sheet.iter_rows(), after[sheet.title].iter_rows(), strict=False):
                apart += [
                    (sheet.title, a.coordinate, a.value, b.value)
                    for a, b in zip(old, new, strict=False)
                    if not same(a.value, b.value)
                ]
        assert apart == []


def same(old: object, new: object) -> bool:
    """Whether two cells hold the same; numbers to a millionth, and an empty text is blank."""
    if isinstance(old, int | float) and isinstance(new, int | float):
        return abs(old - new) < 1e-6
    return (old or None) == (new or None)


class TestByHand:
    """Some figures worked out by hand, so that two equal mistakes would be seen."""

    def test_joint_rows_count_by_their_share(self, again):
        # 100,000 x 0.333 + 50,000.45 x 0.75, and a Joint row without shares stands as Joint
        shown = on_summary(again["drawn-2025-26"][1])
        assert round(shown["commissioner.nhs"], 4) == round(600000.10 + 33300 + 37500.3375, 4)
        assert shown["commissioner.joint"] == 9
        assert round(shown["commissioner.la"], 4) == round(66700 + 12500.1125 + 250012.34, 4)

    def test_what_is_not_placed(self, again):
        shown = on_summary(again["drawn-2025-26"][1])
        assert (shown["expenditure.not_placed"], shown["area_of_spend.not_placed"]) == (
            12.34,
            250000,
        )

    def test_a_minimum_that_grows_with_its_source(self, again):
        # 500,000.50 x 1,055,000 / 1,000,000 = 527,500.5275
        assert on_summary(again["uplifted"][1])["required.adult_social_care.minimum"] == 527501

    def test_a_minimum_that_grows_from_the_year_before(self, again):
        # 450,000 x 951,000 / 900,000
        shown = on_summary(again["drawn-2023-25"][1])
        assert shown["required.adult_social_care.minimum.2024-25"] == 475500

    def test_words_of_a_section_in_two_parts(self, again):
        # Care, closer, to, home, for, all., More. and 801 words where 800 are allowed
        shown = on_summary(again["uplifted"][1])
        assert (shown["words.A"], shown["words.A.remaining"]) == (7, 1493)
        assert (shown["words.B(i)"], shown["words.B(i).remaining"]) == (801, -1)

    def test_the_words_say_what_the_colours_do(self, again):
        texts = {
            str(cell.value)
            for name in ("drawn-2025-26", "uplifted", "leicester", "empty-2016-17")
            for cells in again[name][1]["3. Summary"].iter_rows()
            for cell in cells
        }
        assert {"Balanced", "Over by £50,000", "Over by 1 words", "Met, £440,117 above"} <= texts
        assert "£249,991 left to plan" in texts  # 1,000,000.55 - 750,009.55
        assert "Minimum not known" in texts


class TestEdited:
    """The workbook goes on counting what people type."""

    def test_a_changed_cell_and_a_new_row(self, tmp_path):
        plan = PLANS["leicester"]
        book = opened(written(plan, tmp_path / "plan.xlsx"))
        sheet = book["6. Expenditure"]
        head, _ = table_on(sheet)
        new = head + len(plan.schemes or ()) + 1
        added = {
            "Scheme Name": "New",
            "Commissioner": "Joint",
            "% NHS (if Joint Commissioner)": 0.4,
            "Area of Spend": "  Community   health ",
            "Source of Funding": "Minimum CCG Contribution",
            "Expenditure (£)": 1000.5,
        }
        for name, value in added.items():
            sheet.cell(new, column(sheet, name)).value = value
        sheet.cell(head + 1, column(sheet, "Expenditure (£)")).value = 5
        book.save(tmp_path / "edited.xlsx")
        [made] = recalculated_all([tmp_path / "edited.xlsx"], tmp_path)
        shown = on_summary(opened(made, values=True))
        # Row 1 was £6,007,613 of social care from the council; the new one counts by its share.
        assert shown["expenditure.total"] == 43368727 - 6007613 + 5 + 1000.5
        assert shown["required.adult_social_care.planned"] == 15426324 - 6007613 + 5
        assert shown["required.nhs_out_of_hospital.planned"] == round(7242204 + 400.2, 2)
        sheet = opened(made, values=True)["6. Expenditure"]
        assert sheet.cell(new, column(sheet, "Still to fill in (worked out)")).value == (
            "9 to fill in"
        )


class TestOwnRound:
    """A round of one's own may lack what every shipped one has."""

    def test_metrics_asked_for_in_no_year_and_no_signatures(self, tmp_path):
        shipped_rules = rounds.load("2019-20")
        delays = msgspec.structs.replace(shipped_rules.metrics["dtoc"], years=())
        types = {
            code: msgspec.structs.replace(one, sub_types=None)
            for code, one in shipped_rules.scheme_types.items.items()
        }
        rules = msgspec.structs.replace(
            shipped_rules,
            metrics={"dtoc": delays},
            tables={k: t for k, t in shipped_rules.tables.items() if k != "sign_off"},
            scheme_types=msgspec.structs.replace(shipped_rules.scheme_types, items=types),
        )
        first = MetricPlan(metric="DTOC", year="2018-19", value_printed=Decimal(5))
        second = MetricPlan(metric="DTOC", year="2019-20", narrative="Fewer.")
        plans = {
            "all": Plan(round="2019-20", metrics=(first,)),
            "some": Plan(round="2019-20", metrics=(first, second)),
            "none": Plan(round="2019-20", metrics=()),
        }
        paths = [tmp_path / f"{name}.xlsx" for name in plans]
        for path, plan in zip(paths, plans.values(), strict=True):
            write(plan, path, rules)
        books = [opened(one, values=True) for one in recalculated_all(paths, tmp_path)]
        # In words and in numbers: where there is a line, each year that is there has its number.
        assert [on_cover(book)["completeness.metrics"] for book in books] == [
            (1, 2),
            (1, 2),
            (0, 2),
        ]
        assert "completeness.cover" not in on_cover(books[0])
