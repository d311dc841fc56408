"""Single sign-on with an organisation's own provider: OpenID Connect, code flow with PKCE.

Everything that the provider says is checked before it counts: signature by a key of the provider
and an algorithm of ours, issuer and audience exactly, nonce, and times with 60 seconds of leeway.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

import jwt
import requests
from django.conf import settings

WAIT = 10  # seconds for each answer of the provider
LEEWAY = 60  # seconds by which clocks may differ
ALGORITHMS = ("RS256", "PS256", "ES256")


class Provider(NamedTuple):
    """An organisation's provider, as the environment names it."""

    slug: str
    name: str
    issuer: str
    client_id: str
    client_secret: str


class Started(NamedTuple):
    """What is kept in the session between going to the provider and coming back."""

    slug: str
    state: str
    nonce: str
    verifier: str
    next: str


class Claims(NamedTuple):
    """Who somebody is, as their provider says it, checked."""

    issuer: str
    subject: str
    email: str
    name: str


class SignInRefused(Exception):
    """What came back cannot be believed; the words are for the log, not for the page."""


def provider(slug: str) -> Provider | None:
    """A provider of this installation."""
    return next((one for one in providers() if one.slug == slug), None)


def providers() -> tuple[Provider, ...]:
    """Those that the settings name."""
    return tuple(Provider(*one) for one in settings.OIDC_PROVIDERS)


def start(to: Provider, callback: str, next_page: str) -> tuple[str, Started]:
    """The address to go to, and what to remember until the answer comes."""
    kept = Started(
        slug=to.slug,
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        next=next_page,
    )
    challenge = hashlib.sha256(kept.verifier.encode()).digest()
    words = {
        "response_type": "code",
        "client_id": to.client_id,
        "redirect_uri": callback,
        "scope": "openid email profile",
        "state": kept.state,
        "nonce": kept.nonce,
        "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    return f"{_configuration(to)['authorization_endpoint']}?{urlencode(words)}", kept


def finish(to: Provider, kept: Started, answer: Mapping[str, str], callback: str) -> Claims:
    """Who came back. Raises ``SignInRefused`` for whatever is not as it must be."""
    if not secrets.compare_digest(answer.get("state", ""), kept.state) or kept.slug != to.slug:
        raise SignInRefused("state")
    if "code" not in answer:
        raise SignInRefused("no code")
    configuration = _configuration(to)
    token = _exchange(to, configuration, kept, answer["code"], callback)
    claims = _checked(to, configuration, token)
    if not secrets.compare_digest(str(claims.get("nonce", "")), kept.nonce):
        raise SignInRefused("nonce")
    return Claims(
        issuer=to.issuer,
        subject=str(claims["sub"]),
        email=str(claims.get("email", "")).casefold(),
        name=str(claims.get("name", "")),
    )


def _exchange(
    to: Provider, configuration: Mapping[str, Any], kept: Started, code: str, callback: str
) -> str:
    """The id token for a code."""
    words = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": callback,
        "client_id": to.client_id,
        "client_secret": to.client_secret,
        "code_verifier": kept.verifier,
    }
    try:
        answer = requests.post(configuration["token_endpoint"], data=words, timeout=WAIT)
        answer.raise_for_status()
        return str(answer.json()["id_token"])
    except (requests.RequestException, KeyError, TypeError) as error:
        raise SignInRefused("no token") from error


def _checked(to: Provider, configuration: Mapping[str, Any], token: str) -> dict[str, Any]:
    """The claims of an id token, once everything about it holds."""
    try:
        header = jwt.get_unverified_header(token)
        key = _key(configuration["jwks_uri"], header.get("kid"))
        claims: dict[str, Any] = jwt.decode(
            token,
            key=key,
            algorithms=list(ALGORITHMS),
            audience=to.client_id,
            issuer=to.issuer,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub"], "strict_aud": True},
        )
    except (jwt.PyJWTError, requests.RequestException, KeyError) as error:
        raise SignInRefused(type(error).__name__) from error
    return claims


def _key(address: str, kid: str | None) -> jwt.PyJWK:
    answer = requests.get(address, timeout=WAIT)
    answer.raise_for_status()
    keys = jwt.PyJWKSet.from_dict(answer.json())
    found = [one for one in keys.keys if one.key_id == kid]
    if not found:
        raise SignInRefused("unknown key")
    return found[0]


def _configuration(to: Provider) -> dict[str, Any]:
    """What the provider says of itself, which must name the issuer that we know."""
    address = f"{to.issuer.rstrip('/')}/.well-known/openid-configuration"
    try:
        answer = requests.get(address, timeout=WAIT)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
    except requests.RequestException as error:
        raise SignInRefused("provider away") from error
    if found.get("issuer") != to.issuer:
        raise SignInRefused("issuer")
    return found
