"""The working of every figure: heading, steps, rows to tick, and the file."""

import csv
import re
from io import StringIO

import pytest

import bettercare
from bettercare import examples
from bettercare_web.plans.actions import start_plan
from bettercare_web.plans.answers import summary_of
from bettercare_web.plans.replay import replay

PLANNED = "required.nhs_out_of_hospital.planned"
NINE = ",".join(f"schemes-{item}" for item in (10, 11, 14, 22, 25, 29, 31, 33, 48))


def page(client, plan, figure, query=""):
    answer = client.get(f"/plans/{plan.pk}/working/{figure}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def heading(html):
    return re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL).group(1)


def text(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (PLANNED, "NHS out-of-hospital spend is £7,242,204: £440,117 above the minimum"),
        (
            "required.adult_social_care.headroom",
            "Adult social care spend is £15,021 above the minimum",
        ),
        ("balance.total", "Left to allocate, all sources: £0"),
        ("metric.res.change", "−2.4%"),
    ],
)
def test_the_heading_is_the_answer(signed_in, leicester, figure, words):
    found = heading(page(signed_in("lead@leicester"), leicester, figure))
    label = summary_of(leicester).figures[figure].label
    assert found in {words, f"{label}: {words.rpartition(': ')[2]}"}


def test_the_weakness_is_said_first(signed_in, leicester):
    html = page(signed_in("lead@leicester"), leicester, PLANNED)
    assert "It stays above only because 9 rows count to another required spend as well." in html
    assert "6 of its 29 rows are each worth more than the £440,117 above the minimum." in html


def test_the_steps_lead_down_to_the_figure(signed_in, leicester):
    said = text(page(signed_in("lead@leicester"), leicester, PLANNED))
    for step in (
        "NHS minimum 42 rows 23,936,545",
        "less council-commissioned 12 rows −14,990,288",
        "less Acute 1 row −1,704,053",
        "Counted 29 rows 7,242,204",
        "Minimum 6,802,087",
    ):
        assert step in said


def test_the_figure_without_nine_rows(signed_in, leicester):
    said = text(page(signed_in("lead@leicester"), leicester, PLANNED, f"?without={NINE}"))
    assert "Without these 9 rows you would be £1,008 short of the minimum" in said
    assert "9 rows left out −441,125 Would be 6,801,079 Minimum 6,802,087" in said
    assert "Any one of them is enough: the smallest is £7,125." in said
    assert "20 rows ticked" in said


def test_the_form_says_the_same_without_script(signed_in, leicester):
    figure = summary_of(leicester).figures[PLANNED]
    kept = [f"schemes-{one.place.item}" for one in figure.inputs]
    kept = [one for one in kept if one not in NINE.split(",")]
    address = f"/plans/{leicester.pk}/working/{PLANNED}/"
    answer = signed_in("lead@leicester").post(address, {"counted": kept})
    assert "Without these 9 rows you would be £1,008 short" in text(answer.content.decode())


def test_the_part_for_the_script_says_the_same(signed_in, leicester):
    address = f"/plans/{leicester.pk}/working/{PLANNED}/without/?without={NINE}"
    html = signed_in("lead@leicester").get(address).content.decode()
    assert "Without these 9 rows you would be £1,008 short" in text(html)
    assert "<html" not in html


def test_rows_that_are_none_of_the_figure_are_passed_over(signed_in, leicester):
    html = page(signed_in("lead@leicester"), leicester, PLANNED, "?without=schemes-1,nonsense")
    assert "Clear a box" in html and "Without" not in text(html).partition("What if")[2][:40]


def test_the_working_as_a_file(signed_in, leicester):
    answer = signed_in("lead@leicester").get(f"/plans/{leicester.pk}/working/{PLANNED}/csv/")
    assert answer["Content-Disposition"] == f'attachment; filename="working-{PLANNED}.csv"'
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["part", "row", "label", "detail", "rows", "value"]
    inputs = [row for row in rows if row[0] == "input"]
    assert len(inputs) == 29 and sum(int(row[5]) for row in inputs) == 7_242_204


