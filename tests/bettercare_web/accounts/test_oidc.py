"""Single sign-on with a provider made for the test: what must be right, and what is refused."""

# ruff: noqa: ARG001, ARG002  (fixtures set the scene; the stub is asked as requests is)

import base64
import hashlib
import json
import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from bettercare_web.accounts.models import Identity
from bettercare_web.areas.models import Grant, Person
from bettercare_web.config.environment import sign_in_providers

ISSUER = "https://id.leicester.example"
CALLBACK = "/account/sso/leicester/callback/"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Answer:
    """What the provider answers to one request."""

    def __init__(self, content):
        self.content = content

    def raise_for_status(self):
        """It went well."""

    def json(self):
        return self.content


class StubProvider:
    """A provider that says what a test makes it say."""

    def __init__(self):
        self.configuration = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys",
        }
        self.claims = {"sub": "4711", "email": "new@leicester.example", "name": "New Person"}
        self.change = {}
        self.key, self.header = KEY, {"kid": "one"}
        self.algorithm = "RS256"
        self.asked = {}
        self.exchanged = {}

    def get(self, address, timeout):
        if address.endswith("/keys"):
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return Answer({"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]})
        return Answer(self.configuration)

    def post(self, address, data, timeout):
        self.exchanged = data
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": "bettercare",
            "iat": now,
            "exp": now + 300,
            "nonce": self.asked["nonce"],
            **self.claims,
            **self.change,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        token = jwt.encode(claims, self.key, algorithm=self.algorithm, headers=self.header)
        return Answer({"access_token": "x", "id_token": token})

    def sign_in(self, client, page="/account/sso/leicester/", **answer):
        """Go there and come back."""
        address = client.post(page, {"next": "/account/"})["Location"]
        self.asked = {name: found[0] for name, found in parse_qs(urlsplit(address).query).items()}
        return client.get(CALLBACK, {"state": self.asked["state"], "code": "abc", **answer})


@pytest.fixture
def provider(db, settings, monkeypatch):
    """Leicester's provider, as the environment would name it."""
    settings.OIDC_PROVIDERS = [("leicester", "Leicester City Council", ISSUER, "bettercare", "s")]
    made = StubProvider()
    monkeypatch.setattr(requests, "get", made.get)
    monkeypatch.setattr(requests, "post", made.post)
    return made


def user_of(client):
    return client.session.get("_auth_user_id")


def test_somebody_new_gets_an_account_without_any_role(client, provider):
    answer = provider.sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    person = Person.objects.get(email="new@leicester.example")
    assert user_of(client) == str(person.pk)
    assert not person.has_usable_password()
    assert not Grant.objects.filter(person=person).exists()
    assert "You hold no role yet" in client.get("/account/").content.decode()


def test_what_is_asked_of_the_provider(client, provider):
    provider.sign_in(client)
    asked, given = provider.asked, provider.exchanged
    assert (asked["response_type"], asked["client_id"]) == ("code", "bettercare")
    assert asked["redirect_uri"] == given["redirect_uri"] == f"http://testserver{CALLBACK}"
    digest = hashlib.sha256(given["code_verifier"].encode()).digest()
    assert asked["code_challenge"] == base64.urlsafe_b64encode(digest).decode().rstrip("=")
    assert asked["code_challenge_method"] == "S256"


def test_the_same_subject_is_the_same_account_whatever_its_address(provider):
    provider.sign_in(Client())
    provider.claims = {"sub": "4711", "email": "married@leicester.example", "name": "Other"}
    client = Client()
    provider.sign_in(client)
    assert user_of(client) == str(Person.objects.get(email="new@leicester.example").pk)
    assert Identity.objects.count() == 1


def test_an_account_with_the_same_address_is_never_taken_over(client, provider, person):
    provider.claims["email"] = "Lead@Leicester.example"
    answer = provider.sign_in(client)
    assert answer.status_code == 403
    assert "There is an account with your email address already" in answer.content.decode()
    assert user_of(client) is None
    assert not Identity.objects.exists()


def test_somebody_signed_in_links_their_account(provider, signed_in, person):
    answer = provider.sign_in(signed_in("lead@leicester"), "/account/sso/leicester/link/")
    assert answer["Location"] == "/account/"
    client = Client()
    provider.sign_in(client)
    assert user_of(client) == str(person("lead@leicester").pk)


def test_going_there_to_sign_in_links_nothing(provider, signed_in):
    client = signed_in("lead@leicester", just_now=False)
    assert provider.sign_in(client)["Location"] == "/account/"
    assert "was not linked" in client.get("/account/").content.decode()
    assert not Identity.objects.exists()


def test_an_identity_of_somebody_else_is_not_linked(provider, signed_in):
    provider.sign_in(Client())
    answer = provider.sign_in(signed_in("lead@leicester"), "/account/sso/leicester/link/")
    assert answer.status_code == 403
    assert Identity.objects.get().person.email == "new@leicester.example"


def test_our_second_factor_is_still_asked_for(client, provider, production):
    provider.sign_in(client)
    assert client.get("/account/tokens/")["Location"] == "/account/factors/"
    assert client.get("/account/factors/app/").status_code == 200


def test_with_a_factor_it_is_asked_for_at_once(provider, with_app):
    provider.sign_in(Client())
    with_app("new@leicester")
    client = Client()
    assert provider.sign_in(client)["Location"] == "/account/factors/show/"
    assert user_of(client) is None


def refused(answer):
    return answer.status_code == 403 and "You are not signed in" in answer.content.decode()


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://id.rotherham.example"},
        {"iss": f"{ISSUER}/"},
        {"aud": "another-service"},
        {"aud": ["bettercare", "another-service"]},
        {"nonce": "guessed"},
        {"nonce": None},
        {"exp": "an hour ago"},
        {"exp": None},
        {"iat": "in an hour"},
        {"nbf": "in an hour"},
        {"sub": None},
    ],
    ids=str,
)
def test_what_the_token_must_say(client, provider, change):
    now = int(time.time())
    moments = {"an hour ago": now - 3600, "in an hour": now + 3600}
    provider.change = {
        name: moments.get(value, value) if isinstance(value, str) else value
        for name, value in change.items()
    }
    assert refused(provider.sign_in(client))
    assert user_of(client) is None
    assert not Identity.objects.exists()


