"""Free texts out of their lines: words that a narrow column cut, and where a name ends.

The print says neither. Both follow from how wide the columns are, and that from the widest line of
each column where its borders are certain. Widths are those of a plain sans-serif type, in
thousandths of its size: good enough to tell whether one more letter or word would have fitted.
"""

from collections.abc import Container, Sequence
from itertools import pairwise
from typing import NamedTuple

# Widths of Helvetica, which other plain types come near to in proportion.
_WIDTHS = {
    191: "'", 222: "ijl", 260: "|", 278: " !,./:;I[\\]ft", 333: "-()r`", 355: '"', 389: "*",
    500: "Jckszxyv", 584: "+<=>~", 611: "FTZ", 667: "ABEKPSVXY&", 722: "CDHNRUw", 778: "GOQ",
    833: "Mm", 889: "%", 944: "W", 1015: "@",
}  # fmt: skip
_USUAL = 556
_WIDTH_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}

SLACK = 0.03  # how far a line of several words may differ from the widths above
SLACK_OF_WORD = 0.05  # the same for one word, whose letters even out less


def width(text: str) -> int:
    """How wide a text is printed.

    >>> width("Will") < width("Wade")
    True
    """
    return sum(_WIDTH_OF.get(letter, _USUAL) for letter in text)


def joined(lines: Sequence[str], column: int = 0, words: Container[str] = ()) -> str:
    """The lines of a cell as one text; ``column`` is the width of its column, 0 if not known.

    A word that alone fills its line, so that not even one more letter would fit, was cut there,
    unless what follows is one of the ``words`` (in small letters) that are known. Words parted at a
    hyphen are one word again.

    >>> joined(["Falls and", "strengths-", "based work"])
    'Falls and strengths-based work'
    >>> joined(["Physical", "health/wellbein", "g"], width("health/wellbein"))
    'Physical health/wellbeing'
    """
    text = lines[0] if lines else ""
    for line, following in pairwise(lines):
        text += ("" if _goes_on(line, following, column, words) else " ") + following
    return text


def is_cut(line: str, following: str, column: int, words: Container[str] = ()) -> bool:
    """Whether a word was cut at the end of a line because its column was too narrow for it."""
    begins = following[:1]
    alone = column > 0 and " " not in line and (begins.islower() or begins.isdigit())
    if not alone or width(line + following[0]) <= column * (1 - SLACK_OF_WORD):
        return False
    return following.split(maxsplit=1)[0].casefold() not in words


def _goes_on(line: str, following: str, column: int, words: Container[str]) -> bool:
    hyphen = line.endswith("-") and line[-2:-1].isalpha() and following[:1].isalpha()
    return hyphen or is_cut(line, following, column, words)


class Border(NamedTuple):
    """Where a first text ends among the words of a first line, and whether that is certain."""

    words: int
    certain: bool


def border(lines: Sequence[str], first: int, second: int) -> Border:
    """How many words of a first line are the first of two texts that begin in it.

    ``first`` and ``second`` are the widths of their columns. Neither text may be wider than its
    column, and the second must have been too wide for the word that begins its next line. Of
    several places that fit, the last that leaves a second text is taken, and it is not certain.
    Where all lines fit the first column and none of the places does, they are one text: 0 words.
    So they are where the width of either column is not known (0), which is not certain.

    >>> lines = ["Carers Funding Range of services to", "support carers"]
    >>> border(lines, width("LPT - Unscheduled"), width("British sign lamnguage"))
    Border(words=2, certain=True)
    """
    if not (first and second):
        return Border(0, certain=False)
    words = lines[0].split()
    next_word = lines[1].split()[0] if len(lines) > 1 else ""
    fits = [
        n
        for n in range(1, len(words) + 1)
        if _fits(" ".join(words[:n]), first) and _is_full(" ".join(words[n:]), next_word, second)
    ]
    if fits:
        with_rest = [n for n in fits if n < len(words)]
        return Border((with_rest or fits)[-1], len(fits) == 1)
    if all(_fits(line, first) for line in lines):
        return Border(0, certain=True)
    short = [n for n in range(1, len(words) + 1) if _fits(" ".join(words[:n]), first)]
    return Border(short[-1] if short else 1, certain=False)


def _fits(text: str, column: int) -> bool:
    return width(text) <= column * (1 + SLACK)


def _is_full(text: str, next_word: str, column: int) -> bool:
    """Whether a line fits its column and ends where it must."""
    if not text:
        return not next_word
    full = not next_word or width(f"{text} {next_word}") >= column * (1 - SLACK)
    return full and _fits(text, column)
