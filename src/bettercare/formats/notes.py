"""What to say of values: numbers that could not be read, and texts that look like formulas."""

import re
from collections.abc import Iterator, Sequence
from operator import attrgetter

from bettercare.findings import Finding, Severity
from bettercare.formats.headers import fields_of
from bettercare.formats.reading import alike, noted, noun_of, row_words
from bettercare.labels import shortened
from bettercare.money import is_not_given
from bettercare.plan import Plan
from bettercare.plan.records import TABLES, Record
from bettercare.rounds import Round

LONGEST_QUOTE = 40

STARTS = frozenset("=@+-")  # how a text begins that may look like a formula
_FORMULA = re.compile(r"=|[@+-][^\s(|!]*[(|!]")
_PLAIN_FIX = "Type the number alone, such as 12345.67."
_FIXES = tuple(
    (re.compile(like, re.IGNORECASE), fix)
    for like, fix in (
        (r"#", "Mend the cell that the number comes from, or type the number."),
        (r"[=@]|[+-].*[a-z]", "Type the number that the formula gives."),
        (r"(19|20)\d\d-\d\d-\d\d", "Format the cell as a number, and type it; this is a date."),
        (r"(19|20)\d\d ?[-/–] ?\d\d", "Type the number itself; this is a year."),
        (r"\W*[\d.,]+ ?(k|m|mn|bn?|thousands?|millions?)\b", "Type it out, as 1200000 for 1.2m."),
        (r"[\d.]+e[+-]?\d", "Type it out, as 100000 for 1e5."),
        (r"\W*\d+( \d+)+(\.\d+)?\W*$", "Take the spaces out of the number."),
        (r"\W*\d+([.,]\d+)+\W*$", "Write commas between thousands and a full stop before pence."),
    )
)


def value_findings(plan: Plan, rules: Round) -> Iterator[Finding]:
    """Everything to say of the values of a plan, whatever file it came from."""
    yield from written_findings(plan, rules)
    yield from formula_findings(plan, rules)


def written_findings(plan: Plan, rules: Round) -> Iterator[Finding]:
    """Numbers that could not be read, one finding each; texts read as "not given", one a column."""
    not_given: dict[tuple[str, str, str], list[int]] = {}
    for table in TABLES:
        for item, record in enumerate(getattr(plan, table) or (), 1):
            for field, text in record.written.items() if record.written else ():
                if is_not_given(text):
                    not_given.setdefault((table, field, text.strip()), []).append(item)
                else:
                    yield _not_a_number(plan, rules, (table, item, field), text)
    for (table, field, text), items in not_given.items():
        yield _read_as_not_given(plan, rules, (table, field, text), items)


def fix_for(text: str) -> str:
    """How to write a number that cannot be read.

    >>> fix_for("£1.2m"), fix_for("12 345"), fix_for("tbc")
    ('Type it out, as 1200000 for 1.2m.', 'Take the spaces out of the number.',
     'Type the number alone, such as 12345.67.')
    """
    short = text.strip()[:LONGEST_QUOTE]
    return next((fix for like, fix in _FIXES if like.match(short)), _PLAIN_FIX)


def _not_a_number(plan: Plan, rules: Round, at: tuple[str, int, str], text: str) -> Finding:
    table, item, field = at
    return noted(
        "READ-01",
        Severity.ERROR,
        f"{row_words(rules, table, item)}, {noun_of(rules, table, field)}",
        f"'{shortened(text, LONGEST_QUOTE)}' is not a number; it counts as not given.",
        fix_for(text),
        (plan.place(table, item, field),),
    )


def _read_as_not_given(
    plan: Plan, rules: Round, at: tuple[str, str, str], items: list[int]
) -> Finding:
    table, field, text = at
    return noted(
        "READ-09",
        Severity.INFORMATION,
        f"{row_words(rules, table, items[0])}, {noun_of(rules, table, field)}",
        f"'{text}' is read as not given{alike(items)}.",
        "Leave the cell empty, or type 0 where 0 is meant.",
        tuple(plan.place(table, item, field) for item in items),
    )


def formula_findings(plan: Plan, rules: Round) -> Iterator[Finding]:
    """Texts that a spreadsheet would take for a formula: kept as text, and said once a cell."""
    for table, kind in TABLES.items():
        records: Sequence[Record] = getattr(plan, table) or ()
        texts = [name for name, known in fields_of(kind).items() if known == ("text", False)]
        fields = [name for name in texts if _any_like_a_formula(records, name)]
        for item, record in enumerate(records if fields else (), 1):
            for field in fields:
                value = getattr(record, field)
                if isinstance(value, str) and is_like_a_formula(value):
                    yield _like_a_formula(plan, rules, (table, item, field), value)


def _any_like_a_formula(records: Sequence[Record], field: str) -> bool:
    texts: set[str | None] = set(map(attrgetter(field), records))
    return any(text[:1] in STARTS and is_like_a_formula(text) for text in texts if text)


def is_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet would take a text for a formula.

    >>> is_like_a_formula("=SUM(A1:A9)"), is_like_a_formula("- falls service")
    (True, False)
    """
    return _FORMULA.match(text) is not None


def _like_a_formula(plan: Plan, rules: Round, at: tuple[str, int, str], text: str) -> Finding:
    table, item, field = at
    return noted(
        "READ-06",
        Severity.WARNING,
        f"{row_words(rules, table, item)}, {noun_of(rules, table, field)}",
        f"'{shortened(text, LONGEST_QUOTE)}' looks like a formula; it is kept as text.",
        "Type the words or the value that is meant.",
        (plan.place(table, item, field),),
    )
