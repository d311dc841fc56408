"""Comparisons of a service by area and by group, with the slope over fifths."""

import pytest

from bettercare.equity import Verdict, audit_text
from tests.bettercare.equity.made_up import BASE, audited, codes, users

GROUPS = (
    BASE["populations.csv"].rstrip()
    + """
        b | 18+ | sex | F | 6000
        b | 18+ | sex | M | 4000
        b | 18+ | age | 18-64 | 8000
        b | 18+ | age | 65+ | 2000
        b | 18+ | quintile | 1 | 2000
        b | 18+ | quintile | 2 | 2000
        b | 18+ | quintile | 3 | 2000
        b | 18+ | quintile | 4 | 2000
        b | 18+ | quintile | 5 | 2000
    """
)
HEAD = "service | postcode | sex | age | quintile"
FIFTHS = {"1": 50, "2": 40, "3": 30, "4": 20, "5": 10}


def listed(fifths=FIFTHS):
    """Users by fifth: every third from the areas, half of them women, a tenth of them 70."""
    rows = [fifth for fifth, times in fifths.items() for _ in range(times)]
    lines = [
        f"A | {('AA1 1AA', 'AA1 1AB', 'AA2 1AA')[n % 3]} | {'FM'[n % 2]} | "
        f"{70 if n % 10 == 0 else 30} | {fifth}"
        for n, fifth in enumerate(rows)
    ]
    return "\n".join([HEAD, *lines])


def test_every_breakdown_that_has_people_is_compared(tmp_path):
    [one] = audited(tmp_path, populations=GROUPS, users=listed()).services
    assert list(one.groups) == ["area", "age", "sex", "quintile"]
    shown = {(row.by, row.group): (*row.users[:2], *row.people[:2]) for row in _rows(one)}
    assert shown["area", "North"] == (50, 150, 1000, 10000)
    assert shown["sex", "F"] == (75, 150, 6000, 10000)
    assert shown["age", "65+"] == (15, 150, 2000, 10000)
    assert shown["quintile", "5"] == (10, 150, 2000, 10000)
    assert one.compared.users[:2] == (100, 150)


def _rows(one):
    return [row for rows in one.groups.values() for row in rows]


def test_verdicts_of_groups(tmp_path):
    """75 of 150 is 50% (42.1 to 57.9) and below 60%; 15 of 150 is 10% and below 20%."""
    [one] = audited(tmp_path, populations=GROUPS, users=listed()).services
    found = {(row.by, row.group): row.verdict for row in _rows(one)}
    assert found["sex", "F"] is found["age", "65+"] is Verdict.UNEQUAL
    assert found["sex", "M"] is found["area", "North"] is Verdict.EQUITABLE
    assert found["quintile", "3"] is Verdict.EQUAL


def test_the_slope_is_in_users_per_1000_people(tmp_path):
    """25, 20, 15, 10 and 5 per 1,000 fall by 5 a fifth: 25 from end to end."""
    found = audited(tmp_path, populations=GROUPS, users=listed())
    assert found.services[0].slope.value == pytest.approx(25)
    assert "+25.0 users per 1,000 people" in audit_text(found)


def test_small_fifths_are_merged_before_the_slope(tmp_path):
    found = audited(tmp_path, populations=GROUPS, users=listed(FIFTHS | {"4": 3}))
    [one] = found.services
    assert [row.group for row in one.groups["quintile"]] == ["1", "2", "3", "4 and 5"]
    assert one.slope is not None


def test_two_groups_have_no_slope(tmp_path):
    fifths = {"1": 50, "2": 2, "3": 2, "4": 2, "5": 60}
    [one] = audited(tmp_path, populations=GROUPS, users=listed(fifths)).services
    assert len(one.groups["quintile"]) == 3
    fifths = {"1": 50, "2": 0, "3": 0, "4": 2, "5": 2}
    [one] = audited(tmp_path, populations=GROUPS, users=listed(fifths)).services
    assert one.slope is None


def test_users_in_no_group_are_said_and_not_counted_there(tmp_path):
    text = listed().replace("| F |", "| ? |", 7)
    found = audited(tmp_path, populations=GROUPS, users=text)
    assert codes(found) == ["EQU-17", "EQU-19"]
    assert found.services[0].groups["sex"][0].users[:2] == (68, 143)
    assert found.services[0].compared.users.of == 150


def test_a_service_of_some_areas_is_judged_and_broken_down_by_those_alone(tmp_path):
    services = "code | basis | ages | areas\nA | b | 18+ | north; South\nB | b | 18+ | South"
    services = services.replace("north", "North")
    text = users(20, 30, 150)
    text += text.replace("A | AA", "B | AA").removeprefix("service | postcode")
    one, other = audited(tmp_path, services=services, users=text).services
    assert (one.compared.users.number, other.compared.users.number) == (50, 30)
    assert (one.compared.people.number, other.compared.people.number) == (2000, 1000)
    assert [row.group for row in one.groups["area"]] == ["North", "South"]
    assert other.groups == {}


def test_areas_match_whatever_their_capitals(tmp_path):
    postcodes = "postcode | area\nAA1 1AA | NORTH\nAA1 1AB | south\nAA2 1AA |"
    found = audited(tmp_path, postcodes=postcodes, users=users(20, 30, 150))
    assert codes(found) == []
    assert found.services[0].compared.users.number == 50


def test_control_totals_account_for_every_row(tmp_path):
    text = users(20, 30, 150) + "\nA |\nA | x\nA | AA9 9ZZ\nB | AA1 1AA"
    found = audited(tmp_path, users=text)
    [one] = found.services
    assert found.rows_read["users.csv"] == 204
    assert found.left_out == {"blank": 1, "wrong_format": 1, "not_found": 1}
    assert one.counted.read == 203 == one.counted.users + 3  # and 1 of no service, which is said
    assert "EQU-16" in codes(found)


def test_without_the_packages_the_slope_alone_is_missing_and_that_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr("bettercare.equity.slope.find_spec", lambda _: None)
    found = audited(tmp_path, populations=GROUPS, users=listed())
    assert "EQU-46" in codes(found)
    assert found.services[0].slope is None
    assert len(found.services[0].groups["quintile"]) == 5
