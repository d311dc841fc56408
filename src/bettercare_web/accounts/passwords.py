"""What a password may be: long, not among the commonest, without words that are near at hand."""

import re
from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac
from django.utils.http import int_to_base36

SHORTEST, LONGEST = 15, 128
SERVICE_WORDS = frozenset({"bettercare", "better care", "planning"})
MOST_REPEATED = 8  # characters
LEFT = 8  # characters that must remain once the words of context are taken out


class Length:
    """From 15 to 128 characters; any will do, and they are taken as typed."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ``ValidationError`` with what to change."""
        del user
        if not SHORTEST <= len(password) <= LONGEST:
            raise ValidationError(
                f"Enter a password of {SHORTEST} to {LONGEST} characters. Three or four words are "
                "easy to remember.",
                code="length",
            )

    def get_help_text(self) -> str:
        """What to type."""
        return f"{SHORTEST} to {LONGEST} characters. Three or four words are easy to remember."


class NoContext:
    """More than the names of the service, the council, the person and their address."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ``ValidationError`` where little is left without those words."""
        left = password.casefold()
        for word in sorted(_words(user), key=len, reverse=True):
            left = left.replace(word, "")
        if len(re.sub(r"[\W_]", "", left)) < LEFT:
            raise ValidationError(
                "Use other words than the names of this service, your organisation and yourself.",
                code="context",
            )

    def get_help_text(self) -> str:
        """What to leave out."""
        return "Not made of your name, your organisation's name or this service's name."


class NotRepeated:
    """More than a few characters again and again, as no list of common passwords can hold them."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ``ValidationError`` for up to 8 characters repeated, cut off anywhere."""
        del user
        text = password.casefold()
        if any(text == (text[:n] * len(text))[: len(text)] for n in range(1, MOST_REPEATED + 1)):
            raise ValidationError(
                "Use more than the same few characters again and again.", code="repeated"
            )

    def get_help_text(self) -> str:
        """What to leave out."""
        return "Not the same few characters again and again."


def _words(user: Any) -> set[str]:
    body = getattr(user, "body", None)
    texts = (getattr(user, "name", ""), getattr(user, "email", ""), getattr(body, "name", ""))
    near = {word for text in texts for word in re.findall(r"\w{3,}", (text or "").casefold())}
    return near | SERVICE_WORDS


class ResetTokens(PasswordResetTokenGenerator):
    """Tokens of reset links, with all 256 bits of their seal; each works once."""

    def _make_token_with_timestamp(self, user: Any, timestamp: int, secret: str | bytes) -> str:
        value = self._make_hash_value(user, timestamp)
        seal = salted_hmac(self.key_salt, value, secret=secret, algorithm="sha256").hexdigest()
        return f"{int_to_base36(timestamp)}-{seal}"
