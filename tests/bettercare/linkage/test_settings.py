"""The settings of linkage: one file, and every fault of it told."""

from importlib.resources import files

import pytest

from bettercare.errors import UnreadableFile
from bettercare.linkage.settings import load_settings, shipped

TEXT = files("bettercare.linkage").joinpath("data", "settings.yaml").read_text(encoding="utf-8")


def of(tmp_path, text):
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def test_a_copy_of_the_shipped_file_says_the_same(tmp_path):
    assert of(tmp_path, TEXT) == shipped() == load_settings()


def test_pairs_that_share_a_number_are_always_compared():
    assert ("nhs_number",) in shipped().blocking


def test_every_setting_is_explained_in_the_file():
    for name in ("link_at", "margin", "wrong_number", "blocking", "learn_on", "random_pairs"):
        before = TEXT.partition(f"\n{name}:")[0].splitlines()
        assert any(line.startswith("#") for line in before[-4:]), name


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("link_at: 0.99", "link_at: 1.5", "link_at below 1"),
        ("review_at: 0.5", "review_at: 0.995", "review_at must be"),
        ("wrong_number: 0.001", "wrong_number: 0", "wrong_number must be above 0"),
        ("- [postcode]", "- [postcod]", "there is no column postcod"),
        ("columns: [sex]", "columns: [gender]", "there is no column gender"),
        ("columns: [sex]", "columns: [sex, house]", "same compares one"),
        ("m: [0.99, 0.01]", "m: [0.99, 0.02]", "must be above 0 and add to 1"),
        ("m: [0.99, 0.01]", "m: [1.0, 0.0]", "must be above 0 and add to 1"),
        ("m: [0.99, 0.01]", "m: [0.99]", "m needs 2 values"),
        ("kind: date", "kind: day", "Invalid enum value"),
        ("seed: 1", "seed: 1\nsed: 2", "unknown field `sed`"),
        ('version: "1"', "", "missing required field `version`"),
        ("margin: 5", "margin: [", "Cannot use mine.yaml"),
    ],
)
def test_a_fault_is_told(tmp_path, old, new, told):
    assert old in TEXT
    with pytest.raises(UnreadableFile) as refusal:
        of(tmp_path, TEXT.replace(old, new))
    assert told in str(refusal.value)


def test_all_faults_are_told_at_once(tmp_path):
    wrong = TEXT.replace("link_at: 0.99", "link_at: 2").replace("m: [0.99, 0.01]", "m: [0.99]")
    with pytest.raises(UnreadableFile) as refusal:
        of(tmp_path, wrong)
    assert len(str(refusal.value).splitlines()) == 3


def test_settings_that_are_not_there_are_said(tmp_path):
    with pytest.raises(UnreadableFile, match="No such file"):
        load_settings(tmp_path / "none.yaml")
