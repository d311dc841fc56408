"""A plan as it might be: what a change would do to every figure and finding, without making it."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from bettercare.calculations import Calculations
from bettercare.checks import run as run_checks
from bettercare.comparison.comparing import side_by_side
from bettercare.comparison.dependence import Dependence, dependence
from bettercare.comparison.income_settings import apply_income
from bettercare.comparison.records import Comparison
from bettercare.comparison.settings import Setting, apply
from bettercare.dates import short_year
from bettercare.errors import BadRequest
from bettercare.findings import Finding
from bettercare.formats.reading import Reading
from bettercare.plan import Plan
from bettercare.rounds import load

Reworded = tuple[Finding, Finding]  # a finding before and after: the same place, other words


class WhatIf(msgspec.Struct, frozen=True, kw_only=True):
    """What changes to a plan would do.

    ``plan`` is the plan with the changes, which are saved nowhere. ``years`` set it beside the plan
    as it is, one comparison for each year of the round. ``appeared`` and ``gone`` are findings
    that would come and go; ``reworded`` those that would stay and say something else.
    ``depends_on`` says which rows the required spends would then rest on.
    """

    plan: Plan
    settings: tuple[Setting, ...]
    years: tuple[Comparison, ...]
    appeared: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    reworded: tuple[Reworded, ...]
    depends_on: tuple[Dependence, ...]

    @property
    def changes_nothing(self) -> bool:
        """Whether every figure and finding would stay as it is."""
        moved = any(not one.is_empty for one in self.years)
        return not (moved or self.appeared or self.gone or self.reworded)


def what_if(
    plan: Plan | Reading,
    changes: Sequence[str] = (),
    *,
    income: Sequence[str] = (),
    round: str | None = None,
    folders: Sequence[Path] = (),
) -> WhatIf:
    """Say what some changes would do to a plan, without making them.

    Figures that the plan prints of itself are left aside: they are those of the plan as it is.
    ``changes`` are written ROW.COLUMN=VALUE, ``income`` SOURCE=AMOUNT; see the guide to what-if.
    Raises ``BadRequest`` with a sentence for each that cannot be understood.

    >>> import bettercare as bc
    >>> from bettercare import examples
    >>> found = what_if(bc.read(examples.path("leicester")), ["19.commissioner=LA"])
    >>> found.years[0].figure("required.nhs_out_of_hospital.headroom").after
    Decimal('-776643')
    >>> [finding.code for finding in found.appeared]
    ['CHK-056', 'CHK-064']
    """
    plan = plan.plan if isinstance(plan, Reading) else plan
    rules = load(short_year(round or plan.round), tuple(folders))
    refused: list[str] = []
    # what the source prints of itself is not what might be, so no check compares with it
    plan = msgspec.structs.replace(plan, printed={})
    changed = plan
    made: list[Setting] = []
    for work, texts in ((apply, changes), (apply_income, income)):
        try:
            changed, settings = work(changed, rules, texts)
            made += settings
        except BadRequest as fault:
            refused.append(str(fault))
    if refused:
        raise BadRequest("\n".join(refused))
    before, after = Calculations(plan, rules), Calculations(changed, rules)
    found = findings_apart(run_checks(before).findings, run_checks(after).findings)
    return WhatIf(
        plan=changed,
        settings=tuple(made),
        years=tuple(
            side_by_side(before.in_year(year), after.in_year(year), in_place=True)
            for year in rules.years
        ),
        appeared=found[0],
        gone=found[1],
        reworded=found[2],
        depends_on=tuple(one for year in rules.years for one in dependence(after.in_year(year))),
    )


def findings_apart(
    before: Iterable[Finding], after: Iterable[Finding]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...], tuple[Reworded, ...]]:
    """Findings that appear, go away, and say something else; alike ones are told apart in order.

    Takes the findings of a plan as it is, and as it might be.

    >>> findings_apart((), ())
    ((), (), ())
    """
    was, now = _keyed(before), _keyed(after)
    return (
        tuple(one for key, one in now.items() if key not in was),
        tuple(one for key, one in was.items() if key not in now),
        tuple((was[key], one) for key, one in now.items() if key in was and _differ(was[key], one)),
    )


def _keyed(findings: Iterable[Finding]) -> dict[tuple[str, str, int], Finding]:
    found: dict[tuple[str, str, int], Finding] = {}
    times: dict[tuple[str, str], int] = {}
    for one in findings:
        key = one.code, one.subject
        times[key] = times.get(key, 0) + 1
        found[*key, times[key]] = one
    return found


def _differ(one: Finding, other: Finding) -> bool:
    return (one.message, one.severity) != (other.message, other.severity)
