"""A plan as the pages of a council's papers print it, for measuring how prints are read."""

from collections import Counter
from decimal import Decimal

from bettercare.calculations import Calculations
from bettercare.plan import Plan, SchemeRow
from bettercare.rounds import Round

LEFT = (
    "Scheme ID\tScheme Name\tBrief Description of Scheme\tScheme Type\tSub Types\t"
    "Planned Output Unit\tPlanned Output Estimate\tNEA\tDTOC\tRES\tREA\tArea of Spend\t"
    "Commissioner"
)
RIGHT = "Scheme ID\tScheme Name\tProvider\tSource of Funding\tExpenditure (£)\tNew/ Existing Scheme"
PROSE = "The partners will go on to work together for people who live in the area."
METRICS = ("nea", "dtoc", "res", "rea")


def printed(plan: Plan, rules: Round, *, wide: int = 0, prose: int = 0) -> str:
    """The text of a paper in two halves, with all of its totals.

    The first ``wide`` rows have a cell too many, and ``prose`` lines of text stand before the plan.
    """
    rows = plan.schemes or ()
    lines = [PROSE] * prose
    lines += [
        "Better Care Fund 2019/20 Template",
        f"Selected Health and Wellbeing Board: {plan.area}",
    ]
    lines += [*_balances(rows, rules), "", *_required(plan, rules)]
    lines += ["", LEFT]
    lines += [_left(row, too_wide=n < wide) for n, row in enumerate(rows)]
    lines += ["", RIGHT]
    lines += [_right(row, rules) for row in rows]
    return "\n".join(lines)


def _balances(rows: tuple[SchemeRow, ...], rules: Round) -> list[str]:
    spent: Counter[str] = Counter()
    for row in rows:
        spent[row.source_of_funding or ""] += int(_amount(row, rules))
    lines = ["Running Balances\tIncome\tExpenditure\tBalance"]
    sums = {one.label: spent[one.label] for one in rules.sources.items.values()}
    for label, pounds in [*sums.items(), ("Total", sum(sums.values()))]:
        lines.append(f"{label}\t£{pounds:,}\t£{pounds:,}\t£0")
    return lines


def _required(plan: Plan, rules: Round) -> list[str]:
    """What is planned of each required spend; a total that proves where cells belong."""
    lines = ["Required Spend\tPlanned Spend"]
    for code, one in Calculations(plan, rules).required.items():
        label = rules.required_spends[code].official
        lines.append(f"{label}\t£{one.planned:,.0f}")
    return lines


def _left(row: SchemeRow, *, too_wide: bool) -> str:
    cells = [row.scheme_id, row.scheme_name, row.description, row.scheme_type, row.sub_type]
    cells += [row.output_unit, f"{row.output_estimate or ''}"]
    cells += [*([""] if too_wide else []), *(row.impacts.get(one, "") for one in METRICS)]
    return "\t".join(cell or "" for cell in [*cells, row.area_of_spend, row.commissioner])


def _right(row: SchemeRow, rules: Round) -> str:
    cells = [row.scheme_id, row.scheme_name, row.provider, row.source_of_funding]
    return "\t".join(
        cell or "" for cell in [*cells, f"£{_amount(row, rules):,}", row.new_or_existing]
    )


def _amount(row: SchemeRow, rules: Round) -> Decimal:
    return row.amounts[rules.year]
