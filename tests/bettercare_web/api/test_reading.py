"""What a program reads: areas, plans, rows, figures, findings, versions."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_lead_sees_their_area_and_plan_alone(program, leicester):
    lead = program("lead@leicester")
    assert [one["name"] for one in lead.get("/areas")["items"]] == ["Leicester"]
    [plan] = [one for one in lead.get("/plans")["items"] if one["round"] == "2019-20"]
    assert plan["id"] == str(leicester.pk)
    assert plan["etag"] == f'"{leicester.pk}.{leicester.revision}"'
    assert plan["area"] == leicester.area.code


def test_rows_of_a_table_come_in_parts(program, leicester):
    lead = program("lead@leicester")
    answer = lead("GET", f"/plans/{leicester.pk}/tables/schemes/rows?limit=20&offset=20")
    found = answer.json()
    assert found["count"] == 49
    assert len(found["items"]) == 20
    path = f"/api/v1/plans/{leicester.pk}/tables/schemes/rows"
    assert answer["Link"] == (
        f'<{path}?limit=20&offset=40>; rel="next", <{path}?limit=20&offset=0>; rel="prev"'
    )


def test_reading_twice_is_answered_that_nothing_changed(program, leicester):
    lead = program("lead@leicester")
    first = lead("GET", f"/plans/{leicester.pk}/content")
    again = lead("GET", f"/plans/{leicester.pk}/content", seen=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"] == f'"{leicester.pk}.{leicester.revision}"'


def test_a_figure_comes_with_its_working(program, leicester):
    lead = program("lead@leicester")
    found = lead.get(f"/plans/{leicester.pk}/figures/expenditure.total")
    listed = lead.get(f"/plans/{leicester.pk}/figures?limit=500")["items"]
    assert found["figure"] in [one["figure"] for one in listed if one["id"] == found["id"]]
    assert len(found["inputs"]) > 0


def test_the_names_on_the_cover_are_for_those_who_may_see_contacts(program, leicester):
    path = f"/plans/{leicester.pk}"
    lead, viewer = program("lead@leicester"), program("viewer@leicester")
    lead("POST", f"{path}/tables/sign_off/rows", {"fields": {"role": "chair", "name": "Ann Shah"}})
    assert lead.get(f"{path}/tables/sign_off/rows")["items"][-1]["fields"]["name"] == "Ann Shah"
    assert lead.get(f"{path}/content")["sign_off"][-1]["name"] == "Ann Shah"
    assert viewer("GET", f"{path}/tables/sign_off/rows").status_code == 404
    assert "sign_off" not in viewer.get(f"{path}/content")


def test_somebody_of_some_schemes_sees_those_alone(program, leicester):
    provider = program("provider@leicester")
    path = f"/plans/{leicester.pk}"
    rows = provider.get(f"{path}/tables/schemes/rows")
    assert 0 < rows["count"] < 49
    mine = {one["id"] for one in rows["items"]}
    other = leicester.rows.filter(table="schemes").exclude(pk__in=mine).first()
    assert provider("GET", f"{path}/rows/{other.pk}").status_code == 404
    for whole in ("content", "figures", "report", "figures/expenditure.total"):
        assert provider("GET", f"{path}/{whole}").status_code == 404, whole
    assert provider.get(f"{path}/tables/income/rows")["count"] == 0
    for one in provider.get(f"{path}/problems")["items"]:
        assert set(one["rows"]) <= mine


def test_files_are_those_of_the_page_of_downloads(program, signed_in, leicester):
    lead, browser = program("lead@leicester"), signed_in("lead@leicester")
    answer = lead("GET", f"/plans/{leicester.pk}/files/draft/schemes")
    page = browser.get(f"/plans/{leicester.pk}/downloads/draft/schemes/")
    assert answer.status_code == 200
    assert answer.content == page.content
    for name in ("Content-Disposition", "Content-Type"):
        assert answer[name] == page[name]
    assert lead("GET", f"/plans/{leicester.pk}/files/submitted/schemes").status_code == 409
    assert lead("GET", f"/plans/{leicester.pk}/files/draft/other").status_code == 404
