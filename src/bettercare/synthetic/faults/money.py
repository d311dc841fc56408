"""Faults of money: amounts of rows, balances of sources, and required spends."""

from decimal import Decimal

from bettercare.calculations import Calculations
from bettercare.dates import year_before
from bettercare.money import round_half_up
from bettercare.plan import SchemeRow
from bettercare.synthetic.faults.kinds import Planting, kind
from bettercare.synthetic.faults.site import Site

THOUSAND = 1000
SMALL = Decimal(20_000)  # pounds: a row that is large enough to be written in thousands
PENCE = Decimal("0.37")
NOUGHT = Decimal(0)


def _amount(row: SchemeRow, site: Site) -> Decimal:
    return row.amounts.get(site.year, NOUGHT)


def _change(site: Site, item: int, now: Decimal | None, words: str) -> Planting:
    """Another amount in the first year of a row, or none at all."""
    row = site.get("schemes", item)
    amounts = {year: pay for year, pay in row.amounts.items() if year != site.year}
    amounts |= {} if now is None else {site.year: now}
    site.set("schemes", item, amounts=amounts)
    return Planting("schemes", item, f"amounts.{site.year}", row.amounts[site.year], now, words)


def _of_source(site: Site, found: Planting) -> Planting:
    """A fault that is told of at the balance of the row's source."""
    source = site.rule_of(site.get("schemes", found.item))
    return found._replace(subject=source.name if source else "")


def _paid(site: Site, least: Decimal = SMALL) -> int:
    """A row with a real amount in the first year, whose source is put out of balance."""
    return site.payer_row(lambda row: _amount(row, site) > least)


@kind("source-over-committed", "CHK-032")
def source_over_committed(site: Site) -> Planting | None:
    """A row raised by a third, so that its source pays out more than comes in."""
    item = _paid(site)
    if not item:
        return None
    now = round_half_up(_amount(site.get("schemes", item), site) * 4 / 3)
    return _of_source(site, _change(site, item, now, "more than its source has"))


@kind("source-not-allocated", "CHK-033")
def source_not_allocated(site: Site) -> Planting | None:
    """A row lowered by a third, so that money of its source is left."""
    item = _paid(site)
    if not item:
        return None
    now = round_half_up(_amount(site.get("schemes", item), site) * 2 / 3)
    return _of_source(site, _change(site, item, now, "money of its source is left"))


@kind("source-swapped", "CHK-034")
def source_swapped(site: Site) -> Planting | None:
    """A row on the wrong source: one is over by as much as the other is under."""
    item = _paid(site)
    if not item:
        return None
    row = site.get("schemes", item)
    others = [
        code
        for code in site.rules.sources
        if ("balance", code) not in site.taken and site.income_of(code)
    ]
    if not others:
        return None
    other = site.draw.one(others)
    site.taken.add(("balance", other))
    label = site.rules.sources.label(other)
    site.set("schemes", item, source_of_funding=label)
    words = f"a row of {row.source_of_funding} on another source"
    subject = site.rules.sources.name(other)
    was = row.source_of_funding
    return Planting("schemes", item, "source_of_funding", was, label, words, subject)


@kind("amount-negative", "CHK-037")
def amount_negative(site: Site) -> Planting | None:
    """A minus before an amount."""
    item = _paid(site)
    now = -_amount(site.get("schemes", item), site) if item else NOUGHT
    return _change(site, item, now, "below £0") if item else None


@kind("amount-nought", "CHK-038")
def amount_nought(site: Site) -> Planting | None:
    """A scheme of £0 in every year."""
    item = _paid(site)
    if not item:
        return None
    was = site.get("schemes", item).amounts
    site.set("schemes", item, amounts=dict.fromkeys(was, NOUGHT))
    return Planting("schemes", item, f"amounts.{site.year}", was, NOUGHT, "£0 in every year")


@kind("amount-blank", "CHK-027")
def amount_blank(site: Site) -> Planting | None:
    """A scheme with no money in any year."""
    item = _paid(site)
    if not item:
        return None
    was = site.get("schemes", item).amounts
    site.set("schemes", item, amounts={})
    return Planting("schemes", item, f"amounts.{site.year}", was, None, "no amount in any year")


@kind("amount-of-another-year", "CHK-027")
def amount_of_another_year(site: Site) -> Planting | None:
    """Money in a year that the round does not plan for."""
    item = _paid(site)
    if not item:
        return None
    row = site.get("schemes", item)
    other = year_before(site.year)
    amounts = {year: pay for year, pay in row.amounts.items() if year != site.year}
    site.set("schemes", item, amounts={other: row.amounts[site.year], **amounts})
    words = f"the money of {site.year} stands under {other}"
    return Planting("schemes", item, f"amounts.{other}", site.year, other, words)


