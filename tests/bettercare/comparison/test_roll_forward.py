"""A plan carried to a later round: no pound and no text lost, whatever the plan says."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import bettercare as bc
from bettercare import examples
from bettercare.comparison.roll_forward import roll_forward
from bettercare.comparison.uplift import uplifted
from bettercare.errors import BadRequest, UnknownRound
from bettercare.plan import IncomeLine, Plan, SchemeRow
from bettercare.plan.records import without_places
from tests.bettercare.known import known
from tests.bettercare.rounds.made_rounds import crosswalk_file, made_round
from tests.bettercare.strategies import plans as any_plans
from tests.bettercare.strategies_rows import plans

NEXT = "2031-32"
LEICESTER = bc.read(examples.path("leicester")).plan


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A later round: Winter Pressures has another name, private providers became two kinds,
    Continuing Care is no choice, and last year of it is 2019-20."""
    folder = tmp_path_factory.mktemp("rounds")
    changes = {
        "round.yaml": {'previous_year: "2030-31"': 'previous_year: "2019-20"'},
        "funding.yaml": {
            "winter_pressures:": "discharge_fund:",
            "label: Winter Pressures Grant\n": "label: Discharge Fund\n",
            "short: Winter Pressures\n": "short: Discharge\n",
            "Winter Pressure Grant,": "Discharge Grant,",
            'base_year: "2030-31"': 'base_year: "2019-20"',
        },
        "lists.yaml": {"private: {label: Private Sector": "agency: {label: Agency"},
    }
    made_round(folder, NEXT, changes)
    rows = f"""
        sources | 2019-20 | winter_pressures | {NEXT} | discharge_fund | same |
        providers | 2019-20 | private | {NEXT} | agency | part |
        providers | 2019-20 | private | {NEXT} | vcs | part |
        areas_of_spend | 2019-20 | continuing_care | {NEXT} | | none |
        sub_types | 2019-20 | carers/respite | {NEXT} | carers/other | similar | Ask why.
        sub_types | 2019-20 | carers/advice_and_support | {NEXT} | carers/other | part |
        sub_types | 2019-20 | carers/advice_and_support | {NEXT} | care_act/other | part |
        sub_types | 2019-20 | carers/other | {NEXT} | | none |
    """
    crosswalk_file(folder, "a.csv", rows)
    return folder


def row(**values):
    held = {
        "scheme_type": "Community Based Schemes",
        "area_of_spend": "Social Care",
        "commissioner": "LA",
        "provider": "Local Authority",
        "source_of_funding": "iBCF",
        "amounts": {"2019-20": Decimal(100)},
        "new_or_existing": "New",
        **values,
    }
    return SchemeRow(**held)


def carried(home, *rows, **kwargs):
    plan = Plan(round="2019-20", schemes=tuple(rows))
    found = roll_forward(plan, NEXT, folders=[home], **kwargs)
    return found, known(found.plan.schemes)


def told(found, code):
    return [(one.subject, one.message) for one in found.findings if one.code == code]


