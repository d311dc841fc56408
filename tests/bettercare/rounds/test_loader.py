"""Finding and loading rounds, shipped ones and a user's own."""

import json
import re
from pathlib import Path

import msgspec
import pytest
import yaml
from jsonschema import Draft202012Validator

from bettercare.errors import UnknownRound, UnusableRound
from bettercare.rounds import available, load
from bettercare.rounds.loader import SHIPPED, load_folder, schema


def test_a_shipped_round_is_found_and_loaded():
    assert available()["2019-20"] == SHIPPED / "2019-20"
    assert load("2019-20").round == "2019-20"


def test_a_round_is_loaded_once():
    assert load("2019-20") is load("2019-20")


def test_a_loaded_round_cannot_be_changed():
    with pytest.raises(AttributeError):
        setattr(load("2019-20"), "label", "another")  # noqa: B010


def test_an_unknown_round_is_refused_with_those_at_hand():
    with pytest.raises(UnknownRound, match=r"no round '2011-12'\. Rounds at hand: .*2019-20"):
        load("2011-12")


def test_rounds_at_hand_hold_those_of_other_folders(pack):
    own = pack("my-round").folder
    assert available([own.parent])["my-round"] == own
    with pytest.raises(UnknownRound, match=r"2019-20.* and my-round"):
        load("2011-12", [own.parent])


def test_a_folder_that_does_not_exist_holds_no_rounds(tmp_path):
    assert available([tmp_path / "nowhere"]) == available()


def test_a_folder_without_a_round_file_is_no_round(tmp_path):
    (tmp_path / "notes").mkdir()
    assert "notes" not in available([tmp_path])


def test_a_users_own_copy_stands_in_for_the_shipped_round(pack):
    own = pack("2019-20").edit("requirements.yaml", "limit: 1500", "limit: 1600")
    assert own.load_beside_shipped().narrative["A"].limit == 1600
    assert load("2019-20").narrative["A"].limit == 1500


def test_a_value_can_be_confirmed_in_a_copy(pack):
    own = pack().edit(
        "lists.yaml",
        "reference: template\n  certainty: unconfirmed",
        "reference: template\n  certainty: confirmed",
    )
    assert own.load_beside_shipped().providers.firm
    assert not load("2019-20").providers.firm


def test_how_a_round_is_cut_into_files_does_not_matter(pack):
    own = pack().folder
    texts = [path.read_text(encoding="utf-8") for path in sorted(own.glob("*.yaml"))]
    for path in own.glob("*.yaml"):
        path.unlink()
    (own / "round.yaml").write_text("\n".join(texts), encoding="utf-8")
    assert load_folder(own) == load("2019-20")


def test_other_files_of_a_folder_are_left_alone(pack):
    own = pack()
    (own.folder / "notes.txt").write_text("kind: [", encoding="utf-8")
    assert own.load() == load("2019-20")


# --- two rounds on the same days ------------------------------------------------------------------


def later(pack, name="2020-21"):
    """A round that follows on the shipped one."""
    dates = "start: 2019-04-01, end: 2020-03-31"
    return (
        pack(name)
        .edit("round.yaml", 'round: "2019-20"', f'round: "{name}"')
        .edit("round.yaml", dates, "start: 2020-04-01, end: 2021-03-31")
    )


def test_a_round_may_follow_on_another(pack):
    assert later(pack).load_beside_shipped().round == "2020-21"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2020-03-31", "2021-03-31"),
        ("2018-04-01", "2019-04-01"),
        ("2019-06-01", "2019-06-02"),
        ("2019-01-01", "2021-01-01"),
    ],
)
def test_a_round_on_the_days_of_another_is_refused(pack, start, end):
    own = later(pack).edit("round.yaml", "2020-04-01, end: 2021-03-31", f"{start}, end: {end}")
    assert (
        f"2020-21/round.yaml:{own.line('round.yaml', 'in_force')}: In force on the same days as "
        "2019-20 (2019-04-01 to 2020-03-31). Fix: Mend the dates of one, or add 'amends' to the "
        "one that amends the other."
    ) in own.refusal().splitlines()