def test_a_figure_that_is_not_there_is_not_found(signed_in, leicester):
    client = signed_in("lead@leicester")
    assert client.get(f"/plans/{leicester.pk}/working/balance.nothing/").status_code == 404


def test_who_sees_one_scheme_sees_no_figure_of_the_plan(signed_in, leicester):
    client, figure = signed_in("provider@leicester"), "required.adult_social_care.planned"
    said = text(page(client, leicester, figure))  # theirs is row 3
    assert "Adult social care, planned: your schemes only" in said
    assert "Reablement funds - LA 825,000" in said
    for hidden in ("15,426,324", "15,411,303", "15,021", "Existing ASC Transfer", "23,936,545"):
        assert hidden not in said
    answer = client.get(f"/plans/{leicester.pk}/working/{figure}/csv/").content.decode()
    assert "825000" in answer and "15426324" not in answer
    answer = client.get(f"/plans/{leicester.pk}/working/{figure}/without/?without=schemes-3")
    assert "15,4" not in answer.content.decode()


@pytest.mark.parametrize("name", ["leicester", "rotherham-2017-19"])
def test_every_figure_has_a_page(signed_in, leicester, area_of, actor, name):
    plan = leicester
    if name != "leicester":
        core = bettercare.read(examples.path(name)).plan
        by = actor("lead@rotherham")
        plan = start_plan(area_of("Rotherham"), core.round, core, by=by)
    client = signed_in("lead@leicester" if name == "leicester" else "lead@rotherham")
    for figure in summary_of(plan).figures:
        assert heading(page(client, plan, figure))


def test_a_blank_plan_says_what_is_missing(signed_in, area_of, actor):
    plan = start_plan(area_of("Rotherham"), "2020-21", by=actor("lead@rotherham"))
    client = signed_in("lead@rotherham")
    for figure in summary_of(plan).figures:
        page(client, plan, figure)
    html = page(client, plan, "required.nhs_out_of_hospital.planned")
    assert "cannot be worked out yet" in heading(html)


def test_queries_of_a_page(signed_in, leicester, django_assert_max_num_queries):
    client = signed_in("lead@leicester")
    with django_assert_max_num_queries(20):
        page(client, leicester, PLANNED)


def test_a_figure_without_some_rows_is_kept_as_a_what_if(signed_in, leicester):
    client, figure = signed_in("lead@leicester"), "required.adult_social_care.planned"
    html = page(client, leicester, figure, "?without=schemes-1")
    assert f'formaction="/plans/{leicester.pk}/working/{figure}/keep/"' in html
    keys = re.findall(r'name="counted" value="([^"]+)"', html)
    form = {"counted": [one for one in keys if one != "schemes-1"], "form_key": "k" * 32}
    for _ in range(2):  # a double click keeps one
        answer = client.post(f"/plans/{leicester.pk}/working/{figure}/keep/", form)
    draft = leicester.what_ifs.get()
    assert answer.url == f"/plans/{draft.pk}/what-if/"
    assert draft.title == "Adult social care, planned, without row 1"
    # £15,426,324 less the £6,007,613 of row 1, held against £15,411,303
    assert summary_of(draft).figures[figure].value == 9_418_711
    assert "£5,992,592 short" in text(client.get(answer.url).content.decode())
    leicester.refresh_from_db()
    assert leicester.revision == 1 and replay(draft) is None


def test_nothing_is_kept_without_a_row_left_out_or_a_right(signed_in, leicester):
    address = f"/plans/{leicester.pk}/working/{PLANNED}/keep/"
    html = page(signed_in("lead@leicester"), leicester, PLANNED)
    form = {"counted": re.findall(r'name="counted" value="([^"]+)"', html)}
    answer = signed_in("lead@leicester").post(address, form, follow=True)
    assert "Clear the box of at least one row" in answer.content.decode()
    assert signed_in("section151@leicester").post(address, form).status_code == 404
    viewer = page(signed_in("viewer@leicester"), leicester, PLANNED, "?without=schemes-1")
    assert "Keep as a what-if" not in viewer
    assert not leicester.what_ifs.exists()
