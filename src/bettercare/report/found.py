"""What was worked out and found of a plan or a programme: what every summary can be asked."""

from collections.abc import Mapping

from bettercare.calculations.figure import Figure
from bettercare.errors import UnknownFigure
from bettercare.findings import Report, Severity, group_problems
from bettercare.labels import nearest


class Found:
    """Figures by id and a report of findings; each kind of summary says how it gets them."""

    @property
    def figures(self) -> Mapping[str, Figure]:
        """Every figure by id."""
        raise NotImplementedError

    @property
    def report(self) -> Report:
        """The findings of reading and of every check, worst first."""
        raise NotImplementedError

    @property
    def counts(self) -> Mapping[Severity, int]:
        """Problems by severity: one slip seen by several checks counts once, at its worst."""
        found = dict.fromkeys(Severity, 0)
        for problem in group_problems(self.report.findings):
            found[problem[0].severity] += 1
        return found

    def figure(self, figure_id: str) -> Figure:
        """One figure. Raises ``UnknownFigure`` with the nearest id when there is none."""
        if figure_id in self.figures:
            return self.figures[figure_id]
        near = nearest(figure_id, tuple(self.figures))
        hint = f" Did you mean {near}?" if near else ""
        raise UnknownFigure(
            f"There is no figure '{figure_id}' in this plan.{hint} "
            "See all with: bettercare summary PATH --format csv"
        )
