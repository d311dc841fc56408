"""The registry of checks: what each is called, what it says, what it needs, and how all are run.

A check is a generator over one plan's ``Calculations``. It yields a ``Slip`` for each thing it
finds; the registry makes findings of them with the round's own severity. All checks run; none
hides another, except that a check says nothing about a cell that is blank when another asks for
that cell to be filled.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Literal, NamedTuple

import msgspec

from bettercare.calculations import Calculations
from bettercare.calculations.working import table_words
from bettercare.errors import UnusableRound
from bettercare.findings import Finding, NotRun, Place, Report, Severity
from bettercare.halves import can_share, in_two
from bettercare.labels import normalise
from bettercare.rounds import CodeList, Item, Round
from bettercare.rounds.checking import CheckRule
from bettercare.rounds.lists import Certainty

Softness = Literal["", "open", "unconfirmed"]


class Slip(NamedTuple):
    """One thing a check found: where in words, the places, and the facts its message needs.

    ``soft`` says that the round's list is open (a note at most) or unconfirmed (a warning at
    most). ``message`` and ``fix`` stand in for the check's own where it has two ways to speak.
    """

    subject: str
    places: tuple[Place, ...]
    facts: Mapping[str, object] = {}
    soft: Softness = ""
    message: str = ""
    fix: str = ""
    problem: str = ""
    reference: str = ""


Run = Callable[[Calculations], Iterator[Slip]]
Lacks = Callable[[Calculations], str]


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One check of the catalogue.

    ``needs`` names the tables of the plan that it reads, ``lacks`` says in words what else the plan
    does not give, or nothing. ``order`` above 0 puts a check after the others of its severity and
    below 0 before them, so that the more telling one leads their problem. ``by_year`` has it run
    once for each year that the round plans for. ``of_return`` names the returns of the year that it
    is about; it is not looked at elsewhere.
    """

    code: str
    name: str
    message: str
    fix: str
    why: str
    cites: str
    run: Run
    needs: tuple[str, ...] = ()
    lacks: Lacks | None = None
    order: int = 0
    by_year: bool = False
    of_return: tuple[str, ...] = ()


class Checked(msgspec.Struct, frozen=True):
    """What one check says of a plan: its findings, or why it was not run."""

    findings: list[Finding]
    not_run: list[NotRun]


CHECKS: dict[str, Check] = {}
SHARED_FROM = 20_000  # scheme rows from which two processes are faster than one


def check(  # noqa: PLR0913  (each says one thing of a check, by name)
    code: str,
    *,
    name: str,
    message: str,
    fix: str,
    cites: str = "schemes",
    needs: tuple[str, ...] = ("schemes",),
    lacks: Lacks | None = None,
    order: int = 0,
    by_year: bool = False,
    of_return: tuple[str, ...] = (),
) -> Callable[[Run], Run]:
    """Register a check. ``cites`` names the table or list of the round that the rule rests on.

    A part of one is named behind a dot. ``needs`` names the tables of the plan it reads; it is not
    run when one was not given, or when ``lacks`` names something else that the plan does not give.
    ``order``, ``by_year`` and ``of_return`` are as in ``Check``.
    """

    def register(run: Run) -> Run:
        _add(
            Check(
                code=code,
                name=name,
                message=message,
                fix=fix,
                why=(run.__doc__ or "").strip(),
                cites=cites,
                needs=needs,
                lacks=lacks,
                run=run,
                order=order,
                by_year=by_year,
                of_return=of_return,
            )
        )
        return run

    return register


def _add(new: Check) -> None:
    if new.code in CHECKS:
        raise ValueError(f"{new.code} is registered twice")
    CHECKS[new.code] = new


def run(working: Calculations) -> Report:
    """Run every check of the round on a plan: findings worst first, and what was not run."""
    pieces = [partial(_checked, one, rule, working) for one, rule in _asked(working)]
    if len(working.plan.schemes or ()) >= SHARED_FROM and can_share():
        _prepare(working)
        checked = in_two(pieces, Checked)
    else:
        checked = [piece() for piece in pieces]
    findings = [finding for one in checked for finding in one.findings]
    findings.sort(key=lambda found: (found.severity.rank, CHECKS[found.code].order))
    return Report(tuple(findings), tuple(missed for one in checked for missed in one.not_run))


def _asked(working: Calculations) -> Iterator[tuple[Check, CheckRule]]:
    """The checks that the round asks for, of those that are about such a plan or return."""
    for code, rule in working.rules.checks.items():
        if rule.severity is None:
            continue
        one = CHECKS.get(code)
        if one is None:
            raise UnusableRound(
                f"The round asks for {code}, which this version of bettercare does not have. "
                "Fix: take it out of the round's checks, or update bettercare."
            )
        if not one.of_return or kind_of_return(working) in one.of_return:
            yield one, rule


