"""Settings with which the service refuses to start, each with what to set instead."""

import ipaddress
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured

from bettercare_web.running.kept import FOR_EVER, KEPT, is_period

TAG = "bettercare"
KEY_LENGTH = 50
KEY_LETTERS = 10  # different ones
AUDIT_KEY_LENGTH = 32
SECRETS = (
    "BETTERCARE_SECRET_KEY",
    "BETTERCARE_AUDIT_KEY",
    "BETTERCARE_MAIL_PASSWORD",
    "BETTERCARE_DATABASE",
)
NEW_KEY = "python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"


class BadSettings(SystemExit):
    """The service does not start with these settings; the text says what to set."""


@register(TAG, Tags.security)
def bad_settings(**_: Any) -> list[CheckMessage]:
    """Every setting with which the service must not start."""
    return [*_profile(), *_keys(), *_hosts(), *_crossings(), *_places(), *_periods(), *_mail()]


def refuse_bad_settings() -> None:
    """Raise ``BadSettings`` with all that is wrong, where anything is."""
    wrong = [one for one in bad_settings() if one.is_serious()]
    if wrong:
        lines = [f"  {one.id}: {one.msg} {one.hint}" for one in wrong]
        raise BadSettings("\n".join(["The service does not start with these settings.", *lines]))


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine itself.

    >>> is_loopback("127.0.0.1"), is_loopback("[::1]"), is_loopback("plans.example.org")
    (True, True, False)
    """
    name = host.strip("[]").casefold()
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _profile() -> Iterator[CheckMessage]:
    if settings.PROFILE not in {"demo", "production"}:
        yield _error(
            1,
            f"BETTERCARE_PROFILE is '{settings.PROFILE}', which is no profile.",
            "Set it to production, or to demo for a demonstration on this machine.",
        )
    if settings.DEBUG:
        yield _error(
            2,
            "DEBUG is on: pages of errors would show settings and data to anybody.",
            "Leave DEBUG off.",
        )


def _keys() -> Iterator[CheckMessage]:
    if settings.DEMO:
        return
    fallbacks = [("BETTERCARE_SECRET_KEY_FALLBACKS", one) for one in settings.SECRET_KEY_FALLBACKS]
    keys = [("BETTERCARE_SECRET_KEY", _secret_key()), *fallbacks]
    for name, key in keys:
        if len(key) < KEY_LENGTH or len(set(key)) < KEY_LETTERS:
            yield _error(
                3,
                f"{name} is missing or weak: it needs {KEY_LENGTH} random characters or more.",
                f"Make one with: {NEW_KEY}",
            )
    audit = settings.AUDIT_KEY
    if len(audit) < AUDIT_KEY_LENGTH or len(set(audit)) < KEY_LETTERS:
        yield _error(
            4,
            "BETTERCARE_AUDIT_KEY is missing or weak: it proves that the audit trail is whole.",
            f"Make one, and keep a copy apart from the backups: {NEW_KEY}",
        )
    elif audit in {key for _, key in keys}:
        yield _error(
            5,
            "BETTERCARE_AUDIT_KEY is the same as BETTERCARE_SECRET_KEY.",
            f"Make another one: {NEW_KEY}",
        )


def _secret_key() -> str:
    try:
        key: str = settings.SECRET_KEY
    except ImproperlyConfigured:  # Django's way of saying that it is blank
        return ""
    return key


def _hosts() -> Iterator[CheckMessage]:
    hosts = settings.ALLOWED_HOSTS
    wild = [host for host in hosts if "*" in host or host.startswith(".")]
    if not hosts or wild:
        yield _error(
            6,
            f"BETTERCARE_HOSTS is '{' '.join(hosts)}': each host must be named.",
            "Set it to the names in the service's addresses, such as plans.example.org.",
        )
    away = [host for host in hosts if not is_loopback(host)]
    if settings.DEMO and away:
        yield _error(
            7,
            f"The demonstration has people with a known password, and hosts {' '.join(away)}.",
            "Unset BETTERCARE_HOSTS, or set BETTERCARE_PROFILE to production.",
        )


def _crossings() -> Iterator[CheckMessage]:
    """Where the service meets a proxy and a database of another machine."""
    if settings.DEMO:
        return
    if os.environ.get("BETTERCARE_BEHIND_PROXY", "").strip().casefold() not in {"yes", "no"}:
        yield _error(
            8,
            "BETTERCARE_BEHIND_PROXY does not say whether a proxy stands in front.",
            "Set it to yes where a proxy sets X-Forwarded-Proto and takes away what comes from "
            "outside, or to no where this service holds the certificate itself.",
        )
    database = settings.DATABASES["default"]
    host = database.get("HOST", "")
    elsewhere = host and not host.startswith("/") and not is_loopback(host)
    if elsewhere and database["OPTIONS"].get("sslmode") != "verify-full":
        yield _error(
            9,
            "BETTERCARE_DATABASE names another machine without proof of who answers there.",
            "Add ?sslmode=verify-full&sslrootcert=FILE to it, or use a socket: ?host=/FOLDER.",
        )


def _places() -> Iterator[CheckMessage]:
    """The folder for data, and the files of secrets."""
    folder: Path = settings.DATA
    if not _can_write(folder):
        yield _error(
            10,
            f"The service cannot write in its folder for data, {folder}.",
            "Set BETTERCARE_DATA to a folder on a local disk that belongs to its user.",
        )
    elif folder.exists() and not settings.DEMO and _open_to_others(folder):
        yield Warning(
            f"Other users of this machine can look into the folder for data, {folder}.",
            hint=f"Run: chmod 700 {folder}",
            id="bettercare.W001",
        )
    for name, file in files_of_secrets().items():
        if not file.is_file() or _open_to_others(file):
            yield _error(
                11,
                f"{name}_FILE names {file}, which is missing or which other users can read.",
                f"Let it belong to the service's user, and run: chmod 600 {file}",
            )


def _periods() -> Iterator[CheckMessage]:
    for one in KEPT:
        said = settings.KEPT[one.name]
        if not is_period(said):
            yield _error(
                12,
                f"{one.variable} is '{said}', which is no period.",
                f"Set it to a number of days, such as {one.days}, or to {FOR_EVER}.",
            )


def _mail() -> Iterator[CheckMessage]:
    if not settings.DEMO and settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        yield Warning(
            f"Nobody gets letters: they are written to {settings.EMAIL_FILE_PATH}.",
            hint="Set BETTERCARE_MAIL_HOST to the host that takes mail from this service.",
            id="bettercare.W002",
        )


def files_of_secrets(environment: Mapping[str, str] = os.environ) -> dict[str, Path]:
    """The files that secrets are read from, by the variable they stand for."""
    named = {name: environment.get(f"{name}_FILE", "") for name in SECRETS}
    return {name: Path(file) for name, file in named.items() if file}


def _can_write(folder: Path) -> bool:
    nearest = next(one for one in (folder, *folder.parents) if one.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)


def _open_to_others(path: Path) -> bool:
    return os.name == "posix" and bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _error(number: int, message: str, hint: str) -> Error:
    return Error(message, hint=hint, id=f"bettercare.E{number:03}")
