"""Measures beside their plan: figures taken in, charts with their tables, areas side by side."""

import dataclasses
import re
from decimal import Decimal

import pytest
from django.test.utils import CaptureQueriesContext

from bettercare.metrics.results import Result
from bettercare_web.audit.models import Event
from bettercare_web.measures.actions import MOST, take_in
from bettercare_web.measures.models import Measured
from bettercare_web.measures.planned import plan_of, schemes_for
from bettercare_web.measures.selectors import beside, periods_of
from bettercare_web.plans.actions import Refused, Stopped
from bettercare_web.plans.answers import summary_of


def result(area="E06000016", period="2019-09", value=22.0, **more):
    given = {
        "metric": "dtoc", "breakdown": "", "group": "", "numerator": None, "denominator": None,
        "lower": 20.0, "upper": 24.0, "method": "Poisson", "reference": "Return", **more,
    }  # fmt: skip
    return Result(area=area, period=period, value=value, **given)


@pytest.fixture
def page(leicester, signed_in):
    """A page of a measure of Leicester's plan, as its text."""

    def read(more="", who="analyst@leicester", metric="dtoc"):
        answer = signed_in(who).get(f"/plans/{leicester.pk}/measures/{metric}/{more}")
        assert answer.status_code == 200
        return answer.content.decode()

    return read


def test_figures_are_taken_in_with_one_event_and_no_number_of_people(leicester, actor):
    before = Event.objects.count()
    count = take_in(leicester.area, [result()], "applied", by=actor("analyst@leicester"))
    assert (count, Event.objects.count()) == (1, before + 1)
    event = Event.objects.order_by("at").last()
    assert event.action == "results-taken-in"
    assert "22.0" not in event.body
    assert Measured.objects.get(period="2019-09").value == 22.0


def test_a_figure_that_is_sent_again_stands_for_the_earlier_one_which_is_kept(leicester, actor):
    for value in (22.0, 23.0):
        take_in(leicester.area, [result(value=value)], "applied", by=actor("lead@leicester"))
    kept = Measured.objects.filter(period="2019-09").order_by("at")
    assert [(one.value, one.superseded is None) for one in kept] == [(22.0, False), (23.0, True)]


@pytest.mark.parametrize(
    ("results", "disclosure", "why"),
    [
        ([result()], "", "not under disclosure control"),
        ([], "applied", "Send from 1 to 5,000"),
        ([result()] * (MOST + 1), "applied", "Send from 1 to 5,000"),
        ([result(), result()], "applied", "Two results are of the same"),
        ([result(area="E08000018")], "applied", "A result is of E08000018"),
        ([result(hidden="small")], "applied", "withheld and has a number all the same"),
        ([result(numerator=Decimal(-1))], "applied", "has a count that cannot be: -1"),
        ([result(denominator=Decimal("1e30"))], "applied", "has a count that cannot be"),
        ([result(metric="dtok")], "applied", "There is no metric 'dtok'"),
        ([result(period="2019-99")], "applied", "'2019-99' is no period"),
    ],
)
def test_what_is_not_taken_in(leicester, actor, results, disclosure, why):
    before = Measured.objects.count()
    with pytest.raises(Stopped, match=why):
        take_in(leicester.area, results, disclosure, by=actor("lead@leicester"))
    assert Measured.objects.count() == before


@pytest.mark.parametrize("who", ["viewer@leicester", "lead@rotherham", "finance@leicester"])
def test_who_may_not_send_figures_in(leicester, actor, who):
    with pytest.raises(Refused):
        take_in(leicester.area, [result()], "applied", by=actor(who))


def test_the_page_says_what_happened_what_will_probably_happen_and_what_is_done(page):
    said = page()
    assert "made up for the demonstration" in said
    assert re.search(r"<h1[^>]*>Delayed transfers of care shows improvement", said)
    assert re.search(r"Chance that 2020-02 meets its plan of 21.4: \d+%, about", said)
    assert said.count('role="img"') == 2
    assert 'style="' not in said


def test_every_number_of_a_picture_is_in_its_table(page, leicester):
    said = page()
    for one in Measured.objects.filter(area=leicester.area):
        assert re.search(
            rf'<th scope="row">{one.period}</th><td class="bc-number">{one.value:.1f}', said
        )


