"""Plans to measure with: the Leicester plan grown to any size, right or wrong throughout."""

from decimal import Decimal

import msgspec

from bettercare import examples, formats
from bettercare.plan import Plan, SchemeRow

TEXTS = [
    "scheme_type", "sub_type", "output_unit", "area_of_spend", "commissioner", "provider",
    "source_of_funding", "new_or_existing",
]  # fmt: skip


def clean(schemes: int) -> Plan:
    """Leicester's plan with its scheme rows repeated under new ids and names."""
    plan = formats.read(examples.path("leicester")).plan
    rows = plan.schemes or ()
    grown = tuple(_copy(rows[n % len(rows)], n) for n in range(schemes))
    return msgspec.structs.replace(plan, schemes=grown)


def _copy(row: SchemeRow, number: int) -> SchemeRow:
    return msgspec.structs.replace(
        row,
        row=number + 2,
        scheme_id=str(number + 1),
        scheme_name=f"{row.scheme_name} {number + 1}",
    )


def edited(schemes: int) -> Plan:
    """The clean plan with each row a little changed, under another id, and in another order."""
    plan = clean(schemes)
    rows = [_edited(row, n) for n, row in enumerate(plan.schemes or ())]
    return msgspec.structs.replace(plan, schemes=tuple(rows[::2] + rows[1::2]))


def _edited(row: SchemeRow, number: int) -> SchemeRow:
    return msgspec.structs.replace(
        row,
        scheme_id=str(number + 7),
        scheme_name=f"{row.scheme_name} (new)",
        amounts={year: amount + number % 17 for year, amount in row.amounts.items()},
    )


def all_wrong(schemes: int) -> Plan:
    """The same plan with every cell wrong: labels misspelt each in its own way, numbers unread."""
    plan = clean(schemes)
    return msgspec.structs.replace(
        plan,
        schemes=tuple(_spoilt(row, n) for n, row in enumerate(plan.schemes or ())),
        income=tuple(
            msgspec.structs.replace(line, source_of_funding=f"Sauce {n}", amounts={})
            for n, line in enumerate(plan.income or ())
        ),
        requirements=tuple(
            msgspec.structs.replace(one, code=f"QR{n}", response="Perhaps")
            for n, one in enumerate(plan.requirements or ())
        ),
        hicm=tuple(
            msgspec.structs.replace(one, change=f"Change {n}x", planned="Ripe")
            for n, one in enumerate(plan.hicm or ())
        ),
        metrics=tuple(
            msgspec.structs.replace(one, denominator=Decimal(-1)) for one in plan.metrics or ()
        ),
    )


def _spoilt(row: SchemeRow, number: int) -> SchemeRow:
    labels = {field: f"{getattr(row, field) or 'Nothing'}x{number}" for field in TEXTS}
    return msgspec.structs.replace(
        row,
        scheme_id="1",
        scheme_name=None,
        description="?",
        impacts=dict.fromkeys(row.impacts, f"Hihg{number}"),
        amounts={"2019-20": Decimal("-0.5") * number},
        output_estimate=None,
        nhs_share=Decimal(2),
        written={"output_estimate": f"abc{number}"},
        **labels,
    )
