"""Family F: admissions against the mapping of NHS commissioners to areas; its own shares."""

from collections.abc import Iterator

from bettercare.calculations import Calculations
from bettercare.calculations.admissions import counts
from bettercare.checks.registry import Slip, check
from bettercare.labels import normalise
from bettercare.money import percent

APPORTIONED = "admissions.apportioned"


def _lacks_apportioned(working: Calculations) -> str:
    known = any(name.startswith(f"{APPORTIONED}.") for name in working.plan.given)
    return "" if known else "the admissions that commissioners' plans give (bettercare places)"


@check(
    "CHK-111",
    name="admissions-unlike-mapping",
    message="{slot}: the plan has {mapped} admissions, commissioners' plans give {apportioned}.",
    fix="Check the mapping and the commissioners' plans; both are taken by share of people.",
    cites="metrics",
    needs=("metrics",),
    lacks=_lacks_apportioned,
)
def admissions_unlike_mapping(working: Calculations) -> Iterator[Slip]:
    """Admissions of an area are those of its commissioners, each by its share in the area.

    One more or less is rounding.
    """
    rules = working.rules.admissions
    for slot, (count, line) in counts(working, rules.mapped).items() if rules else ():
        given = working.plan.given.get(f"{APPORTIONED}.{slot.replace(' ', '.')}")
        if rules and given is not None and abs(given - count) > 1:
            facts = {"slot": slot, "mapped": f"{count:,f}", "apportioned": f"{given:,.1f}"}
            field = "value_printed" if line.line.numerator is None else "numerator"
            metric = working.rules.metrics[rules.metric]
            place = (working.place("metrics", line.item, field),)
            yield Slip(metric.short, place, facts, reference=metric.reference)


def _lacks_mapping(working: Calculations) -> str:
    if working.rules.mapping is None:
        return "the mapping of NHS commissioners to areas"
    return "" if working.plan.area else "the name of the area"


@check(
    "CHK-112",
    name="mapping-shares-off",
    message="Its shares in areas add to {total}.",
    fix="Check {look_at}.",
    cites="mapping",
    needs=(),
    lacks=_lacks_mapping,
)
def mapping_shares_off(working: Calculations) -> Iterator[Slip]:
    """Each NHS commissioner's people are shared out over areas: the shares must add to 100%.

    The round names the commissioners for which they do not, in the mapping as it was printed. What
    is worked out with their shares for an area of the plan's own name is off as well.
    """
    mapping, area = working.rules.mapping, normalise(working.plan.area or "")
    for one in mapping.shares_off if mapping else ():
        if area in {normalise(name) for name in one.areas}:
            facts = {"total": percent(one.total), "look_at": one.look_at}
            yield Slip(f"{one.name} ({one.code})", (), facts)
