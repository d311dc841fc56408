"""Family D: the required minimum spends, and the rows that they rest on."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from bettercare.calculations import Calculations, CodedRow
from bettercare.calculations.required import Requirement, distance_words
from bettercare.calculations.working import NOUGHT
from bettercare.checks.national import answered_conditions, lacks_answers
from bettercare.checks.registry import Slip, check
from bettercare.checks.responses import answered_requirements
from bettercare.checks.words import row_places, rows_named
from bettercare.findings import Place
from bettercare.labels import listed
from bettercare.money import percent, pounds


def _lacks_minimum(check: str = "") -> Callable[[Calculations], str]:
    """What is missing when no minimum is known: of the required spends of a check, or of all."""

    def lacks(working: Calculations) -> str:
        tests = [test for test in working.required.values() if check in {"", test.rule.check}]
        unknown = [test.rule.label for test in tests if test.minimum is None]
        if not unknown or len(unknown) < len(tests):
            return ""
        return " and ".join(f"a minimum for {label}" for label in unknown)

    return lacks


def _known(working: Calculations) -> Iterator[tuple[Requirement, Decimal, Decimal]]:
    """The required spends whose minimum is known, each with it and with the headroom."""
    for test in working.required.values():
        if test.minimum is not None and test.headroom is not None:
            yield test, test.minimum, test.headroom


def _problem(test: Requirement) -> str:
    return f"required.{test.code}"


def _short(working: Calculations, check: str) -> Iterator[Slip]:
    """A slip for each required spend of a check whose planned spend is below its minimum.

    The fix names first the rows that a blank or unknown label, or shares not given, keep from
    counting: there may be nothing to move once they count.
    """
    for test, minimum, headroom in _known(working):
        if test.rule.check == check and headroom < 0:
            fix, places = _mend_first(working, test)
            yield Slip(
                test.rule.label,
                places,
                {"amount": pounds(-headroom), "minimum": pounds(minimum)},
                fix=fix,
                problem=_problem(test),
                reference=test.rule.reference,
            )


def _mend_first(working: Calculations, test: Requirement) -> tuple[str, tuple[Place, ...]]:
    """What keeps rows from counting: how to mend that, and the cells."""
    shareless = test.shareless()
    blank: dict[str, list[CodedRow]] = {}
    for row in test.undecided():
        for condition in test.rule.conditions:
            if row.code(condition.field) is None:
                blank.setdefault(condition.field, []).append(row)
    rows = {row.item: row for group in [*blank.values(), shareless] for row in group}
    if not rows:
        return "", ()
    nouns = [column.noun for one in blank if (column := working.rules.column("schemes", one))]
    nouns += ["shares"] if shareless else []
    amount = pounds(sum((row.amount for row in rows.values()), NOUGHT))
    places = [place for one, group in blank.items() for place in row_places(working, group, one)]
    places += row_places(working, shareless, "nhs_share")
    lost = f"{rows_named(sorted(rows))} ({amount}) cannot count without a known"
    fix = f"{lost} {listed(nouns, 'or')}: mend that first, then move what is still missing."
    return fix, tuple(places)


@check(
    "CHK-056",
    name="nhs-out-of-hospital-short",
    message="{amount} short of the minimum {minimum}.",
    fix="Move at least {amount} to rows the NHS commissions outside acute care.",
    lacks=_lacks_minimum("CHK-056"),
    by_year=True,
)
def nhs_out_of_hospital_short(working: Calculations) -> Iterator[Slip]:
    """A set part of the NHS minimum pays for NHS services outside acute care (condition 3).

    A plan below it is not approved.
    """
    yield from _short(working, "CHK-056")


@check(
    "CHK-057",
    name="adult-social-care-short",
    message="{amount} short of the minimum {minimum}.",
    fix="Move at least {amount} of the NHS minimum to rows whose area of spend is social care.",
    lacks=_lacks_minimum("CHK-057"),
    by_year=True,
)
def adult_social_care_short(working: Calculations) -> Iterator[Slip]:
    """Social care paid for from the NHS minimum keeps up with the growth of that minimum.

    This is condition 2; a plan below it is not approved.
    """
    yield from _short(working, "CHK-057")


@check(
    "CHK-058",
    name="headroom-thin",
    message="Only {amount} ({share}) above the minimum.",
    fix="Leave more room{rows}.",
    cites="thresholds",
    lacks=_lacks_minimum(),
    by_year=True,
)
def headroom_thin(working: Calculations) -> Iterator[Slip]:
    """So little room above a minimum that a change to one row could bring the plan below it."""
    for test, minimum, headroom in _known(working):
        if 0 <= headroom < minimum * working.rules.thresholds.thin_headroom:
            larger = sum(amount > headroom for _, amount in test.counted)
            facts = {
                "amount": pounds(headroom),
                "share": percent(headroom / minimum),
                "rows": _larger_words(larger, len(test.counted)),
            }
            exact = "" if headroom else "Exactly at the minimum."
            yield Slip(test.rule.label, (), facts, message=exact)


def _larger_words(larger: int, rows: int) -> str:
    if not larger:
        return ""
    if rows == 1:
        return "; its one row is larger than this"
    return f"; {larger} of its {rows} rows {'is' if larger == 1 else 'are'} larger than this"


@check(
    "CHK-059",
    name="rows-count-twice",
    message="{rows} ({amount}) {count} to both required spends. "
    "Without {them} {label} would {distance}.",
    fix="Keep enough of this commissioned by the NHS.",
    lacks=_lacks_minimum(),
    by_year=True,
)
def rows_count_twice(working: Calculations) -> Iterator[Slip]:
    """Social care that the NHS commissions from its minimum counts to both required spends.

    That is allowed. It also means that a change of commissioner can bring a plan below a minimum,
    so the finding says where the plan would stand without these rows.
    """
    both = working.overlap.both
    tests = [test for test, _, _ in _known(working) if _looks_at_commissioner(test)]
    if len(working.required) > 1 and both:
        for test in tests:
            without = working.overlap.without(test) or NOUGHT
            yield Slip(
                "Required spends",
                row_places(working, both, "commissioner"),
                {**_rows_in_words(working), "label": test.rule.label, "distance": _where(without)},
                fix="" if without < 0 else "Nothing to mend.",
                reference=test.rule.reference,
            )


def _looks_at_commissioner(test: Requirement) -> bool:
    return any(condition.field == "commissioner" for condition in test.rule.conditions)


def _where(without: Decimal) -> str:
    return f"{'be' if without < 0 else 'still be'} {distance_words(without, short=True)}"


def _rows_in_words(working: Calculations) -> Mapping[str, object]:
    rows = working.overlap.both
    one = len(rows) == 1
    return {
        "rows": "1 row" if one else f"{len(rows)} rows",
        "count": "counts" if one else "count",
        "them": "it" if one else "them",
        "amount": pounds(working.overlap.total),
    }


def _lacks_comparison(working: Calculations) -> str:
    """What is missing when no minimum can be compared: one that is given, and the formula's."""
    tests = working.required.values()
    given = [test for test in tests if test.given is not None]
    if not given and tests:
        return "a minimum given with the plan"
    if any(test.derived is not None for test in given):
        return ""
    lacking = dict.fromkeys(one for test in given for one in test.lacking())
    return " and ".join(lacking)


