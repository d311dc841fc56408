"""Faults in an audit's files: each is found with its place, and nothing is lost in silence."""

import pytest

from bettercare.equity import audit_json, audit_text
from bettercare.errors import UnreadableFile
from tests.bettercare.equity.made_up import audited, codes, users

USERS = users(20, 30, 150)


def test_a_sound_folder_has_nothing_to_say(tmp_path):
    found = audited(tmp_path, users=USERS)
    assert codes(found) == []
    [one] = found.services
    assert one.compared.users[:2] == (50, 200)
    assert one.compared.people[:2] == (2000, 10000)


SERVICES = "code | basis | ages | areas | in_areas | users\n"
PEOPLE = "basis | ages | by | group | people\n"
ALL = PEOPLE + "b | 18+ | all | | 10000\n"
NORTH = "b | 18+ | area | North | 1000\n"


@pytest.mark.parametrize(
    ("files", "code", "subject"),
    [
        (
            {"services": SERVICES + "A | b | adults | | 5 | 9"},
            "EQU-22",
            "services.csv, row 2, ages",
        ),
        (
            {"services": SERVICES + "A | b | 18+ | | x5 | 9"},
            "EQU-21",
            "services.csv, row 2, in_areas",
        ),
        (
            {"services": SERVICES + "A | b | 18+ | | -5 | 9"},
            "EQU-21",
            "services.csv, row 2, in_areas",
        ),
        ({"services": SERVICES + "A | b | 18+ | | | 9"}, "EQU-25", "services.csv, A"),
        ({"services": SERVICES + "A | c | 18+ | | 5 | 9"}, "EQU-30", "services.csv, A"),
        ({"services": SERVICES + "A | b | 16+ | | 5 | 9"}, "EQU-30", "services.csv, A"),
        ({"services": SERVICES + "A | b | 18+ | East | 5 | 9"}, "EQU-35", "services.csv, A"),
        ({"services": SERVICES + "A | b | 18+ | | 9 | 5"}, "EQU-32", "services.csv, A"),
        ({"services": SERVICES + "A | b | 18+ | | 2001 | 9000"}, "EQU-33", "services.csv, A"),
        ({"services": SERVICES + "A | b | 18+ | | 5 | 10001"}, "EQU-33", "services.csv, A"),
        ({"services": SERVICES + "A | b | 18+ | | 0 | 0"}, "EQU-34", "services.csv, A"),
        ({"populations": ALL.replace("10000", "0") + NORTH}, "EQU-31", "services.csv, A"),
        ({"populations": ALL + NORTH.replace("1000", "0")}, "EQU-31", "services.csv, A"),
        ({"populations": ALL}, "EQU-30", "services.csv, A"),
        ({"populations": ALL + NORTH.replace("1000", "20000")}, "EQU-32", "services.csv, A"),
        ({"populations": ALL + NORTH + "b | 18+ | county | x | 5"}, "EQU-21", "row 4, by"),
        ({"populations": ALL + NORTH + "b | 18+ | sex | F |"}, "EQU-21", "row 4, people"),
        ({"populations": ALL + NORTH + "b | 18+ | sex | F | 5.5"}, "EQU-21", "row 4, people"),
        ({"populations": ALL + NORTH + "b | 18+ | sex | F | 10001"}, "EQU-32", "18+, sex"),
        ({"populations": ALL + NORTH + NORTH}, "EQU-23", "populations.csv, row 4, row"),
        (
            {"postcodes": "postcode | area\nAA1 AA | North"},
            "EQU-01",
            "postcodes.csv, row 2, postcode",
        ),
        ({"postcodes": "postcode | area\nAA1 1AA | East"}, "EQU-38", "postcodes.csv, row 2, area"),
        ({"users": USERS + "\nB | AA1 1AA"}, "EQU-16", "users.csv, service"),
        ({"users": USERS + "\nA |"}, "EQU-10", "users.csv, A"),
    ],
)
def test_a_fault_is_found_with_its_place(tmp_path, files, code, subject):
    given = {"users": None if "services" in files else USERS}
    found = audited(tmp_path, **given | files)
    assert code in codes(found)
    assert any(subject in one.subject for one in found.findings if one.code == code)


