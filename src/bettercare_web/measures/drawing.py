"""Charts as pages show them: the picture, drawn once, and the table with the same numbers."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from bettercare.charts import Chart

KEPT = 256


class Drawn(NamedTuple):
    """A chart on a page."""

    title: str
    alt: str
    note: str
    picture: SafeString
    heads: Sequence[tuple[str, bool]]
    cells: Sequence[Sequence[str]]


def drawn(chart: "Chart") -> Drawn:
    """A chart with its picture. What is in it is escaped by the library that draws it."""
    return Drawn(
        title=chart.title,
        alt=chart.alt,
        note=chart.note,
        picture=_picture(_Keyed(chart)),
        heads=[(column.head, column.decimals is not None) for column in chart.columns],
        cells=chart.cells(),
    )


class _Keyed:
    """A chart that is known by what it draws, so that the same picture is drawn once."""

    def __init__(self, chart: "Chart") -> None:
        self.chart = chart
        said = repr((chart.title, chart.alt, chart.columns, chart.rows, sorted(chart.hidden)))
        self.key = sha256(said.encode()).digest()

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and other.key == self.key


@lru_cache(maxsize=KEPT)
def _picture(keyed: _Keyed) -> SafeString:
    return mark_safe(keyed.chart.svg())  # noqa: S308  (SVG that we made; every text in it is escaped)
