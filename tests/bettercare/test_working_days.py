"""Bank holidays of England as GOV.UK lists them, and the working days between two days."""

from datetime import date

import pytest

from bettercare.working_days import bank_holidays, working_days

# GOV.UK, "UK bank holidays", England and Wales
LISTED = {
    2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
}


@pytest.mark.parametrize("year", LISTED)
def test_bank_holidays_are_those_listed(year):
    assert " ".join(sorted(f"{day:%m-%d}" for day in bank_holidays(year))) == LISTED[year]


@pytest.mark.parametrize(
    ("after", "until", "days"),
    [
        (date(2019, 9, 24), date(2019, 9, 27), 3),
        (date(2019, 9, 27), date(2019, 9, 27), 0),
        (date(2019, 9, 27), date(2019, 9, 30), 1),
        (date(2025, 3, 28), date(2025, 4, 22), 15),
        (date(2019, 10, 1), date(2019, 9, 27), -2),
    ],
)
def test_working_days_leave_out_weekends_and_holidays(after, until, days):
    assert working_days(after, until) == days
