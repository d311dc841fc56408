"""Pay for performance: what fewer emergency admissions earned, quarter by quarter.

As in the planning guidance for 2015-16: payment is cumulative, so that a late recovery earns what
was missed before, and what has been paid is not taken back.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate, takewhile

import msgspec

from bettercare.calculations.figure import Figure, Input
from bettercare.calculations.metrics import kind_of, slot_of
from bettercare.calculations.working import NOUGHT, Working

KINDS = ("baseline", "plan", "actual")


class Payments(msgspec.Struct, frozen=True, kw_only=True):
    """Payments in pounds: ``by_quarter``, the ``pot`` at stake, and what is ``withheld`` of it."""

    by_quarter: tuple[Decimal, ...]
    pot: Decimal
    withheld: Decimal


def payments(
    baseline: Sequence[Decimal],
    plan: Sequence[Decimal],
    actual: Sequence[Decimal],
    unit_price: Decimal,
) -> Payments:
    """What is paid for admissions avoided, by quarter.

    Counts of the same quarters in three lists of one length; ``unit_price`` in pounds. Entitled is
    the unit price times the reduction so far, from 0 to the reduction planned so far; paid is what
    that is above the payments before. Raises ``ValueError`` for lists of different lengths.

    >>> counts = ([6900, 7000, 7100, 7000], [6655] * 4, [6700, 6850, 6900, 6650])
    >>> found = payments(*([Decimal(n) for n in one] for one in counts), Decimal(1490))
    >>> [int(one) for one in found.by_quarter]
    [298000, 223500, 298000, 521500]
    """
    steps = [(b - p, b - a) for b, p, a in zip(baseline, plan, actual, strict=True)]
    planned = list(accumulate(one for one, _ in steps))
    reached = list(accumulate(one for _, one in steps))
    paid: list[Decimal] = []
    for most, so_far in zip(planned, reached, strict=True):
        entitled = unit_price * max(NOUGHT, min(so_far, most))
        paid.append(max(NOUGHT, entitled - sum(paid, NOUGHT)))
    pot = max(NOUGHT, unit_price * planned[-1]) if planned else NOUGHT
    return Payments(by_quarter=tuple(paid), pot=pot, withheld=pot - sum(paid, NOUGHT))


def payment_figures(working: Working) -> Iterator[Figure]:
    """The planned reduction, the pot, and once there are actuals each payment and the rest."""
    rules = working.rules.payment
    if rules is None or working.plan.metrics is None:
        return
    counts = _counts(working)
    baseline, plan, actual = ([counts[kind].get(one) for one in rules.slots] for kind in KINDS)
    known = [one for one in baseline if one is not None]
    planned = [one for one in plan if one is not None]
    if len(known) < len(rules.slots) or len(planned) < len(rules.slots):
        return
    less, whole = sum(known, NOUGHT) - sum(planned, NOUGHT), sum(known, NOUGHT)
    inputs = (Input("Baseline", whole), Input("less plan", -sum(planned, NOUGHT)))
    yield _figure(working, "reduction", "Planned reduction of admissions", (less, "count"), inputs)
    share = (less / whole if whole else NOUGHT, "fraction")
    yield _figure(working, "reduction_share", "Planned reduction, share", share, inputs)
    done = [one for one in takewhile(lambda one: one is not None, actual) if one is not None]
    upto = len(done)
    found = payments(known[:upto], planned[:upto], done, rules.unit_price)
    pot = max(NOUGHT, rules.unit_price * less)
    price = (Input("Reduction", less), Input("Unit price, £", rules.unit_price))
    yield _figure(working, "pot", "Pay for performance at stake", (pot, "GBP"), price)
    for slot, paid in zip(rules.slots, found.by_quarter, strict=False):
        name = slot.replace(" ", ".")
        yield _figure(working, f"paid.{name}", f"Payment, {slot}", (paid, "GBP"), ())
    if upto == len(rules.slots):
        rest = (pot - sum(found.by_quarter, NOUGHT), "GBP")
        yield _figure(working, "withheld", "Not earned, for NHS services", rest, price)


def _counts(working: Working) -> Mapping[str, Mapping[str, Decimal]]:
    """Counts by kind of line, then by year and quarter."""
    rules = working.rules.payment
    found: dict[str, dict[str, Decimal]] = {kind: {} for kind in KINDS}
    for line in working.metric_lines:
        count = line.line.numerator if line.line.numerator is not None else line.line.value_printed
        own = rules is not None and line.metric.accepted == rules.metric and not line.line.part
        if own and count is not None and kind_of(line) in found:
            found[kind_of(line)].setdefault(slot_of(line), count)
    return found


def _figure(
    working: Working,
    key: str,
    label: str,
    value: tuple[Decimal, str],
    inputs: tuple[Input, ...],
) -> Figure:
    rules = working.rules.payment
    return Figure(
        id=f"payment.{key}",
        label=label,
        value=value[0],
        unit=value[1],
        rule="Unit price times the reduction so far, at most the planned one, less what was paid."
        if key.startswith("paid")
        else "Baseline less plan, added over the quarters that are paid for.",
        reference=working.rules.cite(rules.reference) if rules else "",
        inputs=inputs,
    )
