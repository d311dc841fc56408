"""Made-up draft budgets with their true totals, printed as a proposal prints them.

Import it as ``from tests.bettercare.programmes.proposals import budgets, printed``.
"""

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import strategies as st

HEAD = ["Priorities and schemes", "%", "In BCF programme (£k)", "From/ Lead"]
TITLE = ["Better Care Fund – Provisional proposal for the 2016-17 programme"]
LEADS = ("RCC", "CCG")


@st.composite
def budgets(draw):
    """Priorities with the amounts and leads of their lines, in £k."""
    line = st.tuples(st.integers(1, 900), st.sampled_from(LEADS))
    return draw(st.lists(st.lists(line, min_size=1, max_size=4), min_size=1, max_size=4))


def value(budget, figure_id):
    """The true total of a priority or of all."""
    kind, _, rest = figure_id.partition(".")
    chosen = budget if kind == "total" else [budget[int(rest.partition(".")[0]) - 1]]
    return Decimal(sum(amount for lines in chosen for amount, _ in lines))


def percent(amount, whole):
    share = Decimal(100 * amount) / Decimal(whole)
    return str(share.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def printed(budget):
    """The rows of cells that a paper prints of a budget."""
    whole = sum(amount for lines in budget for amount, _ in lines)
    rows = [TITLE, [""], HEAD]
    for number, lines in enumerate(budget, 1):
        sum_of_lines = sum(amount for amount, _ in lines)
        rows.append(
            [f"{number}. Priority {number}", percent(sum_of_lines, whole), str(sum_of_lines), ""]
        )
        for item, (amount, lead) in enumerate(lines, 1):
            rows.append(
                [f"S{number}{item} Scheme {item}", percent(amount, whole), str(amount), lead]
            )
    return [*rows, ["Total", "100%", str(whole), ""]]
