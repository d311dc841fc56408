"""What became of the codes of 2019-20 and after, round by round and over all of them."""

from itertools import pairwise

import pytest

from bettercare.rounds import Certainty, crosswalk
from bettercare.rounds.crosswalk_files import codes

CHAIN = ("2019-20", "2021-22", "2022-23", "2023-25", "2025-26")


def became(before, after, name, code):
    """The successors of a code with how well they fit."""
    found = crosswalk.load(before, after).successors(name, code)
    return [(one.code, one.fit) for one in found]


def gaps(before, after, name):
    """The codes of a list without anything to compare them with, and why."""
    found = crosswalk.load(before, after).gaps()
    return [(gap.code, gap.why, gap.codes) for gap in found if gap.list == name]


@pytest.mark.parametrize(
    "before", [(), ("2017-19",), ("2016-17", "2017-19"), ("2015-16", "2016-17", "2017-19")]
)
def test_the_rounds_are_followed_one_after_the_other(before):
    path = (*before, *CHAIN)
    assert crosswalk.load(path[0], "2025-26").path == path


def test_2020_21_is_passed_over_and_can_be_asked_for():
    assert crosswalk.load("2019-20", "2020-21").path == ("2019-20", "2020-21")
    assert crosswalk.load("2020-21", "2021-22").path == ("2020-21", "2021-22")
    assert crosswalk.load("2020-21", "2025-26").path == ("2020-21", *CHAIN[1:])


def test_the_second_year_of_2023_25_goes_on_as_2023_25_does():
    assert crosswalk.load("2024-25", "2025-26").path == ("2024-25", "2023-25", "2025-26")
    assert became("2024-25", "2025-26", "sources", "ibcf") == [("la_bcg", "part")]


@pytest.mark.parametrize(
    ("before", "after", "name", "code", "found"),
    [
        ("2019-20", "2020-21", "sources", "winter_pressures", [("ibcf", "part")]),
        ("2019-20", "2021-22", "sources", "winter_pressures", [("ibcf", "part")]),
        ("2019-20", "2025-26", "sources", "winter_pressures", [("la_bcg", "part")]),
        ("2019-20", "2025-26", "sources", "nhs_minimum", [("nhs_minimum", "same")]),
        ("2023-25", "2025-26", "sources", "ibcf", [("la_bcg", "part")]),
        ("2023-25", "2025-26", "sources", "la_discharge", [("la_bcg", "part")]),
        ("2023-25", "2025-26", "sources", "icb_discharge", [("nhs_minimum", "part")]),
        ("2022-23-discharge", "2023-25", "sources", "la_discharge", [("la_discharge", "same")]),
        ("2022-23-discharge", "2023-25", "scheme_types", "workforce", [("workforce", "same")]),
        ("2019-20", "2021-22", "scheme_types", "intermediate_care",
         [("bed_based", "part"), ("reablement_at_home", "part")]),
        ("2020-21", "2021-22", "scheme_types", "intermediate_care",
         [("bed_based", "part"), ("reablement_at_home", "part")]),
        ("2022-23", "2023-25", "scheme_types", "reablement_at_home",
         [("home_based", "part"), ("urgent_response", "part")]),
        ("2019-20", "2023-25", "scheme_types", "intermediate_care",
         [("bed_based", "part"), ("home_based", "part"), ("urgent_response", "part")]),
        ("2023-25", "2025-26", "scheme_types", "home_care",
         [("short_term_home_care", "part"), ("long_term_home_care", "part")]),
        ("2023-25", "2025-26", "scheme_types", "hicm", [("discharge_support", "part")]),
        ("2023-25", "2025-26", "scheme_types", "care_act",
         [("carers", "part"), ("other", "similar")]),
        ("2017-19", "2019-20", "scheme_types", "care_homes",
         [("hicm", "part"), ("community_based", "part")]),
        ("2019-20", "2021-22", "sub_types", "intermediate_care/reablement",
         [("reablement_at_home/prevent_admission", "part"),
          ("reablement_at_home/support_discharge", "part"), ("reablement_at_home/both", "part")]),
        ("2022-23", "2023-25", "sub_types", "bed_based/step_down",
         [("bed_based/rehabilitation_discharge", "part"),
          ("bed_based/reablement_discharge", "part")]),
        ("2022-23", "2023-25", "sub_types", "carers/respite", [("carers/respite", "same")]),
        ("2019-20", "2021-22", "commissioners", "nhs", [("nhs", "same")]),
        ("2019-20", "2025-26", "areas_of_spend", "social_care", [("social_care", "same")]),
        ("2021-22", "2022-23", "metrics", "usual", [("usual", "same")]),
        ("2021-22", "2023-25", "metrics", "avoid", [("avoid", "similar")]),
        ("2019-20", "2023-25", "metrics", "res", [("res", "same")]),
        ("2019-20", "2025-26", "metrics", "res", [("res", "similar")]),
    ],
)  # fmt: skip
def test_what_became_of_a_code(before, after, name, code, found):
    assert became(before, after, name, code) == found


