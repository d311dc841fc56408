"""The examples of the pages about trajectories and control charts are what the program says."""

import doctest
import re
from pathlib import Path

import pytest

from bettercare.cli import run

DOCS = Path(__file__).parents[3] / "docs"
AMBITION = (DOCS / "how-to" / "is-an-ambition-believable.md").read_text(encoding="utf-8")
CHARTS = (DOCS / "explanation" / "control-charts.md").read_text(encoding="utf-8")


def test_the_examples_of_the_page_run():
    source = "\n".join(re.findall(r"```python\n(.*?)```", AMBITION, re.DOTALL))
    example = doctest.DocTestParser().get_doctest(source, {}, "ambition", None, 0)
    told: list[str] = []
    result = doctest.DocTestRunner().run(example, out=told.append)
    assert result.attempted > 10
    assert result.failed == 0, "".join(told)


def test_the_output_of_the_page_is_the_commands_own(tmp_path, capsys):
    [shown] = re.findall(r"```text\n\$ bettercare spc [^\n]*\n(.*?)```", CHARTS, re.DOTALL)
    values = (4.1, 4.2, 6.0, 5.1, 5.9, 5.4)
    path = tmp_path / "delays.csv"
    rows = "".join(f"2017-{n:02},{value}\n" for n, value in enumerate(values, 1))
    path.write_text(f"period,value\n{rows}", encoding="utf-8")
    assert run(["spc", str(path), "--target", "3.5", "--name", "DTOC, %"]) == 0
    assert capsys.readouterr().out == shown


@pytest.mark.parametrize("number", range(1, 8))
def test_every_code_is_on_the_page(number):
    source = Path(__file__).parents[3] / "src" / "bettercare" / "trajectories"
    code = f"SPC-{number}"
    assert any(code in path.read_text(encoding="utf-8") for path in source.glob("*.py"))
    assert f"| {code} |" in CHARTS
