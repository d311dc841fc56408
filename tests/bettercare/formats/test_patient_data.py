"""Lists of patients are refused at the door; plans and large amounts are not (T31)."""

from datetime import datetime
from random import Random

import pytest

from bettercare import examples
from bettercare.errors import UnreadableFile
from bettercare.formats.delimited import read_sheet
from bettercare.formats.patient_data import patient_columns, refuse_patients
from bettercare.nhs_numbers import is_nhs_number

# Worked by hand: 943476591 times 10 to 2 adds up to 299; 299 = 27 x 11 + 2; 11 - 2 = 9.
VALID = "9434765919"


def nhs_numbers(count, seed=7):
    random = Random(seed)  # noqa: S311
    while count:
        number = str(random.randrange(4_000_000_000, 7_999_999_999))
        if is_nhs_number(number):
            count -= 1
            yield number


def amounts(count, seed=8):
    random = Random(seed)  # noqa: S311
    return [str(random.randrange(1_000_000_000, 9_999_999_999)) for _ in range(count)]


def test_a_number_that_was_worked_by_hand_passes_and_its_neighbour_does_not():
    assert is_nhs_number(VALID)
    assert not is_nhs_number("9434765918")


@pytest.mark.parametrize(
    "written",
    [
        lambda n: n,
        lambda n: f"{n[:3]} {n[3:6]} {n[6:]}",
        lambda n: f"{n[:3]}-{n[3:6]}-{n[6:]}",
        int,
        float,
        lambda n: f"{n}.0",
    ],
)
def test_five_nhs_numbers_in_a_column_are_found_however_they_are_written(written):
    rows = [["a", written(number)] for number in nhs_numbers(5)]
    [column] = patient_columns(rows)
    assert column == (2, "5 of its cells pass the NHS number check")


def test_four_are_not_enough():
    assert patient_columns([[number] for number in nhs_numbers(4)]) == ()


@pytest.mark.parametrize(("valid", "others", "found"), [(8, 2, 1), (7, 2, 0)])
def test_four_in_five_must_pass(valid, others, found):
    """8 of 10 are 80%; 7 of 9 are 78%."""
    wrong = [str(1_000_000_000 + n) for n in range(100) if not is_nhs_number(str(10**9 + n))]
    cells = [*nhs_numbers(valid), *wrong[:others]]
    assert len(patient_columns([[cell] for cell in cells])) == found


def test_random_amounts_of_ten_digits_give_no_alarm():
    assert patient_columns([[amount] for amount in amounts(500)]) == ()


@pytest.mark.parametrize("header", ["nhs_number", "NHS Number", "date_of_birth", "Date of birth"])
@pytest.mark.parametrize("value", [VALID, "01/02/1950", "1950-02-01", datetime(1950, 2, 1)])
def test_a_header_with_values_under_it_is_enough(header, value):
    [column] = patient_columns([["", header], ["", value]])
    assert column == (2, "its header is that of a list of patients")


def test_the_phrase_in_a_plan_is_no_header():
    rows = [["National condition"], ["NHS number"], ["Better data sharing"], ["Yes"], ["2 teams"]]
    assert patient_columns(rows) == ()


def test_values_far_below_the_phrase_are_not_under_it():
    rows = [["NHS number"], *([""] for _ in range(20)), ["01/02/1950"]]
    assert patient_columns(rows) == ()


def test_the_refusal_names_the_column_and_no_value():
    rows = [[number, number] for number in nhs_numbers(6)]
    with pytest.raises(UnreadableFile) as caught:
        refuse_patients(rows, "plan.xlsx", "sheet 'List'")
    said = str(caught.value)
    assert said == (
        "Cannot read plan.xlsx: columns A and B of sheet 'List' seem to hold patients' data (6 of "
        "its cells pass the NHS number check). Take it out: a plan needs no data about patients. "
        "Nothing of it was kept."
    )
    assert not any(number in said for number, _ in rows)


def test_shipped_plans_give_no_alarm():
    for place in examples.names().values():
        for file in sorted(place.glob("*.csv")):
            refuse_patients(read_sheet(file).rows, file.name)
