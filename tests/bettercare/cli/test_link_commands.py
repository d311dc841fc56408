"""The commands that link and make keys: what they write, and what they never say (T33)."""

import csv
import json
import stat
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

import pytest

from bettercare.cli import run
from bettercare.linkage.keys import read_key
from bettercare.linkage.pseudonyms import pseudonym
from tests.bettercare.linkage.drawn import NUMBERS, raw

SECRET = "00112233445566778899aabbccddeeff0123456789abcdeffedcba9876543210"  # noqa: S105  (a key of this test)


@pytest.fixture
def folder(tmp_path):
    """Two files of people and a key, each where it should be."""
    data = tmp_path / "data"
    data.mkdir()
    care = [{"nhs_number": number} for number in NUMBERS[:3]]
    care += [{"nhs_number": "9990000019", "birth_date": "31/02/1948", "surname": "Yewcroft"}]
    health = [{"nhs_number": number} for number in (NUMBERS[0], NUMBERS[1], NUMBERS[3])]
    raw(*care).drop(columns="row").to_csv(data / "care.csv", index=False)
    raw(*health).drop(columns="row").to_csv(data / "health.csv", index=False)
    (tmp_path / "safe").mkdir()
    (tmp_path / "safe" / "project.key").write_text(f"bettercare-key-1\n{SECRET}\n")
    (tmp_path / "safe" / "project.key").chmod(0o600)
    return tmp_path


