"""Write the generated parts of the documentation: ``python docs/generate.py``.

The reference of the checks and of the command line, and the output that pages show, all come from
the program itself. A test compares what is here with what this would write.
"""

import io
from contextlib import redirect_stdout
from pathlib import Path

from typer.testing import CliRunner

from bettercare import rounds
from bettercare.checks import CHECKS, Check
from bettercare.cli import run
from bettercare.cli.app import app
from bettercare.formats.reading import NAMES
from bettercare.labels import listed
from bettercare.rounds import Round

DOCS = Path(__file__).parent
FIGURE = "required.nhs_out_of_hospital.planned"
OUTPUTS = {
    "check-leicester.txt": ["check", "leicester"],
    "check-rotherham.txt": ["check", "rotherham"],
    "summary-leicester.txt": ["summary", "leicester"],
    "summary-rotherham.txt": ["summary", "rotherham"],
    "explain-leicester.txt": ["explain", "leicester", FIGURE],
    "round-2019-20.txt": ["round", "2019-20"],
}
SCHEMAS = ("plan", "report", "round")
COMMANDS = ("check", "summary", "explain", "convert", "rounds", "round", "schema", "demo")
CLI_HEAD = """# Command line

Generated from the program. Output goes to standard output, errors to standard error; nothing is
coloured unless it goes to a terminal, and `NO_COLOR` turns colour off there too.

| exit code | meaning |
|---|---|
| 0 | no errors found |
| 1 | errors found in the plan |
| 2 | the file, the round or the figure asked for cannot be read or found |
| 3 | a fault of bettercare itself |
"""
CHECKS_HEAD = """# Checks

Generated from the checks themselves. A finding carries the code, the name, where, what is wrong,
how to mend it, and the document that the rule rests on. Severity is data of the round: a list that
a round leaves open never makes more than a note, and one that is not confirmed never more than a
warning. Codes that start with `READ` are [findings of reading](../how-to/write-a-csv-plan.md).
"""


def pages() -> dict[str, str]:
    """Every generated file, by its path under ``docs``."""
    found = {"reference/checks.md": checks_page(), "reference/cli.md": cli_page()}
    found |= {f"output/{name}": output(words) for name, words in OUTPUTS.items()}
    return found | {f"schemas/{of}.schema.json": output(["schema", of]) for of in SCHEMAS}


def output(words: list[str]) -> str:
    """What a command prints."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        run(words)
    return printed.getvalue()


def cli_page() -> str:
    """The help of every command."""
    runner = CliRunner()
    parts = [CLI_HEAD]
    for words in ((), *((name,) for name in COMMANDS)):
        name = " ".join(("bettercare", *words))
        shown = runner.invoke(app, [*words, "--help"], prog_name="bettercare").output.rstrip()
        parts.append(f"## {name}\n\n```text\n{shown}\n```\n")
    return "\n".join(parts)


def checks_page() -> str:
    """Coverage by round, then each check."""
    known = [rounds.load(one) for one in rounds.available()]
    parts = [CHECKS_HEAD, coverage(known)]
    parts += [check_section(one, known) for _, one in sorted(CHECKS.items())]
    return "\n".join(parts)


def coverage(known: list[Round]) -> str:
    """How many checks run in each round, and why others do not apply."""
    lines = ["## Coverage", ""]
    for rules in known:
        wanted = [code for code, rule in rules.checks.items() if rule.severity]
        waiting = [code for code in wanted if CHECKS[code].run is None]
        left_out = {code: rule.not_collected for code, rule in rules.checks.items()}
        lines += [
            f"Round {rules.round}: {len(wanted)} checks apply. {len(waiting)} of them need a "
            f"second document and say so instead of running: {listed(waiting)}. Besides, there "
            f"are {len(NAMES)} kinds of findings of reading.",
            "",
            f"| not in {rules.round} | why |",
            "|---|---|",
            *(f"| {code} | {why} |" for code, why in left_out.items() if why),
            "",
        ]
    return "\n".join(lines)


def check_section(one: Check, known: list[Round]) -> str:
    """One check: what it is called, what it finds and why, what it says."""
    severities = [
        f"{rules.round}: {rule.severity.value}"
        for rules in known
        if (rule := rules.checks.get(one.code)) and rule.severity
    ]
    rows = [
        ("Says", one.message),
        ("Fix", one.fix),
        ("Severity", listed(severities) or "in no round at hand"),
        ("Reads", listed(one.needs) or "the whole plan"),
    ]
    if one.run is None:
        rows.append(("Not run", f"needs {listed(one.needs)}"))
    why = " ".join(one.why.split())
    table = "\n".join(f"| {head} | {text.replace('|', '/')} |" for head, text in rows if text)
    return f"## {one.code} {one.name}\n\n{why}\n\n| | |\n|---|---|\n{table}\n"


def main() -> None:
    """Write every generated file."""
    for name, text in pages().items():
        path = DOCS / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
