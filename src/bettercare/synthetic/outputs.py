"""The planned outputs of a scheme row, in a unit of its type and at a usual cost."""

from decimal import Decimal
from typing import Any

from bettercare.money import round_half_up
from bettercare.rounds import Round
from bettercare.rounds.schema import SchemeType
from bettercare.synthetic.amounts import Pounds
from bettercare.synthetic.draws import Draw

COST_FROM, COST_TO = Decimal(900), Decimal(4000)  # pounds, of a unit whose cost is not known


class Outputs:
    """Outputs of rows one after another; no two rows plan the same number of the same thing."""

    def __init__(self, rules: Round, draw: Draw) -> None:
        self._rules = rules
        self._draw = draw
        self._used: set[tuple[str, Decimal]] = set()
        self._tried: dict[tuple[str, Decimal], int] = {}

    def of_row(self, kind: SchemeType, sub_type: str, amounts: Pounds) -> dict[str, Any]:
        """The unit and number of what a row buys, in all and by year; nothing if not asked for."""
        rule = kind.outputs
        if rule is None or (rule.sub_types and sub_type not in rule.sub_types):
            return {}
        code = self._draw.one(rule.units)
        unit = self._rules.output_units[code]
        low, high = unit.cost_from or COST_FROM, unit.cost_to or COST_TO
        cost = low + (high - low) * Decimal(self._draw.whole(25, 75)) / 100
        numbers = {
            year: max(Decimal(1), round_half_up(pay / cost)) for year, pay in amounts.items()
        }
        first = self._rules.years[0]
        more = self._to_be_alone(code, numbers[first])
        return {
            "output_unit": unit.label,
            "output_estimate": numbers[first] + more,
            "outputs": {year: number + more for year, number in numbers.items()},
        }

    def _to_be_alone(self, code: str, number: Decimal) -> int:
        """What to add to a number that another row has of the same thing."""
        more = self._tried.get((code, number), 0)
        while (code, number + more) in self._used:
            more += 1
        self._used.add((code, number + more))
        self._tried[code, number] = more + 1
        return more
