"""Income of one round as proposals for a later one."""

from collections.abc import Mapping
from decimal import Decimal

from bettercare.calculations.coded import CodedLine
from bettercare.comparison.carried import Carrying
from bettercare.comparison.carried_labels import Carried, carried_label
from bettercare.comparison.settings import shown
from bettercare.plan import IncomeLine
from bettercare.rounds import Match


def carried_income(to: Carrying) -> tuple[IncomeLine, ...] | None:
    """Every income line, its amount of the last year proposed for each new year."""
    if to.plan.income is None:
        return None
    if to.before.lines:
        message = (
            f"Amounts are those of {to.year}, as proposals for {' and '.join(to.rules.years)}."
        )
        to.note("ROLL-09", message, "Put in the allocations.", at=("income", 0, "amounts"))
    return tuple(_carried(to, line) for line in to.before.lines)


def _carried(to: Carrying, line: CodedLine) -> IncomeLine:
    source = _source(to, line)
    kept = to.beside(line.line.extra)
    kept.keep("source_of_funding", source.kept)
    for year, amount in line.line.amounts.items():
        if year != to.year:
            kept.keep(f"amount {year}", shown(amount))
    for name, text in line.line.written.items():
        kept.keep(name, text)
    last = line.line.amounts.get(to.year)
    return IncomeLine(
        source_of_funding=source.label,
        contributor=line.line.contributor,
        amounts={} if last is None else dict.fromkeys(to.rules.years, last),
        answer=line.line.answer,
        comment=line.line.comment,
        extra=kept.texts,
    )


def _source(to: Carrying, line: CodedLine) -> Carried:
    """The source of a line; a part of a source may be a source of its own now."""
    text = line.line.source_of_funding
    if line.part and line.part in to.rules.income_names:
        return Carried(to.rules.income_names.label(line.part))
    at = ("income", line.item, "source_of_funding")
    return carried_label(to, at, "sources", line.source, text)


def income_by_source(to: Carrying) -> Mapping[str, Decimal]:
    """The income of the last year by the codes of the later round, where that is sure."""
    sums: dict[str, Decimal] = {}
    for line in to.before.lines:
        code = line.part if line.part in to.rules.sources else _only(to, line.source)
        if code:
            sums[code] = sums.get(code, Decimal(0)) + line.amount
    return sums


def _only(to: Carrying, match: Match) -> str:
    only = to.walk.only("sources", match.accepted)
    return only.code if only else ""
