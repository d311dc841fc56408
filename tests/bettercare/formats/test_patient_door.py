"""Files of text with data about patients are refused before anything of them is read (T31)."""

import pytest

from bettercare import examples
from bettercare.formats import read, write
from bettercare.formats.patient_data import HoldsPatients
from bettercare.formats.patient_door import refuse_patients_in, refuse_patients_in_json

# Published test numbers of the NHS, which belong to nobody.
NUMBERS = ["9434765919", "9434765870", "4505577104", "9876543210", "4010232137"]


@pytest.mark.parametrize("which", ["leicester", "rotherham"])
def test_the_plans_that_are_shipped_are_let_through(which, tmp_path):
    plan = read(examples.path(which)).plan
    for name in ("plan.json", "folder-2019-20"):
        write(plan, tmp_path / name)
        refuse_patients_in(tmp_path / name)


def test_a_csv_file_with_a_column_of_nhs_numbers_is_refused(tmp_path):
    rows = "\n".join(f"Falls,{number}" for number in NUMBERS)
    (tmp_path / "schemes.csv").write_text(f"Scheme name,Their reference\n{rows}\n")
    with pytest.raises(HoldsPatients, match="column B seems to hold patients' data") as caught:
        refuse_patients_in(tmp_path)
    assert caught.value.columns == 1


def test_json_with_a_column_of_nhs_numbers_is_refused_wherever_it_hides():
    rows = ",".join(f'{{"extra": {{"note": "{number}"}}}}' for number in NUMBERS)
    with pytest.raises(HoldsPatients, match="5 of its cells pass the NHS number check"):
        refuse_patients_in_json(f'{{"schemes": [{rows}]}}', "plan.json")


def test_json_under_a_key_for_dates_of_birth_is_refused():
    with pytest.raises(HoldsPatients, match="its header is that of a list of patients"):
        refuse_patients_in_json('[{"date_of_birth": "1941-02-03"}]', "plan.json")


def test_amounts_of_ten_digits_are_let_through():
    rows = ",".join(f'{{"amounts": {{"2019-20": "{n}"}}}}' for n in range(10**9, 10**9 + 40))
    refuse_patients_in_json(f'{{"schemes": [{rows}]}}', "plan.json")


def test_what_is_no_json_is_left_to_its_reader():
    refuse_patients_in_json(b"{", "plan.json")
