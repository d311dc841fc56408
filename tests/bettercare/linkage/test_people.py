"""People read from files: nothing is lost or guessed, and no message says what a value was."""

import duckdb
import pytest

from bettercare.errors import UnreadableFile
from bettercare.linkage.people import NEEDED, read_people, shape
from bettercare.nhs_numbers import is_nhs_number
from tests.bettercare.linkage.drawn import NUMBERS, drawn

HEADER = ",".join(NEEDED)


def csv_of(tmp_path, *lines, header=HEADER):
    path = tmp_path / "people.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def test_the_numbers_of_these_tests_are_valid():
    assert all(map(is_nhs_number, NUMBERS))


def test_what_is_compared_is_written_in_one_way():
    people = drawn(
        {
            "nhs_number": "999 000 0018",
            "given_name": " Mary-Ann ",
            "surname": "O'Elmby",
            "sex": "female",
            "birth_date": "5/7/1948",
            "address": "Flat 2, 14 Imaginary  St.",
            "postcode": "zx1 1aa",
        }
    )
    [one] = people.frame.to_dict("records")
    assert one == {
        "row": 1,
        "nhs_number": "9990000018",
        "number": "9990000018",
        "given_name": "MARYANN",
        "surname": "OELMBY",
        "full_name": "MARYANN OELMBY",
        "either_order": "MARYANN OELMBY",
        "sex": "2",
        "birth_date": "1948-07-05",
        "house": "2",
        "address": "FLAT 2 14 IMAGINARY ST",
        "postcode": "ZX11AA",
    }
    assert people.findings == ()


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1948-07-05", "1948-07-05"),
        ("1948-07-05 00:00:00", "1948-07-05"),
        ("19480705", "1948-07-05"),
        ("05/07/1948", "1948-07-05"),
        ("05.07.1948", "1948-07-05"),
        ("31/02/1948", None),
        ("1948", None),
        ("1889-12-31", None),
        ("1890-01-01", "1890-01-01"),
        ("2101-01-01", None),
        ("", None),
    ],
)
def test_dates_are_read_day_first_or_year_first(written, day):
    people = drawn({"birth_date": written})
    assert people.frame["birth_date"][0] == day
    codes = [finding.code for finding in people.findings]
    assert codes == (["LNK-002"] if written and day is None else [])


@pytest.mark.parametrize(
    ("written", "sex"),
    [("1", "1"), ("F", "2"), ("male", "1"), ("9", None), ("", None), ("0", None), ("3", None)],
)
def test_sex_is_a_code_or_not_known(written, sex):
    people = drawn({"sex": written})
    assert people.frame["sex"][0] == sex
    assert [finding.code for finding in people.findings] == (["LNK-003"] if written == "3" else [])


def test_a_number_that_is_not_valid_is_compared_as_written_and_never_decides():
    people = drawn({"nhs_number": "9990000019"})
    assert people.frame["nhs_number"][0] is None
    assert people.frame["number"][0] == "9990000019"
    [finding] = people.findings
    assert finding.code == "LNK-001"
    assert finding.places[0].item == 1
    assert finding.places[0].column == "nhs_number"


def test_values_that_cannot_be_used_are_told_by_row_and_shape_alone():
    people = drawn(
        *[{}] * 3,
        {"nhs_number": "9990000019", "birth_date": "31/02/1948", "sex": "woman"},
    )
    said = repr(people.findings)
    assert "row 4" in said
    assert "99/99/9999" in said
    assert "aaaaa" in said
    assert not any(value in said for value in ("9990000019", "31/02/1948", "woman"))


def test_a_row_with_nothing_to_tell_people_apart_by_is_left_out_and_counted():
    people = drawn(
        {},
        {"given_name": "", "surname": "", "birth_date": ""},
        {"given_name": "", "surname": "", "birth_date": "", "nhs_number": NUMBERS[0]},
    )
    assert people.frame["row"].tolist() == [1, 3]
    assert (people.read, people.left_out) == (3, 1)
    assert [finding.code for finding in people.findings] == ["LNK-005"]
    assert "row 2" in people.findings[0].message


