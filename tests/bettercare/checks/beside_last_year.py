"""A small plan drawn as tables with last year's beside it, and one check run on the two."""

import msgspec

from bettercare import rounds
from bettercare.calculations import Calculations
from bettercare.checks import run
from bettercare.report.beside import with_last_year


def report(code, plan, before):
    """The report of one check on a plan beside last year's, each of the round it names."""
    rules = rounds.load(plan.round)
    alone = msgspec.structs.replace(rules, checks={code: rules.checks[code]})
    earlier = Calculations(before, rounds.load(before.round))
    return run(with_last_year(plan, alone, earlier))


def told(code, plan, before):
    """The findings of one check as sentences."""
    return [f"{one.subject}. {one.message}" for one in report(code, plan, before).findings]


def places(code, plan, before):
    """Table, record and column of each place, for each finding."""
    return [
        [(at.table, at.item, at.column) for at in one.places]
        for one in report(code, plan, before).findings
    ]


def needs(code, plan, before):
    """What a check that was not run needs."""
    return [one.needs for one in report(code, plan, before).not_run]
