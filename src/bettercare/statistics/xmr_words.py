"""A control chart in words: its icons, its rules, and its finding as one sentence."""

from bettercare.statistics.xmr_chart import ControlChart, Point, Segment
from bettercare.statistics.xmr_rules import Rule

VARIATION = {
    "common_cause": "common cause: no significant change",
    "improvement_high": "special cause, improving: higher values",
    "improvement_low": "special cause, improving: lower values",
    "concern_high": "special cause, concerning: higher values",
    "concern_low": "special cause, concerning: lower values",
    "neutral_high": "special cause, neither better nor worse: higher values",
    "neutral_low": "special cause, neither better nor worse: lower values",
    "too_few": "not judged: too few points",
}
ASSURANCE = {
    "consistently_pass": "the target will be met every time, unless something changes",
    "consistently_fail": "the target will be missed every time, unless something changes",
    "hit_or_miss": "the target will be met or missed by chance",
    "too_few": "not judged: too few points",
    "": "no target to judge by",
}
VERDICT = {
    "common_cause": "common cause",
    "improvement": "improvement",
    "concern": "concern",
    "special_high": "special, high",
    "special_low": "special, low",
    "too_few": "not judged",
    "no_value": "no value",
}
RULE: dict[Rule, str] = {
    "outside": "outside the limits",
    "shift": "part of a shift to one side of the mean",
    "trend": "part of a trend",
    "near": "one of several close to a limit",
}
_ICON = {
    "common_cause": "shows no significant change",
    "improvement": "shows improvement",
    "concern": "gives cause for concern",
    "special_high": "is significantly high",
    "special_low": "is significantly low",
}


def chart_in_words(chart: ControlChart, name: str = "The series") -> str:
    """What a chart says of today, in a sentence or two; how sure that is belongs to it.

    >>> from bettercare.statistics import xmr
    >>> chart_in_words(xmr([4.1, 4.2, 6.0, 5.1, 5.9, 5.4], target=3.5), "DTOC")
    'DTOC: 6 points are too few to judge; 10 are needed for limits and 15 for a firm call.'
    >>> chart_in_words(xmr([3, 5, 4, 4, 3, 5, 4, 4, 3, 5, 4, 9], target=2), "DTOC")
    'DTOC gives cause for concern: the last point is outside the limits. The target will be met or
    missed by chance. Provisional: 12 of the 15 points of a firm call.'
    """
    segment = chart.last
    known = [point for point in chart.points[segment.start :] if point.value is not None]
    if segment.strength in {"none", "run_chart"}:
        return f"{name}: {_too_few(chart, segment)}"
    said = [f"{name} {_ICON[known[-1].verdict]}{_because(known[-1])}."]
    if segment.assurance:
        said.append(f"{ASSURANCE[segment.assurance].capitalize()}.")
    if segment.strength == "provisional":
        said.append(f"Provisional: {segment.used} of the {chart.firm} points of a firm call.")
    return " ".join(said)


def _because(point: Point) -> str:
    if not point.rules:
        return ""
    return f": the last point is {' and '.join(RULE[rule] for rule in point.rules)}"


def _too_few(chart: ControlChart, segment: Segment) -> str:
    since = " since the last rebase" if len(chart.segments) > 1 else ""
    points = f"{segment.used} point{'s'[: segment.used != 1]}{since}"
    are = "is" if segment.used == 1 else "are"
    return (
        f"{points} {are} too few to judge; {chart.least} are needed for limits "
        f"and {chart.firm} for a firm call."
    )
