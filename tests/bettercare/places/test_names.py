"""An area or a commissioner is found however it is written, and never guessed."""

from datetime import date

import pytest

from bettercare.errors import UnknownPlace
from bettercare.places import find_area, find_commissioner, load_mapping
from bettercare.places.names import Index, area_index, one_of

LONG_AGO, LATER = date(2018, 1, 1), date(2024, 1, 1)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Rotherham", "E08000018"),
        ("  ROTHERHAM ", "E08000018"),
        ("Rotherham MBC", "E08000018"),
        ("Rotherham Metropolitan Borough Council", "E08000018"),
        ("Rotherham Health and Wellbeing Board", "E08000018"),
        ("rotherham health & well-being board", "E08000018"),
        ("e08000018", "E08000018"),
        ("St. Helens", "E08000013"),
        ("St Helens", "E08000013"),
        ("Telford & Wrekin", "E06000020"),
        ("Bristol", "E06000023"),
        ("City of Bristol", "E06000023"),
        ("Bristol City Council", "E06000023"),
        ("Hull", "E06000010"),
        ("City of London", "E09000001"),
        ("London Borough of Barnet", "E09000003"),
        ("Barnet Council", "E09000003"),
        ("Stoke on Trent", "E06000021"),
        ("Leicestershire County Council", "E10000018"),
        ("Leicester City", "E06000016"),
        ("BCP", "E06000058"),
        ("Bournemouth and Poole", "E06000028 & E06000029"),
        ("Cornwall & Scilly", "E06000052 & E06000053"),
        ("Cornwall and the Isles of Scilly", "E06000052 & E06000053"),
        ("Cornwall", "E06000052"),
    ],
)
def test_an_area_as_people_write_it(written, code):
    assert find_area(written).code == code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("03L", "03L"),
        ("03l", "03L"),
        ("NHS Rotherham CCG", "03L"),
        ("Rotherham CCG", "03L"),
        ("nhs rotherham", "03L"),
        ("Rotherham Clinical Commissioning Group", "03L"),
        ("West London (K&C & QPP)", "08Y"),
        ("South Yorkshire ICB", "QF7"),
        ("NHS South Yorkshire Integrated Care Board", "QF7"),
    ],
)
def test_a_commissioner_as_people_write_it(written, code):
    assert find_commissioner(written).code == code


@pytest.mark.parametrize(
    ("written", "day", "code"),
    [
        ("Dorset", LONG_AGO, "E10000009"),
        ("Dorset", LATER, "E06000059"),
        ("Dorset", None, "E06000059"),
        ("Somerset", LONG_AGO, "E10000027"),
        ("Somerset", LATER, "E06000066"),
        ("Sheffield", LATER, "E08000019"),
        ("Sheffield", date(2025, 4, 1), "E08000039"),
    ],
)
def test_one_name_of_two_areas_goes_by_date(written, day, code):
    assert find_area(written, day).code == code


def test_a_code_is_not_mended():
    with pytest.raises(UnknownPlace, match="There is no area 'E0800018'"):
        find_area("E0800018")


def test_an_unknown_name_is_told_with_the_nearest():
    with pytest.raises(UnknownPlace, match=r"no area 'Rothreham'\. Did you mean Rotherham\?"):
        find_area("Rothreham")
    with pytest.raises(UnknownPlace) as told:
        find_area("zzzz")
    assert str(told.value) == "There is no area 'zzzz'."


def test_a_name_of_another_time_is_told():
    with pytest.raises(UnknownPlace, match="no area 'BCP' on 1 January 2018"):
        find_area("BCP", LONG_AGO)


@pytest.mark.parametrize("written", ["Leeds", "Bradford", "Bradford CCG", "Lincolnshire East West"])
def test_part_of_a_ccgs_name_is_no_name(written):
    with pytest.raises(UnknownPlace):
        find_commissioner(written, LONG_AGO)


def test_names_shared_by_two_are_told():
    index: Index[str] = area_index()  # type: ignore[assignment]
    index.add("Newport", "one")
    index.add("Newport", "two")
    index.add("Newport", "two")
    assert index.all("Newport Council") == ("one", "two")
    assert str(one_of("area", "Newport", index.all("Newport"))).endswith(
        "'Newport': one and two. Give its code."
    )


class TestInAMapping:
    MAPPING = load_mapping("2017-19")

    @pytest.mark.parametrize(
        "written", ["Kingston upon Hull, City of", "Hull", "E06000010", "Hull City Council"]
    )
    def test_by_any_name(self, written):
        assert self.MAPPING.area(written).code == "E06000010"

    @pytest.mark.parametrize("written", ["E06000029", "Bournemouth and Poole", "E06000028"])
    def test_one_of_two_councils_means_their_board(self, written):
        assert self.MAPPING.area(written).name == "Bournemouth & Poole"

    def test_an_old_name_is_that_of_its_time(self):
        assert self.MAPPING.area("Dorset").code == "E10000009"

    def test_a_later_area_has_no_rows(self):
        with pytest.raises(UnknownPlace) as told:
            self.MAPPING.area("BCP")
        assert str(told.value) == (
            "There are no rows for Bournemouth, Christchurch and Poole in the mapping 2017-19: "
            "it began on 1 April 2019 of Bournemouth, Poole and Dorset."
        )

    def test_a_slip_of_the_pen_is_told(self):
        with pytest.raises(UnknownPlace, match=r"mapping 2017-19\. Did you mean Rutland\?"):
            self.MAPPING.area("Rutlnd")
        with pytest.raises(UnknownPlace, match="'15Z' in the mapping 2017-19"):
            self.MAPPING.commissioner("15Z")

    def test_a_later_commissioner_has_no_rows(self):
        with pytest.raises(UnknownPlace) as told:
            self.MAPPING.commissioner("Leeds CCG")
        assert str(told.value) == (
            "There are no rows for NHS Leeds CCG in the mapping 2017-19: it began on 1 April 2018 "
            "of NHS Leeds North CCG, NHS Leeds West CCG and NHS Leeds South and East CCG and ended "
            "on 30 June 2022."
        )

    def test_a_misspelt_name_of_the_print_is_not_needed(self):
        code = "NHS Durham Dales, Easington and Sedgefield CCG"
        assert self.MAPPING.commissioner(code).code == "00D"
