"""The pages on figures, JSON and Python say what the program does."""

import doctest
import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import bettercare as bc
from bettercare import examples, rounds
from bettercare.calculations import Calculations
from bettercare.plan import NarrativeText, Plan
from bettercare.report.data import report_json, schema
from tests.repository.tree import ROOT

PAGES = {
    path.stem: path.read_text(encoding="utf-8")
    for folder in ("reference", "how-to")
    for path in (ROOT / "docs" / folder).glob("*.md")
}
RULES = rounds.load("2019-20")
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
FENCE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def every_figure() -> set[str]:
    """The ids of all figures of both shipped plans, and of a plan with a narrative."""
    texts = tuple(NarrativeText(section=code, text="Words") for code in RULES.narrative)
    found = set(Calculations(Plan(round="2019-20", narrative=texts), RULES).figures)
    for name in ("leicester", "rotherham"):
        found |= set(bc.summarise(bc.read(examples.path(name))).figures)
    return found


def documented() -> list[re.Pattern[str]]:
    """The ids of the page on figures, with anything in place of a code."""
    ids = re.findall(r"`([a-z_]+\.[^`\s]+)`", PAGES["figures"])
    parts = [re.split(r"\{\w+\}", one) for one in ids]
    return [re.compile(r"[^.]+".join(map(re.escape, one))) for one in parts]


class TestFigures:
    def test_every_figure_is_documented(self):
        known = documented()
        assert [one for one in every_figure() if not any(p.fullmatch(one) for p in known)] == []

    @pytest.mark.parametrize(
        "codes",
        [
            RULES.sources,
            RULES.required_spends,
            RULES.scheme_types,
            RULES.areas_of_spend,
            RULES.providers,
            RULES.commissioners,
            RULES.metrics,
            RULES.narrative,
        ],
    )
    def test_every_code_is_listed(self, codes):
        assert ", ".join(f"`{code}`" for code in codes) in PAGES["figures"]


class TestJson:
    [TEXT] = re.findall(r"^```json\n(.*?)^```$", PAGES["json"], re.MULTILINE | re.DOTALL)

    def test_the_example_keeps_to_the_schema(self):
        Draft202012Validator(schema()).validate(json.loads(self.TEXT))

    def test_the_example_is_part_of_leicesters_report(self):
        shown = json.loads(self.TEXT)
        real = json.loads(report_json(bc.summarise(bc.read(examples.path("leicester")))))
        assert list(shown) == list(real)
        assert is_part(shown, real)

    def test_every_key_is_explained(self):
        named = set(re.findall(r"`(\w+)`", PAGES["json"]))
        defined: dict[str, Any] = schema()["$defs"]  # type: ignore[assignment]
        assert set(defined["ReportData"]["properties"]) <= named
        assert set(defined["FigureData"]["properties"]) <= named | {"label", "notes"}
        assert set(defined["FindingData"]["properties"]) <= named | {"places"}


def is_part(shown: Any, real: Any) -> bool:
    """Whether all that is shown stands in what is real."""
    if isinstance(shown, dict):
        return all(key in real and is_part(value, real[key]) for key, value in shown.items())
    if isinstance(shown, list):
        return all(any(is_part(one, other) for other in real) for one in shown)
    return bool(shown == real)


@pytest.mark.parametrize("page", [name for name in PAGES if ">>>" in PAGES[name]])
def test_the_examples_of_a_page_run(page):
    source = "\n".join(FENCE.findall(PAGES[page]))
    assert ">>>" in source
    example = doctest.DocTestParser().get_doctest(source, {}, page, page, 0)
    told: list[str] = []
    result = doctest.DocTestRunner(optionflags=FLAGS).run(example, out=told.append)
    assert result.failed == 0, "".join(told)


def test_every_public_name_is_on_the_python_page():
    assert [name for name in bc.__all__ if not re.search(rf"\b{name}\b", PAGES["python"])] == []
