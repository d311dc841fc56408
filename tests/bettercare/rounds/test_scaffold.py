"""A new round made from one that is there."""

import re
from decimal import Decimal

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bettercare import rounds
from bettercare.errors import UnknownRound
from bettercare.rounds import Certainty
from bettercare.rounds.facts import facts
from bettercare.rounds.loader import load_folder
from bettercare.rounds.metric_rules import Expectation, Payment
from bettercare.rounds.scaffold import TO_FILL, amendment, scaffold, written
from bettercare.rounds.spends import Growth
from bettercare.rounds.years import (
    days_in,
    first_day,
    last_day,
    moved_years,
    redated,
    year_before,
    years_of,
)

BASE = rounds.load("2019-20")


def read(home, name, files):
    """The round that these files make."""
    folder = home / name
    folder.mkdir()
    for file, text in files.items():
        (folder / file).write_text(text, encoding="utf-8")
    return load_folder(folder)


class TestYears:
    @pytest.mark.parametrize(
        ("name", "years"),
        [
            ("2026-27", ("2026-27",)),
            ("2026-28", ("2026-27", "2027-28")),
            ("2029-30", ("2029-30",)),
            ("2027-30", ("2027-28", "2028-29", "2029-30")),
        ],
    )
    def test_the_years_that_a_name_stands_for(self, name, years):
        assert years_of(name) == years

    @pytest.mark.parametrize("name", ["2026-26", "2026", "26-27", "2026-27a", "2026-20", "2026-99"])
    def test_a_name_that_stands_for_none(self, name):
        with pytest.raises(UnknownRound, match=f"'{name}' does not say for which year"):
            years_of(name)

    def test_days(self):
        assert first_day("2027-28").isoformat() == "2027-04-01"
        assert last_day("2027-28").isoformat() == "2028-03-31"
        assert [days_in(year) for year in ("2026-27", "2027-28", "2028-29")] == [365, 366, 365]
        assert year_before("2020-21") == "2019-20"

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("Template 2019/20", "Template 2031/32"),
            ("Plan for 2019/2020, after 2018-19", "Plan for 2031/2032, after 2030-31"),
            ("amount_2019_20", "amount_2031_32"),
            ("2019 to 2020 and 2019-2020", "2031 to 2032 and 2031-2032"),
            ("2017-18 stays", "2017-18 stays"),
        ],
    )
    def test_a_year_gives_way_however_it_is_written(self, text, shown):
        assert redated(text, moved_years(["2019-20"], ["2031-32"])) == shown

    def test_two_years_become_one_and_one_becomes_two(self):
        assert moved_years(["2017-18", "2018-19"], ["2031-32"]) == {
            "2016-17": "2030-31",
            "2017-18": "2031-32",
            "2018-19": "2031-32",
            "2017-19": "2031-32",
        }
        assert moved_years(["2019-20"], ["2031-32", "2032-33"]) == {
            "2018-19": "2030-31",
            "2019-20": "2031-33",
        }

    @given(st.text())
    def test_a_text_without_years_is_left_as_it_is(self, text):
        assert redated(text, {}) == text


