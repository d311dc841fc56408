"""A plan that is free of errors, and one that everybody has signed."""

import pytest

from bettercare.rounds import load
from bettercare_web.plans.actions import edit_plan
from bettercare_web.plans.core import plan_hash
from bettercare_web.plans.edits import Add, Edit
from bettercare_web.versions.actions.naming import name_version
from bettercare_web.versions.actions.signing import sign
from bettercare_web.versions.covers import core_of

SIGNERS = {
    "dass": "director@leicester",
    "la_chief_executive": "chief-executive@leicester",
    "accountable_officer": "nhs-signatory@leicester",
    "s151_officer": "section151@leicester",
    "hwb_chair": "chair@leicester",
}


@pytest.fixture
def edited(actor):
    """Change one field of one row of a plan, as its lead or somebody else."""

    def edit(plan, table, number, field, value, *, who="lead@leicester", reason=""):
        row = plan.rows.filter(table=table)[number - 1]
        change = Edit(row_id=str(row.pk), version=row.version, fields={field: value})
        return edit_plan(plan, [change], by=actor(who), reason=reason)[0]

    return edit


@pytest.fixture
def mended(leicester, edited, actor):
    """Leicester's plan without its one error, and with the narrative that it lacks."""
    sections = [
        Add(table="narrative", fields={"section": one.label, "text": "Care close to home."})
        for one in load("2019-20").narrative.values()
    ]
    told = edit_plan(leicester, sections, by=actor("lead@leicester"))[0]
    return edited(told, "schemes", 9, "output_estimate", "40")


@pytest.fixture
def signing(actor):
    """Sign a plan as it is now."""

    def run(plan, role, who=""):
        seen = plan_hash(core_of(plan))
        return sign(plan, role, seen, by=actor(who or SIGNERS[role]))

    return run


@pytest.fixture
def signed(mended, signing, actor):
    """The plan kept as version 1 and signed by everybody."""
    name_version(mended, "Sent for signature", by=actor("lead@leicester"))
    for role in SIGNERS:
        signing(mended, role)
    mended.refresh_from_db()
    return mended


@pytest.fixture
def sent(signed, actor):
    """The signed plan, submitted by its lead."""
    from bettercare_web.versions.actions.submitting import prepare, submit

    submit(signed, prepare(signed), by=actor("lead@leicester"))
    signed.refresh_from_db()
    return signed
