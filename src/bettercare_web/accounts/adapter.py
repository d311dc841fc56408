"""How allauth does things here: limits, letters by our outbox, factors before passwords."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import user_email
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from bettercare_web.accounts import limits
from bettercare_web.accounts.factors import has_factor
from bettercare_web.accounts.letters import LETTERS, SAID
from bettercare_web.mail.actions import write_letter

WRONG = "Check your email address and password, and enter them again."


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing in by password, and what is said and written about it."""

    error_messages = {  # noqa: RUF012  (as allauth has it)
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "incorrect_password": "Check your password, and enter it again.",
        "enter_current_password": "Check your current password, and enter it again.",
        "invalid_password_reset": "This link works no more. Ask for a new one.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: accounts are by invitation."""
        del request
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Check a password. Raises ``TooMany`` after too many failures, known account or not."""
        account, address = credentials.get("email", ""), self.get_client_ip(request)
        limits.check(limits.SIGN_IN, account)
        limits.check(limits.ADDRESS, address)
        found: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if found is None:
            limits.failed(limits.SIGN_IN, account)
            limits.failed(limits.ADDRESS, address)
        else:
            limits.clear(limits.SIGN_IN, account)
        return found

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Our own limits stand before this."""

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Check the password of somebody signed in, within the limits of signing in."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Set it. Who can has shown that the account is theirs, so failures count no more."""
        super().set_password(user, password)
        limits.clear(limits.SIGN_IN, user_email(user))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Second factors alone where somebody has one; a password is no step up from a password."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        factors = [one for one in methods if one["id"].startswith("mfa")]
        return sorted(factors, key=lambda one: "webauthn" not in one["id"]) or methods

    def is_reauthentication_required(self, *, app: str, **named: Any) -> bool:
        """Not to set up the first second factor, which one does right after signing in."""
        if app == "allauth.mfa" and not has_factor(context.request.user):
            return False
        return bool(super().is_reauthentication_required(app=app, **named))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put a letter into the outbox."""
        words = LETTERS.get(template_prefix)
        if words is not None:
            link = context.get("password_reset_url", "")
            write_letter(email, words.subject, words.text.format(link=link))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell somebody what changed in their account."""
        self.send_mail(template_prefix, email or user.email, context or {})

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what was done, in our words; most of what allauth says goes without saying."""
        del message_context
        said = message or SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, said, extra_tags=extra_tags)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: secrets are kept encrypted, under the key of the service."""

    error_messages = {  # noqa: RUF012
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Check the code, and enter the newest one. Each code works once.",
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret for the database."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read a secret from the database, under the key of now or one from before."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """What a new passkey is called until its owner calls it something else."""
        del user, type
        return "Passkey"


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(one)) for one in keys])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"second factors:" + secret.encode()).digest())
