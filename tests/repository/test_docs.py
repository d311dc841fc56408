"""House rules about the documentation."""

import re

import pytest
import yaml

from tests.repository.tree import ROOT, all_files

DOCS = ROOT / "docs"
LEAST_WORDS = 8
DECISIONS = sorted((DOCS / "adr").glob("0*.md"))


def pages(nav):
    """The files named in a navigation tree of MkDocs."""
    if isinstance(nav, str):
        return [nav]
    branches = nav.values() if isinstance(nav, dict) else nav
    return [page for branch in branches for page in pages(branch)]


def named_pages():
    return pages(yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"])


def pages_on_disk():
    on_disk = [p.relative_to(DOCS).as_posix() for p in all_files() if DOCS in p.parents]
    return sorted(page for page in on_disk if page.endswith(".md"))


def pages_of_checks():
    """One a check: the navigation leaves them to their index."""
    return [page for page in pages_on_disk() if page.startswith("reference/checks/CHK-")]


def test_the_navigation_names_every_page_once_and_no_other():
    assert sorted([*named_pages(), *pages_of_checks()]) == pages_on_disk()


def test_the_index_of_checks_names_every_page_of_a_check_once():
    text = (DOCS / "reference/checks/index.md").read_text(encoding="utf-8")
    named = re.findall(r"\]\((CHK-\d+\.md)\)", text)
    assert sorted(named) == [page.removeprefix("reference/checks/") for page in pages_of_checks()]


@pytest.mark.parametrize("page", pages_on_disk())
def test_a_page_has_one_title_and_says_something(page):
    text = re.sub(r"^```.*?^```", "", (DOCS / page).read_text(encoding="utf-8"), flags=re.M | re.S)
    assert len(re.findall(r"^# \S", text, flags=re.M)) == 1
    assert len(text.split()) >= LEAST_WORDS


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_parts_and_is_listed(decision):
    headings = re.findall(r"^## (.+)$", decision.read_text(encoding="utf-8"), flags=re.M)
    assert headings == ["Context", "Decision", "Consequences"]
    assert f"({decision.name})" in (DOCS / "adr" / "index.md").read_text(encoding="utf-8")


def test_decisions_are_numbered_without_gaps():
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