@kind("amount-not-a-number", "READ-01")
def amount_not_a_number(site: Site) -> Planting | None:
    """An amount in words: whoever reads the file says so, and it counts in no total."""
    item = _paid(site)
    if not item:
        return None
    text = f"about {_amount(site.get('schemes', item), site):f} or so"
    found = _change(site, item, None, "an amount that is no number")
    site.set("schemes", item, written={f"amounts.{site.year}": text})
    return found._replace(now=text)


@kind("amount-with-pence", "CHK-042")
def amount_with_pence(site: Site) -> Planting | None:
    """Pence in an amount of whole pounds."""
    item = _paid(site)
    now = _amount(site.get("schemes", item), site) + PENCE if item else NOUGHT
    return _change(site, item, now, "pence") if item else None


@kind("amount-in-thousands", "CHK-043")
def amount_in_thousands(site: Site) -> Planting | None:
    """Thousands of pounds among pounds."""
    item = _paid(site)
    if not item:
        return None
    now = round_half_up(_amount(site.get("schemes", item), site) / THOUSAND)
    return _change(site, item, now, "thousands of pounds")


@kind("row-large", "CHK-039")
def row_large(site: Site) -> Planting | None:
    """A row of two fifths of the whole plan."""
    item = _paid(site) if "large" not in site.taken else 0
    if not item:
        return None
    site.taken.add("large")
    whole = sum((_amount(row, site) for row in site.records("schemes")), NOUGHT)
    return _change(site, item, round_half_up(whole * 2 / 3), "two fifths of the plan")


@kind("duration-against-amounts", "CHK-017")
def duration_against_amounts(site: Site) -> Planting | None:
    """Money in a year in which the scheme does not run."""
    known = site.rules.durations.items.values() if site.rules.durations else ()
    label = next((one.label for one in known if one.years and site.year not in one.years), None)
    item = site.row(lambda row: bool(_amount(row, site))) if label else 0
    if not item:
        return None
    was = site.get("schemes", item).duration
    site.set("schemes", item, duration=label)
    return Planting("schemes", item, "duration", was, label, f"it does not run in {site.year}")


def _short(site: Site, check: str, field: str) -> Planting | None:
    """Rows that count to a required spend, changed until the plan is short of the minimum."""
    working = Calculations(site.plan, site.rules, site.year)
    tests = [one for one in working.required.values() if one.rule.check == check]
    if not tests or ("required", check) in site.taken or tests[0].headroom is None:
        return None
    site.taken |= {("required", "CHK-056"), ("required", "CHK-057")}
    left, items = tests[0].headroom, []
    for row, pounds in sorted(tests[0].counted, key=lambda one: -one[1]):
        if left >= 0 and ("schemes", row.item) not in site.taken:
            items.append(row.item)
            left -= pounds
    label = _not_counting(site, field)
    if left >= 0 or not label or not items:
        return None
    was = getattr(site.get("schemes", items[0]), field)
    for item in items:
        site.set("schemes", item, **{field: label, "nhs_share": None, "la_share": None})
    words = f"rows {', '.join(map(str, sorted(items)))} no longer count"
    return Planting("schemes", items[0], field, was, label, words, tests[0].rule.label)


def _not_counting(site: Site, field: str) -> str:
    """The label that makes a row count no longer: a health service, or the council."""
    if field == "commissioner":
        return site.rules.commissioners.label("la")
    areas = site.rules.areas_of_spend.items.values()
    return next((one.label for one in areas if one.health and not one.acute), "")


@kind("social-care-short", "CHK-057")
def social_care_short(site: Site) -> Planting | None:
    """Social care from the NHS minimum below its minimum."""
    return _short(site, "CHK-057", "area_of_spend")


@kind("out-of-hospital-short", "CHK-056")
def out_of_hospital_short(site: Site) -> Planting | None:
    """NHS services outside hospitals below their minimum."""
    return _short(site, "CHK-056", "commissioner")


@kind("acute-from-minimum", "CHK-078")
def acute_from_minimum(site: Site) -> Planting | None:
    """Acute care from the NHS minimum, which counts to no required spend."""
    sources = {one.minimum.source for one in site.rules.required_spends.values()}
    acute = [one.label for one in site.rules.areas_of_spend.items.values() if one.acute]

    def fits(row: SchemeRow) -> bool:
        return site.source_of(row) in sources and bool(_amount(row, site)) and _by_nhs(site, row)

    item = site.row(fits) if acute else 0
    if not item:
        return None
    was = site.get("schemes", item).area_of_spend
    site.set("schemes", item, area_of_spend=acute[0])
    return Planting("schemes", item, "area_of_spend", was, acute[0], "acute care")


def _by_nhs(site: Site, row: SchemeRow) -> bool:
    code = site.rules.commissioners.match(row.commissioner).accepted
    return code is not None and site.rules.commissioners[code].nhs_counts == "whole"
