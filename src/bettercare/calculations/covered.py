"""What each signature under a plan stands for: the part of it that a sign-off role answers for."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from bettercare.calculations import Calculations
from bettercare.calculations.coded import CodedLine, CodedRow
from bettercare.findings import Finding
from bettercare.plan.records import TABLES, Record
from bettercare.rounds.schema import Cover

Items = Mapping[str, Sequence[tuple[int, Record]]]
"""Records of a plan by table, each with its number in it, from 1."""

SIGNATURES = "sign_off"
OF_SIGNING = frozenset({"version", "hwb_approval_date", "hwb_delegated_to", "marking"})
"""Facts about the signing itself, and the mark of a draft: they change nothing that was signed."""

WORDS: Mapping[Cover, str] = {
    "measures": "measures",
    "changes": "high impact changes",
    "narrative": "narrative",
    "requirements": "planning requirements",
    "council_income": "council income",
    "nhs_income": "NHS income",
    "nhs_rows": "schemes that the NHS commissions",
    "required_spends": "required spends",
}
_TABLES: Mapping[Cover, tuple[str, ...]] = {
    "measures": ("metrics",),
    "changes": ("hicm",),
    "narrative": ("narrative",),
    "requirements": ("requirements", "conditions"),
    "council_income": ("answers",),
}
_PROBLEMS: Mapping[str, tuple[Cover, ...]] = {
    "required": ("required_spends",),
    "hicm": ("changes",),
    "purposes": ("council_income",),
    SIGNATURES: (),
}


def covered(working: Calculations, role: str) -> dict[str, Any]:
    """The part of a plan that the signature of a sign-off role stands for, as plain JSON values.

    The same part always gives the same values, whatever else of the plan has changed and wherever
    it was read from, so their hash says whether a signature still holds. Raises ``KeyError`` for a
    role that the round does not have.

    >>> import bettercare as bc
    >>> from bettercare import examples
    >>> working = bc.summarise(bc.read(examples.path("leicester"))).working
    >>> sorted(covered(working, "accountable_officer"))
    ['income', 'required_spends', 'schemes']
    """
    covers = working.rules.sign_off.items[role].covers
    found: dict[str, Any] = {
        table: [_plain(record) for _, record in records]
        for table, records in covered_items(working, role).items()
    }
    if not covers:
        found["given"] = {name: _text(value) for name, value in working.plan.given.items()}
        facts = working.plan.facts.items()
        found["facts"] = {name: text for name, text in facts if name not in OF_SIGNING}
    if not covers or "required_spends" in covers:
        found["required_spends"] = _required_spends(working)
    return found


def covered_items(working: Calculations, role: str) -> Items:
    """The records of a plan that a sign-off role's signature stands for, by table.

    Who signs for the whole plan signs every table but that of the signatures.
    """
    covers = working.rules.sign_off.items[role].covers
    if not covers:
        return {t: _all(working, t) for t in TABLES if t != SIGNATURES and _all(working, t)}
    found: dict[str, list[tuple[int, Record]]] = {}
    for table in (table for cover in covers for table in _TABLES.get(cover, ())):
        found[table] = _all(working, table)
    payers = {cover.removesuffix("_income") for cover in covers if cover.endswith("_income")}
    if payers:
        lines = [one for one in working.lines if _pays(working, one, payers)]
        found["income"] = [(one.item, one.line) for one in lines]
    if "nhs_rows" in covers:
        found["schemes"] = [(one.item, one.row) for one in working.rows if _of_nhs(working, one)]
    return found


def cover_words(working: Calculations, role: str) -> str:
    """What a role's signature stands for, in words.

    >>> import bettercare as bc
    >>> from bettercare import examples
    >>> working = bc.summarise(bc.read(examples.path("leicester"))).working
    >>> cover_words(working, "dass"), cover_words(working, "s151_officer")
    ('Measures, high impact changes, narrative', 'The whole plan')
    """
    covers = working.rules.sign_off.items[role].covers
    words = ", ".join(WORDS[cover] for cover in covers) or "the whole plan"
    return words[0].upper() + words[1:]


def in_the_way(working: Calculations, role: str, findings: Iterable[Finding]) -> list[Finding]:
    """Those of some findings that lie in what a role's signature stands for.

    One that cannot be placed lies in everybody's part.
    """
    items = covered_items(working, role)
    covers = frozenset(working.rules.sign_off.items[role].covers)
    touches = _at_place(items) if covers else _not_of_signing
    return [
        one
        for one in findings
        if (touches(one) if one.places else _by_problem(working, covers, one.problem))
    ]


def _at_place(items: Items) -> Callable[[Finding], bool]:
    numbers = {table: {item for item, _ in records} for table, records in items.items()}
    return lambda finding: any(
        place.table in numbers and (place.item == 0 or place.item in numbers[place.table])
        for place in finding.places
    )


def _not_of_signing(finding: Finding) -> bool:
    return any(place.table != SIGNATURES for place in finding.places)


def _by_problem(working: Calculations, covers: frozenset[Cover], problem: str) -> bool:
    """Whether a finding without a place is of a cover, as its problem tells."""
    family, _, code = problem.partition(".")
    if family == SIGNATURES:
        return False
    if not covers:
        return True
    if family == "balance":
        return any(f"{payer}_income" in covers for payer in _payers(working, code))
    return family not in _PROBLEMS or not covers.isdisjoint(_PROBLEMS[family])


def _payers(working: Calculations, codes: str) -> set[str]:
    """Who pays the sources that are off together; of one that is not known, it may be anybody."""
    sources = working.rules.sources.items
    found = [sources.get(code) for code in codes.split(".", maxsplit=1)[0].split("+")]
    return {_payer(one.payer) for one in found if one} or {"council", "nhs"}


def _all(working: Calculations, table: str) -> list[tuple[int, Record]]:
    return list(enumerate(getattr(working.plan, table) or (), 1))


def _pays(working: Calculations, one: CodedLine, payers: set[str]) -> bool:
    """Whether a line is paid by one of some; one whose source is not known may be of each."""
    code = one.source.accepted
    return code is None or _payer(working.rules.sources.items[code].payer) in payers


def _payer(payer: str) -> str:
    return "nhs" if payer == "nhs" else "council"


def _of_nhs(working: Calculations, one: CodedRow) -> bool:
    """Whether the NHS commissions some of a row, or may: its commissioner is not known."""
    code = one.commissioner.accepted
    return code is None or working.rules.commissioners.items[code].nhs_counts != "none"


def _plain(record: Record) -> Any:
    """A record as JSON values without where it stood, its keys in one order."""
    return msgspec.to_builtins(
        msgspec.structs.replace(record, row=0), str_keys=True, order="sorted", builtin_types=()
    )


def _required_spends(working: Calculations) -> dict[str, Any]:
    """Minimum and plan of each required spend, year by year."""
    return {
        f"{code}.{one.year}": {"minimum": _text(test.minimum), "planned": _text(test.planned)}
        for one, code, test in _tests(working)
    }


def _tests(working: Calculations) -> Iterator[tuple[Calculations, str, Any]]:
    for one in working.by_year:
        for code, test in one.required.items():
            yield one, code, test


def _text(value: Any) -> str | None:
    """A number in one way only: 15.0 and 15.00 are the same pounds."""
    return None if value is None else f"{value.normalize():f}"
