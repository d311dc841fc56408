"""The indicator library: in step with the rounds, one definition at a time, and strict."""
# mypy: disable-error-code="operator, arg-type, type-var, misc, attr-defined, index"

import shutil
from datetime import date

import pytest

from bettercare import rounds
from bettercare.errors import UnknownMetric, UnusableLibrary
from bettercare.metrics.definition import Definition
from bettercare.metrics.library import (
    definition,
    library,
    metrics_of_round,
    read_library,
    versions,
)
from bettercare.metrics.library_files import SHIPPED
from bettercare.metrics.library_rounds import UNITS

ROUNDS = {name: rounds.load(name) for name in rounds.available()}
OF_ROUNDS = [(name, code) for name, rules in ROUNDS.items() for code in rules.metrics]
EVERY = [one for made in library().metrics.values() for one in made]


@pytest.mark.parametrize(("round_id", "metric"), OF_ROUNDS)
def test_every_metric_of_every_round_has_one_definition_that_agrees_with_it(round_id, metric):
    rules = ROUNDS[round_id]
    stated = rules.metrics[metric]
    (found,) = [one for one in versions(metric) if round_id in one.rounds]
    assert found == definition(metric, round_id=round_id)
    assert found.better == {"local": "neither"}.get(stated.better, stated.better)
    assert (found.unit, found.per) == UNITS[stated.unit]
    assert found.short == stated.short
    assert rules.cite(stated.reference) in found.reference
    assert found.scope == "national"
    if stated.collected != "value":
        assert (found.numerator, found.denominator) == (stated.numerator, stated.denominator)
    if stated.interval != "none":
        assert found.interval == {"byar": "poisson", "wilson": "wilson"}[stated.interval]
    if stated.certainty.value == "unconfirmed":
        assert found.certainty == "unconfirmed"
    if found.population:
        by_period = found.population.rule == "calendar_year_of_period"
        assert by_period == (stated.population == "calendar_year")


def test_no_round_has_more_definitions_than_metrics():
    asked = {name: {code for r, code in OF_ROUNDS if r == name} for name in ROUNDS}
    assert {name: {one.metric for one in metrics_of_round(name)} for name in ROUNDS} == asked


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.key)
def test_a_definition_says_everything(one: Definition):
    assert all([one.title, one.why, one.source, one.lag, one.owner, one.reference, one.periods])
    assert one.numerator or one.unit == "local"
    assert (one.unit in ("percent", "mean_days", "per_population", "per_day")) <= bool(
        one.denominator
    )
    assert one.start is not None


NOT_CONFIRMED_IN_ALL = {"lag"}  # no document that was seen states a lag


@pytest.mark.parametrize(
    "one", [one for one in EVERY if one.scope == "national"], ids=lambda one: one.key
)
def test_what_is_our_own_is_marked_as_not_confirmed(one):
    assert set(one.unconfirmed) >= NOT_CONFIRMED_IN_ALL
    if one.metric in {"avoid", "falls", "los14", "los21", "ddelay", "emadm65", "usual", "nea"}:
        assert "count" in one.unconfirmed


# What takes the place of what, and whether figures under both make one series.
CHAIN = """
    nea@2015-16   | nea@2016-17     | no
    nea@2016-17   | nea@2019-20     | convertible
    nea@2019-20   | avoid@2021-22   | no
    avoid@2021-22 | emadm65@2025-26 | no
    dtoc@2015-16  | dtoc@2018-19    | convertible
    dtoc@2018-19  | ddelay@2025-26  | no
    res@2015-16   | res@2017-19     | yes
    res@2017-19   | res@2025-26     | convertible
    usual@2021-22 | usual@2022-23   | yes
"""


def test_what_takes_the_place_of_what():
    drawn = [tuple(c.strip() for c in line.split("|")) for line in CHAIN.strip().splitlines()]
    found = {
        (one.supersedes, one.key, "yes" if one.comparable else "no" if not one.conversion else
         "convertible")
        for one in EVERY if one.supersedes
    }  # fmt: skip
    assert found == set(drawn)
    assert all(bool(one.change) == bool(one.supersedes) for one in EVERY)


