"""Findings: one thing to know about a plan, with its place, what is wrong and how to mend it."""

from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import groupby

import msgspec


class Severity(Enum):
    """How much a finding matters: an error stops submission, a warning needs a note."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"

    @property
    def rank(self) -> int:
        """Order of importance, 0 first."""
        return ("error", "warning", "information").index(self.value)


class Place(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Where a value stands.

    ``item`` counts the records of ``table`` from 1 (what messages call "row 9"); ``row`` and
    ``cell`` are the position in the file as a spreadsheet shows it.
    """

    table: str = ""
    item: int = 0
    column: str = ""
    file: str = ""
    sheet: str = ""
    row: int = 0
    cell: str = ""


class Finding(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One thing found in a plan.

    ``subject`` says where in words ("Row 9, output"), ``message`` what is wrong, ``fix`` how to
    mend it. Findings with the same ``problem`` are one slip seen by several checks.
    """

    code: str
    name: str
    severity: Severity
    subject: str
    message: str
    fix: str = ""
    places: tuple[Place, ...] = ()
    reference: str = ""
    problem: str = ""


class NotRun(msgspec.Struct, frozen=True):
    """A check that could not be run, and what it needs."""

    code: str
    name: str
    needs: str


class Report(msgspec.Struct, frozen=True):
    """All findings of one run, worst first, and the checks that could not be run."""

    findings: tuple[Finding, ...]
    not_run: tuple[NotRun, ...] = ()

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of one severity, in their order."""
        return tuple(f for f in self.findings if f.severity is severity)

    @property
    def problems(self) -> tuple[tuple[Finding, ...], ...]:
        """The findings grouped into problems: one slip is one problem, its worst finding first."""
        return group_problems(self.findings)

    @property
    def has_errors(self) -> bool:
        """Whether anything found stops submission."""
        return any(f.severity is Severity.ERROR for f in self.findings)


def group_problems(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], ...]:
    """Group findings that share a ``problem``; a finding without one stands alone.

    >>> a = Finding(code="CHK-032", name="", severity=Severity.ERROR, subject="", message="",
    ...             problem="balance.ibcf")
    >>> b = msgspec.structs.replace(a, code="CHK-031")
    >>> [[f.code for f in group] for group in group_problems([a, b])]
    [['CHK-032', 'CHK-031']]
    """
    keyed = [(f.problem or f"#{n}", f) for n, f in enumerate(findings)]
    first: dict[str, int] = {}
    for n, (key, _) in enumerate(keyed):
        first.setdefault(key, n)
    keyed.sort(key=lambda pair: first[pair[0]])
    return tuple(
        tuple(f for _, f in group) for _, group in groupby(keyed, key=lambda pair: pair[0])
    )
