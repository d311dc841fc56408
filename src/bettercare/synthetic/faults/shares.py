"""Faults of the shares of schemes that are commissioned together."""

from decimal import Decimal

from bettercare.plan import SchemeRow
from bettercare.synthetic.faults.kinds import Planting, cell, kind
from bettercare.synthetic.faults.site import Site

TOO_MUCH = Decimal("0.15")
HALF = Decimal("0.5")


def _joint(site: Site) -> int:
    """A row that is commissioned together and gives both shares."""
    return site.row(lambda row: row.nhs_share is not None and row.la_share is not None)


@kind("shares-not-whole", "CHK-044")
def shares_not_whole(site: Site) -> Planting | None:
    """Shares that add up to more than the whole."""
    item = _joint(site)
    if not item:
        return None
    share = site.get("schemes", item).la_share + TOO_MUCH
    return cell(site, "schemes", item, ("la_share", share), "the shares come to 115%")


@kind("joint-without-shares", "CHK-045")
def joint_without_shares(site: Site) -> Planting | None:
    """A scheme commissioned together that does not say by whom how much."""
    item = _joint(site)
    if not item:
        return None
    site.set("schemes", item, la_share=None)
    return cell(site, "schemes", item, ("nhs_share", None), "no share is given")


@kind("shares-not-used", "CHK-046")
def shares_not_used(site: Site) -> Planting | None:
    """Shares beside a commissioner who commissions alone."""

    def alone(row: SchemeRow) -> bool:
        return row.nhs_share is None and row.commissioner is not None

    item = site.row(alone) if site.has("schemes", "nhs_share") else 0
    if not item:
        return None
    site.set("schemes", item, la_share=HALF)
    return cell(
        site, "schemes", item, ("nhs_share", HALF), "shares of a scheme of one commissioner"
    )


@kind("joint-all-or-nothing", "CHK-047")
def joint_all_or_nothing(site: Site) -> Planting | None:
    """A scheme commissioned together of which one side pays for all."""
    item = _joint(site)
    if not item:
        return None
    site.set("schemes", item, la_share=Decimal(0))
    return cell(site, "schemes", item, ("nhs_share", Decimal(1)), "one share is 100%")