def test_one_code_may_come_from_several():
    back = crosswalk.load("2023-25", "2025-26").reversed()
    sources = [one.code for one in back.successors("sources", "la_bcg")]
    assert sources == ["ibcf", "la_discharge"]
    types = {one.code for one in back.successors("scheme_types", "long_term_home_health")}
    assert types == {"community_based", "personalised_care_at_home"}


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("2019-20", "2020-21", [(c, "ended", ()) for c in ("nea", "dtoc", "res", "rea")]),
        ("2019-20", "2021-22", [("nea", "not_comparable", ("avoid",)), ("dtoc", "ended", ())]),
        ("2021-22", "2022-23", [("los14", "ended", ()), ("los21", "ended", ())]),
        ("2022-23", "2023-25", []),
        ("2023-25", "2025-26", [("avoid", "not_comparable", ("emadm65",)), ("falls", "ended", ()),
                                ("usual", "ended", ()), ("rea", "ended", ())]),
        ("2019-20", "2025-26", [("nea", "not_comparable", ("emadm65",)), ("dtoc", "ended", ()),
                                ("rea", "ended", ())]),
    ],
)  # fmt: skip
def test_metrics_that_cannot_be_compared(before, after, found):
    assert gaps(before, after, "metrics") == found


def test_over_all_rounds_admissions_are_never_comparable():
    walk = crosswalk.load("2016-17", "2025-26")
    [one] = walk.successors("metrics", "nea")
    assert (one.code, one.fit, one.comparable) == ("emadm65", "not_comparable", False)
    assert walk.only("metrics", "nea") is None


@pytest.mark.parametrize(
    "before", ["2016-17", "2017-19", "2019-20", "2021-22", "2022-23", "2023-25"]
)
def test_every_source_and_scheme_type_leads_to_2025_26(before):
    assert gaps(before, "2025-26", "sources") == []
    assert gaps(before, "2025-26", "scheme_types") == []


def test_sub_types_end_with_2025_26():
    walk = crosswalk.load("2023-25", "2025-26")
    ended = [gap for gap in walk.gaps() if gap.list == "sub_types"]
    subs = [k.sub_types for k in walk.before.scheme_types.items.values() if k.sub_types]
    assert len(ended) == sum(len(one.items) for one in subs)
    assert {gap.why for gap in ended} == {"ended"}


@pytest.mark.parametrize(
    ("before", "after", "arrived"),
    [
        ("2019-20", "2021-22", {("metrics", "los14"), ("metrics", "los21"), ("metrics", "usual")}),
        ("2022-23", "2023-25", {("sources", "la_discharge"), ("sources", "icb_discharge"),
                                ("scheme_types", "workforce"), ("metrics", "falls")}),
        ("2023-25", "2025-26", {("metrics", "ddelay")}),
    ],
)  # fmt: skip
def test_what_is_new(before, after, arrived):
    found = crosswalk.load(before, after).arrivals()
    assert {(gap.list, gap.code) for gap in found if gap.list != "sub_types"} == arrived


def test_what_rests_on_practice_is_unconfirmed():
    for before, after in pairwise(CHAIN):
        walk = crosswalk.load(before, after)
        for name in ("sources", "scheme_types", "sub_types", "metrics"):
            for code in codes(walk.before, name):
                for one in walk.successors(name, code):
                    if one.reference == walk.before.references["practice"].title:
                        assert one.certainty is Certainty.UNCONFIRMED, (name, code)
