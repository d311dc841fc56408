"""What the command ``measure`` does: check records, count, work out and withhold."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bettercare.cli.measuring_counts import ENGINES, Asked, tallied
from bettercare.errors import BadRequest
from bettercare.findings import Report, Severity
from bettercare.labels import listed
from bettercare.metrics.counting import Counted
from bettercare.metrics.definition import Definition
from bettercare.metrics.disclosure import Published, publish
from bettercare.metrics.disclosure_rules import disclosure_rules
from bettercare.metrics.library import definition
from bettercare.metrics.populations import People, read_people
from bettercare.metrics.record_checks_report import RecordReport
from bettercare.metrics.record_checks_rules import record_rules
from bettercare.metrics.records import KINDS
from bettercare.metrics.results import Count

PERIODS = ("month", "quarter", "year")
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Measured:
    """Results with all that was found on the way, and where every row went."""

    published: Published
    records: RecordReport
    findings: Report
    controls: tuple[str, ...]
    holds: bool

    @property
    def has_errors(self) -> bool:
        """Whether records have errors, a control total does not hold, or a number is given away."""
        found = self.findings.of(Severity.ERROR)
        return not self.holds or bool(found) or bool(self.published.exposed)


def measured(paths: Sequence[Path], asked: Asked, told: Told = lambda _: None) -> Measured:
    """Count what is asked from files. Raises ``BadRequest`` and ``UnreadableFile``.

    ``told`` is called with words for what is under way.
    """
    made = _definitions(asked)
    rules = disclosure_rules(asked.rules) if asked.rules else None
    people = read_people(asked.populations) if asked.populations else None
    with tempfile.TemporaryDirectory() as work:
        found = tallied(paths, asked, tuple(made.values()), (Path(work), told))
    told("Withholding small numbers")
    counts = found.counted.counts
    named = [people.beside(one, made[one.metric]) if people else one for one in counts]
    published = publish(named, made, rules, why_not_hidden=asked.why_not_hidden)
    extra = people.findings if people else ()
    by_file = [f"Rules of disclosure control: {asked.rules.name}"] if asked.rules else []
    return Measured(
        published,
        found.report,
        Report((*found.report.findings(record_rules()).findings, *extra)),
        (
            *by_file,
            *found.said,
            *_controls(found.counted),
            *_without(named, made, people),
        ),
        found.counted.holds and found.report.holds,
    )


def _definitions(asked: Asked) -> Mapping[str, Definition]:
    """The definitions that are asked for, with the breakdowns and periods that are asked for."""
    if asked.kind not in KINDS:
        raise BadRequest(f"'{asked.kind}' is no kind of record. There are {listed(KINDS)}.")
    if odd := set(asked.periods) - set(PERIODS):
        raise BadRequest(f"'{min(odd)}' is no kind of period. Write {listed(PERIODS, 'or')}.")
    if asked.engine not in ENGINES:
        raise BadRequest(f"'{asked.engine}' is no engine. Write {listed(ENGINES, 'or')}.")
    if asked.cluster and asked.engine != "spark":
        raise BadRequest("A cluster is where Spark runs: add --engine spark.")
    return {made.metric: made for made in (_definition(code, asked) for code in asked.metrics)}


def _definition(code: str, asked: Asked) -> Definition:
    import msgspec

    made = definition(code, round_id=asked.round_id)
    if made.records != asked.kind:
        needed = f"It is counted from {made.records}." if made.records else "It has no rule."
        raise BadRequest(f"'{code}' cannot be counted from {asked.kind}. {needed}")
    if odd := set(asked.breakdowns) - set(made.breakdowns):
        known = listed(made.breakdowns) or "none"
        raise BadRequest(f"'{code}' has no breakdown '{min(odd)}'. It has {known}.")
    periods = tuple(one for one in made.periods if one in (asked.periods or made.periods))
    if not periods:
        raise BadRequest(f"'{code}' is not counted by {asked.periods[0]}.")
    return msgspec.structs.replace(made, breakdowns=asked.breakdowns, periods=periods)


def _controls(counted: Counted) -> list[str]:
    said = [
        f"{one.counted:,} of {one.read.given:,} rows counted by {one.area}, "
        f"{one.undated:,} without a date, {one.not_asked:,} that no measure asks for"
        for one in counted.controls
    ]
    part = sorted({period for one in counted.controls for period in one.part})
    if part:
        said.append(f"Counts of {listed(part)} are of a part: not every month has records")
    return said


def _without(
    counts: Iterable[Count], made: Mapping[str, Definition], people: People | None
) -> list[str]:
    """Which counts have no rate though people were given: their groups, and how many."""
    if people is None:
        return []
    lacking = Counter(
        " ".join((one.breakdown, one.group)) if one.breakdown else "everybody"
        for one in counts
        if made[one.metric].population and one.denominator is None
    )
    if not lacking:
        return []
    groups = listed(f"{group} ({number:,})" for group, number in lacking.items())
    return [f"No rate, as no people of just these are given: {groups}"]


__all__ = ["Asked", "Measured", "measured"]
