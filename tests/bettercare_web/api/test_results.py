"""Figures of measures sent in by a program, and read back."""

import pytest

from bettercare_web.accounts.tokens import Scope
from bettercare_web.measures.models import Measured

PATH = "/areas/E06000016/results"
ONE = {
    "metric": "dtoc", "period": "2019-09", "numerator": "660", "value": 22.0, "lower": 20.0,
    "upper": 24.0, "method": "Poisson", "reference": "Return",
}  # fmt: skip
HELD = {"metric": "dtoc", "period": "2019-10", "hidden": "small"}


def sent(*results, disclosure="applied"):
    return {"disclosure": disclosure, "results": list(results)}


def test_figures_are_sent_in_and_read_back(program):
    analyst = program("analyst@leicester")
    answer = analyst("POST", PATH, sent(ONE, HELD))
    assert (answer.status_code, answer.json()) == (201, {"stored": 2})
    found = {one["period"]: one for one in analyst.get(f"{PATH}?limit=100")["items"]}
    assert found["2019-09"]["value"] == 22.0
    assert (found["2019-10"]["value"], found["2019-10"]["hidden"]) == (None, "small")


def test_a_retry_with_the_same_key_stores_nothing_more(program):
    analyst = program("analyst@leicester")
    for _ in range(2):
        assert analyst("POST", PATH, sent(ONE), key="k1").status_code == 201
    assert Measured.objects.filter(period="2019-09").count() == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (sent(ONE, disclosure="none"), 409),
        (sent(ONE | {"metric": "dtok"}), 409),
        (sent(HELD | {"value": 3.0}), 409),
        (sent(ONE | {"numerator": "1e40"}), 409),
        (sent(ONE | {"period": "September"}), 422),
        (sent(ONE | {"status": "perhaps"}), 422),
        (sent(), 422),
        (sent(ONE | {"nhs_number": "9434765919"}), 422),
    ],
)
def test_what_is_not_stored(program, body, status):
    before = Measured.objects.count()
    assert program("analyst@leicester")("POST", PATH, body).status_code == status
    assert Measured.objects.count() == before


def test_a_token_needs_the_scope_of_results(program):
    one = program("analyst@leicester", Scope.PLAN_READ, Scope.PLAN_WRITE)
    assert one("POST", PATH, sent(ONE)).status_code == 403


def test_nobody_sends_figures_of_another_area(program):
    assert program("lead@rotherham")("POST", PATH, sent(ONE)).status_code == 404