class TestLabels:
    def test_a_label_is_that_of_the_later_round(self, home):
        _, [one] = carried(home, row(source_of_funding="winter pressures grant"))
        assert one.source_of_funding == "Discharge Fund"
        assert one.extra == {"2019-20 new_or_existing": "New"}

    def test_with_several_successors_it_is_left_to_choose(self, home):
        found, rows = carried(home, row(provider="Private Sector"), row(provider="Private Sector"))
        assert [one.provider for one in rows] == [None, None]
        assert rows[0].extra["2019-20 provider"] == "Private Sector"
        assert told(found, "ROLL-02") == [
            (
                "All 2 rows, provider",
                f"'Private Sector' became Agency or Charity / Voluntary Sector in {NEXT}; left "
                "blank, and kept beside the row.",
            )
        ]

    def test_without_successor_it_is_left_blank(self, home):
        found, [one] = carried(home, row(area_of_spend="Continuing Care"))
        assert (one.area_of_spend, one.extra["2019-20 area_of_spend"]) == (None, "Continuing Care")
        assert told(found, "ROLL-01") == [
            (
                "Row 1, area of spend",
                f"'Continuing Care' has no successor in {NEXT}; left blank, and kept beside the "
                "row.",
            )
        ]

    def test_the_nearest_one_is_taken_and_told(self, home):
        one = row(scheme_type="Carers Services", sub_type="Respite Services")
        found, [one] = carried(home, one)
        assert (one.scheme_type, one.sub_type) == ("Carers Services", "Other")
        assert one.scheme_type_other == "Respite Services"
        assert ("Row 1, sub type", "'Respite Services' is now 'Other', the nearest. Ask why.") in (
            told(found, "ROLL-03")
        )

    def test_a_sub_type_that_went_to_two_types_leaves_the_type_open(self, home):
        one = row(scheme_type="Carers Services", sub_type="Carer Advice and Support")
        found, [one] = carried(home, one)
        assert (one.scheme_type, one.sub_type) == (None, None)
        assert one.extra["2019-20 scheme_type"] == "Carers Services"
        assert one.extra["2019-20 sub_type"] == "Carer Advice and Support"
        [(subject, message)] = told(found, "ROLL-02")
        assert subject == "Row 1, scheme type"
        assert "became Carers Services or Care Act Implementation Related Duties in" in message

    def test_a_sub_type_that_ended_is_blank_under_its_type(self, home):
        found, [one] = carried(home, row(scheme_type="Carers Services", sub_type="Other"))
        assert (one.scheme_type, one.sub_type) == ("Carers Services", None)
        assert [subject for subject, _ in told(found, "ROLL-01")] == ["Row 1, sub type"]

    def test_a_label_that_was_never_known_is_kept_with_what_it_may_mean(self, home):
        found, [one] = carried(
            home,
            row(commissioner="Boroughs"),
        )
        assert one.commissioner == "Boroughs"
        assert told(found, "ROLL-04") == [
            ("Row 1, commissioner", "'Boroughs' is no value of 2019-20, and is kept as it is.")
        ]

    def test_one_that_only_the_later_round_knows_is_taken(self, home):
        found, [one] = carried(home, row(provider="Agency"))
        assert (one.provider, told(found, "ROLL-04")) == ("Agency", [])

    def test_a_sub_type_that_was_never_known_is_kept_too(self, home):
        found, [one] = carried(home, row(scheme_type="Carers Services", sub_type="Respit Services"))
        assert (one.scheme_type, one.sub_type) == ("Carers Services", "Respit Services")
        [finding] = [one for one in found.findings if one.code == "ROLL-04"]
        assert finding.fix == "Did you mean 'Respite Services'? If so, write that."

    def test_many_rows_are_counted_and_all_of_them_placed(self, home):
        rows = [row(provider="Private Sector") for _ in range(13)]
        found, _ = carried(home, *rows, row())
        [finding] = [one for one in found.findings if one.code == "ROLL-02"]
        assert finding.subject == "13 rows, provider"
        assert [place.item for place in finding.places] == list(range(1, 14))

    def test_blank_stays_blank(self, home):
        _, [one] = carried(home, row(provider=None, sub_type=None, new_or_existing=None))
        assert (one.provider, one.sub_type, one.new_or_existing) == (None, None, None)
        assert one.extra == {}


class TestAmounts:
    def test_the_last_year_becomes_the_proposal(self, home):
        found, [one] = carried(home, row(amounts={"2019-20": Decimal("10.50")}))
        assert one.amounts == {NEXT: Decimal("10.50")}
        assert (found.planned_before, found.planned) == (Decimal("10.50"), {NEXT: Decimal("10.50")})

    def test_an_amount_that_could_not_be_read_is_kept_beside_the_row(self, home):
        _, [one] = carried(home, row(amounts={}, written={"amounts.2019-20": "tbc"}))
        assert (one.amounts, one.extra["2019-20 amounts.2019-20"]) == ({}, "tbc")

    def test_income_is_proposed_and_may_be_given(self, home):
        lines = (
            IncomeLine(source_of_funding="iBCF", amounts={"2019-20": Decimal(300)}),
            IncomeLine(source_of_funding="Winter Pressures", amounts={"2019-20": Decimal(50)}),
        )
        plan = Plan(round="2019-20", income=lines)
        found = roll_forward(plan, NEXT, income=["ibcf=330"], folders=[home])
        assert [(one.source_of_funding, one.amounts) for one in known(found.plan.income)] == [
            ("iBCF", {NEXT: Decimal(330)}),
            ("Discharge Fund", {NEXT: Decimal(50)}),
        ]
        assert found.plan.given["previous.income.ibcf"] == 300
        assert found.plan.given["previous.income.discharge_fund"] == 50

    def test_uplift_keeps_the_sum_to_the_pound(self, home):
        amounts = [Decimal(n) for n in (33, 33, 34)]
        lines = (IncomeLine(source_of_funding="iBCF", amounts={"2019-20": Decimal(100)}),)
        rows = tuple(row(amounts={"2019-20": amount}) for amount in amounts)
        plan = Plan(round="2019-20", income=lines, schemes=rows)
        found = roll_forward(plan, NEXT, income=["ibcf=107"], uplift=True, folders=[home])
        # 33 and 33 become 35.31, so 35; the largest takes what is left of 107
        assert [one.amounts[NEXT] for one in known(found.plan.schemes)] == [35, 35, 37]

    @given(
        st.lists(st.integers(0, 10**7), min_size=1, max_size=8),
        st.integers(1, 10**8),
        st.integers(0, 10**8),
    )
    def test_uplifted_rows_come_to_the_sum_times_the_growth(self, amounts, before, now):
        rows = [SchemeRow(amounts={NEXT: Decimal(amount)}) for amount in amounts]
        growth = {"ibcf": (Decimal(before), Decimal(now))}
        found = uplifted(rows, ["ibcf"] * len(rows), NEXT, growth)
        exact = Decimal(sum(amounts)) * now / before
        assert abs(sum(one.amounts[NEXT] for one in found) - exact) <= Decimal("0.5")
        assert uplifted(rows, [None] * len(rows), NEXT, growth) == tuple(rows)


