"""House rules about every text file of the project."""

import re

import pytest

from tests.repository.tree import all_files, named

# A path from the root of a disk, as it stands in prose, code or data.
ABSOLUTE_PATH = re.compile(r"""(?:^|(?<=[\s"'`(=:]))/([A-Za-z][\w-]*)/[\w.~-]""", re.MULTILINE)
ON_EVERY_MACHINE = {"bin", "dev", "etc", "proc", "run", "tmp", "usr", "var"}
# The first part of the addresses of the service's own pages.
OUR_PAGES = {
    "account", "administration", "api", "areas", "assets", "england", "measures",
    "nothing", "plans", "regions",
    "rules", "uploads",
}  # fmt: skip
FROM_OUR_ROOT = {".gitignore"}  # there a leading slash means the root of the project
# Names under example.org, .example and the like belong to nobody: they may stand in made-up data.
E_MAIL = re.compile(
    r"[\w.+-]+@(?!example\.(?:org|com|net)\b)(?!(?:[\w-]+\.)+example\b)"
    r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b"
)


def text_of(path):
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""  # not text


every_file = pytest.mark.parametrize("path", all_files(), ids=named)


def paths_of_one_machine(text):
    known = ON_EVERY_MACHINE | OUR_PAGES
    return [folder for folder in ABSOLUTE_PATH.findall(text) if folder not in known]


@every_file
def test_no_path_of_one_machine(path):
    if path.name not in FROM_OUR_ROOT:
        assert paths_of_one_machine(text_of(path)) == []


@every_file
def test_no_e_mail_address(path):
    assert E_MAIL.findall(text_of(path)) == []


@pytest.mark.parametrize("before", ["see ", "", '"', "`", "path="])
def test_the_rule_on_paths_sees_one(before):
    assert paths_of_one_machine(f"{before}/{'home'}/jo/plan.csv") == ["home"]


@pytest.mark.parametrize(
    "text", ["health/social/care", "https://www.gov.uk/guidance/x", "../plans/x", "#!/usr/bin/env"]
)
def test_the_rule_on_paths_lets_others_by(text):
    assert paths_of_one_machine(text) == []


def test_the_rule_on_e_mail_sees_one_and_allows_reserved_names():
    assert E_MAIL.search("write to jo.bloggs" + "@council.gov.uk")
    assert not E_MAIL.search("write to jo.bloggs@example.org, or lead@leicester.example")
