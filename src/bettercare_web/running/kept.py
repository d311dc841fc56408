"""How long what is about people is kept: a list with a default and a variable for each."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

FOR_EVER = "for-ever"
MOST = 36_500  # days: a hundred years


class Kept(NamedTuple):
    """A kind of data, for how many days it is kept by default, and since when."""

    name: str
    days: int
    since: str

    @property
    def variable(self) -> str:
        """The variable that says another period."""
        return f"BETTERCARE_KEEP_{self.name.upper().replace('-', '_')}"


# What else is kept: plans, versions, signatures, receipts and the trail, which nothing here ends.
KEPT = (
    Kept("accounts", 365, "the last role and the last sign-in of a closed account"),
    Kept("notes", 730, "the last edit of the plan, the note and its last answer"),
    Kept("invitations", 90, "the invitation was accepted, withdrawn or ended"),
    Kept("letters", 90, "the letter was sent"),
    Kept("sign-ins", 30, "the sign-in began"),
    Kept("tokens", 395, "the token ended or was revoked"),
)


def words_of(environment: Mapping[str, str]) -> dict[str, str]:
    """What the operator says of each period, as written; the default where nothing is said.

    >>> words_of({"BETTERCARE_KEEP_NOTES": "365"})["notes"], words_of({})["notes"]
    ('365', '730')
    """
    return {one.name: environment.get(one.variable, "").strip() or str(one.days) for one in KEPT}


def is_period(words: str) -> bool:
    """Whether words are a number of days from 1 to 36,500, or "for-ever".

    >>> is_period("730"), is_period("for-ever"), is_period("0"), is_period("2 years")
    (True, True, False, False)
    """
    return words == FOR_EVER or bool(re.fullmatch("[1-9][0-9]{0,4}", words) and int(words) <= MOST)


def period(words: str) -> timedelta | None:
    """A period; ``None`` for ever. Raises ``ValueError`` for words that are none.

    >>> period("30"), period("for-ever")
    (datetime.timedelta(days=30), None)
    """
    if not is_period(words):
        raise ValueError(words)
    return None if words == FOR_EVER else timedelta(days=int(words))
