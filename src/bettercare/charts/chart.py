"""A chart with all that belongs to it, and its picture.

Whoever does not see the picture has the same in the sentence and in the table. Lines and marks
differ in shape and have a name beside them, so that the chart reads in grey print too.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any, NamedTuple

import altair as alt
import vl_convert

Value = str | float | int | None
Record = Mapping[str, Value]

ACTUAL, PLAN, LIMIT, AHEAD = "#005eb8", "#7c2855", "#4c6272", "#768692"
INK = "#212b32"
WIDTH, HEIGHT = 640, 300
HIDDEN = "hidden, small number"
NOT_GIVEN = "not given"

_CONFIG: Mapping[str, Any] = {
    "font": "Arial, Liberation Sans, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal", "labelColor": INK,
        "titleColor": INK, "gridColor": "#e8edee", "domainColor": INK, "tickColor": INK,
    },
    "legend": {"disable": True},
    "text": {"fontSize": 13, "color": INK},
}  # fmt: skip


class Column(NamedTuple):
    """A column of the table: its key in the rows, its head, and the decimals of a number."""

    key: str
    head: str
    decimals: int | None = None


class Measure(NamedTuple):
    """What a chart is of: the name of the measure, its unit, and how many decimals are shown."""

    name: str
    unit: str
    decimals: int = 1

    def shown(self, value: float | None) -> str:
        """A value with as many decimals as the measure is shown with.

        >>> Measure("Delays", "a day").shown(15.52)
        '15.5'
        """
        return number(value, self.decimals)


@dataclass(frozen=True)
class Chart:
    """A chart: its finding as a title, what it shows in words, its numbers, and its specification.

    ``columns`` and ``rows`` are the table beneath it and hold every number of the picture; a number
    that is withheld is ``None`` and shown as "hidden, small number" where ``hidden`` names its row.
    ``draw`` makes the specification, which takes far longer than the rest, when it is asked for.
    """

    title: str
    alt: str
    columns: tuple[Column, ...]
    rows: tuple[Record, ...]
    draw: Callable[[], Mapping[str, Any]]
    note: str = ""
    hidden: frozenset[int] = frozenset()

    @cached_property
    def specification(self) -> Mapping[str, Any]:
        """The chart as Vega-Lite, with its data in it."""
        return self.draw()

    def svg(self) -> str:
        """The picture as SVG, with its title and description for those who do not see it."""
        return _described(vl_convert.vegalite_to_svg(dict(self.specification)), self)

    def cells(self) -> list[list[str]]:
        """The table as texts: numbers with their decimals, and words for what is not there."""
        return [
            [_cell(row.get(column.key), column, number in self.hidden) for column in self.columns]
            for number, row in enumerate(self.rows)
        ]

    def to_text(self) -> str:
        """The title, the sentence and the table, for a terminal."""
        lines = [[column.head for column in self.columns], *self.cells()]
        widths = [max(len(line[n]) for line in lines) for n in range(len(self.columns))]
        table = [
            "  ".join(
                cell.rjust(width) if column.decimals is not None else cell.ljust(width)
                for cell, width, column in zip(line, widths, self.columns, strict=True)
            ).rstrip()
            for line in lines
        ]
        return "\n".join(filter(None, (self.title, self.alt, self.note, "", *table)))


def specification(*layers: Any, height: int = HEIGHT) -> Mapping[str, Any]:
    """The Vega-Lite specification of some layers, drawn alike in every chart."""
    made = alt.layer(*layers).properties(width=WIDTH, height=height)
    found: dict[str, Any] = made.to_dict(validate=False)  # a test holds each against the schema
    found["config"] = dict(_CONFIG)
    return found


def data(rows: Sequence[Record]) -> Any:
    """Rows as the data of a layer."""
    return alt.InlineData(values=[dict(row) for row in rows])


def in_order(rows: Sequence[Record], key: str) -> list[str]:
    """The words of a column in the order of the rows, each once: the order of an axis."""
    return list(dict.fromkeys(str(row[key]) for row in rows))


def number(value: float | None, decimals: int | None) -> str:
    """A number with commas and a real minus sign; "not given" for none.

    >>> number(-1234.5, 1), number(None, 1)
    ('−1,234.5', 'not given')
    """
    if value is None:
        return NOT_GIVEN
    shown = f"{abs(value):,.{decimals or 0}f}"
    return f"−{shown}" if value < 0 and float(shown.replace(",", "")) else shown


def _cell(value: Value, column: Column, hidden: bool) -> str:
    if column.decimals is None:
        return "" if value is None else str(value)
    if value is None and hidden:
        return HIDDEN
    return number(None if value is None else float(value), column.decimals)


def _described(picture: str, chart: Chart) -> str:
    """Give a picture its name and description, and have readers take it as one image."""
    start, rest = picture.split(">", 1)
    start = start.replace(' class="marks"', "")
    words = f"<title>{escape(chart.title)}</title><desc>{escape(chart.alt)}</desc>"
    return (
        f'{start} role="img">{words}<g aria-hidden="true">{rest.removesuffix("</svg>")}</g></svg>'
    )
