"""Plans of admissions from files by rows and by columns."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.errors import UnreadableFile
from bettercare.formats.admissions_file import read_admissions


@pytest.fixture
def read(tmp_path):
    def call(text):
        path = tmp_path / "plans.csv"
        path.write_text(text, encoding="utf-8")
        return read_admissions(path)

    return call


def codes(reading):
    return [one.code for one in reading.findings]


def test_by_rows(read):
    found = read('Commissioner,Quarter,NEA\n03L,Q1 2017-18,"7,000"\n03L,Q2 2017-18,7100.5\n')
    assert found.plans == {"03L": {"Q1 2017-18": 7000, "Q2 2017-18": Decimal("7100.5")}}
    assert found.findings == ()


def test_by_columns_of_months(read):
    found = read(
        "CCG Code;CCG Name;Apr-17;2017-05;June 2017;Region\n03L;NHS Rotherham CCG;1;2;4;North\n"
    )
    assert found.plans == {"03L": {"Apr-17": 1, "2017-05": 2, "June 2017": 4}}
    [unused] = [one for one in found.findings if one.code == "MAP-25"]
    assert unused.message == "These columns are not read: 'Region'."


def test_blank_is_no_plan_and_nought_is_one(read):
    found = read("code,2017-18 Q1,2017-18 Q2,2017-18 Q3\n03L,,0,n/a\n")
    assert found.plans == {"03L": {"2017-18 Q2": 0}}
    assert found.findings == ()


def test_blank_rows_are_passed_over(read):
    assert read("code,2017-18 Q1\n\n,\n03L,5\n").plans == {"03L": {"2017-18 Q1": 5}}


@pytest.mark.parametrize("text", ["about 5", "-3", "5%", "1,23"])
def test_what_is_no_number_is_told_with_its_row(read, text):
    found = read(f'code,2017-18 Q1\n03L,5\n02P,"{text}"\n')
    assert found.plans == {"03L": {"2017-18 Q1": 5}, "02P": {}}
    [finding] = found.findings
    assert (finding.code, finding.subject) == ("MAP-21", "Row 3")
    assert finding.message == f"'{text}' for 2017-18 Q1 is no number of admissions."
    assert (finding.places[0].file, finding.places[0].row) == ("plans.csv", 3)


def test_rows_that_do_not_agree_are_not_used(read):
    found = read("code,period,plan\n1,2017-18 Q1,5\n1,2017-18 Q1,6\n1,2017-18 Q1,5\n")
    assert found.plans == {"1": {}}
    [finding] = found.findings
    assert (finding.code, finding.subject) == ("MAP-22", "Row 3")
    assert finding.message == "The plan is not the one that row 2 gives for 2017-18 Q1."


def test_rows_that_agree_are_one(read):
    found = read("code,period,plan\n1,2017-18 Q1,5\n1,2017-18 Q1,5.0\n")
    assert found.plans == {"1": {"2017-18 Q1": 5}}
    assert found.findings == ()


def test_a_row_without_a_code(read):
    found = read("code,2017-18 Q1\n,7\n03L,5\n")
    assert found.plans == {"03L": {"2017-18 Q1": 5}}
    assert codes(found) == ["MAP-24"]


def test_columns_that_are_missing(read):
    found = read("code,period,number\n03L,2017-18 Q1,5\n")
    assert found.plans == {}
    [finding] = found.findings
    assert finding.code == "MAP-20"
    assert finding.message == (
        "There is no column for admissions. It has 'code', 'period' and 'number'."
    )
    assert finding.fix == "Head its column admissions."


def test_nothing_at_all(read):
    assert codes(read("")) == ["MAP-20"]


def test_what_is_no_text_is_refused(tmp_path):
    path = tmp_path / "plans.csv"
    path.write_bytes(b"PK\x03\x04 and so on")
    with pytest.raises(UnreadableFile, match="Excel"):
        read_admissions(path)
    with pytest.raises(UnreadableFile, match="no such"):
        read_admissions(tmp_path / "none.csv")


@given(
    st.dictionaries(
        st.from_regex(r"[0-9]{2}[A-Z]", fullmatch=True),
        st.lists(st.integers(0, 10**6), min_size=4, max_size=4),
    )
)
def test_both_shapes_give_the_same_plans(tmp_path_factory, numbers):
    quarters = [f"2017-18 Q{n}" for n in (1, 2, 3, 4)]
    wide = ["code," + ",".join(quarters)]
    long = ["code,period,admissions"]
    for code, values in numbers.items():
        wide.append(f"{code}," + ",".join(map(str, values)))
        long += [f"{code},{q},{value}" for q, value in zip(quarters, values, strict=True)]
    folder = tmp_path_factory.mktemp("plans")
    for name, lines in (("wide.csv", wide), ("long.csv", long)):
        (folder / name).write_text("\n".join(lines), encoding="utf-8")
    read = {name: read_admissions(folder / name) for name in ("wide.csv", "long.csv")}
    assert read["wide.csv"].plans == read["long.csv"].plans
    assert read["wide.csv"].plans == {
        code: dict(zip(quarters, map(Decimal, values), strict=True))
        for code, values in numbers.items()
    }
