"""The log says what happened and to which page, and nothing about a person or a plan."""

import io
import json
import logging
import sys

import pytest
from django.core import mail
from django.test import Client

from bettercare_web.running import health, logs
from bettercare_web.running.demo import PASSWORD

CANARIES = ("Aurelia Quill", "quill@leicester.example", "Zephyr scheme", "4444.25", "hush-token")


@pytest.fixture
def lines(monkeypatch):
    """All that every logger of this process writes, through the service's own formatter."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.Lines())
    root = logging.getLogger()
    root.addHandler(handler)
    monkeypatch.setattr(root, "level", logging.DEBUG)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.removeHandler(handler)


def test_a_request_is_one_line(signed_in, person, leicester, lines):
    signed_in("lead@leicester").get(f"/plans/{leicester.pk}/working/nowhere/?for=Aurelia")
    [line] = [one for one in lines() if one["logger"] == "bettercare.requests"]
    assert line["at"].endswith("Z")
    assert len(line["request"]) == 16
    assert isinstance(line["ms"], float)
    del line["at"], line["request"], line["ms"]
    assert line == {
        "level": "info",
        "logger": "bettercare.requests",
        "event": "request",
        "person": str(person("lead@leicester").pk),
        "route": "working",
        "method": "GET",
        "status": 404,
    }


def test_a_fault_is_a_type_and_places_without_values(lines, monkeypatch):
    def fault(_):
        value = "Aurelia Quill"
        raise ValueError(value)

    monkeypatch.setattr(health, "signs", lambda: fault(None))
    response = Client(raise_request_exception=False).get("/readyz")
    [line] = [one for one in lines() if "fault" in one]
    assert response.status_code == 500
    assert line["fault"] == "builtins.ValueError"
    assert line["places"][-1].startswith("running/test_logs.py:")
    assert line["places"][-1].endswith(" fault")
    assert line["request"] in response.text  # the reference that the page gives
    assert "Aurelia" not in json.dumps(line)
    assert "Aurelia" not in response.text


def test_journeys_leave_no_canary_in_the_log(person, leicester, lines):
    """Names, mail, passwords, cell values, tokens, addresses: through pages that take them."""
    lead = person("lead@leicester")
    lead.name, lead.email = "Aurelia Quill", "quill@leicester.example"
    lead.save()
    browser = Client(raise_request_exception=False)
    browser.post("/account/login/", {"login": lead.email, "password": PASSWORD + "?"})
    browser.post("/account/login/", {"login": lead.email, "password": PASSWORD})
    browser.force_login(lead)
    browser.get(f"/plans/{leicester.pk}/?token=hush-token")
    browser.get("/plans/Zephyr scheme/hush-token")
    scheme = leicester.rows.filter(table="schemes").first()
    address = f"/plans/{leicester.pk}/schemes/{scheme.pk}/"
    browser.post(address, {"scheme_name": "Zephyr scheme", "amounts.2019-20": "4444.25"})
    browser.post("/csp-report", "Aurelia Quill", content_type="application/csp-report")
    browser.get("/", headers={"authorization": "Bearer hush-token"})
    browser.get("/livez", headers={"host": "quill.example"})
    browser.post("/account/logout/", {"csrfmiddlewaretoken": "hush-token"})
    text = "\n".join(json.dumps(one, ensure_ascii=False) for one in lines())
    assert len(lines()) >= 9
    assert [one for one in (*CANARIES, PASSWORD, "Zephyr", "quill") if one in text] == []
    assert [one for one in CANARIES for letter in mail.outbox if one in letter.subject] == []


@pytest.mark.parametrize("text", ["one\nline\r\n", "\x1b[31m", "\u2028"])
def test_no_record_can_make_a_second_line(text):
    record = logging.LogRecord(text, logging.INFO, __file__, 1, text, (text,), None)
    line = logs.Lines().format(record)
    assert line.isprintable() and line.isascii()
    assert json.loads(line)["logger"] == text


def test_words_of_foreign_loggers_are_left_out():
    record = logging.LogRecord("other", logging.ERROR, __file__, 7, "about Aurelia", (), None)
    line = json.loads(logs.Lines().format(record))
    assert line["pattern"] == ""
    assert line["line"] == "test_logs:7"


def test_a_fault_outside_any_request():
    try:
        raise KeyError("Aurelia")
    except KeyError:
        record = logging.LogRecord(
            "bettercare.worker", logging.ERROR, __file__, 7, "job failed", (), sys.exc_info()
        )
    line = json.loads(logs.Lines().format(record))
    assert (line["event"], line["fault"]) == ("job failed", "builtins.KeyError")
    assert "Aurelia" not in json.dumps(line)
