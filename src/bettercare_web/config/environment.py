"""Reading settings from the environment: lists, switches, secrets and the database."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

Environment = Mapping[str, str]

# Written to disk before we say "saved". trusted_schema stays on: Django's JSON columns are checked
# by a function that an untrusted schema may not call.
SQLITE = "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"


def listed(name: str, environment: Environment = os.environ) -> list[str]:
    """Words parted by commas or spaces.

    >>> listed("HOSTS", {"HOSTS": "plans.example.org, bcf.example.org"})
    ['plans.example.org', 'bcf.example.org']
    """
    return environment.get(name, "").replace(",", " ").split()


def switched_on(name: str, environment: Environment = os.environ) -> bool:
    """Whether a switch is set to yes, true, on or 1.

    >>> switched_on("PROXY", {"PROXY": "yes"}), switched_on("PROXY", {})
    (True, False)
    """
    return environment.get(name, "").strip().casefold() in {"1", "yes", "true", "on"}


def secret(name: str, demo: str = "", environment: Environment = os.environ) -> str:
    """A secret from a variable, or from the file that ``NAME_FILE`` names; else ``demo``.

    >>> secret("KEY", "known to all", {})
    'known to all'
    """
    if path := environment.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return environment.get(name, demo)


def sign_in_providers(
    slugs: list[str], environment: Environment = os.environ
) -> list[tuple[str, str, str, str, str]]:
    """Organisations' own sign-in: slug, name, issuer, client id and secret of each.

    >>> words = {"NAME": "Ashford", "ISSUER": "https://id.ashford.example", "CLIENT_ID": "bcf"}
    >>> variables = {f"BETTERCARE_OIDC_ASHFORD_{key}": value for key, value in words.items()}
    >>> sign_in_providers(["ashford"], variables)
    [('ashford', 'Ashford', 'https://id.ashford.example', 'bcf', '')]
    """
    found = []
    for slug in slugs:
        start = f"BETTERCARE_OIDC_{slug.upper().replace('-', '_')}"
        name, issuer, client = (
            environment.get(f"{start}_{part}", "") for part in ("NAME", "ISSUER", "CLIENT_ID")
        )
        client_secret = secret(f"{start}_CLIENT_SECRET", environment=environment)
        found.append((slug, name or slug, issuer, client, client_secret))
    return found


def database(name: str, path: Path, environment: Environment = os.environ) -> dict[str, Any]:
    """Django's settings of a database: ``postgresql://user:password@host:port/name``, or a file.

    >>> found = database("DB", Path("plans.sqlite3"), {"DB": "postgresql://bc@db.example/plans"})
    >>> found["ENGINE"], found["HOST"], found["NAME"], found["USER"]
    ('django.db.backends.postgresql', 'db.example', 'plans', 'bc')
    """
    address = secret(name, environment=environment)
    if address.startswith(("postgresql://", "postgres://")):
        return _postgresql(address)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": address.removeprefix("sqlite:///") or path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE},
    }


def _postgresql(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            **options,
            "options": "-c statement_timeout=15000 -c lock_timeout=5000 "
            "-c idle_in_transaction_session_timeout=30000",
        },
    }
