"""Settings with which the service does not start, and what it says to set instead."""

import base64
import hashlib
import os

import pytest

from bettercare_web.running.checks import bad_settings, is_loopback
from tests.bettercare_web.running.service import Service


def strong(name):
    """A key that is long and mixed, and the same whenever the tests are collected."""
    return base64.urlsafe_b64encode(hashlib.sha512(name.encode()).digest()).decode().rstrip("=")


GOOD = {
    "BETTERCARE_PROFILE": "production",
    "BETTERCARE_HOSTS": "plans.example.org",
    "BETTERCARE_BEHIND_PROXY": "yes",
    "BETTERCARE_MAIL_HOST": "mail.example.org",
    "BETTERCARE_SECRET_KEY": strong("one"),
    "BETTERCARE_AUDIT_KEY": strong("two"),
}


@pytest.fixture
def production(settings, monkeypatch, tmp_path):
    """Settings of production that are safe, in this process."""
    settings.PROFILE, settings.DEMO, settings.DEBUG = "production", False, False
    settings.SECRET_KEY = GOOD["BETTERCARE_SECRET_KEY"]
    settings.SECRET_KEY_FALLBACKS = []
    settings.AUDIT_KEY = GOOD["BETTERCARE_AUDIT_KEY"]
    settings.ALLOWED_HOSTS = ["plans.example.org"]
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir(mode=0o700)
    monkeypatch.setenv("BETTERCARE_BEHIND_PROXY", "yes")
    return settings


def codes():
    return [one.id.removeprefix("bettercare.") for one in bad_settings()]


def test_safe_settings_are_taken(production):  # noqa: ARG001
    assert codes() == []


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("PROFILE", "staging", "E001"),
        ("DEBUG", True, "E002"),
        ("SECRET_KEY", "", "E003"),
        ("SECRET_KEY", "x" * 60, "E003"),
        ("SECRET_KEY", strong("one")[:27], "E003"),
        ("SECRET_KEY", "demo" * 16, "E003"),  # the one that everybody knows
        ("SECRET_KEY_FALLBACKS", ["short"], "E003"),
        ("AUDIT_KEY", "", "E004"),
        ("AUDIT_KEY", "anchor" * 10, "E004"),
        ("AUDIT_KEY", GOOD["BETTERCARE_SECRET_KEY"], "E005"),
        ("ALLOWED_HOSTS", [], "E006"),
        ("ALLOWED_HOSTS", ["*"], "E006"),
        ("ALLOWED_HOSTS", [".example.org"], "E006"),
    ],
)
def test_a_bad_setting_is_refused_by_name(production, name, value, code):
    setattr(production, name, value)
    assert codes() == [code]


def test_the_demonstration_is_for_this_machine(settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1", "plans.example.org"]
    assert codes() == ["E007"]


@pytest.mark.parametrize("value", ["", "perhaps"])
def test_it_must_be_said_whether_a_proxy_stands_in_front(production, monkeypatch, value):  # noqa: ARG001
    monkeypatch.setenv("BETTERCARE_BEHIND_PROXY", value)
    assert codes() == ["E008"]


@pytest.mark.parametrize(
    ("host", "options", "expected"),
    [
        ("db.example.org", {}, ["E009"]),
        ("db.example.org", {"sslmode": "require"}, ["E009"]),
        ("db.example.org", {"sslmode": "verify-full"}, []),
        ("/run/postgresql", {}, []),
        ("127.0.0.1", {}, []),
    ],
)
def test_a_database_elsewhere_must_prove_itself(production, monkeypatch, host, options, expected):
    monkeypatch.setitem(production.DATABASES["default"], "HOST", host)
    monkeypatch.setitem(production.DATABASES["default"], "OPTIONS", options)
    assert codes() == expected


def test_a_folder_that_cannot_be_written_is_refused(production, tmp_path):
    (tmp_path / "file").write_text("")
    production.DATA = tmp_path / "file" / "data"
    assert codes() == ["E010"]


def test_a_folder_that_others_can_look_into_is_a_warning(production):
    production.DATA.chmod(0o755)
    assert codes() == ["W001"]


def test_letters_that_nobody_gets_are_a_warning(production):
    production.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert codes() == ["W002"]


@pytest.mark.parametrize("mode", [0o644, 0o640])
def test_a_secret_that_others_can_read_is_refused(production, monkeypatch, tmp_path, mode):  # noqa: ARG001
    file = tmp_path / "key"
    file.write_text("secret")
    file.chmod(mode)
    monkeypatch.setenv("BETTERCARE_AUDIT_KEY_FILE", str(file))
    assert codes() == ["E011"]
    file.chmod(0o600)
    assert codes() == []


def test_every_refusal_says_what_to_set(production, monkeypatch):
    monkeypatch.delenv("BETTERCARE_BEHIND_PROXY")
    production.ALLOWED_HOSTS, production.AUDIT_KEY = [], ""
    assert all(one.hint and "BETTERCARE_" in one.msg for one in bad_settings())


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.1", "::1", "[::1]"])
def test_this_machine(host):
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.1", "localhost.example.org", "*", ""])  # noqa: S104
def test_not_this_machine(host):
    assert not is_loopback(host)


def made(tmp_path, **variables):
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    return Service(data, **{**GOOD, **variables})


def test_the_deployment_check_of_production_is_clean(tmp_path):
    done = made(tmp_path).command("check", "--deploy", "--fail-level", "WARNING")
    assert "no issues" in done.stdout


def test_no_command_and_no_server_starts_with_bad_settings(tmp_path):
    service = made(tmp_path, BETTERCARE_HOSTS="*")
    for words in (["serve"], ["set_up"], ["worker", "--once"]):
        done = service.command(*words, ok=False)
        assert done.returncode == 1
        assert "BETTERCARE_HOSTS is '*'" in done.stderr
        assert "Set it to the names" in done.stderr
    with pytest.raises(AssertionError, match="E006"):
        service.program("load_wsgi")


def test_the_demonstration_serves_no_other_machine(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    done = Service(data).command("serve", "--host", "0.0.0.0", ok=False)  # noqa: S104
    assert done.returncode == 1
    assert "known password" in done.stderr


def test_nobody_serves_a_database_that_is_behind(tmp_path):
    done = made(tmp_path).command("serve", ok=False)
    assert "run set_up first" in done.stderr
    assert os.listdir(tmp_path / "data") == ["bettercare.sqlite3"] or not os.listdir(  # noqa: PTH208
        tmp_path / "data"
    )
