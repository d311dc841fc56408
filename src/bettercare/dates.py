"""Financial years as people and codes write them."""

import re

_YEAR = re.compile(r"((?:19|20)[0-9]{2}) ?(?:[-/–]|to) ?(?:[0-9]{2})?([0-9]{2})")


def short_year(text: str) -> str:
    """A financial year as codes write it; any other text is only stripped.

    >>> short_year("2019/20"), short_year("2019-2020"), short_year(" 2019 to 2020 ")
    ('2019-20', '2019-20', '2019-20')
    >>> short_year("2022-23-discharge")
    '2022-23-discharge'
    """
    found = _YEAR.fullmatch(text.strip())
    return f"{found[1]}-{found[2]}" if found else text.strip()
