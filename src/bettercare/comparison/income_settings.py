"""Changes to the income of a source: "ibcf=15500000", "dfg.2018-19+=50000"."""

import re
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from bettercare.comparison.settings import Refused, Setting, shown
from bettercare.dates import short_year
from bettercare.errors import BadRequest
from bettercare.labels import listed, nearest
from bettercare.money import read_number
from bettercare.plan import IncomeLine, Plan
from bettercare.rounds import Round

_CHANGE = re.compile(r"(?P<name>[^=]+?)\s*(?P<how>[+-]?=)(?P<value>.*)", re.DOTALL)
_YEAR = re.compile(r"(.+)\.([^.]*\d{2}[-/]\d{2})")


def apply_income(
    plan: Plan, rules: Round, changes: Sequence[str]
) -> tuple[Plan, tuple[Setting, ...]]:
    """The plan with the income of some sources changed, and what each came to.

    A source with several lines keeps their proportions, to the pound; one without gets a line.
    Raises ``BadRequest`` with a sentence for each change that cannot be understood.
    """
    made: list[Setting] = []
    refused: list[str] = []
    for text in changes:
        try:
            plan, one = _applied(plan, rules, text)
        except Refused as fault:
            refused.append(f"'{text}': {fault}")
        else:
            made.append(one)
    if refused:
        raise BadRequest("\n".join(refused))
    return plan, tuple(made)


def _applied(plan: Plan, rules: Round, text: str) -> tuple[Plan, Setting]:
    found = _CHANGE.fullmatch(text.strip())
    if found is None:
        raise Refused("Write SOURCE=AMOUNT, such as ibcf=15500000.")
    name, year = _name_and_year(rules, found["name"])
    code = _source(rules, name)
    number = read_number(found["value"].strip())
    if number is None or "%" in found["value"]:
        raise Refused(f"'{found['value'].strip()}' is not an amount in pounds.")
    lines = plan.income or ()
    own = [n for n, line in enumerate(lines) if _is_of(rules, line, code)]
    before = sum((lines[n].amounts.get(year, Decimal(0)) for n in own), Decimal(0))
    after = {"=": number, "+=": before + number, "-=": before - number}[found["how"]]
    new = _spread(lines, own, year, after) if own else _with_line(lines, rules, code, year, after)
    noun = f"income of {rules.income_names.name(code)}"
    if rules.several_years:
        noun += f" in {year}"
    setting = Setting("income", own[0] + 1 if own else len(new), noun, shown(before), shown(after))
    return msgspec.structs.replace(plan, income=new), setting


def _name_and_year(rules: Round, name: str) -> tuple[str, str]:
    dated = _YEAR.fullmatch(name)
    if dated:
        year = short_year(dated[2])
        if year not in rules.years:
            raise Refused(f"Round {rules.round} plans for {listed(rules.years)}, not {year}.")
        return dated[1], year
    if rules.several_years:
        raise Refused(f"Say which year: {name}.{rules.year}=AMOUNT.")
    return name, rules.year


def _source(rules: Round, name: str) -> str:
    known = rules.income_names
    code = name if name in known else known.match(name).accepted
    if code is not None:
        return code
    near = nearest(name, tuple(known)) or known.suggestion(name)
    hint = f" Did you mean {near}?" if near else f" Sources: {listed(known)}."
    raise Refused(f"There is no source {name} in {rules.round}.{hint}")


def _is_of(rules: Round, line: IncomeLine, code: str) -> bool:
    source, part = rules.source_of_income(line.source_of_funding)
    return code in {source.accepted, part}


def _spread(
    lines: Sequence[IncomeLine], own: Sequence[int], year: str, total: Decimal
) -> tuple[IncomeLine, ...]:
    """The lines of a source with a new total, in the proportions that they had."""
    amounts = [lines[n].amounts.get(year, Decimal(0)) for n in own]
    shares = in_proportion(total, amounts)
    new = dict(zip(own, shares, strict=True))
    return tuple(
        msgspec.structs.replace(line, amounts={**line.amounts, year: new[n]}) if n in new else line
        for n, line in enumerate(lines)
    )


def in_proportion(total: Decimal, amounts: Sequence[Decimal]) -> list[Decimal]:
    """A total shared out as some amounts are, in whole pounds but for the largest share.

    The shares add up to the total to the penny. Where the amounts say nothing, the first has all.

    >>> in_proportion(Decimal(100), [Decimal(1), Decimal(1), Decimal(1)])
    [Decimal('34'), Decimal('33'), Decimal('33')]
    """
    whole = sum(amounts, Decimal(0))
    if not whole:
        return [total if n == 0 else Decimal(0) for n in range(len(amounts))]
    shares = [(total * amount / whole).quantize(Decimal(1)) for amount in amounts]
    largest = max(range(len(amounts)), key=lambda n: abs(amounts[n]))
    shares[largest] += total - sum(shares, Decimal(0))
    return shares


def _with_line(
    lines: Sequence[IncomeLine], rules: Round, code: str, year: str, amount: Decimal
) -> tuple[IncomeLine, ...]:
    label = rules.income_names.label(code)
    return (*lines, IncomeLine(source_of_funding=label, amounts={year: amount}))
