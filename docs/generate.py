"""Write the generated parts of the documentation: ``python docs/generate.py``.

The reference of the checks and of the command line, and the output that pages show, all come from
the program itself. A test compares what is here with what this would write.
"""

import io
import sys
from contextlib import chdir, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

from typer.testing import CliRunner

from bettercare.cli import run
from bettercare.cli.app import app
from bettercare.equity import audit_folder, audit_html

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS))
from check_pages import FOLDER, check_pages  # noqa: E402  (it stands beside this file)
from indicator_library import PAGE as LIBRARY  # noqa: E402
from indicator_library import page as indicator_library  # noqa: E402
from merge_example import write_copies  # noqa: E402
from programme_pages import programme_pages  # noqa: E402
from record_pages import record_pages  # noqa: E402
from rounds_at_a_glance import page as at_a_glance  # noqa: E402
from tidy_tables import page as tidy_tables  # noqa: E402

FIGURE = "required.nhs_out_of_hospital.planned"
OUTPUTS = {
    "check-leicester.txt": ["check", "leicester"],
    "check-rotherham.txt": ["check", "rotherham"],
    "summary-leicester.txt": ["summary", "leicester"],
    "summary-rotherham.txt": ["summary", "rotherham"],
    "summary-rotherham-2017-19.txt": ["summary", "rotherham-2017-19"],
    "explain-leicester.txt": ["explain", "leicester", FIGURE],
    "compare-rotherham.txt": ["compare", "rotherham-2017-19", "rotherham"],
    "roll-forward-rotherham.txt": ["roll-forward", "rotherham-2017-19", "--to", "2019-20"],
    "what-if-leicester.txt": ["what-if", "leicester", "--set", "19.commissioner=LA"],
    "round-2019-20.txt": ["round", "2019-20"],
    "places-rotherham.txt": ["places", "Rotherham"],
    "summary-rutland-2017-19.txt": ["summary", "rutland-2017-19"],
    "check-rutland-2017-19.txt": ["check", "rutland-2017-19"],
    "explain-rutland-2017-19.txt": ["explain", "rutland-2017-19", "left.carry_over.2018-19"],
    "check-rutland-2016-17.txt": ["check", "rutland-2016-17"],
}
PRINTED = DOCS.parent / "tests" / "data" / "prints"  # made-up papers that pages show
PRINTED_OUTPUTS = {
    "check-printed.txt": ["check", "exampleton-2019-20.txt"],
    "check-printed-2017-19.txt": ["check", "exampleton-2017-19.txt", "--round", "2017-19"],
    "convert-printed.txt": ["convert", "exampleton-2019-20.txt", "plan.json", "--force"],
}
AUDITS = DOCS.parent / "tests" / "data"  # a published one, and one of made-up users
SCHEMAS = (
    "plan",
    "report",
    "compare",
    "what-if",
    "merge",
    "roll-forward",
    "round",
    "programme",
    "programme-report",
)
COMMANDS = (
    *("check", "summary", "explain", "convert", "template"),
    *("compare", "merge", "what-if", "roll-forward", "collate", "synthesise"),
    *("link", "key", "key new", "synthesise-people"),
    *("rounds", "round", "round show", "round diff", "round new", "round check"),
    *("measures", "measures show", "spc", "equity", "places", "schema", "demo", "push", "pull"),
)
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


def pages() -> dict[str, str]:
    """Every generated file, by its path under ``docs``."""
    found = {"reference/cli.md": cli_page(), **check_pages(), **programme_pages()}
    found |= record_pages()
    found["explanation/rounds-at-a-glance.md"] = at_a_glance()
    found["reference/tidy-tables.md"] = tidy_tables()
    found[LIBRARY] = indicator_library()
    found |= {f"output/{name}": output(words) for name, words in OUTPUTS.items()}
    with chdir(PRINTED):
        found |= {f"output/{name}": output(words) for name, words in PRINTED_OUTPUTS.items()}
        Path("plan.json").unlink()
    found["output/merge-leicester.txt"] = merged()
    for name in ("equity-2016", "equity-exampleton"):
        found[f"output/{name}.txt"] = output(["equity", str(AUDITS / name)])
    found["examples/equity-2016.html"] = audit_html(audit_folder(AUDITS / "equity-2016"))
    return found | {f"schemas/{of}.schema.json": output(["schema", of]) for of in SCHEMAS}


def output(words: list[str]) -> str:
    """What a command prints."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        run(words)
    return printed.getvalue()


def merged() -> str:
    """What merging the two copies of the guide prints."""
    with TemporaryDirectory() as name, chdir(name):
        write_copies(Path())
        return output(["merge", "leicester", "mine.json", "theirs.json"])


def cli_page() -> str:
    """The help of every command."""
    runner = CliRunner()
    parts = [CLI_HEAD]
    for words in ((), *(command.split() for command in COMMANDS)):
        name = " ".join(("bettercare", *words))
        shown = runner.invoke(app, [*words, "--help"], prog_name="bettercare").output.rstrip()
        parts.append(f"## {name}\n\n```text\n{shown}\n```\n")
    return "\n".join(parts)


def main() -> None:
    """Write every generated file; pages of checks that are no more are taken away."""
    made = pages()
    for old in (DOCS / FOLDER).glob("*.md"):
        if f"{FOLDER}/{old.name}" not in made:
            old.unlink()
    for name, text in made.items():
        path = DOCS / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
