"""Every answer has exactly the headers that browsers must obey: pages, errors, static files."""

import re
import secrets

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import include, path

POLICY = {
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "report-uri /csp-report",
}
pytestmark = pytest.mark.django_db
SCRIPTS = re.compile(r"script-src 'self'( 'nonce-[A-Za-z0-9+/=]{20,}')?")
ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
FORBIDDEN = ("unsafe-", "access-control-")


def fault(_):
    raise RuntimeError(secrets.token_hex(4))


def gone(_):
    raise Http404


def denied(_):
    raise PermissionDenied


def unread(_):
    raise BadRequest


urlpatterns = [
    path("fault", fault),
    path("gone", gone),
    path("denied", denied),
    path("unread", unread),
    path("sandboxed", lambda _: HttpResponse(headers={"Content-Security-Policy": "sandbox"})),
    path("", include("bettercare_web.config.urls")),
]
handler400 = "bettercare_web.running.views.not_understood"
handler404 = "bettercare_web.running.views.not_found"
handler403 = "bettercare_web.running.views.not_found"
handler500 = "bettercare_web.running.views.went_wrong"


def check(response, status):
    """The exact headers, on an answer with a status."""
    response.close()
    assert response.status_code == status
    found = {name.casefold(): value for name, value in response.headers.items()}
    assert {name: found.get(name) for name in ALWAYS} == ALWAYS
    parts = set(found["content-security-policy"].split("; "))
    [scripts] = parts - POLICY
    assert parts - {scripts} == POLICY
    assert SCRIPTS.fullmatch(scripts)
    text = "\n".join(f"{name}: {value}" for name, value in found.items())
    assert not any(word in text for word in FORBIDDEN)
    return found


@pytest.fixture
def client(settings):
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/livez", 200),
        ("/", 302),
        ("/unread", 400),
        ("/denied", 404),
        ("/gone", 404),
        ("/nowhere", 404),
        ("/csp-report", 405),
        ("/fault", 500),
    ],
)
def test_pages_and_errors_have_the_headers(client, address, status):
    found = check(client.get(address), status)
    assert "no-store" in found["cache-control"]


def test_a_wrong_host_is_refused_with_the_headers(client):
    check(client.get("/gone", headers={"host": "evil.example"}), 400)


@pytest.mark.parametrize("address", ["/livez", "/readyz"])
def test_probes_ask_by_the_address_of_the_machine(client, address):
    assert client.get(address, headers={"host": "10.1.2.3:8000"}).status_code == 200


def test_a_static_file_has_the_headers_and_may_be_kept(client):
    found = check(client.get("/assets/bettercare/bettercare.css"), 200)
    assert "no-store" not in found["cache-control"]


def test_a_static_file_that_is_not_there_is_not_kept(client):
    found = check(client.get("/assets/nothing.css"), 404)
    assert found["cache-control"] == "no-store"


def test_a_page_of_somebody_signed_in(signed_in, leicester):
    response = signed_in("lead@leicester").get(f"/plans/{leicester.pk}/")
    found = check(response, 200)
    assert found["cache-control"] == "no-store"
    nonces = set(re.findall(r'nonce="([^"]+)"', response.text))
    assert len(nonces) == 1
    assert f"'nonce-{nonces.pop()}'" in found["content-security-policy"]


def test_each_answer_has_a_nonce_of_its_own(client):
    pages = [client.get("/account/login/", follow=True) for _ in range(2)]
    nonces = [re.findall(r'nonce="([^"]+)"', page.text)[0] for page in pages]
    assert nonces[0] != nonces[1]


def test_an_answer_may_say_something_stricter(client):
    assert client.get("/sandboxed").headers["Content-Security-Policy"] == "sandbox"


def test_signing_out_clears_what_the_browser_keeps(signed_in):
    browser = signed_in("lead@leicester")
    assert "Clear-Site-Data" not in browser.get("/livez").headers
    out = browser.post("/account/logout/")
    assert out.status_code == 302
    assert out.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert browser.get("/").headers["Location"].startswith("/account/login/")


def test_production_asks_for_encryption(client, settings):
    settings.DEMO = False
    strict = "max-age=31536000; includeSubDomains"
    for address in ("/livez", "/gone", "/assets/bettercare/bettercare.css"):
        response = client.get(address)
        response.close()
        assert response.headers["Strict-Transport-Security"] == strict


def test_the_demonstration_promises_no_encryption(client):
    assert "Strict-Transport-Security" not in client.get("/livez").headers


def test_the_demonstration_answers_no_other_machine(client, settings):
    assert client.get("/livez", REMOTE_ADDR="192.0.2.7").status_code == 403
    assert client.get("/livez", REMOTE_ADDR="::1").status_code == 200
    settings.DEMO = False
    assert client.get("/livez", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_a_form_from_nowhere_is_refused_and_what_was_typed_handed_back(person):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person("lead@leicester"))
    sent = {"name": "A day <b>centre</b>", "password": "not to be shown"}
    response = browser.post("/account/logout/", sent)
    check(response, 403)
    assert "A day &lt;b&gt;centre&lt;/b&gt;" in response.text
    assert "not to be shown" not in response.text