@pytest.mark.parametrize(
    "row",
    [
        *("A | c | 18+ | | 5 | 9", "A | b | 16+ | | 5 | 9", "A | b | 18+ | East | 5 | 9"),
        *("A | b | 18+ | | 9 | 5", "A | b | 18+ | | 2001 | 9000", "A | b | 18+ | | 0 | 0"),
        *("A | b | 18+ | | | 9", "A | b | 18+ | | | "),
    ],
)
def test_what_cannot_be_compared_is_not_and_is_counted(tmp_path, row):
    found = audited(tmp_path, services=SERVICES + row)
    assert [one.compared for one in found.services] == [None]
    assert "1 not compared" in " ".join(audit_text(found).split())


def test_people_of_other_ages_stand_in_only_when_asked_and_with_a_warning(tmp_path):
    services = "code | basis | ages | people_ages | in_areas | users\nA | b | 16+ | 18+ | 20 | 90"
    found = audited(tmp_path, services=services)
    assert codes(found) == ["EQU-37"]
    assert found.services[0].compared.people.of == 10000


def test_a_service_given_twice_is_one_record(tmp_path):
    services = SERVICES + "A | b | 18+ | | 20 | 90\na | b | 0-15 | | 1 | 2"
    found = audited(tmp_path, services=services)
    assert codes(found) == ["EQU-23"]
    assert [str(one.service.ages) for one in found.services] == ["18+"]


def test_listed_users_come_before_numbers_given(tmp_path):
    found = audited(tmp_path, services=SERVICES + "A | b | 18+ | | 1 | 2", users=USERS)
    assert codes(found) == ["EQU-36"]
    assert found.services[0].compared.users.number == 50


def test_a_list_of_areas_alone_is_said_to_be_so(tmp_path):
    postcodes = "postcode | area\nAA1 1AA | North\nAA1 1AB | South"
    found = audited(tmp_path, users=USERS, postcodes=postcodes)
    assert codes(found) == ["EQU-18"]
    assert found.services[0].compared.users[:2] == (50, 200)


@pytest.mark.parametrize("missing", ["services", "populations"])
def test_a_file_that_is_needed_and_not_there(tmp_path, missing):
    with pytest.raises(UnreadableFile, match=f"{missing}.csv"):
        audited(tmp_path, **{missing: None})


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"services": "code | ages\nA | 18+"}, "has no column basis"),
        ({"populations": "basis\nb"}, "has no column ages, by and people"),
        ({"users": "postcode\nAA1 1AA"}, "has no column service"),
        ({"users": "service | nhs_number\nA | 9434765919"}, "patients' data"),
        ({"printed": "code\nA"}, "has no column users_percent"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path, files, said):
    with pytest.raises(UnreadableFile, match=said):
        audited(tmp_path, **files)


def test_columns_that_are_not_read_are_said(tmp_path):
    found = audited(tmp_path, users=USERS.replace("postcode", "postcode | gp", 1))
    assert codes(found) == ["EQU-24"]


def test_a_printed_percentage_above_100_cannot_be_read(tmp_path):
    parts = [f"{part}_{cell}" for part in ("users", "people", "level") for cell in CELLS]
    table = f"code | {' | '.join(parts)}\nA | {' | '.join(['101'] * 9)}"
    with pytest.raises(UnreadableFile, match="row 2, users_percent"):
        audited(tmp_path, printed=table)


CELLS = ("percent", "lower", "upper")


def test_no_postcode_of_a_user_is_in_any_output(tmp_path):
    """Whatever is wrong with it: format, not listed, listed twice, in the wrong column."""
    rows = ["A | QQ77 7ZQ | 40 | secret-1", "A | BB77 7ZQ | 17 | secret-2", "A | BB7 7Z | 40 | x"]
    rows += ["CC1 7ZZ | A | 40 | secret-3", "A | AA1 1AA | DD7 7ZZ | s", "A | AA1 1AB | 4 | s"]
    found = audited(tmp_path, users="\n".join(["service | postcode | age | person", *rows]))
    told = repr(found.findings) + audit_text(found) + audit_json(found)
    for text in ("7ZQ", "7ZZ", "7Z", "QQ7", "CC1", "DD7", "secret", "AA1 1A"):
        assert text not in told
