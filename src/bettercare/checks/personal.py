"""Personal data in a text: which kinds it holds, never what it says."""

import re
from collections.abc import Iterator

from bettercare.nhs_numbers import is_nhs_number

# Looked for around each "@", so that a long word without one costs nothing.
_EMAIL = re.compile(r"(?<=[\w.+'-])@[\w-]{1,63}\.[\w-]")
_PHONE = re.compile(
    r"(?<![\d£.,/-])(?:\+44[ \u00a0]?(?:\(0\)[ \u00a0]?)?|0044[ \u00a0]?|\(?0)"
    r"\d{2,4}\)?[ \u00a0-]?\d{3,4}[ \u00a0-]?\d{3,4}(?![\d%]|[.,/-]\d)"
)
_NHS_NUMBER = re.compile(r"(?<![\d£.,/-])\d{3}[ \u00a0-]?\d{3}[ \u00a0-]?\d{4}(?![\d%]|[.,/-]\d)")
_TEN_DIGITS = re.compile(r"\d(?:\D{0,3}\d){9}")
_NOT_DIGIT = re.compile(r"\D")
_NATIONAL_LENGTHS = (9, 10)  # digits of a phone number after its 0 or +44


def kinds_of_personal_data(text: str) -> list[str]:
    """The kinds of personal data that a text holds, each with its article.

    >>> kinds_of_personal_data("Ring 0116 496 0000 or write to someone@example.org")
    ['an e-mail address', 'a phone number']
    """
    return list(_kinds(text))


def holds_personal_data(text: str) -> bool:
    """Whether a text holds personal data of any kind."""
    return any(_kinds(text))


def _kinds(text: str) -> Iterator[str]:
    if "@" in text and _EMAIL.search(text):
        yield "an e-mail address"
    if not _TEN_DIGITS.search(text):  # each of the others has as many
        return
    if any(_is_phone(found[0]) for found in _PHONE.finditer(text)):
        yield "a phone number"
    if any(is_nhs_number(found[0]) for found in _NHS_NUMBER.finditer(text)):
        yield "an NHS number"


def _is_phone(text: str) -> bool:
    digits = _NOT_DIGIT.sub("", text)
    for prefix in ("0044", "440", "44", "0"):
        if digits.startswith(prefix):
            return len(digits) - len(prefix) in _NATIONAL_LENGTHS
    return False
