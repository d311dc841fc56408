"""The page on equity audits says what the program does."""

import doctest
import re

from bettercare.equity.notices import KINDS
from tests.repository.tree import ROOT

PAGE = ROOT / "docs" / "how-to" / "audit-equity.md"
FENCE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_examples_run():
    source = "\n".join(FENCE.findall(PAGE.read_text(encoding="utf-8")))
    example = doctest.DocTestParser().get_doctest(source, {}, PAGE.name, PAGE.name, 0)
    assert len(example.examples) > 5
    told: list[str] = []
    assert doctest.DocTestRunner().run(example, out=told.append).failed == 0, "".join(told)


def test_every_kind_of_finding_is_on_the_page_and_no_other():
    text = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| (EQU-\d+) \| (\S+) \| (\w+) \| (.+) \|$", text, re.MULTILINE)
    assert {code: rest for code, *rest in rows} == {
        code: [kind.name, kind.severity.value, kind.meaning] for code, kind in KINDS.items()
    }


def test_every_kind_is_found_somewhere_in_the_package():
    folder = ROOT / "src" / "bettercare" / "equity"
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    assert [one for one in KINDS if code.count(f'"{one}"') < 2] == []
