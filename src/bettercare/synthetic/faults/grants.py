"""Faults of income, and of what a source of funding may pay for."""

from collections.abc import Iterator
from decimal import Decimal

from bettercare.plan import IncomeLine, SchemeRow
from bettercare.rounds.schema import Source
from bettercare.synthetic.faults.kinds import Planting, cell, kind
from bettercare.synthetic.faults.site import Site

DISTRICT = "District council"
LESS = Decimal(250_000)
NOUGHT = Decimal(0)


def _sources(site: Site, kind_of: str) -> Iterator[tuple[str, Source, int]]:
    """The sources of a kind that are in balance, each with one income line that has money."""
    for code, source in site.rules.sources.items.items():
        lines = site.income_of(code)
        if source.kind == kind_of and lines and ("balance", code) not in site.taken:
            yield code, source, lines[0]


def _income(site: Site, code: str, item: int, now: Decimal) -> IncomeLine:
    """Another amount in the first year of an income line, whose source is then off; the old."""
    site.taken.add(("balance", code))
    line: IncomeLine = site.get("income", item)
    site.set("income", item, amounts={**line.amounts, site.year: now})
    return line


def _below_allocation(site: Site, kind_of: str) -> Planting | None:
    for code, source, item in _sources(site, kind_of):
        was = site.get("income", item).amounts[site.year]
        if site.id(f"published.income.{code}") in site.given and was > LESS:
            now = was - LESS
            _income(site, code, item, now)
            words = "below what is published for the area"
            field = f"amounts.{site.year}"
            return Planting("income", item, field, was, now, words, f"Income, {source.name}")
    return None


@kind("minimum-below-allocation", "CHK-048")
def minimum_below_allocation(site: Site) -> Planting | None:
    """Less from the NHS than is published."""
    return _below_allocation(site, "minimum")


@kind("grant-below-allocation", "CHK-050")
def grant_below_allocation(site: Site) -> Planting | None:
    """Less of a grant than is published."""
    return _below_allocation(site, "grant")


@kind("income-missing", "CHK-074")
def income_missing(site: Site) -> Planting | None:
    """A grant that must be in the pool, and no income is given."""
    for code, source, item in _sources(site, "grant"):
        if source.must_be_pooled and len(site.income_of(code)) == 1:
            line = site.get("income", item)
            site.taken.add(("balance", code))
            site.set("income", item, amounts={})
            was = line.amounts[site.year]
            field, words = f"amounts.{site.year}", "the grant is not in the pool"
            return Planting("income", item, field, was, None, words, f"Income, {source.name}")
    return None


def _offered(site: Site) -> list[int]:
    """The income lines of money offered by choice."""
    answered = site.has("income", "answer")
    return site.free("income", lambda line: answered and line.answer and any(line.amounts.values()))


@kind("additional-answered-no", "CHK-051")
def additional_answered_no(site: Site) -> Planting | None:
    """No to whether more is offered, over lines that offer it."""
    items = _offered(site)
    if not items:
        return None
    name = site.rules.source_of_income(site.get("income", items[0]).source_of_funding)[0].code
    change = "answer", site.rules.yes_or_no.label("no")
    found = cell(site, "income", items[0], change, "No, and the line has money")
    return found if name else None


@kind("additional-not-explained", "CHK-052")
def additional_not_explained(site: Site) -> Planting | None:
    """More money offered, and nobody says what for."""
    items = site.free("income", lambda line: line.comment and any(line.amounts.values()))
    change = "comment", None
    return cell(site, "income", items[0], change, "no comment") if items else None


def _from(site: Site, fits: str) -> int:
    """A row whose source has a rule of a kind: on commissioners, types, or social care."""

    def has_rule(row: SchemeRow) -> bool:
        source = site.rule_of(row)
        return (
            source is not None and bool(getattr(source, fits)) and bool(any(row.amounts.values()))
        )

    return site.row(has_rule)


@kind("grant-by-another-commissioner", "CHK-067")
def grant_by_another_commissioner(site: Site) -> Planting | None:
    """A council's grant that the NHS commissions with."""
    item = _from(site, "commissioners")
    change = "commissioner", site.rules.commissioners.label("nhs")
    return cell(site, "schemes", item, change, "not the council") if item else None


def _on_other_type(site: Site, *, for_discharge: bool) -> Planting | None:
    def fits(row: SchemeRow) -> bool:
        source = site.rule_of(row)
        return (
            source is not None
            and bool(source.permitted_types)
            and source.for_discharge == for_discharge
            and bool(row.amounts.get(site.year))
        )

    item = site.row(fits)
    source = site.rule_of(site.get("schemes", item)) if item else None
    if source is None:
        return None
    others = [
        one.label
        for code, one in site.rules.scheme_types.items.items()
        if code not in source.permitted_types and not one.needs_text
    ]
    if not others:
        return None
    site.set("schemes", item, sub_type=None, output_unit=None, output_estimate=None, outputs={})
    return cell(site, "schemes", item, ("scheme_type", others[0]), "a type it is not meant for")


@kind("grant-on-other-type", "CHK-068")
def grant_on_other_type(site: Site) -> Planting | None:
    """A grant for homes that pays for something else."""
    return _on_other_type(site, for_discharge=False)


@kind("discharge-on-other-type", "CHK-081")
def discharge_on_other_type(site: Site) -> Planting | None:
    """Discharge money on a type that gets nobody home."""
    return _on_other_type(site, for_discharge=True)


@kind("social-care-grant-on-health", "CHK-075")
def social_care_grant_on_health(site: Site) -> Planting | None:
    """A grant for social care that pays for a health service."""
    item = _from(site, "social_care_grant")
    health = [
        one for one in site.rules.areas_of_spend.items.values() if one.health and not one.acute
    ]
    if not item or not health:
        return None
    return cell(site, "schemes", item, ("area_of_spend", health[0].label), "a health service")


@kind("districts-missing", "CHK-069")
def districts_missing(site: Site) -> Planting | None:
    """A county that does not say what each of its districts gets."""
    if site.rules.yes_or_no.match(site.facts.get("two_tier")).code != "yes":
        return None
    items = [
        item
        for item, line in enumerate(site.records("income"), 1)
        if (line.contributor or "").startswith(DISTRICT)
    ]
    if not items or site.taken & {("income", item) for item in items}:
        return None
    for item in items:
        site.set("income", item, contributor=site.plan.area)
    words = "the parts of the districts are not told"
    return Planting("income", items[0], "contributor", "districts", site.plan.area, words)
