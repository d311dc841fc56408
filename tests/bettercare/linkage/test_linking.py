"""People linked from end to end, by the real model, on people made up with the truth at hand."""

import logging
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import msgspec
import pandas as pd
import pytest

from bettercare.errors import BadRequest
from bettercare.linkage.keys import Key
from bettercare.linkage.linking import link
from bettercare.linkage.model import score
from bettercare.linkage.people import comparable
from bettercare.linkage.pseudonyms import pseudonym
from bettercare.linkage.quality import linked_proportion, quality_from_sample
from bettercare.linkage.settings import shipped
from bettercare.statistics.intervals import wilson
from bettercare.synthetic.people import Rates, people
from tests.bettercare.linkage.drawn import NUMBERS, drawn

KEY = Key(bytes(range(32)))
HARD = Rates(no_number=0.5, typo=0.12, moved=0.2, twins=0.05, conflicting=0.03)
UNLEARNED = msgspec.structs.replace(shipped(), fewest_to_learn=10**9)


def comparable_of(persons, name):
    frame = pd.DataFrame(persons, columns=persons[0]._fields)
    frame.insert(0, "row", range(1, len(frame) + 1))
    return comparable(frame, name)


@pytest.fixture(scope="module")
def made():
    return people(1_500, seed=3, rates=HARD)


@pytest.fixture(scope="module")
def linked(made):
    """Half of them without a number, one in eight fields misspelt, one in five moved."""
    care = comparable_of(made.social_care, "social care")
    return link(care, comparable_of(made.health, "health"), key=KEY)


def rows(pairs):
    return set(zip(pairs["row_l"], pairs["row_r"], strict=True))


def test_the_model_learns_from_the_records(linked):
    assert linked.learned
    assert linked.certain_pairs >= 100


def test_what_is_linked_is_right_and_most_of_what_is_true_is_linked_or_reviewed(linked, made):
    links, review = rows(linked.links), rows(linked.review)
    assert len(links & made.truth) / len(links) >= 0.995
    assert len(links & made.truth) / len(made.truth) >= 0.84
    assert len((links | review) & made.truth) / len(made.truth) >= 0.96


def test_no_twin_is_linked(linked, made):
    assert len(made.twins) >= 10
    assert not made.twins & rows(linked.links)


def test_nobody_with_two_numbers_is_linked_and_each_who_is_alike_goes_to_review(linked, made):
    assert len(made.conflicting) >= 5
    assert not made.conflicting & rows(linked.links)
    frames = (f.set_index("row") for f in (linked.social_care.frame, linked.health.frame))
    care, health = frames
    alike = {
        (here, there)
        for here, there in made.conflicting
        if care.loc[here, "full_name"] == health.loc[there, "full_name"]
        and care.loc[here, "birth_date"] == health.loc[there, "birth_date"]
        and care.loc[here, "nhs_number"]
    }
    assert alike
    assert alike <= rows(linked.review)


def test_every_row_is_accounted_for(linked, made):
    totals = linked.totals()
    assert totals["social_care_rows_read"] == len(made.social_care)
    assert totals["social_care_rows_read"] == sum(
        totals[f"social_care_rows_{part}"]
        for part in ("left_out", "linked", "in_review_only", "unlinked")
    )
    assert totals["pairs_linked"] + totals["pairs_in_review"] == len(linked.pairs)


def test_linked_pairs_carry_the_pseudonym_of_the_number_of_health(linked, made):
    [*some] = linked.links.head(20).itertuples()
    assert len(some) == 20
    for one in some:
        assert one.person == pseudonym(made.health[one.row_r - 1].nhs_number, KEY)
    assert set(linked.review["person"]) == {""}
    assert linked.key_id == KEY.id


def test_the_result_holds_no_identifier(linked, made):
    said = (linked.pairs.to_csv() + repr(linked)).replace("such as 1948-07-05", "")
    for person in (*made.social_care, *made.health):
        assert not person.nhs_number or person.nhs_number not in said
        assert person.surname not in said
        assert person.surname.upper() not in said
        assert person.birth_date not in said


def test_the_quality_that_the_model_expects_is_near_the_truth(linked, made):
    links = rows(linked.links)
    assert linked.quality.precision.value == pytest.approx(
        len(links & made.truth) / len(links), abs=0.01
    )
    assert linked.quality.recall.value == pytest.approx(
        len(links & made.truth) / len(made.truth), abs=0.06
    )


def test_a_rate_with_linkage_error_in_it_holds_the_truth_that_a_naive_one_misses(linked, made):
    """Of people of social care, the part that health knows: true, linked, and put right."""
    of, true = len(made.social_care), len(made.truth) / len(made.social_care)
    count = len(linked.links)
    _, low, high = wilson(count, of)
    assert not low <= true <= high
    found = linked_proportion(count, of, linked.quality._replace(recall=_checked(linked, made)))
    assert found.lower <= true <= found.upper


