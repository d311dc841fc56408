"""The metrics tab and the metrics on the summary, where columns are lost.

Each metric has a title of its own, the years of its plans in one line, and under it lines of
numbers, one number a year: the value, and behind their labels numerator and denominator. What is
left, and is no instruction of the template, is the narrative.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from bettercare.dates import year_meant
from bettercare.formats.prints.paper import Line
from bettercare.formats.prints.sections import Row, Section
from bettercare.labels import normalise
from bettercare.money import read_number
from bettercare.rounds import Round

TABLE = "metrics"
FIELDS = (
    "metric",
    "year",
    "value_printed",
    "numerator",
    "denominator",
    "value_printed_on_summary",
    "narrative",
)
VALUE, ON_SUMMARY = FIELDS[2], FIELDS[5]

_NUMBERING = re.compile(r"\s*\d+(\.\d+)*\.?\s+")
_YEAR = re.compile(r"\b((?:20)?\d\d ?[/-] ?\d\d) (?:plan|actual)\b", re.IGNORECASE)


class Printed(msgspec.Struct, frozen=True):
    """What is printed of one metric: its title and line, its years, and its numbers by field."""

    title: str
    line: Line
    years: tuple[str, ...]
    numbers: Mapping[str, tuple[str, ...]]
    narrative: str = ""

    def number(self, field: str, year: str) -> str:
        """The text of a number; "" where it is not printed."""
        found = dict(zip(self.years, self.numbers.get(field, ()), strict=False))
        return found.get(year, "")


def metrics_section(tab: Sequence[Line], summary: Sequence[Line], rules: Round) -> Section | None:
    """The metrics of a plan from the lines of their tab, and the values that the summary prints."""
    parts = Parts(rules)
    on_tab = {code: parts.on_tab(lines) for code, lines in _by_metric(tab, rules).items()}
    on_summary = {code: parts.on_summary(ln) for code, ln in _by_metric(summary, rules).items()}
    rows = [row for code in rules.metrics for row in _rows(on_tab.get(code), on_summary.get(code))]
    if not rows:
        return None
    return Section(TABLE, rows[0].line, rows[0].page, FIELDS, FIELDS, tuple(rows))


def _rows(on_tab: Printed | None, on_summary: Printed | None) -> Iterator[Row]:
    """A row for each year of a metric; the narrative is that of the last."""
    first = on_tab or on_summary
    if first is None:
        return
    printed = [one for one in (on_tab, on_summary) if one]
    years = list(dict.fromkeys(year for one in printed for year in one.years)) or [""]
    for year in years:
        numbers = [on_tab.number(field, year) if on_tab else "" for field in FIELDS[2:5]]
        summed = on_summary.number(ON_SUMMARY, year) if on_summary else ""
        said = on_tab.narrative if on_tab and year == years[-1] else ""
        if any((*numbers, summed, said)):
            cells = (first.title, year, *numbers, summed, said)
            yield Row(first.line.number, first.line.page, cells)


def _by_metric(lines: Sequence[Line], rules: Round) -> dict[str, list[Line]]:
    """The lines of each metric: its title, and those up to the title of the next."""
    found: dict[str, list[Line]] = {}
    open_lines: list[Line] = []
    for line in lines:
        code = rules.metric_names.match(_title(line)).accepted
        if code and code not in found:
            open_lines = found[code] = []
        open_lines.append(line)
    return found


def _title(line: Line) -> str:
    """The words of a line without its numbering."""
    return _NUMBERING.sub("", line.words, count=1)


class Parts:
    """Reads the lines of one metric, by the labels and instructions of a round's template."""

    def __init__(self, rules: Round) -> None:
        self._labels: dict[str, str] = {}
        for field in ("numerator", "denominator", "narrative"):
            column = rules.column(TABLE, field)
            for text in (column.label, *column.aliases) if column else ():
                self._labels[normalise(text)] = field
        prints = rules.prints
        self._instructions = tuple(map(normalise, prints.instructions)) if prints else ()

    def on_tab(self, lines: Sequence[Line]) -> Printed:
        """A metric as its tab prints it."""
        years: tuple[str, ...] = ()
        numbers: dict[str, tuple[str, ...]] = {}
        texts: list[str] = []
        for block in _blocks(lines[1:]):
            years = years or _years(block)
            if not self._is_of_plan(block):
                continue
            found = dict(self._numbers(block, len(years)))
            numbers = {**found, **numbers}
            if not found:
                texts.append("\n".join(block))
        return Printed(_title(lines[0]), lines[0], years, numbers, "\n\n".join(texts))

    def on_summary(self, lines: Sequence[Line]) -> Printed:
        """A metric as the summary prints it: the years, and one line that ends in its numbers."""
        years: tuple[str, ...] = ()
        for block in _blocks(lines[1:]):
            years = years or _years(block)
            for text in block:
                values = _ending_numbers(text)
                if years and len(values) == len(years):
                    return Printed(_title(lines[0]), lines[0], years, {ON_SUMMARY: values})
        return Printed(_title(lines[0]), lines[0], (), {})

    def _numbers(self, block: Sequence[str], years: int) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The lines of numbers of a block, with the field that the line before them names."""
        before = ""
        for text in block:
            values = _ending_numbers(text)
            if years and len(values) == years == len(text.split()):
                yield self._labels.get(normalise(before), VALUE), values
            before = text

    def _is_of_plan(self, block: Sequence[str]) -> bool:
        """Whether a block is neither a head nor an instruction of the template."""
        words = normalise(_YEAR.sub(" ", " ".join(block)))
        for label in self._labels:
            words = words.removeprefix(label).strip()
        return bool(words) and not words.startswith(self._instructions)


def _blocks(lines: Sequence[Line]) -> Iterator[list[str]]:
    """The lines between blank ones, as they are printed."""
    block: list[str] = []
    for line in lines:
        if line.is_blank and block:
            yield block
            block = []
        elif not line.is_blank:
            block.append(line.words)
    if block:
        yield block


def _years(block: Sequence[str]) -> tuple[str, ...]:
    found = (year_meant(year[1].replace(" ", "")) for year in _YEAR.finditer(" ".join(block)))
    return tuple(dict.fromkeys(year for year in found if year))


def _ending_numbers(text: str) -> tuple[str, ...]:
    """The words at the end of a line that are numbers."""
    words = text.split()
    start = len(words)
    while start and read_number(words[start - 1]) is not None:
        start -= 1
    return tuple(words[start:])