@check(
    "CHK-060",
    name="minimum-differs-from-formula",
    message="The minimum given, {given}, is not the formula's {derived}.",
    fix="Check the minimum against the published allocations.",
    lacks=_lacks_comparison,
    by_year=True,
)
def minimum_differs_from_formula(working: Calculations) -> Iterator[Slip]:
    """A minimum given with the plan is worked out again by the round's formula.

    The given one is used. A difference of more than rounding says that it, or the income it is
    worked out from, was copied wrongly.
    """
    least = working.rules.thresholds.formula_tolerance
    for test in working.required.values():
        given, derived = test.given, test.derived
        if given is not None and derived is not None and abs(given - derived) > least:
            facts = {"given": pounds(given), "derived": pounds(derived)}
            yield Slip(test.rule.label, (), facts, reference=test.rule.minimum.reference)


@check(
    "CHK-064",
    name="yes-but-figures-short",
    message="You answered Yes, but {label} is {amount} short.",
    fix="Mend the rows, or answer No with an action and a date.",
    cites="requirements",
    needs=("schemes",),
    lacks=lambda working: lacks_answers(working) or _lacks_minimum()(working),
    by_year=True,
)
def yes_but_figures_short(working: Calculations) -> Iterator[Slip]:
    """A requirement or condition that figures decide is not met by an answer of Yes."""
    for code, reply in answered_conditions(working).items():
        test = working.required.get(working.rules.national_conditions[code].test)
        if test and reply.answer == "yes" and (test.headroom or NOUGHT) < 0:
            yield Slip(
                code,
                (working.place("conditions", reply.item, "response"),),
                {"label": test.rule.label, "amount": pounds(-(test.headroom or NOUGHT))},
                problem=_problem(test),
                reference=working.rules.national_conditions[code].reference,
            )
    for code, response in answered_requirements(working).items():
        test = working.required.get(working.rules.requirements[code].test)
        if test and response.answer == "yes" and (test.headroom or NOUGHT) < 0:
            yield Slip(
                code,
                (working.place("requirements", response.item, "response"),),
                {"label": test.rule.label, "amount": pounds(-(test.headroom or NOUGHT))},
                problem=_problem(test),
                reference=working.rules.requirements[code].reference,
            )


@check(
    "CHK-078",
    name="acute-counts-to-neither",
    message="{amount} of {source} is Acute and counts to neither required spend.",
    fix="Check the area of spend.",
    by_year=True,
)
def acute_counts_to_neither(working: Calculations) -> Iterator[Slip]:
    """Acute spend from the NHS minimum counts to no required spend, which is easily overlooked."""
    areas = working.rules.areas_of_spend
    acute = [
        row for row in working.overlap.neither if (code := row.area.accepted) and areas[code].acute
    ]
    column = working.rules.column("schemes", "area_of_spend")
    for code in dict.fromkeys(row.source.accepted for row in acute):
        rows = [row for row in acute if row.source.accepted == code]
        amount = sum((row.amount for row in rows), NOUGHT)
        yield Slip(
            f"{rows_named(row.item for row in rows)}, {column.noun if column else 'area'}",
            row_places(working, rows, "area_of_spend"),
            {"amount": pounds(amount), "source": working.rules.sources.name(code)},
        )