def _checked(linked, made):
    """Recall from the first 150 pairs that are known to be true, as a person would check them."""
    sample = sorted(made.truth)[:150]
    found = sum(pair in rows(linked.links) for pair in sample)
    return quality_from_sample(1, 1, found, len(sample)).recall


def test_the_same_records_give_the_same_pairs(made):
    care = comparable_of(made.social_care[:60], "social care")
    health = comparable_of(made.health[:400], "health")
    once, again = (link(care, health, UNLEARNED).pairs for _ in range(2))
    assert once.to_csv() == again.to_csv()


def test_too_few_to_learn_from_is_said_and_starting_values_decide():
    persons = [{"nhs_number": number} for number in NUMBERS]
    left = drawn(*persons[:3], {"surname": "Yewcroft", "birth_date": "1931-02-03"})
    right = drawn(*persons[1:], {"surname": "Yewcroft", "birth_date": "1931-02-03"}, name="health")
    linked = link(left, right)
    assert not linked.learned
    assert "LNK-008" in [finding.code for finding in linked.findings]
    assert {(2, 1), (3, 2), (4, 5)} == rows(linked.links)
    assert set(linked.links["person"]) == {""}
    assert linked.key_id == ""


def test_a_column_that_is_blank_throughout_is_not_compared_and_said():
    left = drawn({"nhs_number": NUMBERS[0]}, sex="")
    linked = link(left, drawn({"nhs_number": NUMBERS[0]}, name="health"))
    [said] = [finding for finding in linked.findings if finding.code == "LNK-009"]
    assert "sex" in said.message
    assert linked.skipped == ("sex",)
    assert "level_sex" not in linked.pairs


def test_a_record_linked_twice_is_said():
    one = {"nhs_number": NUMBERS[0]}
    linked = link(drawn(one), drawn(one, one, name="health"))
    assert rows(linked.links) == {(1, 1), (1, 2)}
    [said] = [finding for finding in linked.findings if finding.code == "LNK-007"]
    assert said.subject == "Social care"
    assert said.message == "1 rows are linked to more than one row of health: row 1."


@pytest.mark.parametrize("side", [0, 1])
def test_nobody_to_link_with_links_nobody(side):
    nobody = drawn(name="nobody")
    files = (drawn({}), nobody) if side else (nobody, drawn({}))
    linked = link(*files)
    assert len(linked.pairs) == 0
    assert linked.quality is None


def test_files_that_know_nothing_of_the_same_columns_link_nobody():
    blank = dict.fromkeys(("nhs_number", "sex", "birth_date", "address", "postcode"), "")
    other = {"given_name": "", "surname": "", "nhs_number": NUMBERS[0], "birth_date": "1948-07-05"}
    linked = link(drawn(blank), drawn(other, sex="", address="", postcode="", name="health"))
    assert len(linked.pairs) == 0
    assert {"given_name", "birth_date"} <= set(linked.skipped)
    assert "LNK-009" in [finding.code for finding in linked.findings]


@pytest.mark.parametrize("key", [bytes(range(32)), "secret", ""])
def test_pseudonyms_without_a_real_key_are_refused(key):
    with pytest.raises(BadRequest, match="key new"):
        link(drawn({}), drawn({}), key=key)


def test_splink_says_nothing_and_its_log_is_left_as_it_was(caplog):
    caplog.set_level(logging.DEBUG)
    logger = logging.getLogger("splink")
    before = logger.level
    link(drawn({}), drawn({}))
    assert not caplog.records
    assert logger.level == before


def test_one_file_is_searched_for_people_who_are_in_it_twice():
    one, two, three = NUMBERS[:3]
    frame = drawn({"nhs_number": one}, {"nhs_number": two, "surname": "Yewcroft"}, {}).frame
    pairs = score(shipped(), (frame,)).pairs
    assert (1, 3) in rows(pairs)
    assert all(left < right for left, right in rows(pairs))
    assert three not in pairs.to_csv()


def test_spark_gives_the_pairs_of_duckdb(tmp_path):
    if find_spec("pyspark") is None:
        pytest.skip("pyspark is not installed")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed")
    target = tmp_path / "pairs.csv"
    script = Path(__file__).with_name("on_spark.py")
    done = subprocess.run(
        [sys.executable, script, target, "200", "5"], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()[-2_000:]
    small = people(200, seed=5)
    care = comparable_of(small.social_care, "social care")
    health = comparable_of(small.health, "health")
    here = score(UNLEARNED, (care.frame, health.frame)).pairs
    assert len(here) > 40
    order = ["row_l", "row_r"]
    pd.testing.assert_frame_equal(
        here.sort_values(order).reset_index(drop=True),
        pd.read_csv(target).sort_values(order).reset_index(drop=True),
        check_dtype=False,
        rtol=1e-9,
    )