class TestANewRound:
    def test_it_loads_and_says_nothing_else_than_its_years(self, tmp_path):
        made = read(tmp_path, "2031-32", scaffold("2031-32", BASE))
        assert (made.round, made.base, made.label) == (
            "2031-32",
            "2019-20",
            "Better Care Fund plan 2031-32",
        )
        assert (made.years, made.previous_year) == (("2031-32",), "2030-31")
        assert (str(made.in_force.start), str(made.in_force.end)) == ("2031-04-01", "2032-03-31")
        assert made.sources.items == BASE.sources.items
        assert made.checks == BASE.checks
        assert made.terms["template"] == "Better Care Fund 2031/32 template"
        assert made.terms["previous_year_text"] == "2030/31"
        assert made.references["template"].title == "Better Care Fund planning template 2019-20"

    def test_nothing_of_it_is_confirmed(self, tmp_path):
        made = read(tmp_path, "2031-32", scaffold("2031-32", BASE))
        sure = [one.path for one in facts(made) if one.certainty is Certainty.CONFIRMED]
        assert sure == []

    def test_what_hangs_on_the_year_is_moved(self, tmp_path):
        made = read(tmp_path, "2031-32", scaffold("2031-32", BASE))
        assert made.column("schemes", "amounts", "2031-32").header == "expenditure"
        assert "expenditure_2031_32" in made.column("schemes", "amounts", "2031-32").aliases
        assert made.column("hicm", "planned").header == "planned_maturity_2031_32"
        assert made.metrics["res"].years == ("2030-31", "2031-32")
        assert made.metrics["dtoc"].years == ("2031-32",)
        assert made.metrics["dtoc"].days_in_year == 366  # February 2032 has 29 days
        assert made.required_spends["adult_social_care"].minimum.base_year == "2030-31"
        assert made.required_spends["adult_social_care"].baselines == ()
        assert made.timetable == ()

    def test_two_years_have_a_column_each(self, tmp_path):
        made = read(tmp_path, "2031-33", scaffold("2031-33", BASE))
        columns = [one for one in made.tables["schemes"].columns if one.field == "amounts"]
        assert [(one.key, one.header, one.label) for one in columns] == [
            ("2031-32", "expenditure_2031_32", "Expenditure (£) 2031-32"),
            ("2032-33", "expenditure_2032_33", "Expenditure (£) 2032-33"),
        ]
        assert made.metrics["res"].years == ("2030-31", "2031-32", "2032-33")

    def test_a_round_of_two_years_gives_one_of_one_and_of_three(self, tmp_path):
        two = read(tmp_path, "2031-33", scaffold("2031-33", BASE))
        one = read(tmp_path, "2033-34", scaffold("2033-34", two))
        [column] = [c for c in one.tables["schemes"].columns if c.field == "amounts"]
        assert (column.key, column.header) == ("2033-34", "expenditure_2033_34")
        three = read(tmp_path, "2033-36", scaffold("2033-36", two))
        headers = [c.header for c in three.tables["schemes"].columns if c.field == "amounts"]
        assert headers == ["expenditure_2033_34", "expenditure_2034_35", "expenditure_2035_36"]

    def test_rates_of_growth_are_not_guessed(self):
        spends = dict(BASE.required_spends)
        growth = Growth(
            source="nhs_minimum",
            base_year="2018-19",
            rates={"2019-20": Decimal("1.05")},
            words="last year's minimum x 1.05",
            reference="worked",
            certainty=Certainty.CONFIRMED,
        )
        care = msgspec.structs.replace(spends["adult_social_care"], minimum=growth)
        spends["adult_social_care"] = care
        base = msgspec.structs.replace(BASE, required_spends=spends)
        made = yaml.safe_load(scaffold("2031-32", base)["funding.yaml"])
        assert made["required_spends"]["adult_social_care"]["minimum"] == {
            "method": "published",
            "base_year": None,
            "rates": None,
            "words": "published for each area; the growth of this round is not known yet",
        }

    def test_what_was_paid_for_and_expected_is_moved_or_left_out(self):
        payment = Payment(
            metric="res",
            unit_price=Decimal(1490),
            least=Decimal("0.035"),
            slots=("2018-19 Q4", "2019-20 Q1"),
            reference="worked",
            certainty=Certainty.CONFIRMED,
        )
        expected = Expectation(
            area="Sometown",
            year="2019-20",
            daily=Decimal(5),
            reference="worked",
            certainty=Certainty.CONFIRMED,
        )
        dtoc = msgspec.structs.replace(BASE.metrics["dtoc"], expectations=(expected,))
        metrics = BASE.metrics | {"dtoc": dtoc}
        base = msgspec.structs.replace(BASE, payment=payment, metrics=metrics)
        made = yaml.safe_load(scaffold("2031-32", base)["metrics.yaml"])
        assert made["payment"] == {"slots": ["2030-31 Q4", "2031-32 Q1"]}
        assert made["metrics"]["dtoc"]["expectations"] == []

    def test_each_file_says_what_is_to_be_filled(self):
        files = scaffold("2031-32", BASE)
        assert set(files) == {"round.yaml", "funding.yaml", "metrics.yaml", "tables.yaml"}
        marked = [name for name, text in files.items() if f"# {TO_FILL}: " in text]
        assert marked == ["round.yaml", "funding.yaml", "tables.yaml"]
        assert "#   2019-09-27  Plans submitted" in files["round.yaml"]

    @pytest.mark.parametrize("name", ["2031-32", "2031-34"])
    def test_lines_can_be_read(self, name):
        lines = [line for text in scaffold(name, BASE).values() for line in text.splitlines()]
        assert [line for line in lines if len(line) > 120 or line != line.rstrip()] == []

    @pytest.mark.parametrize("base", rounds.available())
    def test_it_can_be_made_from_every_round_at_hand(self, tmp_path, base):
        made = read(tmp_path, "2041-42", scaffold("2041-42", rounds.load(base)))
        assert (made.base, made.years) == (base, ("2041-42",))

    def test_a_name_without_a_year_is_refused(self):
        with pytest.raises(UnknownRound, match="does not say for which year"):
            scaffold("next", BASE)


class TestAnAmendment:
    def test_it_keeps_what_it_amends_as_it_is_and_as_sure(self, tmp_path):
        made = read(tmp_path, "2019-20a", amendment("2019-20a", BASE))
        assert (made.amends, made.base, made.years) == ("2019-20", "2019-20", ("2019-20",))
        assert made.in_force == BASE.in_force
        assert list(facts(made)) == list(facts(BASE))

    def test_its_examples_are_true(self, tmp_path):
        text = amendment("2019-20a", BASE)["round.yaml"]
        example = re.findall(r"^# (references:|narrative:|  \w+: \{.*\})$", text, re.MULTILINE)
        assert len(example) == 4
        made = read(tmp_path, "2019-20a", {"round.yaml": "\n".join([text, *example])})
        assert made.narrative["A"].limit == 1200
        assert made.cite("addendum") == "Addendum to the planning requirements"


WORDS = st.characters(categories=["L", "N", "P", "S", "Zs"])


@given(
    st.dictionaries(
        st.text("abcdef_", min_size=1, max_size=8),
        st.one_of(
            st.text(WORDS, max_size=200),
            st.integers(),
            st.none(),
            st.lists(st.text(WORDS, max_size=30), max_size=20),
            st.lists(st.fixed_dictionaries({"label": st.text(WORDS, max_size=150)}), max_size=4),
            st.dictionaries(st.text("xyz", min_size=1), st.text(WORDS, max_size=90), min_size=1),
        ),
        min_size=1,
    )
)
def test_what_is_written_reads_back_as_it_was(tree):
    assert yaml.safe_load(written(tree)) == tree
