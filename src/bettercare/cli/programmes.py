"""What the commands on a plan do when the path is a local programme budget."""

from pathlib import Path
from typing import TYPE_CHECKING

from bettercare.cli.options import Form
from bettercare.cli.printing import show
from bettercare.cli.reading import asked, resolved

if TYPE_CHECKING:
    from bettercare.report.programme import ProgrammeSummary


def programme_at(path: str, round_id: str | None = None) -> "ProgrammeSummary | None":
    """The programme at a path with its figures and findings; ``None`` where there is a plan.

    A round that is asked for is not used, and that is noted: programmes belong to no round.
    """
    from bettercare.formats.programme_files import is_programme

    place = resolved(path)
    if not is_programme(place):
        return None
    from bettercare.findings import Severity
    from bettercare.formats import programme
    from bettercare.formats.reading import noted
    from bettercare.report.programme import ProgrammeSummary

    reading = programme.read(place)
    what = f"This is a local programme budget; the rules of {round_id} are not used."
    extra = (noted("READ-15", Severity.INFORMATION, place.name, what),) if round_id else ()
    return ProgrammeSummary(reading.programme, (*reading.findings, *extra), reading.controls)


def show_check(summary: "ProgrammeSummary", path: str, form: Form, *, every: bool) -> None:
    """Print the findings on a programme."""
    if form is Form.text:
        from bettercare.report.programme_text import check_text

        show(check_text(summary, asked(path, None, None), every=every), form)
    elif form is Form.json:
        from bettercare.report.programme_data import report_json

        show(report_json(summary), form)
    else:
        from bettercare.report.data import findings_csv

        show(findings_csv(summary), form)


def show_summary(summary: "ProgrammeSummary", path: str, form: Form) -> None:
    """Print the figures of a programme."""
    if form is Form.text:
        from bettercare.report.programme_text import summary_text

        show(summary_text(summary, asked(path, None, None)), form)
    elif form is Form.json:
        from bettercare.report.programme_data import report_json

        show(report_json(summary), form)
    else:
        from bettercare.report.data import figures_csv

        show(figures_csv(summary), form)


def convert(summary: "ProgrammeSummary", target: Path) -> None:
    """Write a programme in another format, and say what was written."""
    from bettercare.formats import programme

    programme.write(summary.programme, target)
    lines = [f"Wrote {target}."]
    for one in summary.controls:
        money = f", {summary.working.shown(one.sum_kept)}" if one.sum_kept else ""
        lines.append(f"  {one.table:<14}{one.rows_kept:>7,} of {one.rows_read:,} rows{money}")
    count = len(summary.noticed)
    if count:
        noticed = "1 finding" if count == 1 else f"{count} findings"
        lines.append(f"{noticed} while reading. See: bettercare check {target}")
    show("\n".join(lines), Form.text)