def test_a_number_on_several_rows_is_said():
    people = drawn({"nhs_number": NUMBERS[0]}, {}, {"nhs_number": NUMBERS[0]})
    [finding] = people.findings
    assert finding.code == "LNK-006"
    assert finding.message.startswith(
        "2 rows share their NHS number with another row: row 1, row 3"
    )


def test_a_csv_file_is_read_with_its_columns_in_any_order_and_others_left_alone(tmp_path):
    path = csv_of(
        tmp_path,
        "secret,ZX1 1AA,1 Imaginary Street,1948-07-05,2,Ashford,Elowen,9990000018",
        header="Notes,Postcode,Address,Birth date,Sex,Surname,Given name,NHS number",
    )
    people = read_people(path, "health")
    assert people.frame["full_name"].tolist() == ["ELOWEN ASHFORD"]
    assert "secret" not in people.frame.to_csv()


def test_rows_of_another_length_are_left_out_counted_and_told(tmp_path):
    good = "9990000018,Elowen,Ashford,2,1948-07-05,1 Imaginary Street,ZX1 1AA"
    people = read_people(csv_of(tmp_path, good, good + ",more", "Elowen", good), "health")
    assert people.frame["row"].tolist() == [1, 4]
    assert (people.read, people.left_out) == (4, 2)
    assert people.findings[0].code == "LNK-004"
    assert people.findings[0].severity.value == "error"
    assert "row 2, row 3" in people.findings[0].message
    assert "Elowen" not in repr(people.findings)


@pytest.mark.parametrize("header", ["", "nhs_number,surname", "name;born"])
def test_missing_columns_are_told_all_at_once(tmp_path, header):
    with pytest.raises(UnreadableFile, match="it lacks") as refusal:
        read_people(csv_of(tmp_path, header=header), "health")
    assert "given_name" in str(refusal.value)
    assert "postcode" in str(refusal.value)


def test_a_quotation_mark_out_of_place_is_told_without_the_text(tmp_path):
    with pytest.raises(UnreadableFile, match="quotation mark") as refusal:
        read_people(csv_of(tmp_path, '9990000018,"Elowen"x,Ashford,2,,,'), "health")
    assert "Elowen" not in str(refusal.value)


def test_a_file_with_a_header_alone_is_a_list_of_nobody(tmp_path):
    people = read_people(csv_of(tmp_path), "health")
    assert (people.read, len(people.frame)) == (0, 0)


def test_parquet_is_read_like_csv_whatever_the_types(tmp_path):
    path = tmp_path / "people.parquet"
    with duckdb.connect() as connection:
        connection.sql(
            "select 9990000018 as nhs_number, 'Elowen' as given_name, 'Ashford' as surname, 2 as "
            "sex, date '1948-07-05' as birth_date, null as address, 'ZX1 1AA' as \"Postcode\""
        ).write_parquet(str(path))
    [one] = read_people(path, "health").frame.to_dict("records")
    assert one["nhs_number"] == "9990000018"
    assert one["birth_date"] == "1948-07-05"
    assert one["address"] is None


def test_a_file_that_is_no_parquet_is_refused_without_being_quoted(tmp_path):
    path = tmp_path / "people.parquet"
    path.write_text("Elowen Ashford")
    with pytest.raises(UnreadableFile, match=r"Cannot read people\.parquet as Parquet") as refusal:
        read_people(path, "health")
    assert "Elowen" not in str(refusal.value)


@pytest.mark.parametrize(
    ("value", "shown"), [("é1", "a9"), ("A B-2", "a a-9"), ("x" * 99, "a" * 30)]
)
def test_the_shape_of_a_value_says_nothing_of_it(value, shown):
    assert shape(value) == shown
