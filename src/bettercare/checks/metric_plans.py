"""Family F, third part: the plan in words for each metric, and the schemes behind it."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from bettercare.calculations import Calculations
from bettercare.calculations.coded import CodedMetric
from bettercare.calculations.metrics import is_share, planned_lines
from bettercare.calculations.working import NOUGHT
from bettercare.checks.agreement import agrees
from bettercare.checks.metric_lines import meant_elsewhere, metric_slip
from bettercare.checks.metrics import shown, value_of
from bettercare.checks.registry import Slip, check
from bettercare.labels import listed
from bettercare.money import read_number
from bettercare.rounds.metric_rules import Metric

MOST_TYPES = 2  # in one sentence

_NUMBER = r"(?<![\d.,])(\d[\d,]*+(?:\.\d+)?+)"
_PERCENT = re.compile(_NUMBER + r"\s?(?:%|per ?cent\b)")
_DAILY = re.compile(_NUMBER + r"\s(?:\w+\s){0,2}(?:a|per) day\b")
_RATE = re.compile(_NUMBER + r"\s(?:\w+\s){0,2}per 100,?000\b")


def _lacks_narratives(working: Calculations) -> str:
    told = any(line.line.narrative for line in working.metric_lines)
    return "" if told else "the metrics in words"


def _lacks_narrative_column(working: Calculations) -> str:
    """A column that is there and blank is a plan in words that nobody has written yet."""
    origin = working.plan.origins.get("metrics")
    return "" if origin and "narrative" in origin.columns else _lacks_narratives(working)


def _told(working: Calculations, code: str) -> list[CodedMetric]:
    """The lines of a metric that have a narrative."""
    lines = working.metric_lines
    return [line for line in lines if line.metric.accepted == code and line.line.narrative]


@check(
    "CHK-104",
    name="narrative-number-differs",
    message="The narrative says {quoted}; the table says {value}.",
    fix="Use one number in both.",
    cites="metrics",
    needs=("metrics",),
    lacks=_lacks_narratives,
)
def narrative_number_differs(working: Calculations) -> Iterator[Slip]:
    """A narrative that quotes another number than the table leaves the reader to guess.

    Looked at are numbers in the unit of the metric that come near to one of its values, and are not
    a rounding of any of them.
    """
    for code, metric in working.rules.metrics.items():
        lines = planned_lines(working, code).values()
        values = [value for line in lines if (value := value_of(metric, line)) is not None]
        nearest = working.rules.thresholds.narrative_near
        for line in _told(working, code):
            for quoted, number in _quoted(metric, line.line.narrative or ""):
                near = _nearest_wrong(metric, number, values, nearest)
                if near is not None:
                    facts = {"quoted": quoted, "value": shown(metric, near)}
                    yield metric_slip(working, metric, line, ["narrative"], facts)


def _quoted(metric: Metric, text: str) -> Iterator[tuple[str, Decimal]]:
    """The numbers that a text gives in the unit of a metric, each once."""
    percent = is_share(metric)
    pattern = _PERCENT if percent else _DAILY if metric.collected == "value" else _RATE
    for found in dict.fromkeys(match[1] for match in pattern.finditer(text)):
        quoted = f"{found}%" if percent else found
        number = read_number(quoted)
        if number is not None:
            yield quoted, number


def _nearest_wrong(
    metric: Metric, number: Decimal, values: Iterable[Decimal], most: Decimal
) -> Decimal | None:
    """The value that a number comes near to, unless it is a rounding of one of them.

    ``most`` is the part of a value by which a number that speaks of it may be off.
    """
    share = is_share(metric)
    near = [value for value in values if abs(number - value) <= most * abs(value)]
    if not near or any(agrees(number, value, NOUGHT, fraction=share) for value in near):
        return None
    return min(near, key=lambda value: abs(number - value))


@check(
    "CHK-105",
    name="metric-not-described",
    message="No plan in words is given.",
    fix="Say what will be done, by whom, and what it should change.",
    cites="metrics",
    needs=("metrics",),
    lacks=_lacks_narrative_column,
)
def metric_not_described(working: Calculations) -> Iterator[Slip]:
    """A number without the actions behind it cannot be assured."""
    meant = meant_elsewhere(working)
    for code, metric in working.rules.metrics.items():
        if not _told(working, code):
            lines = [line for line in working.metric_lines if line.metric.accepted == code]
            line = lines[-1] if lines else None
            if line or code not in meant:
                yield metric_slip(working, metric, line, ["narrative"], {})


@check(
    "CHK-106",
    name="metric-without-schemes",
    message="No scheme supports it: none has a Medium or High impact, or is of a type that would.",
    fix="Give impacts to the schemes that help, or plan one of type {types}.",
    cites="metrics",
    needs=("metrics", "schemes"),
)
def metric_without_schemes(working: Calculations) -> Iterator[Slip]:
    """An ambition needs a scheme that can reach it.

    A scheme supports a metric by its stated impact, or by a type that usually moves the metric.
    """
    used = {row.scheme_type.code for row in working.rows}
    for code, metric in working.rules.metrics.items():
        lines = [line for line in working.metric_lines if line.metric.accepted == code]
        if lines and not used & {*metric.supporting_types} and not _has_impact(working, code):
            types = metric.supporting_types[:MOST_TYPES]
            labels = [working.rules.scheme_types.label(one) for one in types]
            facts = {"types": listed([f"'{one}'" for one in labels], "or")}
            yield metric_slip(working, metric, lines[-1], ["metric"], facts)


def _has_impact(working: Calculations, metric: str) -> bool:
    known, least = working.rules.impact_levels, working.rules.thresholds.supporting_rank
    codes = (known.match(row.row.impacts.get(metric)).accepted for row in working.rows)
    return any(code is not None and known[code].rank >= least for code in codes)
