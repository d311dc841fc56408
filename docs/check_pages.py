"""The pages of the checks: one a check, an index by family, and the table of coverage."""

import re
from collections.abc import Iterator, Mapping, Sequence

from check_examples import Example, example, written

from bettercare import rounds
from bettercare.calculations.working import table_words
from bettercare.checks import CHECKS, Check
from bettercare.checks.registry import rests_on
from bettercare.findings import Severity
from bettercare.formats.reading import NAMES
from bettercare.labels import listed, shortened, wrapped
from bettercare.rounds import Round
from bettercare.rounds.checking import CheckRule

FOLDER = "reference/checks"
LONGEST_CELL = 60
FAMILIES = {
    "A. Lists and codes": (1, 20),
    "B. Scheme rows and which scheme they belong to": (21, 30),
    "C. Money": (31, 55),
    "D. Required spends and conditions": (56, 81),
    "E. Outputs": (82, 89),
    "F. Metrics": (90, 114),
    "G. High Impact Change Model": (115, 119),
    "H. Narrative and sign-off": (120, 130),
    "I. Year on year, and other documents": (131, 138),
    "J. Quarterly and year-end returns": (139, 150),
}
LETTERS = {Severity.ERROR: "E", Severity.WARNING: "W", Severity.INFORMATION: "I"}
MEANINGS = {
    Severity.ERROR: "error: stops submission",
    Severity.WARNING: "warning: change, or give a reason",
    Severity.INFORMATION: "information: a note",
}
PLACEHOLDER = re.compile(r"\{(\w+)[^}]*\}")
INDEX_HEAD = """# Checks

Generated from the checks themselves. A finding carries the code, the name, where, what is wrong,
how to mend it, and the document that the rule rests on. Severity is data of the round: a list that
a round leaves open never makes more than a note, and one that is not confirmed never more than a
warning. Which check runs in which round is shown in [coverage](../check-coverage.md).

Codes that start with `READ` are [findings of reading](../../how-to/write-a-csv-plan.md), of which
there are {reading}.
"""
COVERAGE_HEAD = """# Which check runs in which round

Generated from the rounds. Each check has [a page of its own](checks/index.md), which also gives the
reason why a round does not ask for it.

| sign | means |
|---|---|
| E | an error: it stops submission |
| W | a warning: change the plan, or give a reason |
| I | information: a note |
| – | the round does not ask for what the check looks at |
| blank | the round says nothing of the check |

"""


def check_pages() -> dict[str, str]:
    """Every page of the checks, by its path under ``docs``."""
    known = in_time_order()
    found = {f"{FOLDER}/index.md": index(), "reference/check-coverage.md": coverage(known)}
    return found | {f"{FOLDER}/{code}.md": page(CHECKS[code], known) for code in sorted(CHECKS)}


def in_time_order() -> list[Round]:
    """The shipped rounds, the earliest first."""
    return sorted((rounds.load(one) for one in rounds.available()), key=lambda r: r.in_force.start)


def index() -> str:
    """The checks by family."""
    parts = [INDEX_HEAD.format(reading=len(NAMES))]
    for family, (first, last) in FAMILIES.items():
        codes = [code for code in sorted(CHECKS) if first <= int(code[-3:]) <= last]
        if codes:
            rows = [(f"[{code}]({code}.md)", words(CHECKS[code].name), why(code)) for code in codes]
            parts.append(f"## {family}\n\n{table([('Check', 'Name', 'Why'), *rows])}\n")
    return "\n".join(parts)


def why(code: str) -> str:
    """The first sentence of why a check is there."""
    return re.split(r"(?<=\.)\s", " ".join(CHECKS[code].why.split()), maxsplit=1)[0]


def words(name: str) -> str:
    """A name as words."""
    return name.replace("-", " ")


def coverage(known: Sequence[Round]) -> str:
    """Check by round: with which severity it runs."""
    named = {code for rules in known for code in rules.checks}
    rows = [
        (_linked(code), *(sign(rules.checks.get(code)) for rules in known))
        for code in sorted(named | set(CHECKS))
    ]
    counts = [
        str(sum(rule.severity is not None for rule in rules.checks.values())) for rules in known
    ]
    head = ("Check", *(rules.round for rules in known))
    return COVERAGE_HEAD + table([head, *rows, ("**checks that run**", *counts)]) + "\n"


