"""Every fact of a round, in one list."""

from bettercare.rounds import Certainty, load
from bettercare.rounds.facts import facts

FACTS = {fact.path: fact for fact in facts(load("2019-20"))}


def test_a_value_rests_on_what_its_list_rests_on():
    assert FACTS["areas_of_spend.acute"].reference == FACTS["areas_of_spend"].reference
    assert FACTS["areas_of_spend.acute"].certainty is Certainty.CONFIRMED


def test_a_value_may_be_surer_than_its_list_and_less_sure():
    assert FACTS["providers"].certainty is Certainty.UNCONFIRMED
    assert FACTS["providers.vcs"].certainty is Certainty.CONFIRMED
    assert FACTS["output_units.beds"].certainty is Certainty.UNCONFIRMED


def test_facts_inside_other_facts_are_listed():
    expected = {
        "scheme_types.home_care.outputs",
        "scheme_types.hicm.sub_types.red_bag",
        "required_spends.adult_social_care.minimum",
        "hicm.levels.mature",
        "questions.carers",
        "timetable.1",
        "thresholds",
        "tables.schemes",
    }
    assert expected <= set(FACTS)


def test_every_fact_names_what_it_rests_on():
    titles = {reference.title for reference in load("2019-20").references.values()}
    assert {fact.reference for fact in FACTS.values()} <= titles