def test_a_withheld_figure_is_said_to_be_and_is_never_nought(rotherham, signed_in):
    answer = signed_in("lead@rotherham").get(f"/plans/{rotherham.pk}/measures/dtoc/")
    said = answer.content.decode()
    assert "1 figure is hidden, since the number of people is small" in said
    assert '<th scope="row">2018-12</th><td class="bc-number">hidden, small number' in said


def test_schemes_that_the_plan_says_will_move_it_come_dearest_first(leicester):
    working = summary_of(leicester).working
    found = schemes_for(working, "dtoc", working.rules.metrics["dtoc"])
    stated = [
        row for row in working.rows if row.row.impacts.get("dtoc") in {"Low", "Medium", "High"}
    ]
    assert len(found) == len(stated)
    dearest = max(stated, key=lambda row: row.amount)
    assert found[0].name == dearest.name


def test_a_level_of_the_year_is_the_plan_of_its_months_and_a_count_is_not(leicester):
    from bettercare.metrics.library import definition

    summary = summary_of(leicester)
    daily = definition("dtoc", round_id="2019-20")
    assert plan_of(summary, "dtoc", daily, ["2019-04", "2018-04"]) == {"2019-04": 21.4}
    rate = definition("res", round_id="2019-20")
    assert plan_of(summary, "res", rate, ["2019-04"]) == {}
    assert round(plan_of(summary, "res", rate, ["2019-20"])["2019-20"], 1) == 585.8


def test_a_metric_without_figures_says_so(page):
    assert "Residential admissions: nothing is measured yet" in page(metric="res")


def test_areas_side_by_side_and_by_region(page):
    both = page("compare/?period=2019-08")
    assert "Leicester" in both and '<th scope="row">Rotherham</th>' in both
    region = page("compare/?period=2019-08&region=Y60")
    assert '<th scope="row">Rotherham</th>' not in region


def test_provisional_figures_of_another_area_are_not_shown(rotherham, actor, page):
    sent = result(area="E08000018", period="2019-09", value=99.0, status="provisional")
    take_in(rotherham.area, [sent], "applied", by=actor("lead@rotherham"))
    assert "99.0" not in page("compare/?period=2019-09")
    final = dataclasses.replace(sent, status="final")
    take_in(rotherham.area, [final], "applied", by=actor("lead@rotherham"))
    assert "99.0" in page("compare/?period=2019-09")


def test_nor_is_it_told_that_there_are_any(rotherham, actor, page):
    sent = result(area="E08000018", period="2021-12", value=99.0, status="provisional")
    take_in(rotherham.area, [sent], "applied", by=actor("lead@rotherham"))
    assert "2021-12" not in page("compare/")


def test_who_sees_some_schemes_alone_sees_no_provisional_figures(leicester, actor, person):
    later = result(period="2021-12", status="provisional")
    take_in(leicester.area, [later], "applied", by=actor("lead@leicester"))
    for who, seen in (("lead@leicester", 1), ("provider@leicester", 0)):
        assert beside(person(who), "dtoc", "2021-12").count() == seen, who
        assert periods_of(person(who), "dtoc").count("2021-12") == seen, who


def test_a_quarter_among_months_is_left_out_and_a_month_that_lacks_is_a_gap(leicester, actor, page):
    both = [result(period="2018-19", value=30.0), result(period="2018-19 Q1", value=31.0)]
    take_in(leicester.area, both, "applied", by=actor("lead@leicester"))
    Measured.objects.filter(area=leicester.area, period="2018-05").delete()
    said = page()
    assert "2018-19" not in said
    assert '<th scope="row">2018-05</th><td class="bc-number">not given' in said


def test_a_provider_is_not_told_of_the_whole_plan(leicester, signed_in):
    client = signed_in("provider@leicester")
    assert client.get(f"/plans/{leicester.pk}/measures/dtoc/").status_code == 404


def test_the_library_and_a_definition(signed_in):
    client = signed_in("viewer@rotherham")
    said = client.get("/measures/").content.decode()
    assert 'href="/measures/nea/"' in said
    assert "definitions, the newest first" in client.get("/measures/nea/").content.decode()
    assert client.get("/measures/nonsense/").status_code == 404


def test_a_page_asks_at_most_twenty_times(leicester, signed_in):
    from django.db import connection

    client = signed_in("lead@leicester")
    for more in ("", "compare/"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(f"/plans/{leicester.pk}/measures/dtoc/{more}")
        assert len(asked) <= 20, more
