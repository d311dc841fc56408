"""A plan carried to a later round: a draft with nothing retyped, and what is left to decide."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import msgspec

from bettercare.calculations import Calculations
from bettercare.calculations.required import Requirement
from bettercare.comparison.carried import Carrying
from bettercare.comparison.carried_income import carried_income, income_by_source
from bettercare.comparison.carried_rows import carried_rows
from bettercare.comparison.carried_tables import carried_tables, not_carried_figures
from bettercare.comparison.income_settings import apply_income
from bettercare.comparison.settings import Setting
from bettercare.comparison.uplift import uplifted
from bettercare.dates import short_year
from bettercare.errors import BadRequest
from bettercare.findings import Finding
from bettercare.formats.reading import Reading
from bettercare.money import round_half_up
from bettercare.plan import Plan
from bettercare.rounds import crosswalk, load

EXACT = Decimal("0.0000000001")  # as much of an unrounded minimum as any plan can hold
NO_INCOME = "An uplift needs the new income of a source, such as nhs_minimum=19614894."


class RolledForward(msgspec.Struct, frozen=True, kw_only=True):
    """A draft for a later round.

    ``findings`` list what needs a decision, and what to know. ``income`` are the new amounts of
    sources that were given. ``planned_before`` is what the rows came to in the last year, and
    ``planned`` what they come to in each new year.
    """

    plan: Plan
    from_round: str
    from_year: str
    findings: tuple[Finding, ...]
    income: tuple[Setting, ...]
    planned_before: Decimal
    planned: Mapping[str, Decimal]

    @property
    def decisions(self) -> tuple[Finding, ...]:
        """The findings that need a decision."""
        return tuple(one for one in self.findings if one.severity.rank < 2)  # noqa: PLR2004


def roll_forward(
    plan: Plan | Reading,
    to: str,
    *,
    income: Sequence[str] = (),
    uplift: bool = False,
    folders: Sequence[Path] = (),
) -> RolledForward:
    """Make a draft for a later round of a plan, through the crosswalk between the rounds.

    Every scheme row and income line is carried, with labels of the later round and amounts of the
    plan's last year as proposals for each new year. ``income`` gives new amounts as SOURCE=AMOUNT;
    with ``uplift`` the rows of those sources grow as their income does. What cannot be carried
    without doubt is left blank, kept beside the row, and named in the findings. Raises
    ``BadRequest`` for a round that is not later, and for income that cannot be understood.

    >>> import bettercare as bc
    >>> from bettercare import examples
    >>> found = roll_forward(bc.read(examples.path("rotherham-2017-19")), "2019-20")
    >>> found.planned_before, found.planned
    (Decimal('25418959'), {'2019-20': Decimal('25418959')})
    >>> found.decisions[0].subject
    'Rows 25 and 28, scheme type'
    """
    plan = plan.plan if isinstance(plan, Reading) else plan
    before, rules = load(short_year(plan.round), tuple(folders)), load(to, tuple(folders))
    if before.in_force.start >= rules.in_force.start:
        raise BadRequest(f"Round {to} does not come after {before.round}. Name a later round.")
    if uplift and not income:
        raise BadRequest(NO_INCOME)
    way = Carrying(
        Calculations(plan, before), rules, crosswalk.load(before.round, to, tuple(folders))
    )
    draft = _draft(way)
    draft, settings = apply_income(draft, rules, income)
    if uplift:
        draft = _uplifted(way, draft)
    after = Calculations(draft, rules)
    return RolledForward(
        plan=draft,
        from_round=before.round,
        from_year=way.year,
        findings=way.findings(draft),
        income=settings,
        planned_before=way.before.total_expenditure,
        planned={year: after.in_year(year).total_expenditure for year in rules.years},
    )


def _draft(way: Carrying) -> Plan:
    _new_sources(way)
    not_carried_figures(way)
    return Plan(
        round=way.rules.round,
        area=way.plan.area,
        income=carried_income(way),
        schemes=carried_rows(way),
        given=_previous(way),
        facts=way.plan.facts,
        **carried_tables(way),
    )


def _new_sources(way: Carrying) -> None:
    """Sources that no earlier one became: nobody has planned for them yet."""
    for gap in way.walk.arrivals():
        if gap.list == "sources":
            message = (
                f"'{gap.label}' is new in {way.rules.round}: no income and no row is paid from it."
            )
            fix = "Add its income, and the rows that it pays for."
            way.note("ROLL-07", message, fix, at=("income", 0, "source_of_funding"))


def _previous(way: Carrying) -> Mapping[str, Decimal]:
    """Last year's figures under the names that formulas of the later round look for them by."""
    if not way.follows:
        message = (
            f"{way.rules.round} looks for figures of {way.rules.previous_year}, and this plan ends "
            f"with {way.year}: none are filled in."
        )
        way.note("ROLL-12", message, "Give them yourself.", at=("plan", 0, "previous figures"))
        return {}
    found = {f"previous.income.{code}": sum_ for code, sum_ in income_by_source(way).items()}
    for code, test in way.before.required.items():
        if code in way.rules.required_spends:
            for part, value in (("minimum", unrounded(test)), ("planned", test.planned)):
                if value is not None:
                    found[f"previous.required.{code}.{part}"] = round_half_up(value, EXACT)
    if found:
        message = (
            f"{len(found)} figures of {way.year} are filled in, for the minimums of the new year."
        )
        way.note("ROLL-12", message, at=("plan", 0, "previous figures"))
    return found


def unrounded(test: Requirement) -> Decimal | None:
    """A minimum to carry on from: unrounded where the formula gives the published one."""
    if test.exact is not None and test.derived == test.minimum:
        return test.exact
    return test.minimum


def _uplifted(way: Carrying, draft: Plan) -> Plan:
    """The draft with the rows of each source raised by the growth of its income, year by year."""
    was = income_by_source(way)
    rows = draft.schemes or ()
    for year in way.rules.years:
        working = Calculations(draft, way.rules, year=year)
        growth = {
            code: (amount, working.income[code])
            for code, amount in was.items()
            if code in working.income and working.income[code] != amount
        }
        sources = [row.source.accepted for row in working.rows]
        rows = uplifted(rows, sources, year, growth)
    return msgspec.structs.replace(draft, schemes=rows if draft.schemes is not None else None)
