"""Of several files for one plan the newest valid one is used, and it is said why."""

from datetime import date

from bettercare.national.choosing import Candidate, choices
from bettercare.national.collating import Part

LEEDS = {"status": "read", "round": "2019-20", "area": "Leeds", "codes": ("E08000035",)}


def candidate(file, modified=0.0, **changes):
    return Candidate(file, Part(**LEEDS | changes), modified)


def used(*candidates):
    """The files that are used, and why each file is or is not."""
    found = choices(candidates)
    return (
        [file for file, one in found.items() if one.chosen],
        {file: one.why for file, one in found.items()},
    )


def test_one_file_alone():
    assert used(candidate("a")) == (["a"], {"a": "The only file for its area and round."})


def test_the_higher_version_is_newer_even_if_it_was_saved_before():
    """1.10 comes after 1.9."""
    files, why = used(candidate("a", 5, version="v1.10"), candidate("b", 9, version="1.9"))
    assert files == ["a"]
    assert why == {
        "a": "Newest by its version; 1 other file for this plan.",
        "b": "a is newer, and is used.",
    }


def test_a_fact_that_only_one_of_them_has_says_nothing():
    files, why = used(candidate("a", 1, version="2"), candidate("b", 2))
    assert files == ["b"]
    assert why["b"].startswith("Newest by when the file was last changed;")


def test_of_equal_versions_the_one_submitted_later():
    early, late = date(2019, 9, 1), date(2019, 9, 2)
    files, why = used(
        candidate("a", 3, version="1", submitted=early),
        candidate("b", 2, version="1", submitted=late),
        candidate("c", 9, version="0.9", submitted=late),
    )
    assert files == ["b"]
    assert why["b"] == "Newest by its day of submission; 2 other files for this plan."


def test_the_name_decides_where_nothing_else_does():
    files, why = used(candidate("b"), candidate("a"))
    assert files == ["b"]
    assert why["b"].startswith("Newest by its name;")


def test_a_newer_file_that_was_not_read_whole_is_passed_over():
    files, why = used(candidate("a", version="1"), candidate("b", version="2", whole=False))
    assert files == ["a"]
    assert why == {
        "a": "Newest that could be read whole; 1 other file for this plan.",
        "b": "It could not be read whole; a is used.",
    }


def test_where_none_is_whole_the_newest_is_used_and_that_is_said():
    files, why = used(
        candidate("a", version="1", whole=False), candidate("b", version="2", whole=False)
    )
    assert files == ["b"]
    assert why["b"].endswith("None of them could be read whole.")


def test_another_round_another_area_and_another_unknown_area_are_other_plans():
    files, _ = used(
        candidate("a"),
        candidate("b", round="2017-19"),
        candidate("c", area="Hull", codes=("E06000010",)),
        candidate("d", area="Nowhere", codes=()),
        candidate("e", area="No where", codes=()),
        candidate("f", area="", codes=(), sha256="1"),
        candidate("g", area="", codes=(), sha256="2"),
    )
    assert sorted(files) == ["a", "b", "c", "d", "e", "f", "g"]


def test_an_unknown_area_is_the_same_however_it_is_spaced():
    files, _ = used(
        candidate("a", 2, area="Nowhere-on-Sea", codes=()),
        candidate("b", 1, area="nowhere on sea", codes=()),
    )
    assert files == ["a"]


def test_a_file_that_was_not_read_is_never_used():
    assert used(candidate("a", status="not read")) == ([], {"a": "It was not read."})
