"""Financial years as people and codes write them."""

import re

_YEAR = re.compile(r"((?:19|20)[0-9]{2}) ?(?:[-/–]|to) ?(?:[0-9]{2})?([0-9]{2})")
_TWO_DIGITS = re.compile(r"([0-9]{2}) ?[-/–] ?([0-9]{2})")
_WORDS = re.compile(r"\b(?:plan|planned|actual|estimate|estimated|forecast|fy)\b", re.IGNORECASE)


def short_year(text: str) -> str:
    """A financial year as codes write it; any other text is only stripped.

    >>> short_year("2019/20"), short_year("2019-2020"), short_year(" 2019 to 2020 ")
    ('2019-20', '2019-20', '2019-20')
    >>> short_year("19/20"), short_year("2019/20 Plan")
    ('2019-20', '2019-20')
    >>> short_year("2022-23-discharge")
    '2022-23-discharge'
    """
    found = _YEAR.fullmatch(text.strip())
    if found:
        return f"{found[1]}-{found[2]}"
    return year_meant(text) or text.strip()


def year_meant(text: str) -> str | None:
    """The financial year that a text means, ``None`` where it means no one year.

    Two years that follow each other are one, with or without a century, whatever kind of figure
    is said to stand there.

    >>> year_meant("2019/20"), year_meant("19/20 Plan"), year_meant("2018-19 actual")
    ('2019-20', '2019-20', '2018-19')
    >>> year_meant("12/15"), year_meant("2019-21"), year_meant("next year")
    (None, None, None)
    """
    plain = " ".join(_WORDS.sub(" ", text).split())
    short = _TWO_DIGITS.fullmatch(plain)
    found = _YEAR.fullmatch(f"20{plain}" if short else plain)
    follows = found is not None and (int(found[1]) + 1) % 100 == int(found[2])
    return f"{found[1]}-{found[2]}" if found and follows else None
