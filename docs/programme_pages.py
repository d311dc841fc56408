"""The page of the checks on local programme budgets, from the checks and their rules."""

from bettercare.programmes.checks import CHECKS, Check
from bettercare.programmes.rules import CheckRule, load

PAGE = "reference/programme-checks.md"
HEAD = """# Checks on programmes

Generated from the checks themselves. They run on [local programme budgets](programmes.md), which
belong to no planning round. A check that the catalogue of plans has too keeps its code (`CHK`); the
others start with `PRG`. Severity is data, in `src/bettercare/programmes/data/rules.yaml`.

"Covered" is the severity where a stated [carry-forward link](programmes.md#carry-forward) makes up
for what was found, "rounding" the one where rounded amounts can explain it.
"""


def programme_pages() -> dict[str, str]:
    """The generated page by its path under ``docs``."""
    rules = load().checks
    return {
        PAGE: "\n".join([HEAD, *(_section(CHECKS[code], rules[code]) for code in sorted(rules))])
    }


def _section(one: Check, rule: CheckRule) -> str:
    severity = rule.severity.value
    severity += f"; covered: {rule.covered.value}" if rule.covered else ""
    severity += f"; rounding: {rule.soft.value}" if rule.soft else ""
    rows = [("Says", one.message), ("Fix", one.fix), ("Severity", severity)]
    table = "\n".join(f"| {head} | {text.replace('|', '/')} |" for head, text in rows if text)
    return f"## {one.code} {one.name}\n\n{one.why}\n\n| | |\n|---|---|\n{table}\n"
