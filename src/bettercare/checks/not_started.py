"""What a plan still lacks as a whole: tables that it does not give and the round asks answers in.

A check says nothing of a table that is not given, since a file may hold a part of a plan only. Who
submits a plan sends all of it, so what those checks would say then stands in the way.
"""

from collections.abc import Mapping, Set

import msgspec

from bettercare.calculations import Calculations
from bettercare.checks.registry import run
from bettercare.findings import Finding, Severity
from bettercare.plan.records import TABLES

SIGNATURES = "sign_off"  # who signs is asked for by itself


def not_started(working: Calculations) -> Mapping[str, tuple[Finding, ...]]:
    """The errors of each table that is not given, as they would be if it were given empty.

    Tables in which a round asks for nothing, or only warns, are left out.

    >>> import bettercare as bc
    >>> from bettercare import examples
    >>> working = bc.summarise(bc.read(examples.path("leicester"))).working
    >>> {table: len(errors) for table, errors in not_started(working).items()}
    {'narrative': 4}
    """
    plan, tables = working.plan, working.rules.tables
    lacking = [t for t in tables if t in TABLES and t != SIGNATURES and getattr(plan, t) is None]
    known = set(run(working).of(Severity.ERROR)) if lacking else set()
    found = {table: _errors(working, table, known) for table in lacking}
    return {table: errors for table, errors in found.items() if errors}


def _errors(working: Calculations, table: str, known: Set[Finding]) -> tuple[Finding, ...]:
    """The errors that come where a table is given empty, and are not there without it."""
    whole = msgspec.structs.replace(working.plan, **{table: ()})
    errors = run(Calculations(whole, working.rules)).of(Severity.ERROR)
    return tuple(one for one in errors if one not in known)
