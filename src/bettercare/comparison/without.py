"""A plan as if some of its rows held no money: what every figure would be without them."""

from collections.abc import Collection, Mapping

import msgspec

from bettercare.plan import Plan

AMOUNTS = ("schemes", "income")  # the tables whose rows hold pounds


def without(plan: Plan, rows: Mapping[str, Collection[int]]) -> Plan:
    """The plan with no pounds in some rows of schemes or income, by table and number from 1.

    The rows stay, so that every other row keeps its number. What the plan's source prints of
    itself is left out, for it speaks of the plan as it is.

    >>> import bettercare as bc
    >>> from bettercare import examples
    >>> plan = bc.read(examples.path("leicester")).plan
    >>> fewer = without(plan, {"schemes": [19]})
    >>> bc.summarise(fewer).figures["required.nhs_out_of_hospital.headroom"].display
    '-£776,643'
    """
    changed = {
        table: tuple(
            msgspec.structs.replace(record, amounts={}) if number in chosen else record
            for number, record in enumerate(getattr(plan, table) or (), 1)
        )
        for table, chosen in rows.items()
        if table in AMOUNTS and chosen and getattr(plan, table) is not None
    }
    return msgspec.structs.replace(plan, printed={}, **changed)
