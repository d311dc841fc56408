"""The England mapping of the 2017-19 template: 889 rows, what is wrong in it, and what is not.

The print is a table of the planning template in a published plan. Everything stated here was
counted in it by hand or by an independent script, not by the code under test.
"""

import re
from collections import Counter
from decimal import Decimal

import pytest

from bettercare.places import apportion, load_mapping, mapping_findings
from tests.seeds import seed

PRINTED = load_mapping("2017-19", corrected=False)
CORRECTED = load_mapping("2017-19")
EXACTLY_WHOLE = 92  # of the boards

LOST_A_NOUGHT = {
    "E1000009": ("E10000009", "Dorset", 4),
    "E1000030": ("E10000030", "Surrey", 21),
    "E0900029": ("E09000029", "Sutton", 7),
    "E0600030": ("E06000030", "Swindon", 3),
    "E0800008": ("E08000008", "Tameside", 4),
    "E0600020": ("E06000020", "Telford and Wrekin", 2),
    "E0600034": ("E06000034", "Thurrock", 4),
    "E0600027": ("E06000027", "Torbay", 1),
    "E0900030": ("E09000030", "Tower Hamlets", 6),
    "E0800009": ("E08000009", "Trafford", 4),
    "E0800036": ("E08000036", "Wakefield", 5),
    "E0800030": ("E08000030", "Walsall", 6),
    "E0900031": ("E09000031", "Waltham Forest", 4),
}


class TestAsPrinted:
    def test_889_rows_150_boards_207_ccgs(self):
        assert len(PRINTED.shares) == 889
        assert len(PRINTED.areas) == 150
        assert len(PRINTED.commissioners) == 207
        assert PRINTED.corrections == ()

    def test_the_boards_add_up(self):
        totals = [one.total for one in PRINTED.area_sums]
        assert (min(totals), max(totals)) == (Decimal("0.998"), Decimal("1.002"))
        assert totals.count(Decimal(1)) == EXACTLY_WHOLE

    def test_only_dudley_ccg_does_not_add_up(self):
        [off] = PRINTED.outliers(least=Decimal("0.997"), most=Decimal("1.003"))
        assert (off.of, off.code, off.name) == ("commissioner", "05C", "NHS Dudley CCG")
        assert (off.total, off.excess) == (Decimal("1.030"), Decimal("0.030"))

    def test_14_codes_of_boards_are_not_e_and_eight_digits(self):
        odd = [area.code for area in PRINTED.areas if not re.fullmatch(r"E\d{8}", area.code)]
        assert sorted(odd) == sorted([*LOST_A_NOUGHT, "E06000028 & E06000029"])

    def test_one_ccg_has_two_spellings(self):
        names = {}
        for share in PRINTED.shares:
            names.setdefault(share.commissioner.code, set()).add(share.commissioner.name)
        assert {code: sorted(found) for code, found in names.items() if len(found) > 1} == {
            "00D": [
                "NHS Durham Dales, Easington and Sedgefield CCG",
                "NHS Durham Dales, Easington and Sedgfield CCG",
            ]
        }

    def test_every_slip_is_told_with_its_rows(self):
        findings = mapping_findings(PRINTED)
        assert Counter(one.code for one in findings) == {"CHK-112": 1, "MAP-01": 14, "MAP-02": 1}
        [sums] = [one for one in findings if one.code == "CHK-112"]
        assert sums.subject == "NHS Dudley CCG (05C)"
        assert sums.message == "Its shares in areas add to 103.0%."
        assert sums.fix == "Check row 38, Birmingham: 3.2%, but 0.0% the other way round."
        assert [(place.file, place.row) for place in sums.places] == [("mapping-2017-19.csv", 38)]
        [spelling] = [one for one in findings if one.code == "MAP-02"]
        assert "'NHS Durham Dales, Easington and Sedgfield CCG' in row 519" in spelling.message

    def test_the_file_is_the_print_cell_by_cell(self):
        text = seed(3).read_text(encoding="utf-8", errors="replace")
        table = text[text.index("HWB Code\tLA Name\tCCG Code\tCCG Name") :]
        lines = [line.split("\t") for line in table.splitlines()]
        rows = [[c.strip() for c in line[:6]] for line in lines if re.match(r"E\d{7}", line[0])]
        assert len(rows) == 889
        assert rows == [
            [
                share.area.code,
                share.area.name,
                share.commissioner.code,
                share.commissioner.name,
                f"{share.of_commissioner * 100:.1f}%",
                f"{share.of_area * 100:.1f}%",
            ]
            for share in PRINTED.shares
        ]


