"""The registry of checks on programmes: what each is called and says, and how all are run."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

import msgspec

from bettercare.findings import Finding, NotRun, Place, Report
from bettercare.programmes.comparisons import Comparisons
from bettercare.programmes.figures import Working


class Checked(Working):
    """A programme with its figures and comparisons, as checks see it."""

    @cached_property
    def comparisons(self) -> Comparisons:
        """The printed figures beside ours."""
        return Comparisons(self)


class Slip(NamedTuple):
    """One thing that a check found: where, the facts of its message, and the slip it is part of.

    ``covered`` says that a carry-forward link makes up for it; ``message`` and ``fix`` stand in for
    the check's own; ``soft`` makes a note of it.
    """

    subject: str
    places: tuple[Place, ...] = ()
    facts: Mapping[str, object] = {}
    covered: bool = False
    soft: bool = False
    message: str = ""
    fix: str = ""
    problem: str = ""


Run = Callable[[Checked], Iterator[Slip]]
Lacks = Callable[[Checked], str]


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One check. ``lacks`` says in words what it needs that a programme does not give."""

    code: str
    name: str
    message: str
    fix: str
    why: str
    cites: str
    run: Run
    lacks: Lacks | None = None
    order: int = 0


CHECKS: dict[str, Check] = {}


def check(  # noqa: PLR0913  (each says one thing of a check, by name)
    code: str,
    *,
    name: str,
    message: str,
    fix: str,
    cites: str = "own_table",
    lacks: Lacks | None = None,
    order: int = 0,
) -> Callable[[Run], Run]:
    """Register a check; ``order`` below 0 puts it before others of its severity."""

    def register(run: Run) -> Run:
        if code in CHECKS:
            raise ValueError(f"{code} is registered twice")
        why = " ".join((run.__doc__ or "").split())
        CHECKS[code] = Check(
            code=code,
            name=name,
            message=message,
            fix=fix,
            why=why,
            cites=cites,
            run=run,
            lacks=lacks,
            order=order,
        )
        return run

    return register


def run(working: Checked) -> Report:
    """Run every check that the rules name: findings worst first, and what was not run."""
    findings: list[Finding] = []
    not_run: list[NotRun] = []
    for code in working.rules.checks:
        one = CHECKS[code]
        missing = one.lacks(working) if one.lacks else ""
        if missing:
            not_run.append(NotRun(one.code, one.name, missing))
        else:
            findings += [_finding(one, slip, working) for slip in one.run(working)]
    findings.sort(key=lambda found: (found.severity.rank, CHECKS[found.code].order))
    return Report(tuple(findings), tuple(not_run))


def _finding(one: Check, slip: Slip, working: Checked) -> Finding:
    rule = working.rules.checks[one.code]
    severity = rule.covered if slip.covered and rule.covered else rule.severity
    return Finding(
        code=one.code,
        name=one.name,
        severity=rule.soft if slip.soft and rule.soft else severity,
        subject=slip.subject,
        message=(slip.message or one.message).format_map(slip.facts),
        fix=(slip.fix or one.fix).format_map(slip.facts),
        places=slip.places,
        reference=working.rules.cite(one.cites),
        problem=slip.problem,
    )
