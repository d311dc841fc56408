"""A new round of known shape is data: copied, renamed and changed, without a line of Python."""

import shutil

import pytest

import bettercare as bc
from bettercare import examples, rounds

NEW = "2031-32"


@pytest.fixture
def folders(tmp_path):
    """A folder of rounds holding one made of 2019-20 by changing words in its YAML."""
    home = tmp_path / "rounds"
    shutil.copytree(rounds.available()["2019-20"], home / NEW)
    for path in (home / NEW).glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        text = text.replace("2019-20", NEW).replace("2018-19", "2030-31")
        text = text.replace("2019-04-01", "2031-04-01").replace("2020-03-31", "2032-03-31")
        text = text.replace("label: iBCF", "label: Local Authority Better Care Grant")
        text = text.replace('"3519000000"', '"2000000000"')
        path.write_text(text, encoding="utf-8")
    return [home]


@pytest.fixture
def plan(tmp_path):
    folder = tmp_path / f"leicester-{NEW}"
    shutil.copytree(examples.path("leicester"), folder)
    (folder / "plan.csv").write_text(f"round,{NEW}\narea,Leicester\n", encoding="utf-8")
    return folder


def test_the_new_round_is_at_hand_beside_the_shipped_one(folders):
    assert {"2019-20", NEW} <= set(bc.available_rounds(folders))
    assert bc.load_round(NEW, folders).sources["ibcf"].label == "Local Authority Better Care Grant"


def test_a_plan_is_read_calculated_and_checked_by_the_new_rules(folders, plan):
    reading = bc.read(plan, folders=folders)
    summary = bc.summarise(reading, folders=folders)
    minimum = summary.figure("required.nhs_out_of_hospital.minimum")
    assert (minimum.display, minimum.standing) == ("£11,968,273", "derived")  # half, rounded up
    assert summary.figure("required.nhs_out_of_hospital.headroom").display == "-£4,726,069"
    codes = {finding.code for finding in summary.report}
    assert "CHK-056" in codes  # short of the new minimum
    assert "CHK-012" not in codes  # the old name is still read as the new source's short name


def test_the_old_round_is_untouched(folders):
    summary = bc.summarise(bc.read(examples.path("leicester")), folders=folders)
    assert summary.figure("required.nhs_out_of_hospital.headroom").display == "£440,117"