def test_a_round_that_amends_another_may_share_its_days(pack):
    own = (
        later(pack)
        .edit("round.yaml", "2020-04-01, end: 2021-03-31", "2019-10-01, end: 2020-03-31")
        .edit("round.yaml", "years:", 'amends: "2019-20"\nyears:')
    )
    assert own.load_beside_shipped().amends == "2019-20"


def test_the_round_that_is_amended_still_loads(pack):
    own = (
        later(pack)
        .edit("round.yaml", "2020-04-01, end: 2021-03-31", "2019-10-01, end: 2020-03-31")
        .edit("round.yaml", "years:", 'amends: "2019-20"\nyears:')
    )
    assert load("2019-20", [own.folder.parent]).round == "2019-20"


def test_a_clash_between_two_other_rounds_is_no_fault_of_this_one(pack):
    later(pack, "2020-21")
    own = later(pack, "2020-21-again")
    assert load("2019-20", [own.folder.parent]).round == "2019-20"


# --- files that are not YAML ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("  CHK-003: {severity: warning}", "  CHK-003: {severity: warning", "CHK-004", "expected"),
        ("  CHK-003: {severity", "  CHK-003: {severity: [warning}", "CHK-003", "expected"),
        ("  CHK-003:", "\tCHK-003:", "CHK-003", "cannot start any token"),
        ("thresholds:", "  CHK-139\nthresholds:", "thresholds:", "could not find expected"),
    ],
)
def test_broken_yaml_is_refused_with_its_line(pack, old, new, line, what):
    own = pack().edit("checks.yaml", old, new)
    place = rf"1 fault .*\n2019-20/checks\.yaml:(\d+): .*{what}.* Fix: Mend the YAML"
    (number,) = re.findall(place, own.refusal())
    assert abs(int(number) - own.line("checks.yaml", line)) <= 1


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "just words\n", "- a list\n"])
def test_a_file_without_keys_is_refused(pack, text):
    own = pack()
    (own.folder / "checks.yaml").write_text(text, encoding="utf-8")
    assert own.refusal() == (
        "1 fault in the round's files:\n2019-20/checks.yaml:1: The file holds no keys. "
        "Fix: Start with a key such as 'sources:'."
    )


def test_a_round_that_only_has_its_first_file_lacks_the_rest(pack):
    own = pack()
    for path in own.folder.glob("*.yaml"):
        if path.name != "round.yaml":
            path.unlink()
    refusal = own.refusal()
    for key in ("sources", "scheme_types", "metrics", "checks", "tables"):
        assert f"'{key}' is missing from the round." in refusal


def test_a_folder_is_refused_on_its_own_too(pack):
    own = pack().edit("funding.yaml", "kind: minimum", "kid: minimum")
    with pytest.raises(UnusableRound, match=r"funding\.yaml:\d+: 'kid' is not a key here"):
        own.load()


# --- the schema for editors -----------------------------------------------------------------------


def test_the_schema_describes_every_key_of_a_round():
    described = json.loads(json.dumps(schema()))["$defs"]["Round"]
    assert {"sources", "scheme_types", "checks"} <= set(described["required"])
    assert described["additionalProperties"] is False


def test_the_shipped_round_fits_the_schema():
    errors = Draft202012Validator(schema()).iter_errors(
        json.loads(msgspec.json.encode(load("2019-20")))
    )
    assert [error.message for error in errors] == []


# --- the page that describes it -------------------------------------------------------------------

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "round-format.md"


def test_the_page_on_the_format_names_every_key():
    text = PAGE.read_text(encoding="utf-8")
    parts = json.loads(json.dumps(schema()))["$defs"].values()
    keys = {key for part in parts for key in part.get("properties", {})}
    keys |= {value for part in parts for key in part.get("properties", {}).values()
             for value in key.get("enum", ()) if isinstance(value, str)}  # fmt: skip
    assert sorted(key for key in keys if not re.search(rf"`[^`\n]*\b{key}\b", text)) == []


def test_every_example_on_the_page_is_yaml():
    examples = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.S)
    assert len(examples) > 8
    assert all(yaml.safe_load(example) for example in examples)