def _prepare(working: Calculations) -> None:
    """Work out what many checks need before the work is shared."""
    for year in working.by_year:
        _ = year.rows, year.schemes, year.overlap


def _checked(one: Check, rule: CheckRule, working: Calculations) -> Checked:
    """What one check says of a plan."""
    found, missing = _looked_at(one, working)
    return Checked(
        [_finding(one, rule, slip, working.rules) for slip in found],
        [NotRun(one.code, one.name, missing)] if missing else [],
    )


def kind_of_return(working: Calculations) -> str:
    """Which return of the round this is: as its fact "return" says, else its first; "" for none.

    >>> from bettercare.plan import Plan
    >>> from bettercare.rounds import load
    >>> plan = Plan(round="2019-20", facts={"return": "LTP"})
    >>> kind_of_return(Calculations(plan, load("2019-20")))
    'ltp'
    """
    plan, known = working.plan, working.rules.returns
    if not plan.is_return:
        return ""
    said = normalise(plan.facts.get("return", ""))
    named = (kind for kind, one in known.items() if said in {normalise(kind), normalise(one.label)})
    return next(named, next(iter(known), ""))


def _looked_at(one: Check, working: Calculations) -> tuple[list[Slip], str]:
    """What a check yields, in each year where it is by year, and what it lacks in words."""
    slips: list[Slip] = []
    lacking: list[str] = []
    for each in working.by_year if one.by_year else (working,):
        if missing := _missing(one, each):
            lacking.append(missing)
        else:
            slips += (_dated(slip, each) if one.by_year else slip for slip in one.run(each))
    return slips, lacking[0] if lacking else ""


def _dated(slip: Slip, working: Calculations) -> Slip:
    """A slip of one year of several: its subject and its problem name the year."""
    if not working.rules.several_years:
        return slip
    problem = slip.problem and f"{slip.problem}.{working.year}"
    return slip._replace(subject=f"{slip.subject}, {working.year}", problem=problem)


def _missing(one: Check, working: Calculations) -> str:
    """What the plan does not give of what a check reads, in words."""
    tables = working.rules.tables
    lacking = [
        need
        for need in one.needs
        if getattr(working.plan, need, None) is None or not (need in tables or one.of_return)
    ]
    if not lacking:
        return one.lacks(working) if one.lacks else ""
    return ", ".join(table_words(tables[need]) if need in tables else need for need in lacking)


def _finding(one: Check, rule: CheckRule, slip: Slip, rules: Round) -> Finding:
    return Finding(
        code=one.code,
        name=one.name,
        severity=softened(rule.severity or Severity.INFORMATION, slip.soft),
        subject=slip.subject,
        message=(slip.message or one.message).format_map(slip.facts),
        fix=(slip.fix or one.fix).format_map(slip.facts),
        places=slip.places,
        reference=rules.cite(slip.reference or _cited(rules, one.cites)),
        problem=slip.problem,
    )


def softened(severity: Severity, soft: Softness) -> Severity:
    """A severity held down by how sure the round is of its list.

    >>> softened(Severity.ERROR, "unconfirmed"), softened(Severity.WARNING, "open")
    (<Severity.WARNING: 'warning'>, <Severity.INFORMATION: 'information'>)
    """
    if soft == "open":
        return Severity.INFORMATION
    if soft == "unconfirmed" and severity is Severity.ERROR:
        return Severity.WARNING
    return severity


def softness(known: CodeList[Item], code: str = "") -> Softness:
    """How sure the round is that a value outside a list is wrong, or of one item of the list."""
    if known.open:
        return "open"
    own = known[code].certainty if code else None
    return "" if (own or known.certainty) is Certainty.CONFIRMED else "unconfirmed"


def rests_on(one: Check, rules: Round) -> str:
    """The title of the document that a check rests on in a round; nothing where it has none.

    >>> from bettercare.rounds import load
    >>> from bettercare.checks import CHECKS
    >>> rests_on(CHECKS["CHK-001"], load("2019-20"))
    'Better Care Fund planning template 2019-20'
    """
    return rules.cite(_cited(rules, one.cites))


def _cited(rules: Round, cites: str) -> str:
    if cites in rules.tables:
        return rules.tables[cites].reference
    part, _, key = cites.partition(".")
    cited = getattr(rules, part, None)
    cited = cited.get(key) if key and cited else cited
    return str(getattr(cited, "reference", ""))
