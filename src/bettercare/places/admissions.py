"""Non-elective admissions of an area, apportioned from the plans of NHS commissioners.

An area has no admissions plan of its own to begin with: each commissioner plans for its people,
and the share of those who live in the area says how much of that plan is the area's.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Given
from decimal import Decimal, localcontext

import msgspec

from bettercare.errors import UnknownPlace
from bettercare.findings import Finding
from bettercare.labels import listed
from bettercare.money import percent
from bettercare.places.apportioned import Apportioned, Part, Quarter
from bettercare.places.checking import sum_finding
from bettercare.places.mapping import EXACT, LEAST, MOST, Mapping, exact_sum
from bettercare.places.notices import notice
from bettercare.places.quarters import Unclear, to_quarters
from bettercare.places.records import Area, Share

Plans = Given[str, Given[str, Decimal]]


class SortedPlans(msgspec.Struct, frozen=True):
    """Plans by commissioner's code and quarter, and what could not be used of them.

    ``unclear`` is by code; ``unknown`` holds what is said of names that no commissioner bears, and
    ``twice`` the several names under which one commissioner's plan was given.
    """

    plans: dict[str, dict[str, Decimal]]
    unclear: dict[str, tuple[Unclear, ...]]
    unknown: dict[str, str]
    twice: dict[str, tuple[str, ...]]


def apportion(
    plans: Plans | SortedPlans,
    mapping: Mapping,
    area: str | Area,
    *,
    least: Decimal = LEAST,
    most: Decimal = MOST,
) -> Apportioned:
    """The admissions of an area by quarter, out of the plans of commissioners.

    ``plans`` gives each commissioner, by code or name, its planned admissions by month
    ("2017-04") or quarter ("2017-18 Q1"); months are added up first. Commissioners without people
    in the area make no difference. Nothing is rounded, and nothing guessed: a plan that is missing
    or unclear leaves the quarter without a value and is told, as is a commissioner of the area
    whose shares add up to less than ``least`` or more than ``most``. Raises ``UnknownPlace`` when
    the mapping has no rows for the area.

    >>> from bettercare.places import load_mapping
    >>> plans = {"02P": 7000, "02Q": 2900, "02X": 9800, "03L": 7000, "03N": 14000}
    >>> by_quarter = {code: {"2017-18 Q1": Decimal(n)} for code, n in plans.items()}
    >>> rotherham = apportion(by_quarter, load_mapping("2017-19"), "Rotherham")
    >>> rotherham.quarters[0].value
    Decimal('7339.800')
    """
    known = plans if isinstance(plans, SortedPlans) else sort_plans(plans, mapping)
    place = mapping.area(area)
    shares = mapping.shares_of_area(place)
    codes = [share.commissioner.code for share in shares]
    named = sorted({quarter for code in codes for quarter in known.plans.get(code, {})})
    quarters = tuple(_quarter(one, shares, known) for one in named)
    findings = (
        *_of_sums(mapping, {*codes, place.code}, least, most),
        *_of_names(known, shares, mapping),
        *_of_unclear(known, shares, mapping),
        *_of_missing(shares, quarters, known, mapping),
    )
    return Apportioned(
        area=place, quarters=quarters, findings=findings, reference=mapping.reference
    )


def apportion_all(plans: Plans, mapping: Mapping) -> dict[str, Apportioned]:
    """The admissions of every area of a mapping, by the area's code."""
    known = sort_plans(plans, mapping)
    return {area.code: apportion(known, mapping, area) for area in mapping.areas}


def sort_plans(plans: Plans, mapping: Mapping) -> SortedPlans:
    """Plans by the codes of a mapping and by quarter; a plan given twice is not used at all."""
    unknown: dict[str, str] = {}
    names: dict[str, list[str]] = {}
    for name in plans:
        try:
            names.setdefault(mapping.commissioner(name).code, []).append(name)
        except UnknownPlace as error:
            unknown[name] = str(error)
    twice = {code: tuple(given) for code, given in names.items() if len(given) > 1}
    single = {code: given[0] for code, given in names.items() if len(given) == 1}
    read = {code: to_quarters(plans[name]) for code, name in single.items()}
    return SortedPlans(
        plans={code: quarters for code, (quarters, _) in read.items()},
        unclear={code: unclear for code, (_, unclear) in read.items() if unclear},
        unknown=unknown,
        twice=twice,
    )


def _quarter(quarter: str, shares: Sequence[Share], known: SortedPlans) -> Quarter:
    parts = tuple(
        Part(
            commissioner=share.commissioner,
            share=share.of_commissioner,
            plan=known.plans.get(share.commissioner.code, {}).get(quarter),
            place=share.place,
        )
        for share in shares
    )
    with localcontext(EXACT):
        margins = [
            one.plan * share.half_step
            for one, share in zip(parts, shares, strict=True)
            if one.plan is not None
        ]
    return Quarter(quarter=quarter, parts=parts, margin=exact_sum(margins))


def _of_sums(mapping: Mapping, codes: set[str], least: Decimal, most: Decimal) -> Iterator[Finding]:
    for one in mapping.outliers(least, most):
        if one.code in codes:
            yield sum_finding(one, mapping)


def _of_names(known: SortedPlans, shares: Sequence[Share], mapping: Mapping) -> Iterator[Finding]:
    for name, why in known.unknown.items():
        fix = "Give the code that the mapping has, or use the mapping of that year."
        yield notice("MAP-11", f"Plan of '{name}'", why, fix, mapping.reference)
    for share in shares:
        names = known.twice.get(share.commissioner.code)
        if names:
            given = listed(f"'{name}'" for name in names)
            message = f"Its plan is given twice, as {given}, so neither is used."
            yield notice("MAP-13", _named(share), message, "Give it once.", mapping.reference)


def _of_unclear(known: SortedPlans, shares: Sequence[Share], mapping: Mapping) -> Iterator[Finding]:
    for share in shares:
        for one in known.unclear.get(share.commissioner.code, ()):
            message = f"The plan for {one.quarter} is not used: {one.why}."
            fix = "Give the three months of a quarter, or the quarter alone."
            yield notice("MAP-12", _named(share), message, fix, mapping.reference)


def _of_missing(
    shares: Sequence[Share], quarters: Sequence[Quarter], known: SortedPlans, mapping: Mapping
) -> Iterator[Finding]:
    """A commissioner without any plan, or without one for a quarter that others have.

    What is told already, because a plan is unclear or given twice, is not told again.
    """
    for n, share in enumerate(shares):
        code = share.commissioner.code
        told = {one.quarter for one in known.unclear.get(code, ())}
        lacking = [one.quarter for one in quarters if one.parts[n].plan is None]
        lacking = [quarter for quarter in lacking if quarter not in told]
        if code not in known.plans and code not in known.twice:
            yield _missing(share, "There is no plan", mapping)
        elif lacking and code in known.plans:
            yield _missing(share, f"There is no plan for {listed(lacking)}", mapping)


def _missing(share: Share, what: str, mapping: Mapping) -> Finding:
    part, places = percent(share.of_commissioner), (share.place,)
    if not share.of_commissioner:
        most = percent(share.half_step, 2)
        message = f"{what}. Its share is {part}, so at most {most} of the plan is left out."
        return notice("MAP-14", _named(share), message, "", mapping.reference, places)
    message = f"{what}, and {part} of its people live in {share.area.name}."
    fix = "Give its planned admissions."
    return notice("MAP-10", _named(share), message, fix, mapping.reference, places)


def _named(share: Share) -> str:
    return f"{share.commissioner.name} ({share.commissioner.code})"
