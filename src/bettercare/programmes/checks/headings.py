"""Checks on the headings that pages print: one column under two names, a sign misread."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from bettercare.labels import listed, normalise
from bettercare.programmes.budget import column_of
from bettercare.programmes.checks.registry import Checked, Slip, check

_UNIT = re.compile(r"\(\s*(\S{1,3}?)\s*(k|m|000s?)\s*\)", re.IGNORECASE)


class _Printed(NamedTuple):
    """A heading with its number among the headings, from 1."""

    item: int
    page: str
    text: str


def _no_headings(working: Checked) -> str:
    return "" if working.programme.headings else "the headings of each page"


def _by_column(working: Checked) -> Mapping[str, list[_Printed]]:
    found: dict[str, list[_Printed]] = {}
    for item, one in enumerate(working.programme.headings, 1):
        if one.column and one.text:
            found.setdefault(one.column, []).append(_Printed(item, one.page or "", one.text))
    return found


def _pages(pages: Iterable[str]) -> str:
    """Some pages in words: "page 1", "pages 2 and 3"."""
    found = list(dict.fromkeys(pages))
    return f"page{'s' if len(found) > 1 else ''} {listed(found)}"


@check(
    "PRG-05",
    name="headings-differ",
    message="It is headed {names}. Its amounts belong to lines of {source}.",
    fix="Head the column '{right}' on every page.",
    cites="programme_2017_19",
    lacks=_no_headings,
)
def headings_differ(working: Checked) -> Iterator[Slip]:
    """One column under two names: one of the two is another source.

    The lines with money in the column say which name is right.
    """
    for key, printed in _by_column(working).items():
        names: dict[str, list[_Printed]] = {}
        for one in printed:
            names.setdefault(normalise(_UNIT.sub("", one.text)), []).append(one)
        if len(names) < 2:  # noqa: PLR2004  (two names)
            continue
        column = column_of(key)
        label = working.label(column.source) if column.source else key
        lines = [one for one in working.lines if working.amount(one.line, column)]
        sources = list(dict.fromkeys(one.line.source for one in lines if one.line.source))
        most = max(names.values(), key=len)
        yield Slip(
            f"Column {label} {column.year}".strip(),
            tuple(working.programme.place("headings", one.item, "text") for one in printed),
            {
                "names": listed(
                    f"'{found[0].text}' on {_pages(one.page for one in found)}"
                    for found in names.values()
                ),
                "source": listed(sources),
                "right": Counter(one.text for one in most).most_common(1)[0][0],
            },
            message="" if sources else "It is headed {names}.",
        )


@check(
    "PRG-06",
    name="unit-sign-misread",
    message="The unit reads {signs}; all amounts are taken to be in {unit}.",
    fix="",
    cites="programme_2017_19",
    lacks=_no_headings,
)
def unit_sign_misread(working: Checked) -> Iterator[Slip]:
    """A pound sign that a print spells as another letter or as another currency."""
    right = working.rules.units.sign
    pages: dict[str, dict[str, None]] = {}
    places = []
    for item, one in enumerate(working.programme.headings, 1):
        found = _UNIT.search(one.text or "")
        if found:
            pages.setdefault(found[0].strip("( )"), {})[one.page or ""] = None
            if found[1] in working.rules.units.misread:
                places.append(working.programme.place("headings", item, "text"))
    if places:
        yield Slip(
            "Headings of the years",
            tuple(places),
            {
                "signs": listed(f"{sign} on {_pages(on)}" for sign, on in pages.items()),
                "unit": f"{right}{working.programme.unit.removeprefix(right)}",
            },
        )
