"""Family F: which metric and year each line of the table is about, and what to say if none."""

from collections.abc import Iterable, Iterator, Mapping

from bettercare.calculations import Calculations
from bettercare.calculations.coded import CodedMetric
from bettercare.calculations.completeness import ASKED as QUESTIONS
from bettercare.checks.choices import SUGGEST_FIX
from bettercare.checks.registry import Slip
from bettercare.dates import short_year, year_meant
from bettercare.labels import listed, nearest, shortened
from bettercare.rounds.metric_rules import Metric

ASKED: Mapping[str, tuple[str, ...]] = {how: tuple(asked) for how, asked in QUESTIONS.items()}


def metric_slip(
    working: Calculations,
    metric: Metric,
    line: CodedMetric | None,
    fields: Iterable[str],
    facts: Mapping[str, object],
) -> Slip:
    """A slip about some cells of a metric's line."""
    places = tuple(working.place("metrics", line.item, one) for one in fields) if line else ()
    people = {"top": metric.numerator, "bottom": metric.denominator, "people": metric.people}
    return Slip(metric.short, places, {**people, **facts}, reference=metric.reference)


def year_of(line: CodedMetric) -> str:
    """The year of a line as codes write it, empty where it has none."""
    return short_year(line.line.year or "")


def unknown_metrics(working: Calculations) -> Iterator[Slip]:
    """One slip for each line whose metric the round does not have."""
    metrics = working.rules.metrics
    for line in working.metric_lines:
        if line.metric.accepted:
            continue
        text, near = line.line.metric, _near(working, line)
        facts = {
            "value": shortened(text or "", 60),
            "suggestion": metrics[near].short if near else "",
            "choices": listed((f"'{one.short}'" for one in metrics.values()), "or"),
        }
        yield Slip(
            f"Metric line {line.item}, metric",
            (working.place("metrics", line.item, "metric"),),
            facts,
            message="'{value}' is not a metric." if text else "A line has no metric.",
            fix=SUGGEST_FIX if near else "Choose one of: {choices}.",
        )


def _near(working: Calculations, line: CodedMetric) -> str | None:
    """The code of the metric that a label comes near to."""
    names = working.rules.metric_names
    codes = {text: code for code, one in names.items.items() for text in (one.label, *one.aliases)}
    found = nearest(line.line.metric or "", tuple(codes))
    return codes[found] if found else None


def unknown_years(working: Calculations) -> Iterator[Slip]:
    """One slip for each line with a text for its year that is no financial year."""
    for line, metric in _lost_in_time(working):
        facts = {
            "value": shortened(line.line.year or "", 60),
            "choices": listed((f"'{year}'" for year in metric.years), "or"),
        }
        yield metric_slip(working, metric, line, ["year"], facts)._replace(
            message="'{value}' is not a financial year.", fix="Write {choices}."
        )


def _lost_in_time(working: Calculations) -> Iterator[tuple[CodedMetric, Metric]]:
    for line in working.metric_lines:
        code = line.metric.accepted
        metric = working.rules.metrics[code] if code else None
        if metric and metric.years and line.line.year and year_meant(year_of(line)) is None:
            yield line, metric


def meant_elsewhere(working: Calculations) -> frozenset[str]:
    """The metrics that a line with an unknown metric or year may well be about.

    Lines that come near to none are about the metrics without a line, if there are enough of them.
    """
    unknown = [line for line in working.metric_lines if not line.metric.accepted]
    near = [_near(working, line) for line in unknown]
    known = {line.metric.accepted for line in working.metric_lines}
    rest = [code for code in working.rules.metrics if code not in {*known, *near}]
    any_other = rest if len(rest) <= near.count(None) else []
    lost = [line.metric.accepted for line, _ in _lost_in_time(working)]
    return frozenset(code for code in (*near, *any_other, *lost) if code)
