"""Rules of an audit as data, those that ship and those of a folder."""

import pytest

from bettercare.equity import shipped_rules
from bettercare.equity.participation import Asked, participation
from bettercare.equity.rules import read_rules
from bettercare.errors import UnreadableFile


@pytest.mark.parametrize(
    ("number", "of", "hidden"),
    [
        *[(0, 40, False), (1, 40, True), (4, 40, True), (5, 40, False), (35, 40, False)],
        *[(36, 40, True), (39, 40, True), (40, 40, False), (0, 4, True), (4, 4, True)],
    ],
)
def test_counts_under_5_are_small_and_so_is_what_they_leave(number, of, hidden):
    assert shipped_rules().hides(number, of) is hidden


def test_a_folder_changes_some_rules(tmp_path):
    path = tmp_path / "rules.yaml"
    path.write_text("level: 0.99\nsmallest_shown: 8\n", encoding="utf-8")
    found = read_rules(path)
    assert (found.level, found.smallest_shown, found.method) == (0.99, 8, "wilson")


@pytest.mark.parametrize(
    "text",
    ["levle: 0.9", "level: 1", "level: 0.2", "method: normal", "- a", "a: [", "smallest_shown: -1"],
)
def test_rules_that_cannot_be_used(tmp_path, text):
    path = tmp_path / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"Cannot read rules\.yaml"):
        read_rules(path)


def test_rules_that_are_not_there(tmp_path):
    with pytest.raises(UnreadableFile, match="No such file"):
        read_rules(tmp_path / "rules.yaml")


def test_participation_counts_services_and_reasons():
    asked = [Asked("a", True), Asked("b", True, left_out="closed")]
    asked += [Asked(name, False, "no postcode") for name in "cd"]
    found = participation([*asked, Asked("e", False)])
    assert (found.asked, found.answered, found.used, found.silent) == (5, 2, 1, 3)
    assert found.reasons == (("no postcode", 2), ("no reason given", 1))
