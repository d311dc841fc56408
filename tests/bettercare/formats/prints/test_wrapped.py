"""Prints without columns through the front door: round trips, bad input, size."""

import random

import msgspec
import pytest

import bettercare as bc
from bettercare import examples
from bettercare.errors import UnknownRound, UnreadableFile
from bettercare.findings import Severity
from bettercare.formats.prints import wrapped
from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.wrapped_blocks import Words
from bettercare.formats.reading import PROOF
from bettercare.rounds import load
from tests.bettercare.formats.prints.wrapped_prints import print_of, schemes_of
from tests.bettercare.known import known

RULES = load("2019-20")
# Words as descriptions have them, values of lists among them.
WORDS = (
    *("support", "for", "people", "at", "home", "care", "team", "clinical", "visits", "to"),
    *("reduce", "with", "joint", "Community", "Low", "High", "and", "services", "older", "NHS"),
    *("adults", "discharge", "Social", "Care", "LA", "assessment", "admissions"),
)
# Where two texts share a line and several borders fit, the border may be another.
SHARED = ("scheme_name", "description")


def planned(name="leicester", count=None):
    """A published plan with descriptions, cut to some rows."""
    rng = random.Random(5)  # noqa: S311
    plan = bc.read(examples.path(name)).plan
    rows = tuple(
        msgspec.structs.replace(
            row,
            row=0,
            description=" ".join(rng.choice(WORDS) for _ in range(rng.randint(3, 14))),
        )
        for row in known(plan.schemes)[:count]
    )
    return msgspec.structs.replace(plan, schemes=rows, origins={})


def reading(tmp_path, text, round=None):
    path = tmp_path / "paper.txt"
    path.write_text(text, encoding="utf-8")
    return bc.read(path, round)


def said(found, code, severity=None):
    return [
        one.message
        for one in found.findings
        if one.code == code and severity in (None, one.severity)
    ]


def cells(row):
    fields = (f for f in row.__struct_fields__ if f not in ("row", "written", "extra", *SHARED))
    return {field: getattr(row, field) for field in fields}


class TestRoundTrip:
    """A plan, printed without columns and read again, is the plan."""

    @pytest.mark.parametrize(
        ("name", "rows", "total"), [("leicester", 49, 43_368_727), ("rotherham", 67, 40_369_818)]
    )
    def test_every_cell_of_every_row(self, tmp_path, name, rows, total):
        plan = planned(name)
        found = reading(tmp_path, print_of(plan, RULES)).plan
        assert len(found.schemes) == rows
        assert [cells(row) for row in found.schemes] == [cells(row) for row in plan.schemes]
        assert sum(row.amounts["2019-20"] for row in found.schemes) == total

    @pytest.mark.parametrize(("name", "rows"), [("leicester", 49), ("rotherham", 67)])
    def test_names_and_descriptions_where_the_print_shows_the_border(self, tmp_path, name, rows):
        plan = planned(name)
        found = reading(tmp_path, print_of(plan, RULES))
        guessed = {
            place.item
            for one in found.findings
            if one.code == "READ-50" and one.severity is Severity.WARNING
            for place in one.places
        }
        assert len(guessed) < rows / 6
        for item, (row, read) in enumerate(zip(plan.schemes, found.plan.schemes, strict=True), 1):
            texts = (row.scheme_name, row.description)
            if item in guessed:
                assert f"{read.scheme_name} {read.description}" == " ".join(texts)
            else:
                assert (read.scheme_name, read.description) == texts

    @pytest.mark.parametrize(
        ("name", "rows", "total"), [("leicester", 49, 43_368_727), ("rotherham", 67, 40_369_818)]
    )
    def test_it_is_reconciled_with_its_printed_totals(self, tmp_path, name, rows, total):
        found = reading(tmp_path, print_of(planned(name), RULES))
        assert found.plan.facts[PROOF] == "reconciled"
        assert found.plan.printed["expenditure.total"] == total
        assert said(found, "READ-48") == ["33 printed totals are what the rows give, to the penny."]
        assert (said(found, "READ-34"), said(found, "READ-44")) == ([], [])
        [control] = [one for one in found.controls if one.table == "schemes"]
        assert (control.rows_read, control.rows_kept, control.sum_kept) == (rows, rows, total)