class TestAlways:
    @settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(plan=plans())
    def test_every_pound_is_kept(self, home, plan):
        found = roll_forward(plan, NEXT, folders=[home])
        after = bc.summarise(found.plan, folders=[home]).figures
        before = bc.summarise(plan).figures
        for total in ("income.total", "expenditure.total"):
            assert after[total].value == before[total].value
        mine = [one.amounts.get("2019-20") for one in known(plan.schemes)]
        assert [one.amounts.get(NEXT) for one in known(found.plan.schemes)] == mine

    @settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(plan=any_plans)
    def test_no_text_and_no_number_of_a_row_is_lost(self, home, plan):
        found = roll_forward(plan, NEXT, folders=[home])
        for before, after in zip(plan.schemes or (), found.plan.schemes or (), strict=True):
            held = set(_texts(after))
            known_labels = {"source_of_funding", "scheme_type", "sub_type", "area_of_spend"}
            lists = known_labels | {"commissioner", "provider", "new_or_existing", "output_unit"}
            for field in before.__struct_fields__:
                value = getattr(before, field)
                if field in {"row", "impacts", *lists} or value in (None, ""):
                    continue
                lost = [text for text in _values(value) if text not in held]
                assert lost == [], field

    @settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(plan=any_plans)
    def test_any_draft_can_be_written_and_read_back(self, home, tmp_path_factory, plan):
        draft = roll_forward(plan, NEXT, folders=[home]).plan
        path = tmp_path_factory.mktemp("drafts") / "draft.json"
        bc.write(draft, path, folders=[home])
        assert without_places(bc.read(path, folders=[home]).plan) == without_places(draft)


def _values(value):
    if isinstance(value, dict):
        shown = (f"{one:f}" if isinstance(one, Decimal) else one for one in value.values())
        yield from filter(None, shown)
    else:
        yield f"{value:f}" if isinstance(value, Decimal) else value


def _texts(record):
    for field in record.__struct_fields__:
        value = getattr(record, field)
        if value is not None and field != "row":
            for text in _values(value):
                yield text
                yield text.replace(",", "")


