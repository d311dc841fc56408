"""Labels as people write them: what counts as the same, and what comes nearest."""

import re
from collections.abc import Iterable
from functools import lru_cache

_NUMBERING = re.compile(r"^\s*(chg\s*)?\d+\s*[.):]\s*", re.IGNORECASE)
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_NOUGHTS = re.compile(r"(?<!\d)0+(?=\d)")
NEAR_ENOUGH = 75.0
LONGEST_COMPARED = 200


@lru_cache(maxsize=131_072)  # every name of the largest sheets, which several checks fold
def normalise(text: str) -> str:
    """Fold what does not change a label's meaning: case, spaces, dashes, numbering, brackets, &.

    >>> normalise("1. Charity/Voluntary  Sector") == normalise("charity / voluntary sector")
    True
    """
    label = _NUMBERING.sub("", text) if _may_be_numbered(text) else text
    return _NOT_WORD.sub(" ", label.casefold().replace("&", " and ")).strip()


def _may_be_numbered(text: str) -> bool:
    """Whether a text begins as a number of a list does: a look that costs less than the pattern."""
    first = text.lstrip()[:1]
    return first.isdecimal() or first in "cC"


def unnumbered(text: str) -> str:
    """A label without the number that a template puts before it.

    >>> unnumbered("3. Other - Physical health/wellbeing"), unnumbered("Telecare")
    ('Other - Physical health/wellbeing', 'Telecare')
    """
    return _NUMBERING.sub("", text)


@lru_cache(maxsize=4096)
def squeezed(text: str) -> str:
    """A label without spaces, signs and leading noughts, to compare short codes.

    >>> squeezed("PR 01"), squeezed("pr-1"), squeezed("B (i)")
    ('pr1', 'pr1', 'bi')
    """
    return _NOUGHTS.sub("", normalise(text)).replace(" ", "")


def similarity(left: str, right: str) -> float:
    """Likeness of two texts from 0 to 100: the better of edit distance and shared words.

    >>> similarity("End of Life Care", "End of Live Care") > 90
    True
    """
    from rapidfuzz import fuzz  # noqa: PLC0415  (loaded only when something needs comparing)

    a, b = normalise(left), normalise(right)
    return max(fuzz.ratio(a, b), fuzz.token_sort_ratio(a, b))


@lru_cache(maxsize=4096)
def nearest(text: str, choices: tuple[str, ...]) -> str | None:
    """The choice most like the text, or ``None`` when nothing is near enough to suggest.

    >>> nearest("Telcare", ("Telecare", "Wellness Services"))
    'Telecare'
    >>> nearest("banana", ("Telecare", "Wellness Services")) is None
    True
    """
    if len(text) > LONGEST_COMPARED or not choices:
        return None
    from rapidfuzz import fuzz, process  # noqa: PLC0415  (loaded only when needed)

    folded, written = _all_normalised(choices), normalise(text)
    found = [
        match
        for scorer in (fuzz.ratio, fuzz.token_sort_ratio)
        if (match := process.extractOne(written, folded, scorer=scorer, score_cutoff=NEAR_ENOUGH))
    ]
    return choices[max(found, key=lambda match: match[1])[2]] if found else None


@lru_cache(maxsize=256)
def _all_normalised(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(normalise(text) for text in texts)


def listed(words: Iterable[str], last: str = "and") -> str:
    """Join words as a sentence does.

    >>> listed(["3"]), listed(["3", "19"]), listed(["1", "2", "3"], "or")
    ('3', '3 and 19', '1, 2 or 3')
    """
    items = list(words)
    if len(items) < 2:  # noqa: PLR2004
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    """Lines of at most 80 columns, the first and the rest indented so; hyphens do not part words.

    >>> wrapped("NHS out-of-hospital, planned: £5", first="> ")
    ['> NHS out-of-hospital, planned: £5']
    """
    from textwrap import wrap  # noqa: PLC0415  (needed only by texts)

    return wrap(text, 80, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def shortened(text: str, width: int) -> str:
    """Cut a text to a width, ending in three dots.

    >>> shortened("Joint Integrated Commissioning Board", 20)
    'Joint Integrated...'
    """
    if len(text) <= width:
        return text
    return text[: width - 3].rstrip() + "..."