class TestWhatIsLost:
    PLAN = planned(count=6)
    TEXT = print_of(PLAN, RULES)

    def test_an_amount(self, tmp_path):
        found = reading(tmp_path, self.TEXT.replace("£650,000 Existing", ""))
        assert len(found.plan.schemes) == 6
        [message] = said(found, "READ-43", Severity.ERROR)
        assert message == "Row 2 has no amount: the print is cut there, or has lost a line."
        assert found.plan.facts[PROOF] == "partial"
        assert any("£650,000 less" in one for one in said(found, "READ-34"))

    def test_the_end_of_the_last_row(self, tmp_path):
        text = self.TEXT[: self.TEXT.rindex("Minimum CCG\nContribution")]
        found = reading(tmp_path, text)
        assert [row.scheme_id for row in found.plan.schemes] == ["1", "2", "3", "4", "5", "6"]
        assert said(found, "READ-43") == [
            "Row 6 has no amount: the print is cut there, or has lost a line."
        ]
        assert found.plan.facts[PROOF] == "partial"

    def test_pounds_that_belong_to_no_row_make_a_plan_partial_even_if_totals_agree(self, tmp_path):
        at = self.TEXT.index("2 Carers Funding")
        text = f"{self.TEXT[:at]}See the report on\nspending of £5 Existing\n\n{self.TEXT[at:]}"
        found = reading(tmp_path, text)
        assert len(found.plan.schemes) == 6
        [message] = said(found, "READ-44", Severity.ERROR)
        assert message == (
            "Words of no row, with £5, are not read: 'See the report on spending of £5 Existing'."
        )
        assert found.plan.facts[PROOF] == "partial"

    def test_a_label_of_the_head(self, tmp_path):
        found = reading(tmp_path, self.TEXT.replace("NEA DTOC RES REA", "DTOC RES REA"))
        assert [cells(row) for row in found.plan.schemes] == [
            cells(row) for row in self.PLAN.schemes
        ]
        assert said(found, "READ-36") == [
            "The head of the table does not print 'NEA'; taken as the round's template has them."
        ]

    def test_the_head(self, tmp_path):
        start, end = self.TEXT.index("Scheme\nID"), self.TEXT.index("1 Existing ASC")
        found = reading(tmp_path, self.TEXT[:start] + self.TEXT[end:])
        assert found.plan.schemes is None
        assert found.plan.facts[PROOF] != "reconciled"
        assert len(said(found, "READ-44")) == 1

    def test_the_titles_of_tabs(self, tmp_path):
        lines = [line for line in self.TEXT.split("\n") if not line.startswith("Better Care Fund")]
        found = reading(tmp_path, "\n".join(lines), "2019-20")
        assert [cells(row) for row in found.plan.schemes] == [
            cells(row) for row in self.PLAN.schemes
        ]
        assert found.plan.facts[PROOF] == "reconciled"

    def test_totals_that_are_not_printed_are_said(self, tmp_path):
        start = self.TEXT.index("6. Expenditure")
        found = reading(tmp_path, f"Better Care Fund 2019/20 Template\n{self.TEXT[start:]}")
        assert found.plan.facts[PROOF] == "not proved"
        assert said(found, "READ-49")


class TestPages:
    def test_page_numbers_footers_and_heads_that_come_again(self, tmp_path):
        plan = planned(count=30)
        head = list(schemes_of((), RULES))
        lines = print_of(plan, RULES).split("\n")
        body = [n for n, line in enumerate(lines) if line.startswith("£") and "ing" in line]
        for page, at in enumerate(reversed(body[4:25:5])):
            furniture = ["", "Board papers, item 9", f"Page {5 - page}", "\f", *head]
            lines[at + 1 : at + 1] = furniture
        lines += ["", "Board papers, item 9", "Page 6"]
        found = reading(tmp_path, "\n".join(lines))
        assert [cells(row) for row in found.plan.schemes] == [cells(row) for row in plan.schemes]
        assert found.plan.facts[PROOF] == "reconciled"
        assert said(found, "READ-44") == []

    def test_a_row_that_is_cut_at_the_end_of_a_page_is_one(self, tmp_path):
        plan = planned(count=6)
        text = print_of(plan, RULES)
        at = text.index("Local\nAuthority") + len("Local\n")
        found = reading(tmp_path, f"{text[:at]}\nPage 1 of 2\n\f{text[at:]}")
        assert [cells(row) for row in found.plan.schemes] == [cells(row) for row in plan.schemes]

    def test_a_row_of_totals_is_a_printed_total(self, tmp_path):
        plan = planned(count=6)
        total = sum(row.amounts["2019-20"] for row in plan.schemes)
        found = reading(tmp_path, f"{print_of(plan, RULES)}\nTotal £{total:,}\n")
        assert len(found.plan.schemes) == 6
        assert said(found, "READ-48") == ["33 printed totals are what the rows give, to the penny."]
        wrong = reading(tmp_path, f"{print_of(plan, RULES)}\nTotal £{total + 1:,}\n")
        assert wrong.plan.facts[PROOF] != "reconciled"
        assert len(said(wrong, "READ-37")) <= 1


