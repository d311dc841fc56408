"""Copies of workbooks that commands write: one with findings marked, one filled in."""

from collections.abc import Sequence
from pathlib import Path

import typer

from bettercare.cli.options import Form
from bettercare.cli.printing import show
from bettercare.cli.reading import resolved
from bettercare.errors import ExitCode
from bettercare.findings import Finding
from bettercare.plan import Plan


def check_markable(path: str, target: Path) -> None:
    """Refuse early, before any work, what cannot be marked or written."""
    from bettercare.formats.workbooks.mark import check_target

    check_target(resolved(path), target)


def marked_text(path: str, findings: Sequence[Finding], target: Path) -> str:
    """Write a copy of a workbook with its findings marked, and say so."""
    from bettercare.formats.workbooks.mark import mark

    marked = mark(resolved(path), findings, target)
    comments = "1 comment" if marked.comments == 1 else f"{marked.comments:,} comments"
    found = "1 finding" if marked.findings == 1 else f"{marked.findings:,} findings"
    return f"Marked copy: {target} ({comments}, {found})"


def show_filled(plan: Plan, template: Path, target: Path, folders: Sequence[Path]) -> None:
    """Fill in an official workbook with a plan, and say what has no place in it.

    Leaves with the exit code for errors where rows of the plan found no room.
    """
    from bettercare.findings import Report
    from bettercare.formats.workbooks.fill import fill
    from bettercare.report.text_check import finding_lines
    from bettercare.rounds import load

    findings = fill(plan, template, target, load(plan.round, tuple(folders)))
    lines = [f"Filled in {target} from {template.name}."]
    if findings:
        lines += finding_lines(Report(findings), every=True)
    else:
        lines.append("All of the plan is in it.")
    show("\n".join(lines), Form.text)
    if Report(findings).has_errors:
        raise typer.Exit(ExitCode.ERRORS_FOUND)


def tell(text: str, form: Form) -> None:
    """Say a line after a result: beside data it goes to standard error, so as not to spoil it."""
    if form is Form.text:
        show(text, form)
    else:
        typer.echo(text, err=True)
