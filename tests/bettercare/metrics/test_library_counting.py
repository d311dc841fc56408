"""The library's counting rules on drawn records: who is counted, and who is not."""
# mypy: disable-error-code="operator, arg-type, type-var, misc, attr-defined, index"

import ibis
import msgspec
import pytest

from bettercare.metrics.adding_up import figure
from bettercare.metrics.counting import count_records
from bettercare.metrics.library import definition, library
from tests.bettercare.metrics.drawn_records import parquet_of

# Each row with the metrics that count it, in the numerator or, with "/", in the denominator alone.
SPELLS = """
spell | admitted | discharge_ready | discharged | method | specific_acute | diagnosis | destination | age | delayed_days | counted by
1 | 2025-04-01 | 2025-04-10 | 2025-04-20 | emergency | yes | S720 | usual | 80 | 10 | nea falls usual /los14 los14 /los21 ddelay emadm65 dtoc_spells
2 | 2025-04-01 | 2025-04-22 | 2025-04-22 | emergency | yes | J45.9 | care_home | 64 | 0 | nea avoid /usual los14 los21 ddelay dtoc_spells
3 | 2025-04-01 | 2025-04-02 | 2025-04-02 | elective | yes | I110 | usual | 70 | 0 | usual /los14 /los21 ddelay dtoc_spells
4 | 2025-04-01 | . | 2025-04-14 | emergency | no | I11.0 | usual | 65 | 3 | avoid emadm65 dtoc_spells
5 | 2025-04-01 | . | 2025-04-15 | emergency | yes | I119 | died | 17 | 0 | nea avoid los14 /los21
6 | 2025-04-01 | 2025-04-03 | 2025-04-05 | maternity | yes | O80 | hospital | 30 | 2 | /los14 /los21 ddelay dtoc_spells
7 | 2025-04-01 | . | 2025-04-03 | emergency | yes | . | . | 66 | 0 | nea /los14 /los21 emadm65 dtoc_spells rotherham_emergency_over_65
8 | 2025-04-01 | . | . | emergency | yes | T07 | . | 90 | 0 |
"""  # noqa: E501


def rows_of(table):
    """The rows of a drawn table, by its header."""
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def everybody(path, kind, metrics, period="2025-26"):
    """What a file of one kind of record comes to: numerator and denominator by metric."""
    connection = ibis.duckdb.connect()
    whole = [msgspec.structs.replace(one, breakdowns=()) for one in metrics]  # four times as fast
    found = count_records(connection, {kind: connection.read_parquet(path)}, whole)
    assert found.holds
    return {
        one.metric: (one.numerator, one.denominator)
        for one in found.counts
        if one.period == period and not one.breakdown
    }


def test_which_spells_each_metric_counts(tmp_path):
    rows = rows_of(SPELLS)
    metrics = [made[-1] for made in library().metrics.values() if made[-1].records == "spells"]
    found = everybody(parquet_of(tmp_path, "spells", rows), "spells", metrics)
    for one in metrics:
        if one.metric in ("ddelay", "dtoc_spells", "rotherham_emergency_over_65"):
            continue
        told = [row["counted by"].split() for row in rows]
        top = sum(one.metric in names for names in told)
        every = sum(bool({one.metric, f"/{one.metric}"} & set(names)) for names in told)
        assert found[one.metric] == (top, every if one.of else None), one.metric
    assert found["rotherham_emergency_over_65"] == (2, None)  # 66 and 80; 65 is not over 65


def test_days_of_delay_and_their_mean(tmp_path):
    """Four adults have a discharge-ready date: 10, 0, 0 and 2 days; half left on the day."""
    metrics = [definition("ddelay"), definition("dtoc_spells")]
    found = everybody(parquet_of(tmp_path, "spells", rows_of(SPELLS)), "spells", metrics)
    assert found == {"ddelay": (12, 4), "dtoc_spells": (15, None)}
    on_the_day, mean_of_others = 2 / 4, (10 + 2) / 2
    assert (1 - on_the_day) * mean_of_others == 12 / 4


DELAYS = """
month | council | attributed_to | reason | delayed_days
2017-04-01 | E08000018 | nhs | A | 1000
2017-05-01 | E08000018 | social_care | B | 900
2017-06-01 | E08000018 | joint | C | 500
2017-07-01 | E08000018 | nhs | A | 1428
2017-04-01 | E06000016 | nhs | A | 7
"""


@pytest.mark.parametrize(("round_id", "shown"), [("2017-19", "1166.5"), ("2018-19", "26.4")])
def test_delays_of_a_quarter_under_both_definitions(tmp_path, round_id, shown):
    """2,400 days of Rotherham's first quarter of 2017-18, for 205,748 adults or a day."""
    connection = ibis.duckdb.connect()
    table = connection.read_parquet(parquet_of(tmp_path, "delays", rows_of(DELAYS)))
    one = definition("dtoc", round_id=round_id)
    found = count_records(connection, {"delays": table}, [one]).counts
    (quarter,) = [
        c for c in found
        if (c.period, c.area, c.breakdown) == ("2017-18 Q1", "E08000018", "")
    ]  # fmt: skip
    assert quarter.numerator == 2400
    parts = {
        c.group: int(c.numerator)
        for c in found
        if (c.period, c.area, c.breakdown) == (quarter.period, quarter.area, "attributed_to")
    }
    assert parts == {"nhs": 1000, "social_care": 900, "joint": 500}
    whole = type(quarter)(quarter.metric, quarter.period, quarter.area, quarter.numerator, 205748)
    assert f"{figure(whole, one):.1f}" == shown


CARE_HOMES = """
admission | admitted | kind | funded_by_council | age | counted
1 | 2017-04-01 | residential | yes | 65 | yes
2 | 2017-04-01 | nursing | yes | 90 | yes
3 | 2017-04-01 | nursing | yes | 64 | no
4 | 2017-04-01 | nursing | no | 90 | no
5 | 2017-04-01 | nursing | . | 90 | no
"""


def test_admissions_to_care_homes(tmp_path):
    rows = rows_of(CARE_HOMES)
    path = parquet_of(tmp_path, "care_homes", rows)
    found = everybody(path, "care_homes", [definition("res", round_id="2017-19")], "2017-18")
    assert found == {"res": (sum(row["counted"] == "yes" for row in rows), None)}


REABLEMENT = """
episode | discharged | at_home_day_91 | age
1 | 2017-10-01 | yes | 65
2 | 2017-12-31 | no | 90
3 | 2017-11-15 | . | 80
4 | 2017-11-15 | yes | 64
5 | 2017-09-30 | yes | 80
6 | 2018-01-01 | yes | 80
"""


def test_reablement_counts_october_to_december_and_a_blank_is_not_at_home(tmp_path):
    path = parquet_of(tmp_path, "reablement", rows_of(REABLEMENT))
    assert everybody(path, "reablement", [definition("rea")], "2017-18 Q3") == {"rea": (1, 3)}
    assert everybody(path, "reablement", [definition("rea")], "2017-18") == {}
