"""A programme's summary: its figures, its comparisons and its findings."""

from collections.abc import Mapping, Sequence
from functools import cached_property

import msgspec

from bettercare.calculations.figure import Figure
from bettercare.findings import Finding, Report
from bettercare.formats.programme import ProgrammeReading
from bettercare.formats.reading import Control
from bettercare.programmes.checks import Checked, run
from bettercare.programmes.comparisons import Comparisons
from bettercare.programmes.records import Programme
from bettercare.programmes.rules import load
from bettercare.report.found import Found


class ProgrammeSummary(Found):
    """All figures of a programme and all findings on it.

    ``noticed`` are findings made while it was read; ``controls`` its control totals.
    """

    def __init__(
        self,
        programme: Programme,
        noticed: Sequence[Finding] = (),
        controls: Sequence[Control] = (),
    ) -> None:
        self.programme = programme
        self.working = Checked(programme, load())
        self.noticed = tuple(noticed)
        self.controls = tuple(controls)

    @property
    def figures(self) -> Mapping[str, Figure]:
        """Every figure by id."""
        return self.working.figures

    @property
    def comparisons(self) -> Comparisons:
        """The printed figures beside ours."""
        return self.working.comparisons

    @cached_property
    def report(self) -> Report:
        """The findings of reading and of every check, worst first."""
        checked = run(self.working)
        findings = sorted((*self.noticed, *checked.findings), key=lambda f: f.severity.rank)
        return msgspec.structs.replace(checked, findings=tuple(findings))

    def __repr__(self) -> str:
        from bettercare.report.programme_text import summary_text  # noqa: PLC0415

        return summary_text(self)


def summarise(programme: Programme | ProgrammeReading) -> ProgrammeSummary:
    """Work out every figure of a programme, or of a reading with what was noticed.

    >>> from bettercare import examples
    >>> from bettercare.formats import programme
    >>> reading = programme.read(examples.path("rutland-2017-19"))
    >>> summarise(reading).figures["unallocated.2018-19"].display
    '-£4k'
    """
    if isinstance(programme, Programme):
        return ProgrammeSummary(programme)
    return ProgrammeSummary(programme.programme, programme.findings, programme.controls)