@pytest.mark.parametrize(("metric", "day", "version"), [
    ("dtoc", date(2018, 3, 31), "2015-16"),
    ("dtoc", date(2018, 4, 1), "2018-19"),
    ("dtoc", date(2020, 3, 31), "2018-19"),
    ("res", date(2025, 3, 31), "2017-19"),
    ("res", date(2025, 4, 1), "2025-26"),
    ("rea", date(2024, 3, 31), "2015-16"),
    ("dtoc_spells", date(2030, 1, 1), "1"),
])  # fmt: skip
def test_the_definition_on_a_day(metric, day, version):
    assert definition(metric, day=day).version == version


@pytest.mark.parametrize(("metric", "asked", "said"), [
    ("dtoc", {"day": date(2020, 4, 1)}, "no definition for 2020-04-01"),
    ("rea", {"day": date(2024, 4, 1)}, "no definition for 2024-04-01"),
    ("rea", {"round_id": "2024-25"}, "no definition for 2024-25"),
    ("dtoc", {"version": "9"}, "Its versions: 2015-16 and 2018-19"),
    ("dtok", {}, "Do you mean 'dtoc'?"),
    ("bananas", {}, "bettercare measures lists them all"),
])  # fmt: skip
def test_what_is_not_there_is_told(metric, asked, said):
    with pytest.raises(UnknownMetric, match=said.replace("?", r"\?")):
        definition(metric, **asked)


def test_a_metric_is_found_however_it_is_written():
    assert definition(" NEA ").key == definition("nea").key == "nea@2019-20"


def test_reviews_that_are_due():
    assert library().due(date(2027, 3, 31)) == ()
    assert len(library().due(date(2027, 4, 1))) == len(EVERY)


def test_codes_are_read_with_and_without_a_point():
    condition = definition("avoid").count.where[1]
    assert {"J45", "I110", "I11.0"} <= set(condition.starts_with)
    assert "J4.5" not in condition.starts_with


