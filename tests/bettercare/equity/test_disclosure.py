"""Small numbers: none is shown, and none can be worked out from what is shown."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bettercare.equity import (
    Ages,
    Inputs,
    People,
    Service,
    User,
    audit,
    audit_csv,
    audit_html,
    audit_json,
    audit_markdown,
    audit_text,
    shipped_rules,
)
from bettercare.equity.data import audit_rows
from bettercare.equity.postcodes import Listed
from bettercare.errors import BadRequest
from tests.bettercare.equity.made_up import audited, users

AREAS = ("A", "B", "C", "")
HOMES = {"A": "AA1 1AA", "B": "AA1 1AB", "C": "AA1 1AD", "": "AA2 1AA"}
ADULTS = Ages(18, None)
WRITERS = (audit_text, audit_json, audit_csv, audit_html, audit_markdown)


def made(counts, chosen=(), **more):
    """An audit of one service with so many users from A, B, C and elsewhere."""
    people = [People(basis="b", ages=ADULTS, by="all", group="", people=10_000)]
    people += [People(basis="b", ages=ADULTS, by="area", group=a, people=900) for a in AREAS[:3]]
    listed = [Listed(n, "b", code, area) for n, (area, code) in enumerate(HOMES.items(), 2)]
    homes = [HOMES[a] for a, times in zip(AREAS, counts, strict=True) for _ in range(times)]
    rows = [User(service="S", postcode=code, row=n) for n, code in enumerate(homes, 2)]
    service = Service(code="S", name="S", basis="b", ages=ADULTS, areas=chosen)
    inputs = Inputs(
        services=(service,), people=tuple(people), users=tuple(rows), postcodes=tuple(listed)
    )
    return audit(inputs, **more)


def rank(rows):
    """The rank of a matrix of whole numbers, exactly."""
    left = [list(map(Fraction, row)) for row in rows]
    found = 0
    for column in range(len(AREAS)):
        pivot = next((row for row in left if row[column]), None)
        if pivot is None:
            continue
        found += 1
        left = [
            [a - b * row[column] / pivot[column] for a, b in zip(row, pivot, strict=True)]
            for row in left
            if row is not pivot
        ]
    return found


def told(found, chosen):
    """Which sums of cells somebody reads off the report, as rows of 0 and 1."""
    sums = [[1, 1, 1, 1]]  # how many users there are, from the level to reach
    for row in audit_rows(found):
        if row["users"] is not None:
            names = row["group"].replace(" and ", ", ").split(", ")
            names = (chosen or AREAS[:3]) if row["by"] == "areas" else names
            sums.append([int(area in names) for area in AREAS])
    return sums


@settings(max_examples=150)
@given(
    st.tuples(*[st.one_of(st.integers(0, 9), st.integers(0, 40))] * 4),
    st.sampled_from([(), ("A",), ("A", "B"), ("B", "C")]),
)
def test_differencing_finds_no_small_cell_nor_any_small_sum_of_cells(counts, chosen):
    found = made(counts, chosen)
    sums = told(found, chosen)
    for n in range(1, 2 ** len(AREAS)):
        cells = [n >> k & 1 for k in range(len(AREAS))]
        number = sum(a * b for a, b in zip(cells, counts, strict=True))
        if 0 < number < 5 and sum(counts) >= 5:
            assert rank([*sums, cells]) > rank(sums), (cells, number)


@pytest.mark.parametrize("counts", [(3, 0, 0, 90), (30, 30, 30, 2), (1, 1, 1, 100), (2, 0, 0, 1)])
def test_a_small_number_or_what_leaves_one_takes_everything_with_it(counts):
    [one] = made(counts).services
    found = one.compared
    assert (found.hidden, found.users, found.verdict, found.further) == ("small", None, None, None)
    assert one.groups == {}
    assert (found.level is None) == (sum(counts) < 5)


def test_0_is_shown_as_0_and_a_hidden_number_never_is():
    [row, *_] = audit_rows(made((0, 0, 0, 90)))
    assert (row["users"], row["hidden"]) == (0, "")
    [row, *_] = audit_rows(made((3, 0, 0, 90)))
    hidden = {name for name, value in row.items() if value is None}
    assert hidden >= {"users", "users_of", "users_percent", "users_lower", "verdict", "further"}
    assert row["hidden"] == "small"
    assert ",0," not in audit_csv(made((3, 0, 0, 90))).splitlines()[1]


@pytest.mark.parametrize("write", WRITERS)
def test_no_form_of_the_report_shows_a_hidden_share(write):
    """3 of 93 is 3.2% (1.1 to 9.1); the verdict would be unequal."""
    text = write(made((3, 0, 0, 90)))
    for told in ("3.2", "3.225", "9.1", "9.06", "Unequal", "unequal\n"):
        assert told not in text
    assert "hidden" in text or ",small," in text


@pytest.mark.parametrize("write", WRITERS)
def test_what_is_not_for_release_says_so_and_why(write):
    shown = write(made((3, 0, 0, 90), show_small="for the steering group"))
    assert "3.2" in shown
    assert "NOT FOR RELEASE" in shown
    assert "for the steering group" in shown
    assert "NOT FOR RELEASE" not in write(made((3, 0, 0, 90)))


def test_a_reason_of_blanks_is_refused():
    with pytest.raises(BadRequest):
        made((3, 0, 0, 90), show_small="  ")


def test_a_breakdown_that_would_give_a_small_group_away_is_not_shown_and_that_is_said(tmp_path):
    found = audited(tmp_path, users=users(3, 30, 150))
    assert found.services[0].groups == {}
    assert [one.code for one in found.findings] == ["EQU-39"]
    assert found.services[0].compared.users.number == 33


def test_the_rules_may_be_stricter(tmp_path):
    (tmp_path / "rules.yaml").write_text("smallest_shown: 40\n", encoding="utf-8")
    found = audited(tmp_path, users=users(3, 30, 150))
    assert found.services[0].compared.hidden == "small"
    assert found.rules.level == shipped_rules().level


def test_published_forms_name_no_row_of_users(tmp_path):
    found = audited(tmp_path, users=users(20, 30, 150) + "\nA | AA1 A")
    assert "row 202" in audit_text(found)
    for published in (audit_html(found), audit_markdown(found), audit_csv(found)):
        assert "202" not in published
    assert "202" not in audit_json(found, release=True)
    assert "1 with a postcode not written as one" in audit_html(found)