def _linked(code: str) -> str:
    if code not in CHECKS:
        return code
    return f"[{code}](checks/{code}.md) {words(CHECKS[code].name)}"


def sign(rule: CheckRule | None) -> str:
    """How a check applies in a round, as one sign."""
    if rule is None:
        return ""
    return "–" if rule.severity is None else LETTERS[rule.severity]


def page(one: Check, known: Sequence[Round]) -> str:
    """The page of one check."""
    parts = [f"# {one.code}: {words(one.name)}", " ".join(one.why.split())]
    parts += ["## What it looks at", looks_at(one, known)]
    parts += ["## Example", *shown_example(one)]
    parts += ["## How to put it right", remedy(one)]
    parts += ["## Rounds", by_round(one, known)]
    return "\n\n".join(parts) + "\n"


def looks_at(one: Check, known: Sequence[Round]) -> str:
    """What a check reads, and what becomes of it where that is not given."""
    tables = {name: words for rules in known for name, words in _tables(rules).items()}
    needs = listed(tables.get(need, need) for need in one.needs)
    if not needs:
        return "All that the plan gives."
    return f"It looks at {needs}. Where that is not given, a report says so under “Not run”."


def _tables(rules: Round) -> dict[str, str]:
    return {name: table_words(one) for name, one in rules.tables.items()}


def spoken(template: str) -> str:
    """A message with its gaps set in italics."""
    return PLACEHOLDER.sub(lambda gap: f"*{gap[1].replace('_', ' ')}*", template)


def remedy(one: Check) -> str:
    """How to mend what a check finds; where that is all gap, how it is mended in the example."""
    if PLACEHOLDER.fullmatch(one.fix) and one.code in written():
        return f"That differs. Here: {example(one.code).finding.fix}"
    return spoken(one.fix)


def shown_example(one: Check) -> Iterator[str]:
    """A plan with what the check finds in it; its words alone where none is written."""
    if one.code not in written():
        yield f"It will say: “{spoken(one.message)}”"
        return
    found = example(one.code)
    yield _introduced(found)
    for title, rows in found.tables.items():
        yield f"**{title}**"
        yield table([[shortened(cell, LONGEST_CELL) for cell in row] for row in rows])
    yield f"What the check says ({found.finding.severity.value}):"
    yield f"```text\n{said(found)}\n```"
    if found.more:
        more = "1 more finding" if found.more == 1 else f"{found.more} more findings"
        yield f"It has {more} of the kind in this plan."


def _introduced(found: Example) -> str:
    if found.shipped:
        area, round_id = found.plan.area, found.plan.round
        return f"From the plan of {area} for {round_id}, which ships as `{found.shipped}`."
    return f"A plan for {found.plan.round} that holds, among other things:"


def said(found: Example) -> str:
    """The finding as ``bettercare check`` prints it."""
    one = found.finding
    text = f"{one.subject.removesuffix('.')}. {one.message}"
    fix = f"Fix: {one.fix[:1].lower()}{one.fix[1:]}"
    return "\n".join([*wrapped(text, f"{one.code:<9}", " " * 9), *wrapped(fix, " " * 9, " " * 9)])


def by_round(one: Check, known: Sequence[Round]) -> str:
    """With which severity a check runs in each round, or why not, and what it rests on there."""
    rows = [
        (rules.round, *_applied(one, rules, rule))
        for rules in known
        if (rule := rules.checks.get(one.code))
    ]
    if not rows:
        return "No round at hand asks for it."
    return table([("Round", "Severity", "Rests on"), *rows])


def _applied(one: Check, rules: Round, rule: CheckRule) -> tuple[str, str]:
    if rule.severity is None:
        return f"not asked for: {rule.not_collected}", ""
    return MEANINGS[rule.severity], rests_on(one, rules)


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table of Markdown; bars inside a cell are shown as bars."""
    lines = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def _cell(text: str) -> str:
    return re.sub(r"([*_`<\\])", r"\\\1", text) if not text.startswith(("[", "**")) else text


def without_example() -> Mapping[str, str]:
    """The checks that have no example, by code, with the family it belongs to."""
    return {
        code: next(f for f, (first, last) in FAMILIES.items() if first <= int(code[-3:]) <= last)
        for code, one in sorted(CHECKS.items())
        if code not in written()
    }
