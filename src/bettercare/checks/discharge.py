"""Family D: money that is paid to get people out of hospital."""

from collections.abc import Iterator
from decimal import Decimal

from bettercare.calculations import Calculations, CodedRow
from bettercare.checks.balances import problem, sources_off
from bettercare.checks.registry import Slip, check
from bettercare.checks.words import row_places, rows_named
from bettercare.labels import shortened
from bettercare.money import pounds
from bettercare.rounds.schema import Source


def _lacks_discharge(working: Calculations) -> str:
    sources = working.rules.sources.items.values()
    return "" if any(one.for_discharge for one in sources) else "discharge funding, in the round"


@check(
    "CHK-081",
    name="discharge-funding",
    message="{amount} of {source} is not allocated.",
    fix="Allocate it to schemes that get people out of hospital.",
    cites="sources",
    needs=("income", "schemes"),
    lacks=_lacks_discharge,
    by_year=True,
)
def discharge_funding(working: Calculations) -> Iterator[Slip]:
    """Discharge funding is allocated in full, and to types of scheme that help people leave."""
    off = sources_off(working)
    for code, source in working.rules.sources.items.items():
        left = off.get(code)
        if source.for_discharge and left and left > 0:
            facts = {"amount": pounds(left), "source": source.name}
            yield Slip(source.name, (), facts, problem=problem(working, code))
        if source.for_discharge and source.permitted_types:
            yield from _on_other_types(working, code, source)


def _on_other_types(working: Calculations, code: str, source: Source) -> Iterator[Slip]:
    types = working.rules.scheme_types
    by_type: dict[str, list[CodedRow]] = {}
    for row in working.rows:
        kind = row.scheme_type.accepted
        if row.source.accepted == code and row.amount and kind:
            by_type.setdefault(kind, []).append(row)
    for kind, rows in by_type.items():
        if kind not in source.permitted_types:
            facts = {
                "amount": pounds(sum((row.amount for row in rows), Decimal(0))),
                "source": source.name,
                "type": shortened(types.label(kind), 60),
            }
            yield Slip(
                f"{rows_named(row.item for row in rows)}, scheme type",
                row_places(working, rows, "scheme_type"),
                facts,
                message="{amount} of {source} is on '{type}', which does not by itself help people "
                "leave hospital.",
                fix="Say how it does, or pay it from another source.",
            )
