"""Periods of a series in order of time, none passed over."""

import pytest

from bettercare.findings import Severity
from bettercare.trajectories.in_order import in_order


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (["2018-11", "2019-02"], ["2018-11", "2018-12", "2019-01", "2019-02"]),
        (
            ["2018-19 Q3", "2019-20 Q2"],
            ["2018-19 Q3", "2018-19 Q4", "2019-20 Q1", "2019-20 Q2"],
        ),
        (["2017-18", "2019-20"], ["2017-18", "2018-19", "2019-20"]),
        (["1998-99", "2000-01"], ["1998-99", "1999-00", "2000-01"]),
    ],
)
def test_what_lies_between_is_a_gap(given, found):
    ordered, [said] = in_order(dict.fromkeys(given, 1.0))
    assert list(ordered) == found
    assert [value is None for value in ordered.values()] == [one not in given for one in found]
    assert (said.code, said.severity) == ("SPC-6", Severity.WARNING)


def test_values_go_with_their_periods():
    ordered, [said] = in_order({"2019-05": 2.0, "2019-04": 1.0})
    assert list(ordered.items()) == [("2019-04", 1.0), ("2019-05", 2.0)]
    assert said.code == "SPC-5"


def test_a_series_without_fault_has_no_finding():
    values = {"2019-04": 1.0, "2019-05": None, "2019-06": 3.0}
    assert in_order(values) == (values, ())


@pytest.mark.parametrize(
    "periods",
    [["1", "2"], ["2019-04", "2019-20 Q2"], ["2019-20 Q1", "2019-20"], ["March", "2019-04"]],
)
def test_other_periods_stay_as_they_stand(periods):
    values = dict(zip(periods, [2.0, 1.0], strict=True))
    ordered, [said] = in_order(values)
    assert list(ordered.items()) == list(values.items())
    assert (said.code, said.severity) == ("SPC-7", Severity.INFORMATION)


def test_many_gaps_are_counted_and_not_all_named():
    _, [said] = in_order({"2019-04": 1.0, "2020-04": 2.0})
    assert said.message == "No row is about 2019-05, 2019-06, 2019-07 and 8 more; each is a gap."