# A file, words in it, what stands there instead, and what is said of it with its line.
FAULTS = [
    (
        "res.yaml",
        "lag: about",
        "lagg: about",
        "res.yaml:8: 'lagg' is not a key here. Fix: Write 'lag'",
    ),
    ("res.yaml", '    rounds: ["2025-26"]', '    rounds: ["2025-27"]', "no round '2025-27'"),
    (
        "res.yaml",
        '    rounds: ["2025-26"]',
        "    rounds: []",
        "No version of 'res' is for round 2025-26",
    ),
    (
        "res.yaml",
        '["2015-16", "2016-17"]',
        '["2015-16", "2016-17", "2017-19"]',
        "Rounds 2015-16 and 2017-19 do not have the same numerator. Fix: Begin a new version",
    ),
    (
        "res.yaml",
        '["2015-16", "2016-17"]',
        '["2015-16", "2016-17", "2017-19"]',
        "'res' has round '2017-19' twice",
    ),
    ("res.yaml", 'version: "2025-26"', 'version: "2017-19"', "'res' has version '2017-19' twice"),
    (
        "res.yaml",
        "records: care_homes",
        "records: care_home",
        "no kind of record 'care_home'. Fix: Write 'care_homes'",
    ),
    (
        "res.yaml",
        "column: age,",
        "column: agee,",
        "no column 'agee' in care_homes. Fix: Write 'age'",
    ),
    (
        "res.yaml",
        "column: funded_by_council, equal: true",
        'column: funded_by_council, equal: "yes"',
        "cannot be 'yes'",
    ),
    ("res.yaml", "column: age, at_least: 65", "column: age", "Nothing is asked of 'age'"),
    (
        "res.yaml",
        "column: age, at_least: 65",
        "column: council, at_least: 65",
        "'council' holds no numbers",
    ),
    ("res.yaml", "deprivation, kind]", "deprivation, kynd]", "no column 'kynd'"),
    (
        "res.yaml",
        "records: care_homes",
        "area: commissioner\nrecords: care_homes",
        "no column 'commissioner'",
    ),
    ("res.yaml", "records: care_homes\n", "", "Both 'records' and 'count' are needed"),
    (
        "res.yaml",
        "periods: [month, quarter, year]",
        "periods: [month, year]",
        "Round 2025-26 plans by quarter",
    ),
    (
        "res.yaml",
        "population: {at_least: 65}",
        "better: lower\npopulation: {at_least: 65}",
        "'better' is said by round 2015-16 already",
    ),
    ("res.yaml", "population: {at_least: 65}\n", "", "A rate needs a population"),
    (
        "res.yaml",
        "population: {at_least: 65}",
        "population: {at_least: 65, label: all}",
        "'rule' or 'label' is amiss",
    ),
    (
        "res.yaml",
        "unconfirmed: [lag, owner, count]\nnotes",
        "unconfirmed: [lagg]\nnotes",
        "'lagg' is no part of a definition. Fix: Write 'lag'",
    ),
    ("res.yaml", '    comparable: "yes"\n', "", "'comparable' is missing"),
    ("res.yaml", "    change: Said", "    notes: Said", "'change' is missing"),
    ("res.yaml", "    conversion: Add", "    notes: Add", "stands twice in one place"),
    ("dtoc.yaml", "    conversion: Days are", "    notes: Days are", "'conversion' is missing"),
    ("nea.yaml", "owner: NHS England\n", "", "'owner' is missing"),
    ("nea.yaml", "review: 2027-04-01", "review: 2027-02-30", "'2027-02-30' is not a date"),
    ("nea.yaml", "review: 2027-04-01", "review: soon", "'review' cannot be 'soon'"),
    ("nea.yaml", "equal: emergency", "equal: urgent", "'method' has no code 'urgent'"),
    ("nea.yaml", "equal: emergency", "equal: [a]", "'equal' cannot be a list"),
    ("nea.yaml", "    population: {}\n", "", "A rate needs a population"),
    ("avoid.yaml", "supersedes: nea", "supersedes: dtok", "no metric 'dtok'. Fix: Write 'dtoc'"),
    ("avoid.yaml", "codes: chronic_acsc", "codes: chronic", "no list of codes 'chronic'"),
    (
        "los14.yaml",
        "days_since: admitted",
        "days_since: age",
        "'discharged' cannot be counted in days",
    ),
    (
        "los14.yaml",
        "of:\n  where:\n    - {column: specific_acute, equal: true}\n"
        "    - {column: discharged, days_since: admitted, at_least: 0}\n",
        "",
        "needs 'of' too",
    ),
    (
        "emadm65.yaml",
        "population: {at_least: 65}",
        "of: {}\npopulation: {at_least: 65}",
        "Only a share or an average",
    ),
    ("ddelay.yaml", "  days_until: discharged\n", "", "from one date until another"),
    ("ddelay.yaml", "  days_until: discharged", "  days_until: age", "'age' is no date"),
    (
        "dtoc_spells.yaml",
        "sum: delayed_days",
        "sum: provider",
        "'provider' holds no numbers to add up",
    ),
    (
        "dtoc_spells.yaml",
        "reference: own_method",
        "reference: own_methods",
        "No reference 'own_methods'. Fix: Write 'own_method'",
    ),
    ("dtoc_spells.yaml", "unit: days", "unit: dayz", "'unit' cannot be 'dayz'"),
    (
        "dtoc_spells.yaml",
        "numerator: days of delay of adults who left hospital in the period",
        'numerator: ""',
        "Only a local measure may leave 'numerator' blank",
    ),
    ("rotherham.yaml", "    unit: local", "    unit: count", "Only a local measure may leave"),
    ("pse.yaml", "metric: pse", "metric: psx", "Round 2015-16 has no metric 'psx'"),
    ("pse.yaml", "metric: pse", "metric: psx", "has metric 'pse', which no file defines"),
]


