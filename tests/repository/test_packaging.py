"""House rules about what the project needs and how it is locked."""

import re
import tomllib

import pytest

from tests.repository.tree import ROOT

PINNED = re.compile(r"^[A-Za-z0-9][\w.-]*==\S+(?: ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")

every_lock = pytest.mark.parametrize(
    "name", ["uv", "app", "web", "measures", "linkage", "spark", "test"]
)


def lines_of(file):
    lines = (ROOT / "requirements" / file).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


@every_lock
def test_each_package_of_a_lock_is_pinned_and_followed_by_its_hashes(name):
    lines = lines_of(f"{name}.lock")
    assert [line for line in lines if not (PINNED.match(line) or HASH.match(line))] == []
    pairs = zip(lines, [*lines[1:], ""], strict=True)
    bare = [one for one, after in pairs if PINNED.match(one) and not HASH.match(after)]
    assert bare == []


@every_lock
@pytest.mark.parametrize("ending", ["in", "lock"])
def test_requirements_hold_no_address(name, ending):
    text = (ROOT / "requirements" / f"{name}.{ending}").read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|--(?:extra-)?index-url|--find-links", text)


def test_the_package_and_its_requirements_file_ask_for_the_same():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert sorted(project["dependencies"]) == sorted(lines_of("app.in"))
    for extra, wanted in project["optional-dependencies"].items():
        lines = [line for line in lines_of(f"{extra}.in") if not line.startswith("-c ")]
        assert sorted(wanted) == sorted(lines), extra


def test_the_test_lock_holds_the_runtime_packages_in_the_same_versions():
    pins = {line for line in lines_of("app.lock") if PINNED.match(line)}
    names = {line.split("==")[0]: line.split()[0] for line in lines_of("test.lock")}
    assert {pin for pin in pins if names.get(pin.split("==")[0]) != pin.split()[0]} == set()