class TestOtherTables:
    def test_leicester_is_carried_whole(self, home):
        found = roll_forward(LEICESTER, NEXT, folders=[home])
        draft = found.plan
        assert len(known(draft.schemes)) == 49
        assert found.planned == {NEXT: Decimal(43_368_727)}
        # impacts are asked for in both rounds
        assert known(draft.schemes)[0].impacts == known(LEICESTER.schemes)[0].impacts
        assert known(draft.schemes)[0].output_estimate == 1074

    def test_requirements_are_asked_again_with_last_years_answer_beside_them(self, home):
        draft = roll_forward(LEICESTER, NEXT, folders=[home]).plan
        first = known(draft.requirements)[0]
        assert (first.code, first.response, first.extra) == (
            "PR1",
            None,
            {"2019-20 response": "Yes"},
        )

    def test_the_planned_level_of_maturity_is_where_the_new_year_begins(self, home):
        draft = roll_forward(LEICESTER, NEXT, folders=[home]).plan
        was = known(LEICESTER.hicm)[0]
        first = known(draft.hicm)[0]
        assert (first.current, first.planned) == (was.planned, None)

    def test_texts_and_names_are_carried_and_signatures_are_not(self, home):
        plan = msgspec.structs.replace(
            LEICESTER,
            narrative=(bc.plan.NarrativeText(section="A", text="We plan."),),
            sign_off=(bc.plan.SignOff(role="hwb_chair", name="A. Person", date="2019-09-20"),),
        )
        draft = roll_forward(plan, NEXT, folders=[home]).plan
        assert [(one.section, one.text) for one in known(draft.narrative)] == [("A", "We plan.")]
        [signature] = draft.sign_off or [None]
        assert (signature.name, signature.date, signature.extra) == (
            "A. Person",
            None,
            {"2019-20 date": "2019-09-20"},
        )

    def test_figures_of_the_old_year_stay_with_the_old_plan(self, home):
        found = roll_forward(LEICESTER, NEXT, folders=[home])
        assert found.plan.printed == {}
        assert not any(name.startswith("required.") for name in found.plan.given)
        assert ("Plan", "27 figures given or printed for 2019-20 are not carried.") in told(
            found, "ROLL-11"
        )

    def test_lines_that_answer_nothing_asked_are_counted(self, home):
        lines = (*known(LEICESTER.requirements), bc.plan.RequirementResponse(code="XX9"))
        plan = msgspec.structs.replace(LEICESTER, requirements=lines)
        found = roll_forward(plan, NEXT, folders=[home])
        assert ("Planning Requirements", "1 line is not carried to 2031-32.") in told(
            found, "ROLL-11"
        )

    def test_a_section_that_is_not_asked_for_now_is_told(self):
        text = bc.plan.NarrativeText(section="C", text="Governance.")
        plan = msgspec.structs.replace(LEICESTER, narrative=(text,))
        found = roll_forward(plan, "2021-22")
        assert found.plan.narrative is None
        assert ("Narrative plan", "1 line is not carried to 2021-22.") in told(found, "ROLL-11")

    def test_national_conditions_are_asked_again_for_each_year(self):
        answer = bc.plan.records.ConditionAnswer(code="NC1", response="Yes")
        old = bc.read(examples.path("rotherham-2017-19")).plan
        plan = msgspec.structs.replace(old, conditions=(answer,))
        found = roll_forward(plan, "2018-19")
        lines = known(found.plan.conditions)
        assert {(one.code, one.response) for one in lines} == {
            (code, None) for code in ("NC1", "NC2", "NC3", "NC4")
        }

    def test_what_was_not_given_stays_so(self, home):
        draft = roll_forward(Plan(round="2019-20"), NEXT, folders=[home]).plan
        assert (draft.schemes, draft.income, draft.metrics) == (None, None, None)


class TestRefused:
    def test_an_earlier_round_or_the_same(self):
        with pytest.raises(BadRequest, match="Round 2017-19 does not come after 2019-20"):
            roll_forward(LEICESTER, "2017-19")
        with pytest.raises(BadRequest, match="Round 2019-20 does not come after 2019-20"):
            roll_forward(LEICESTER, "2019-20")

    def test_a_round_that_is_not_at_hand(self):
        with pytest.raises(UnknownRound):
            roll_forward(LEICESTER, "2099-00")

    def test_an_uplift_without_new_income(self, home):
        with pytest.raises(BadRequest, match="An uplift needs the new income of a source"):
            roll_forward(LEICESTER, NEXT, uplift=True, folders=[home])

    def test_income_that_cannot_be_understood(self, home):
        with pytest.raises(BadRequest, match="There is no source winter_pressures"):
            roll_forward(LEICESTER, NEXT, income=["winter_pressures=5"], folders=[home])

    def test_a_gap_of_years_leaves_previous_figures_to_you(self, tmp_path):
        made_round(tmp_path, "2033-34")
        found = roll_forward(LEICESTER, "2033-34", folders=[tmp_path])
        assert found.plan.given == {}
        assert told(found, "ROLL-12") == [
            (
                "Plan, previous figures",
                "2033-34 looks for figures of 2032-33, and this plan ends with 2019-20: none are "
                "filled in.",
            )
        ]
