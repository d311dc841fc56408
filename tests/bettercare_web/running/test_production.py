"""The service as it runs in production: behind a proxy, over HTTPS, with cookies of its own."""

import pytest

from tests.bettercare_web.running.service import Service
from tests.bettercare_web.running.test_settings import GOOD

THROUGH_PROXY = {"Host": "plans.example.org", "X_Forwarded_Proto": "https"}


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    data = tmp_path_factory.mktemp("production") / "data"
    data.mkdir(mode=0o700)
    made = Service(data, **GOOD)
    made.command("set-up")
    yield made.start(workers=1)
    made.stop()


def test_a_page_through_the_proxy(production):
    status, headers, text = production.ask("GET", "/account/login/", **THROUGH_PROXY)
    assert status == 200
    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert "demonstration" not in text
    cookie = headers["set-cookie"]
    assert cookie.startswith("__Host-session=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert f"; {part}" in cookie
    assert "Domain" not in cookie


def test_plain_http_is_sent_to_https(production):
    status, headers, _ = production.ask("GET", "/account/login/", Host="plans.example.org")
    assert (status, headers["location"]) == (301, "https://plans.example.org/account/login/")


def test_a_static_file_has_a_name_of_its_content_and_is_kept_for_long(production):
    _, _, text = production.ask("GET", "/account/login/", **THROUGH_PROXY)
    [address, *_] = [one for one in text.split('"') if one.startswith("/assets/bettercare/betterc")]
    status, headers, _ = production.ask("GET", address, **THROUGH_PROXY)
    assert status == 200
    assert "immutable" in headers["cache-control"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "access-control-allow-origin" not in headers


def test_other_hosts_are_refused(production):
    status, *_ = production.ask("GET", "/", Host="evil.example", X_Forwarded_Proto="https")
    assert status == 400


def test_probes_come_by_address_and_without_https(production):
    assert production.ask("GET", "/livez")[::2] == (200, "ok")
    status, _, text = production.ask("GET", "/readyz")
    assert (status, text) == (200, '{"status": "ready, but look at it"}')  # no worker runs


def test_there_is_ballast_and_nothing_for_others_to_read(production):
    assert (production.data / "ballast").stat().st_size == 256 * 1024 * 1024
    assert production.data.stat().st_mode & 0o077 == 0


def test_no_address_of_a_page_is_in_the_log(production):
    production.ask("GET", "/plans/canary-in-an-address?q=canary", **THROUGH_PROXY)
    assert "canary" not in (production.data / "log").read_text()
