"""The other areas of England for the demonstration: real names, and states that are made up."""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from bettercare.places import areas_on
from bettercare.plan import Plan as CorePlan
from bettercare.rounds import load
from bettercare_web.areas.models import Area, Grant, Person, Region
from bettercare_web.areas.roles import Role, ScopeKind
from bettercare_web.plans.core import plan_hash, plan_text
from bettercare_web.plans.models import Plan, Signature, Standing, Submission, Version
from bettercare_web.running.demo import ROUND, hashed
from bettercare_web.versions.signatories import signing_roles

DAY = date(2019, 9, 27)
SEED = 2019
IN, COMPLIANT, STARTED = 0.7, 0.9, 0.95  # shares of areas, of those in, and of those not in
# The regions of the NHS as they were in 2019, by the ends of the codes of their councils.
REGIONS: dict[str, tuple[str, str]] = {
    "Y56": ("London", " ".join(f"E090000{number:02}" for number in range(1, 34))),
    "Y58": (
        "South West",
        "E06000022 E06000023 E06000024 E06000025 E06000026 E06000027 E06000030 E06000052 E06000054 "
        "E06000058 E06000059 E10000008 E10000013 E10000027",
    ),
    "Y59": (
        "South East",
        "E06000035 E06000036 E06000037 E06000038 E06000039 E06000040 E06000041 E06000043 E06000044 "
        "E06000045 E06000046 E10000002 E10000011 E10000014 E10000016 E10000025 E10000030 E10000032",
    ),
    "Y60": (
        "Midlands",
        "E06000015 E06000016 E06000017 E06000018 E06000019 E06000020 E06000021 E06000051 E08000025 "
        "E08000026 E08000027 E08000028 E08000029 E08000030 E08000031 E10000007 E10000018 E10000019 "
        "E10000021 E10000024 E10000028 E10000031 E10000034",
    ),
    "Y61": (
        "East of England",
        "E06000031 E06000032 E06000033 E06000034 E06000042 E06000055 E06000056 E10000003 E10000012 "
        "E10000015 E10000020 E10000029",
    ),
    "Y62": (
        "North West",
        "E06000006 E06000007 E06000008 E06000009 E06000049 E06000050 E08000001 E08000002 E08000003 "
        "E08000004 E08000005 E08000006 E08000007 E08000008 E08000009 E08000010 E08000011 E08000012 "
        "E08000013 E08000014 E08000015 E10000006 E10000017",
    ),
    "Y63": (
        "North East and Yorkshire",
        "E06000001 E06000002 E06000003 E06000004 E06000005 E06000010 E06000011 E06000012 E06000013 "
        "E06000014 E06000047 E06000057 E08000016 E08000017 E08000018 E08000019 E08000021 E08000022 "
        "E08000023 E08000024 E08000032 E08000033 E08000034 E08000035 E08000036 E08000037 E10000023",
    ),
}


class Made(NamedTuple):
    """The rows of one area; those of its plan may be missing."""

    area: Area
    lead: Person
    plan: Plan | None
    standing: Standing | None
    version: Version | None
    submission: Submission | None
    signatures: Sequence[Signature] = ()


def build_england() -> int:
    """Add the areas that are not there yet; gives how many. The same on every machine."""
    for code, (name, _) in REGIONS.items():
        Region.objects.get_or_create(code=code, defaults={"name": name})
    known = set(Area.objects.values_list("code", flat=True))
    draw = random.Random(SEED)  # noqa: S311  (a made-up country, no secret)
    now = timezone.now()
    made = [_made(area, draw, now) for area in _areas() if area.code not in known]
    with transaction.atomic():
        _store(made)
    return len(made)


def region_of() -> dict[str, str]:
    """The code of the region of each council, by the council's code."""
    return {code: region for region, (_, codes) in REGIONS.items() for code in codes.split()}


def _areas() -> Iterator[Area]:
    """The areas of boards of the round, each in its region; two that were joined have one code."""
    regions = region_of()
    for one in areas_on(DAY, combined=True):
        yield Area(code=one.codes[0], name=one.name, region_id=regions[one.codes[0]])


def _made(area: Area, draw: random.Random, now: datetime) -> Made:
    lead = Person(
        email=f"lead@{area.code.casefold()}.example", name=f"{area.name} lead", password=hashed()
    )
    is_in = draw.random() < IN
    if not is_in and draw.random() > STARTED:
        return Made(area, lead, None, None, None, None)
    at = now - timedelta(hours=draw.triangular(1, 24 * 20, 24))
    plan = Plan(area=area, round=ROUND, revision=1, edited=at, edited_by=lead, started_by=lead)
    standing = _standing(plan, draw, is_in=is_in)
    core = CorePlan(round=ROUND, area=area.name)
    content, sha256 = plan_text(core), plan_hash(core)
    version = Version(plan=plan, number=1, revision=1, content=content, hash=sha256, by=lead, at=at)
    roles = list(signing_roles(load(ROUND)))
    if not is_in:
        some = roles[: draw.randint(0, len(roles) - 1)] if standing.met else []
        return Made(area, lead, plan, standing, version, None, _signed(version, some))
    plan.state = Plan.State.SUBMITTED
    receipt = f"{ROUND}-{area.code}-1"
    sent = Submission(
        plan=plan, version=version, receipt=receipt, content=content, head="0" * 64, by=lead, at=at
    )
    return Made(area, lead, plan, standing, version, sent, _signed(version, roles))


def _signed(version: Version, roles: Iterable[str]) -> list[Signature]:
    return [
        Signature(
            plan=version.plan,
            version=version,
            role=role,
            covered="0" * 64,
            by=version.by,
            name="Made up",
            at=version.at,
        )
        for role in roles
    ]


def _standing(plan: Plan, draw: random.Random, *, is_in: bool) -> Standing:
    asked = draw.randint(280, 420)
    in_order = draw.random() < (COMPLIANT if is_in else 0.4)
    errors = 0 if in_order or is_in else draw.randint(1, 6)
    return Standing(
        plan=plan,
        revision=1,
        pool=Decimal(draw.randint(8_000, 120_000)) * 1_000,
        errors=errors,
        warnings=draw.randint(0, 14),
        balanced=in_order or draw.random() < 0.5,  # noqa: PLR2004
        met=in_order,
        answered=asked if is_in or in_order else asked * draw.randint(60, 99) // 100,
        asked=asked,
    )


def _store(made: Sequence[Made]) -> None:
    Area.objects.bulk_create(one.area for one in made)
    Person.objects.bulk_create(one.lead for one in made)
    ends = timezone.now() + timedelta(days=365)
    Grant.objects.bulk_create(
        Grant(
            person=one.lead,
            role=Role.LEAD.value,
            scope_kind=ScopeKind.AREA.value,
            scope_id=str(one.area.pk),
            ends=ends,
            reason="Demonstration",
        )
        for one in made
    )
    Plan.objects.bulk_create(one.plan for one in made if one.plan)
    Standing.objects.bulk_create(one.standing for one in made if one.standing)
    Version.objects.bulk_create(one.version for one in made if one.version)
    Submission.objects.bulk_create(one.submission for one in made if one.submission)
    Signature.objects.bulk_create(mark for one in made for mark in one.signatures)
