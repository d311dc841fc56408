"""Pseudonyms: an NHS number under a key, the same for the same person and of no use without it."""

import hmac
from hashlib import sha256

from bettercare.linkage.keys import Key
from bettercare.nhs_numbers import is_nhs_number


def normalised(text: str) -> str | None:
    """The ten digits of a valid NHS number however it is written, or ``None``.

    >>> normalised("943 476 5919"), normalised("9434765919"), normalised("943 476 5918")
    ('9434765919', '9434765919', None)
    """
    digits = "".join(sign for sign in text.removesuffix(".0") if sign in "0123456789")
    return digits if is_nhs_number(digits) else None


def pseudonym(nhs_number: str, key: Key) -> str:
    """The pseudonym of a person: HMAC-SHA-256 over the ten digits, all 64 hexadecimal digits of it.

    Method: RFC 2104 with SHA-256. A hash without a key is not offered: NHS numbers are so few that
    all can be tried in minutes. Raises ``ValueError`` for a number that is not valid, without
    repeating it, and ``TypeError`` for anything but a ``Key``.

    >>> len(pseudonym("943 476 5919", Key(bytes(range(32)))))
    64
    """
    if not isinstance(key, Key):
        raise TypeError("a pseudonym needs a Key")
    digits = normalised(nhs_number)
    if digits is None:
        raise ValueError("not a valid NHS number")
    return hmac.new(key.secret, digits.encode("ascii"), sha256).hexdigest()
