"""A plan's summary: its figures and its findings, ready to be shown, saved or compared."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import msgspec

from bettercare.calculations import Calculations, Figure
from bettercare.dates import short_year
from bettercare.findings import Finding, Report
from bettercare.formats.reading import Control, Reading
from bettercare.plan import Plan
from bettercare.report.found import Found
from bettercare.rounds import load


class Summary(Found):
    """All figures of a plan and all findings on it; in a notebook it shows as a table.

    ``noticed`` are findings made while the plan was read; ``controls`` its control totals.
    """

    def __init__(
        self,
        plan: Plan,
        working: Calculations,
        noticed: Sequence[Finding] = (),
        controls: Sequence[Control] = (),
    ) -> None:
        self.plan = plan
        self.working = working
        self.noticed = tuple(noticed)
        self.controls = tuple(controls)

    @property
    def round(self) -> str:
        """The round whose rules were used: the plan's own, unless another was named."""
        return self.working.rules.round

    @property
    def figures(self) -> Mapping[str, Figure]:
        """Every figure by id."""
        return self.working.figures

    @cached_property
    def report(self) -> Report:
        """The findings of reading and of every check, worst first."""
        from bettercare import checks  # noqa: PLC0415  (many modules; figures alone need none)

        checked = checks.run(self.working)
        findings = sorted((*self.noticed, *checked.findings), key=lambda f: f.severity.rank)
        return msgspec.structs.replace(checked, findings=tuple(findings))

    def __repr__(self) -> str:
        from bettercare.report.text_summary import summary_text  # noqa: PLC0415

        return summary_text(self)

    def _repr_html_(self) -> str:
        from html import escape  # noqa: PLC0415

        rows = "".join(
            f"<tr><td>{escape(figure.label)}</td>"
            f"<td style='text-align:right'>{escape(figure.display)}</td>"
            f"<td><code>{escape(figure.id)}</code></td></tr>"
            for figure in self.figures.values()
        )
        title = escape(f"{self.plan.area or 'Plan'}, {self.round}")
        return (
            f"<table><caption>{title}</caption><thead><tr><th>Figure</th><th>Value</th>"
            f"<th>Id</th></tr></thead><tbody>{rows}</tbody></table>"
        )


def summarise(
    plan: Plan | Reading,
    round: str | None = None,
    *,
    folders: Sequence[Path] = (),
    against: Plan | Reading | None = None,
) -> Summary:
    """Work out every figure of a plan by the rules of its round, or of another that is named.

    Takes a plan, or a reading (whose findings and control totals then come along). ``against`` is
    last year's plan, which is worked out by its own round's rules. Raises ``UnknownRound`` when a
    round is not at hand.

    >>> import bettercare as bc
    >>> from bettercare import examples
    >>> reading = bc.read(examples.path("leicester"))
    >>> bc.summarise(reading.plan).figures["required.nhs_out_of_hospital.headroom"].display
    '£440,117'
    """
    reading = plan if isinstance(plan, Reading) else Reading(plan=plan)
    rules = load(short_year(round or reading.plan.round), tuple(folders))
    working = Calculations(reading.plan, rules)
    if against is not None:
        from bettercare.report.beside import with_last_year  # noqa: PLC0415  (only when asked for)

        working = with_last_year(reading.plan, rules, _worked_out(against, folders), folders)
    return Summary(reading.plan, working, reading.findings, reading.controls)


def _worked_out(against: Plan | Reading, folders: Sequence[Path]) -> Calculations:
    plan = against.plan if isinstance(against, Reading) else against
    return Calculations(plan, load(short_year(plan.round), tuple(folders)))


def check(
    plan: Plan | Reading,
    round: str | None = None,
    *,
    folders: Sequence[Path] = (),
    against: Plan | Reading | None = None,
) -> Report:
    """Run every check of the round on a plan; nothing stops at the first fault.

    ``against`` is last year's plan, for the checks that compare with it.

    >>> import bettercare as bc
    >>> from bettercare import examples
    >>> report = bc.check(bc.read(examples.path("leicester")).plan)
    >>> [finding.subject for finding in report.of(bc.Severity.ERROR)]
    ['Row 9, output']
    """
    return summarise(plan, round, folders=folders, against=against).report