def command(*words):
    """Exit code, and all that was said on both outputs."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run([*map(str, words)])
    return code, out.getvalue(), err.getvalue()


def linked(folder, *more):
    data = folder / "data"
    return command("link", data / "care.csv", data / "health.csv", "-o", folder / "linked", *more)


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_links_carry_pseudonyms_and_the_id_of_their_key(folder):
    key = read_key(folder / "safe" / "project.key")
    code, said, _ = linked(folder, "--key", folder / "safe" / "project.key")
    assert code == 0
    links = rows(folder / "linked" / "links.csv")
    assert [(one["social_care_row"], one["health_row"]) for one in links] == [
        ("1", "1"),
        ("2", "2"),
    ]
    assert [one["person"] for one in links] == [pseudonym(n, key) for n in NUMBERS[:2]]
    assert {one["key"] for one in links} == {key.id}
    assert json.loads((folder / "linked" / "linkage.json").read_text())["key_id"] == key.id
    assert f"under key {key.id}" in said


def test_neither_key_nor_number_nor_name_is_anywhere_in_what_is_written_or_said(folder):
    _, said, warned = linked(folder, "--key", folder / "safe" / "project.key")
    written = "".join(path.read_text() for path in (folder / "linked").iterdir())
    everything = written + said + warned
    assert len(written) > 500
    for secret in (SECRET, *NUMBERS, "9990000019", "Elowen", "ELOWEN", "Ashford", "Yewcroft"):
        assert secret not in everything
    for value in ("31/02/1948", "1948-07-05", "ZX1", "Imaginary"):
        assert value not in everything.replace("such as 1948-07-05", "")


def test_without_a_key_there_are_no_pseudonyms(folder):
    assert linked(folder)[0] == 0
    assert {(one["person"], one["key"]) for one in rows(folder / "linked" / "links.csv")} == {
        ("", "")
    }


def test_what_is_written_is_for_its_owner_alone(folder):
    linked(folder)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (folder / "linked").iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE((folder / "linked").stat().st_mode) == 0o700


def test_the_review_list_says_what_agrees_in_words(folder):
    linked(folder)
    review = rows(folder / "linked" / "review.csv")
    assert review
    one = review[0]
    assert one["reason"] == "both have a valid NHS number, and they differ"
    assert (one["name"], one["birth_date"], one["number"]) == ("same", "same", "within 2 edits")
    assert one["same_person"] == ""


def test_totals_are_printed_as_text_and_as_json(folder):
    _, text, _ = linked(folder)
    assert text.startswith("2 of 4 rows of social care are linked to health")
    assert "Warning LNK-001" in text
    code, said, _ = linked(folder, "--format", "json", "--force")
    assert code == 0
    made = json.loads(said)
    assert made["totals"]["social_care_rows_read"] == 4
    assert made == json.loads((folder / "linked" / "linkage.json").read_text())


def test_rows_that_had_to_be_left_out_are_an_error_in_the_end(folder):
    with (folder / "data" / "care.csv").open("a", encoding="utf-8") as file:
        file.write("too,few\n")
    code, said, _ = linked(folder)
    assert code == 1
    assert "Error LNK-004" in said


@pytest.mark.parametrize("given", [SECRET, SECRET.upper(), f"bettercare-key-1 {SECRET}"])
def test_a_key_typed_as_an_argument_is_refused_and_never_repeated(folder, given):
    code, said, warned = linked(folder, "--key", given)
    assert code == 2
    assert "never typed" in warned
    assert given not in said + warned
    assert not (folder / "linked").exists()


def spoilt(folder, how):
    key = folder / "safe" / "project.key"
    if how == "readable by others":
        key.chmod(0o644)
    elif how == "in the folder of the data":
        key = key.rename(folder / "data" / "project.key")
    elif how == "in the folder of the output":
        (folder / "linked").mkdir()
        key = key.rename(folder / "linked" / "project.key")
    elif how == "in a git work tree":
        (folder / ".git").mkdir()
    elif how == "weak":
        key.write_text("bettercare-key-1\n" + "00" * 32 + "\n")
    else:
        key.write_text(SECRET)
    return key


@pytest.mark.parametrize(
    "how",
    [
        "readable by others",
        "in the folder of the data",
        "in the folder of the output",
        "in a git work tree",
        "weak",
        "no key",
    ],
)
def test_a_key_kept_badly_is_refused_before_anything_is_read_or_written(folder, how):
    key = spoilt(folder, how)
    code, said, warned = linked(folder, "--key", key, "--force")
    assert code == 2
    assert not said
    assert SECRET not in warned
    assert not (folder / "linked" / "links.csv").exists()


def test_a_new_key_is_written_for_its_owner_and_never_shown(tmp_path):
    path = tmp_path / "project.key"
    code, said, warned = command("key", "new", path)
    assert code == 0
    secret = path.read_text().split()[1]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(bytes.fromhex(secret)) == 32
    assert secret not in said + warned
    assert read_key(path).id in said


def test_two_new_keys_are_not_the_same(tmp_path):
    for name in ("one.key", "two.key"):
        command("key", "new", tmp_path / name)
    assert (tmp_path / "one.key").read_text() != (tmp_path / "two.key").read_text()


def test_a_new_key_is_not_written_over_another_nor_in_a_git_work_tree(tmp_path):
    command("key", "new", tmp_path / "project.key")
    before = (tmp_path / "project.key").read_text()
    assert command("key", "new", tmp_path / "project.key")[0] == 2
    assert (tmp_path / "project.key").read_text() == before
    (tmp_path / ".git").mkdir()
    code, _, warned = command("key", "new", tmp_path / "second.key")
    assert code == 2
    assert "git work tree" in warned
    assert not (tmp_path / "second.key").exists()


@pytest.mark.parametrize(
    ("more", "told"),
    [(["--format", "csv"], "text or json"), (["--settings", "none.yaml"], "Cannot read none.yaml")],
)
def test_what_cannot_be_is_said(folder, more, told):
    code, _, warned = linked(folder, *more)
    assert code == 2
    assert told in warned


def test_what_is_there_is_not_written_over_unless_told_to(folder):
    linked(folder)
    code, _, warned = linked(folder)
    assert code == 2
    assert "--force" in warned


def test_made_up_people_can_be_linked(tmp_path):
    code, said, _ = command("synthesise-people", "-o", tmp_path / "people", "--count", 60)
    assert code == 0
    assert "All are made up" in said
    people = tmp_path / "people"
    assert {path.name for path in people.iterdir()} == {
        "social-care.csv",
        "health.csv",
        "truth.csv",
    }
    files = people / "social-care.csv", people / "health.csv"
    assert command("link", *files, "-o", tmp_path / "linked")[0] == 0
    links = {
        (one["social_care_row"], one["health_row"]) for one in rows(tmp_path / "linked/links.csv")
    }
    truth = {(one["social_care_row"], one["health_row"]) for one in rows(people / "truth.csv")}
    assert links
    assert links <= truth
    assert command("synthesise-people", "-o", people)[0] == 2


def test_neither_help_nor_a_new_key_loads_what_linking_needs(tmp_path):
    """Both must be quick, and a key can be made where the extra is not installed."""
    code = (
        "import sys; from bettercare.cli import run; "
        f"run(['key', 'new', {str(tmp_path / 'a.key')!r}]); run(['link', '--help']); "
        "print(sorted({'pandas', 'splink', 'duckdb', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