class TestCorrected:
    def test_nothing_is_wrong_any_more(self):
        assert mapping_findings(CORRECTED) == ()
        assert CORRECTED.outliers(least=Decimal("0.997"), most=Decimal("1.003")) == ()
        [dudley] = [one for one in CORRECTED.commissioner_sums if one.code == "05C"]
        assert dudley.total == 1

    def test_no_row_is_gained_or_lost(self):
        assert len(CORRECTED.shares) == 889
        assert [one.row for one in CORRECTED.shares] == [one.row for one in PRINTED.shares]

    @pytest.mark.parametrize(("printed", "meant"), LOST_A_NOUGHT.items())
    def test_a_lost_nought_is_put_back(self, printed, meant):
        code, name, rows = meant
        [made] = [one for one in CORRECTED.corrections if one.printed == printed]
        assert (made.column, made.corrected, len(made.rows)) == ("hwb_code", code, rows)
        assert made.certainty == "confirmed"
        assert CORRECTED.area(code).name == name
        assert len(CORRECTED.shares_of_area(code)) == rows

    def test_all_that_differs_is_in_the_corrections(self):
        changed = {
            before.row
            for before, now in zip(PRINTED.shares, CORRECTED.shares, strict=True)
            if before != now
        }
        assert changed == {row for one in CORRECTED.corrections for row in one.rows}
        assert len(CORRECTED.corrections) == 17

    def test_each_correction_has_evidence_and_changed_a_row(self):
        for one in CORRECTED.corrections:
            assert one.evidence
            assert one.reference
            assert one.rows
            assert one.corrected != one.printed

    def test_only_the_share_is_not_certain(self):
        [unsure] = [one for one in CORRECTED.corrections if one.certainty == "unconfirmed"]
        assert (unsure.ccg_code, unsure.column) == ("05C", "pct_ccg_in_hwb")
        assert (unsure.printed, unsure.corrected, unsure.rows) == ("3.2%", "0.2%", (38,))

    def test_two_boards_are_of_two_councils(self):
        joined = {area.name: area.codes for area in CORRECTED.areas if area.is_combined}
        assert joined == {
            "Bournemouth & Poole": ("E06000028", "E06000029"),
            "Cornwall & Scilly": ("E06000052", "E06000053"),
        }


ROTHERHAM = {  # % of the commissioner in Rotherham, % of Rotherham
    "02P": ("0.034", "0.032"),
    "02Q": ("0.010", "0.004"),
    "02X": ("0.011", "0.013"),
    "03L": ("0.979", "0.935"),
    "03N": ("0.008", "0.016"),
}


def test_both_shares_of_rotherham():
    found = {
        one.commissioner.code: (str(one.of_commissioner), str(one.of_area))
        for one in CORRECTED.shares_of_area("Rotherham")
    }
    assert found == ROTHERHAM


def test_rotherham_ccg_in_its_four_areas():
    found = {
        one.area.name: str(one.of_commissioner) for one in CORRECTED.shares_of_commissioner("03L")
    }
    assert found == {
        "Barnsley": "0.003",
        "Doncaster": "0.015",
        "Rotherham": "0.979",
        "Sheffield": "0.003",
    }


@pytest.mark.parametrize(
    ("area", "plans", "unrounded"),
    [
        (
            "Rotherham",
            {"02P": 7000, "02Q": 2900, "02X": 9800, "03L": 7000, "03N": 14000},
            "7339.8",  # 238.0 + 29.0 + 107.8 + 6853.0 + 112.0
        ),
        (
            "Rutland",
            {"03V": 2000, "03W": 7500, "99D": 4200, "04Q": 3300},
            "867.6",  # 6.0 + 735.0 + 113.4 + 13.2
        ),
    ],
)
def test_admissions_apportioned_by_the_real_shares(area, plans, unrounded):
    by_quarter = {code: {"2017-18 Q1": Decimal(number)} for code, number in plans.items()}
    [quarter] = apportion(by_quarter, CORRECTED, area).quarters
    assert quarter.value == Decimal(unrounded)