def harmed(tmp_path, name, words, instead):
    """A copy of the shipped folder with a fault in one file."""
    folder = tmp_path / "library"
    shutil.copytree(SHIPPED, folder)
    text = (folder / name).read_text(encoding="utf-8")
    (folder / name).write_text(text.replace(words, instead, 1), encoding="utf-8")
    return folder, words in text


@pytest.mark.parametrize(("name", "words", "instead", "said"), FAULTS)
def test_a_fault_is_told_with_its_place_and_fix(tmp_path, name, words, instead, said):
    folder, there = harmed(tmp_path, name, words, instead)
    assert there
    with pytest.raises(UnusableLibrary) as refused:
        read_library(folder, ROUNDS)
    assert said in str(refused.value)
    assert all(fault.line and fault.fix for fault in refused.value.faults)


def test_faults_of_all_files_are_told_at_once(tmp_path):
    folder, _ = harmed(tmp_path, "nea.yaml", "owner: NHS England", "owners: NHS England")
    text = (folder / "rea.yaml").read_text(encoding="utf-8")
    (folder / "rea.yaml").write_text(text.replace("why:", "whi:"), encoding="utf-8")
    with pytest.raises(UnusableLibrary, match="2 faults in definitions of metrics") as refused:
        read_library(folder, ROUNDS)
    assert [(one.file.name, one.line) for one in refused.value.faults] == [
        ("nea.yaml", 11), ("rea.yaml", 5),
    ]  # fmt: skip


def test_an_empty_folder_is_no_library(tmp_path):
    with pytest.raises(UnusableLibrary, match="There is no YAML file here"):
        read_library(tmp_path, {})


def test_a_new_round_must_be_covered():
    later = {**ROUNDS, "2026-27": ROUNDS["2025-26"]}
    with pytest.raises(UnusableLibrary) as refused:
        read_library(SHIPPED, later)
    assert "res.yaml" in str(refused.value)
    assert "No version of 'res' is for round 2026-27. Fix: Add '2026-27'" in str(refused.value)


# Versions of a metric of an area, by their dates.
LOCAL = """
metric: waits
scope: local
title: People who wait
why: Waiting harms.
numerator: people who wait
denominator: ""
unit: count
better: lower
interval: ""
source: The waiting list
lag: none
owner: The council
review: 2027-04-01
reference: own
certainty: confirmed
periods: [month]
versions:
  - {version: "1", start: 2015-04-01, until: %s}
  - {version: "2", start: %s, comparable: "no", change: Other people count.}
"""
OWN = "references:\n  own: {title: Method of the council}\n"


def local(tmp_path, until, start, text=LOCAL):
    """A library of one local metric with two versions."""
    (tmp_path / "waits.yaml").write_text(text % (until, start), encoding="utf-8")
    (tmp_path / "references.yaml").write_text(OWN, encoding="utf-8")
    return read_library(tmp_path, {})


def test_versions_that_meet_are_right(tmp_path):
    first, second = local(tmp_path, "2018-03-31", "2018-04-01").versions("waits")
    assert (first.until, second.start, second.until) == (
        date(2018, 3, 31), date(2018, 4, 1), None,
    )  # fmt: skip
    assert (second.supersedes, second.reference) == ("waits@1", "Method of the council")


@pytest.mark.parametrize(("until", "start", "said"), [
    ("2018-03-31", "2018-04-02", "Versions 1 and 2 leave a gap. Fix: Begin on 2018-04-01"),
    ("2018-03-31", "2018-03-31", "Versions 1 and 2 overlap. Fix: Begin on 2018-04-01"),
    ("2018-03-31", "2015-04-01", "Version 2 begins before version 1, or with it"),
    ("null", "2018-04-01", "Version 1 has no end"),
])  # fmt: skip
def test_gaps_and_overlaps_of_versions(tmp_path, until, start, said):
    text = LOCAL.replace(", until: %s", "%.0s") if until == "null" else LOCAL
    with pytest.raises(UnusableLibrary) as refused:
        local(tmp_path, until, start, text)
    assert said in str(refused.value)
