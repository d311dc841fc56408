"""What is signed, as a hash: of a whole plan, and of the part that one role answers for."""

import hashlib

import msgspec

import bettercare
from bettercare.calculations import Calculations
from bettercare.calculations.covered import covered
from bettercare.plan import Plan as CorePlan
from bettercare.rounds import load
from bettercare_web.plans.core import to_core
from bettercare_web.plans.models import Plan, Version


def core_of(plan: Plan) -> CorePlan:
    """The library's plan of the draft as it is now."""
    return to_core(plan.round, plan.rows.all())


def content_of(version: Version) -> CorePlan:
    """The library's plan that a version keeps."""
    return msgspec.json.decode(version.content, type=CorePlan)


def working_of(core: CorePlan) -> Calculations:
    """A plan worked out by the rules of its round."""
    return Calculations(core, load(core.round))


def cover_hash(working: Calculations, role: str) -> str:
    """The SHA-256 of the part of a plan that a role's signature stands for."""
    text = msgspec.json.encode(covered(working, role), order="deterministic")
    return hashlib.sha256(text).hexdigest()


def errors_in(core: CorePlan) -> list[bettercare.Finding]:
    """The findings of a plan that stop it from being submitted."""
    return list(bettercare.check(core).of(bettercare.Severity.ERROR))