class TestOtherInput:
    def test_two_plans_in_one_file(self, tmp_path):
        one = planned(count=6)
        other = msgspec.structs.replace(planned("rotherham", 9), area="Rotherham")
        found = reading(tmp_path, print_of(one, RULES) + "\n\n" + print_of(other, RULES))
        assert found.plan.area == "Leicester"
        assert len(found.plan.schemes) == 6
        assert found.plan.facts[PROOF] == "reconciled"
        [message] = said(found, "READ-39")
        assert "Only that of Leicester is read; left out: 'Rotherham'" in message

    def test_the_plan_of_another_year_beside_this_one(self, tmp_path):
        text = print_of(planned(count=6), RULES)
        other = print_of(planned("rotherham", 9), RULES).replace("2019/20", "2017/18")
        found = reading(tmp_path, f"{other}\n{text}", "2019-20")
        assert (found.plan.area, len(found.plan.schemes)) == ("Leicester", 6)
        assert len(said(found, "READ-39")) == 1

    def test_a_print_of_another_kind(self, tmp_path):
        with pytest.raises(UnreadableFile, match="it prints no table of a plan for 2019-20"):
            reading(tmp_path, "Minutes\n\nApologies were given.", "2019-20")

    def test_a_print_that_says_no_round(self, tmp_path):
        with pytest.raises(UnknownRound, match="Cannot tell which round"):
            reading(tmp_path, "Minutes\n\nApologies were given.")

    def test_an_empty_page(self, tmp_path):
        with pytest.raises(UnreadableFile, match="it holds no text"):
            reading(tmp_path, "\n\f\n \n")

    def test_a_paper_with_tabs_is_not_for_this_reader(self):
        assert wrapped.claims(paper_of("a\nb\nc", "a.txt"))
        assert not wrapped.claims(paper_of("a\tb\nc", "a.txt"))
        assert not wrapped.claims(paper_of("", "a.txt"))


def looks(count, monkeypatch):
    """How many runs of words are looked at to find the rows of a print of so many."""
    plan = planned()
    rows = tuple(plan.schemes[n % 49] for n in range(count))
    paper = paper_of(print_of(msgspec.structs.replace(plan, schemes=rows), RULES), "a.txt")
    counted = 0
    usual = Words.slips

    def slips(*run):
        nonlocal counted
        counted += 1
        return usual(*run)

    with monkeypatch.context() as patch:
        patch.setattr(Words, "slips", slips)
        found = wrapped.find(paper, RULES)
    assert len(found.table.section.rows) == count
    return counted


@pytest.mark.unmeasured
def test_the_work_grows_with_the_rows_and_not_with_their_square(monkeypatch):
    few, many = looks(196, monkeypatch), looks(1960, monkeypatch)
    assert 0 < many <= 10.1 * few


@pytest.mark.unmeasured
def test_a_long_run_of_ambiguous_words_is_looked_at_no_longer_than_its_length(monkeypatch):
    """Every word is a value of several lists, which a search by trial would never end on."""
    counted = 0
    usual = Words.slips

    def slips(*run):
        nonlocal counted
        counted += 1
        return usual(*run)

    monkeypatch.setattr(Words, "slips", slips)
    head = "\n".join(schemes_of((), RULES))
    for words in (100, 390):
        counted = 0
        text = f"{head}\n\n1 {'Other Low LA CCG New ' * (words // 5)}\n\n£5 New"
        wrapped.find(paper_of(text, "a.txt"), RULES)
        assert counted < 2_500 * words