@pytest.mark.parametrize(("ago", "right"), [(55, True), (70, False)])
def test_clocks_may_differ_by_a_minute(client, provider, ago, right):
    provider.change = {"exp": int(time.time()) - ago}
    assert (provider.sign_in(client).status_code == 302) is right


def test_a_token_signed_with_another_key(client, provider):
    provider.key = OTHER_KEY
    assert refused(provider.sign_in(client))


def test_a_token_of_an_unknown_key(client, provider):
    provider.header = {"kid": "two"}
    assert refused(provider.sign_in(client))


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
@pytest.mark.parametrize(("algorithm", "key"), [("none", None), ("HS256", "s" * 32)])
def test_a_token_with_no_signature_or_one_that_a_client_can_make(client, provider, algorithm, key):
    provider.algorithm, provider.key = algorithm, key
    assert refused(provider.sign_in(client))


@pytest.mark.parametrize(
    "answer", [{"state": "guessed"}, {"state": ""}, {"code": "", "error": "access_denied"}]
)
def test_an_answer_to_another_question(client, provider, answer):
    if answer.get("error"):
        provider.change = {"iss": "x"}
    assert refused(provider.sign_in(client, **answer))


def test_an_answer_that_was_not_asked_for(client, provider):
    assert refused(client.get(CALLBACK, {"state": "x", "code": "abc"}))


def test_an_answer_that_comes_twice(client, provider):
    provider.sign_in(client)
    again = client.get(CALLBACK, {"state": provider.asked["state"], "code": "abc"})
    assert refused(again)


def test_an_answer_in_another_browser(client, provider):
    address = client.post("/account/sso/leicester/")["Location"]
    state = parse_qs(urlsplit(address).query)["state"][0]
    provider.asked = {"nonce": parse_qs(urlsplit(address).query)["nonce"][0]}
    assert refused(Client().get(CALLBACK, {"state": state, "code": "abc"}))


def test_a_provider_that_names_another_issuer(client, provider):
    provider.configuration["issuer"] = "https://id.evil.example"
    assert refused(client.post("/account/sso/leicester/"))


def test_a_provider_that_is_away(client, provider, monkeypatch):
    def away(*_, **__):
        raise requests.ConnectionError

    monkeypatch.setattr(requests, "get", away)
    assert refused(client.post("/account/sso/leicester/"))


def test_an_unknown_provider_is_not_there(client, provider):
    assert client.post("/account/sso/rotherham/").status_code == 404
    assert client.get("/account/sso/rotherham/callback/").status_code == 404


def test_the_sign_in_page_offers_it(client, provider):
    assert "Sign in with Leicester City Council" in client.get("/account/login/").content.decode()


def test_the_environment_names_providers(tmp_path):
    (tmp_path / "secret").write_text("hush\n")
    words = {
        "BETTERCARE_OIDC_CITY_NAME": "The city",
        "BETTERCARE_OIDC_CITY_ISSUER": ISSUER,
        "BETTERCARE_OIDC_CITY_CLIENT_ID": "bcf",
        "BETTERCARE_OIDC_CITY_CLIENT_SECRET_FILE": str(tmp_path / "secret"),
    }
    assert sign_in_providers(["city"], words) == [("city", "The city", ISSUER, "bcf", "hush")]
