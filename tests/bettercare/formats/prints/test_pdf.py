"""PDF files through the front door: prints of known plans, and files that cannot be read."""

import builtins
import random
from functools import cache
from io import BytesIO

import pypdfium2
import pytest
from fpdf import FPDF
from fpdf.enums import AccessPermission, TextMode
from PIL import Image

import bettercare as bc
from bettercare import examples
from bettercare.errors import BetterCareError, UnknownRound, UnreadableFile
from bettercare.findings import Severity
from bettercare.formats.prints import pdf, read_paper
from bettercare.formats.prints.pdf import paper_in
from bettercare.formats.reading import PROOF
from bettercare.rounds import load
from tests.bettercare.formats.prints.pdf_prints import PdfPrint, pdf_of
from tests.bettercare.formats.prints.wrapped_prints import print_of

RULES = load("2019-20")
HEAD = ["Scheme ID", "Scheme Name", "Source of Funding", "Expenditure (£)"]
WIDTHS = (20, 60, 60, 40)


def rows_of(plan):
    """The rows of a plan without where they stood, and without what only a file has."""
    return [
        {
            field: getattr(row, field)
            for field in row.__struct_fields__
            if field not in ("row", "written", "extra")
        }
        for row in plan.schemes
    ]


def reading(tmp_path, data, round=None):
    path = tmp_path / "paper.pdf"
    path.write_bytes(data)
    return bc.read(path, round)


def refusal(tmp_path, data):
    with pytest.raises(UnreadableFile) as caught:
        reading(tmp_path, data)
    return str(caught.value)


def said(found, code):
    return [one.message for one in found.findings if one.code == code]


def small(*, ruled=True):
    """A print of one row, ready for more."""
    made = PdfPrint("Exampleton", ruled=ruled)
    made.tab("6. Expenditure")
    made.table(HEAD, [["1", "Gardens", "DFG", "£5"]], WIDTHS)
    return made


def picture():
    file = BytesIO()
    Image.new("RGB", (60, 40), "black").save(file, "png")
    return Image.open(file)


@cache
def printed(name, *, ruled):
    """A shipped plan and its print as PDF."""
    plan = bc.read(examples.path(name)).plan
    return plan, pdf_of(plan, RULES, ruled=ruled)


class TestRoundTrip:
    """A plan, printed as PDF and read again, is the plan; with ruled lines and without."""

    @pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "plain"])
    @pytest.mark.parametrize(
        ("name", "rows", "total"), [("leicester", 49, 43_368_727), ("rotherham", 67, 40_369_818)]
    )
    def test_every_cell_of_every_row_and_the_totals(self, tmp_path, name, rows, total, ruled):
        plan, data = printed(name, ruled=ruled)
        found = reading(tmp_path, data)
        assert len(found.plan.schemes) == rows
        assert rows_of(found.plan) == rows_of(plan)
        assert found.plan.facts[PROOF] == "reconciled"
        assert said(found, "READ-48") == ["35 printed totals are what the rows give, to the penny."]
        assert found.plan.printed["expenditure.total"] == total
        assert found.plan.given == plan.given
        assert found.plan.area == name.title()

    @pytest.mark.parametrize("turned", [90, 180, 270])
    def test_a_page_that_is_turned_reads_the_same(self, tmp_path, turned):
        plan, data = printed("leicester", ruled=True)
        assert rows_of(reading(tmp_path, turned_back(data, turned)).plan) == rows_of(plan)

    def test_rows_know_their_page_and_line(self, tmp_path):
        found = reading(tmp_path, small().data())
        [row] = found.plan.schemes
        place = found.plan.place("schemes", 1, "amounts")
        assert (place.file, place.row) == ("paper.pdf", row.row)
        assert row.row > 4


def turned_back(data, turned):
    """The same pages with their content turned, and the page turned back, as printers do."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        width, height = page.get_size()
        matrix = {
            90: pypdfium2.PdfMatrix(0, 1, -1, 0, height, 0),
            180: pypdfium2.PdfMatrix(-1, 0, 0, -1, width, height),
            270: pypdfium2.PdfMatrix(0, -1, 1, 0, 0, width),
        }[turned]
        for thing in page.get_objects(max_depth=1):
            thing.transform(matrix)
        page.gen_content()
        upright = turned == 180
        page.set_mediabox(0, 0, width if upright else height, height if upright else width)
        page.set_rotation(turned)
    file = BytesIO()
    document.save(file)
    document.close()
    return file.getvalue()


class TestNothingToRead:
    def test_pages_that_are_pictures(self, tmp_path):
        made = FPDF()
        for _ in range(2):
            made.add_page()
            made.image(picture(), w=100)
        assert refusal(tmp_path, bytes(made.output())) == (
            "Cannot read paper.pdf: its pages are pictures and have no text layer, so nothing can "
            "be read and nothing was guessed. Ask for the file that it was printed from, or have "
            "its text recognised (OCR) and check every figure."
        )

    def test_a_password(self, tmp_path):
        made = small().pdf
        made.set_encryption(owner_password="o", user_password="u")  # noqa: S106
        assert refusal(tmp_path, bytes(made.output())) == (
            "Cannot read paper.pdf: it is protected by a password. Ask whoever published it for an "
            "open copy."
        )

    def test_a_file_that_opens_without_a_password_is_read_whatever_it_permits(self, tmp_path):
        made = small().pdf
        made.set_encryption(owner_password="o", permissions=AccessPermission.none())  # noqa: S106
        assert len(reading(tmp_path, bytes(made.output())).plan.schemes) == 1

    @pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"no pdf at all", b"%PDF-1.4\n%%EOF"])
    def test_no_pdf_or_a_damaged_one(self, tmp_path, data):
        assert refusal(tmp_path, data) == (
            "Cannot read paper.pdf: it is no PDF, or it is damaged. Download it again, or ask for "
            "another copy."
        )

    def test_a_file_that_was_cut_short_is_said_or_read(self, tmp_path):
        data = small().data()
        for part in (0.3, 0.6, 0.9):
            try:
                reading(tmp_path, data[: int(len(data) * part)])
            except (UnreadableFile, UnknownRound) as error:
                assert "paper.pdf" in str(error)

    def test_damage_anywhere_ends_in_a_sentence_or_a_reading(self):
        data, rng = small().data(), random.Random(3)  # noqa: S311
        for _ in range(150):
            damaged = bytearray(data)
            for _ in range(rng.randint(1, 20)):
                damaged[rng.randrange(len(damaged))] = rng.randrange(256)
            try:
                paper, notes = paper_in(bytes(damaged), "paper.pdf")
                read_paper(paper, load, "2019-20", notes)
            except BetterCareError as error:
                assert str(error).startswith("Cannot read paper.pdf")

    def test_pages_without_anything(self, tmp_path):
        made = FPDF()
        made.add_page()
        assert refusal(tmp_path, bytes(made.output())) == (
            "Cannot read paper.pdf: its pages hold no text."
        )

    def test_another_kind_of_paper(self, tmp_path):
        made = FPDF()
        made.add_page()
        made.set_font("Helvetica", size=10)
        made.cell(0, 5, "Minutes of the meeting")
        path = tmp_path / "paper.pdf"
        path.write_bytes(bytes(made.output()))
        with pytest.raises(UnreadableFile, match="it prints no table of a plan for 2019-20"):
            bc.read(path, "2019-20")

    def test_without_the_package_the_sentence_says_how_to_get_it(self, tmp_path, monkeypatch):
        usual = builtins.__import__

        def without(name, *rest):
            if name == "pypdfium2":
                raise ImportError(name)
            return usual(name, *rest)

        monkeypatch.setattr(builtins, "__import__", without)
        assert refusal(tmp_path, small().data()) == (
            "Cannot read paper.pdf: PDF files need the package pypdfium2, which is not installed. "
            "Install it with: pip install pypdfium2"
        )


class TestPartsNotRead:
    def test_pages_that_are_pictures_among_others_are_named(self, tmp_path):
        made = small().pdf
        made.add_page()
        made.image(picture(), w=100)
        found = reading(tmp_path, bytes(made.output()))
        assert len(found.plan.schemes) == 1
        assert said(found, "READ-41") == [
            "Page 2 is a picture without text. Nothing of it is read or guessed."
        ]

    def test_pages_without_text_are_named(self, tmp_path):
        made = small().pdf
        made.add_page()
        made.add_page()
        assert said(reading(tmp_path, bytes(made.output())), "READ-40") == [
            "Pages 2 and 3 are without text."
        ]

    def test_only_as_many_pages_as_allowed_are_read(self, tmp_path, monkeypatch):
        made = small()
        made.pdf.add_page()
        made.line("behind")
        monkeypatch.setattr(pdf, "MOST_PAGES", 1)
        found = reading(tmp_path, made.data())
        assert len(found.plan.schemes) == 1
        [message] = said(found, "READ-53")
        assert message.startswith("Only the first 1 of 2 pages are read;")

    def test_only_as_many_letters_as_allowed_are_read(self, tmp_path, monkeypatch):
        made = small()
        made.pdf.add_page()
        made.line("x" * 60)
        monkeypatch.setattr(pdf, "LARGEST_PAPER", 200)
        [message] = said(reading(tmp_path, made.data()), "READ-53")
        assert message.startswith("Only the first 1 of 2 pages are read;")


class TestWhatNobodySees:
    def hidden(self, tmp_path, write):
        made = small()
        write(made.pdf)
        found = reading(tmp_path, made.data())
        assert [row.scheme_name for row in found.plan.schemes] == ["Gardens"]
        assert all(
            one.severity is Severity.WARNING for one in found.findings if one.code == "READ-54"
        )
        return said(found, "READ-54")

    def test_white_letters_on_white_paper(self, tmp_path):
        def write(made):
            made.set_text_color(255, 255, 255)
            made.cell(40, 5, "Secret £9")

        assert self.hidden(tmp_path, write) == [
            "9 letters that nobody can see (white) are left out: 'Secret £9'."
        ]

    def test_white_letters_on_a_dark_ground_are_seen(self, tmp_path):
        def write(made):
            made.set_text_color(255, 255, 255)
            made.set_fill_color(0, 60, 120)
            made.cell(40, 5, "Notice", fill=True)

        assert self.hidden(tmp_path, write) == []

    def test_tiny_letters(self, tmp_path):
        def write(made):
            made.set_font("Helvetica", size=1)
            made.cell(40, 5, "Small print")

        assert self.hidden(tmp_path, write) == [
            "11 letters that nobody can see (tiny) are left out: 'Small print'."
        ]

    def test_letters_off_the_page(self, tmp_path):
        def write(made):
            made.text(-200, 50, "Outside")

        assert self.hidden(tmp_path, write) == [
            "7 letters that nobody can see (off the page) are left out: 'Outside'."
        ]

    def test_letters_that_are_not_drawn(self, tmp_path):
        def write(made):
            with made.local_context(text_mode=TextMode.INVISIBLE):
                made.cell(40, 5, "Ghost")

        assert self.hidden(tmp_path, write) == [
            "5 letters that nobody can see (invisible) are left out: 'Ghost'."
        ]

    def test_letters_that_a_scanner_recognised_are_read_and_said(self):
        made = FPDF()
        made.set_font("Helvetica", size=10)
        made.add_page()
        made.image(picture(), w=100)
        with made.local_context(text_mode=TextMode.INVISIBLE):
            made.cell(40, 5, "Recognised words")
        paper, notes = paper_in(bytes(made.output()), "scan.pdf")
        assert [line.text for line in paper.lines if not line.is_blank] == ["Recognised words"]
        assert [one.message for one in notes] == [
            "Page 1 is of pictures, with text that a program recognised on them. Such text has "
            "slips."
        ]


class TestLayouts:
    def test_a_table_goes_on_over_pages_with_titles_and_numbers(self, tmp_path):
        made = PdfPrint("Exampleton", ruled=True)
        rows = [[str(n), f"Scheme number {n}", "iBCF", f"£{n}"] for n in range(1, 201)]
        for start in range(0, 200, 40):
            made.tab("6. Expenditure")
            made.table(HEAD, rows[start : start + 40], WIDTHS)
            made.line(f"Page {start // 40 + 1} of 5")
        found = reading(tmp_path, made.data())
        assert [row.scheme_name for row in found.plan.schemes] == [row[1] for row in rows]
        assert sum(row.amounts["2019-20"] for row in found.plan.schemes) == 20_100

    def test_an_empty_cell_keeps_its_column_without_ruled_lines(self, tmp_path):
        made = PdfPrint("Exampleton", ruled=False)
        made.tab("6. Expenditure")
        rows = [["1", "Gardens", "DFG", "£5"], ["2", "", "iBCF", "£6"], ["3", "Steps", "", "£7"]]
        made.table(HEAD, rows, WIDTHS)
        read = reading(tmp_path, made.data()).plan.schemes
        assert [row.scheme_name for row in read] == ["Gardens", None, "Steps"]
        assert [row.source_of_funding for row in read] == ["DFG", "iBCF", None]

    def test_a_pdf_of_plain_lines_is_read_as_a_print_without_columns(self, tmp_path):
        plan = bc.read(examples.path("leicester")).plan
        made = FPDF()
        made.set_font("Helvetica", size=8)
        made.add_page()
        for line in print_of(plan, RULES).split("\n"):
            made.cell(0, 4.5, line, new_x="LMARGIN", new_y="NEXT")
        found = reading(tmp_path, bytes(made.output()))
        assert found.plan.facts[PROOF] == "reconciled"
        assert rows_of(found.plan) == rows_of(plan)

    def test_two_plans_in_one_file(self, tmp_path):
        made = small()
        made.area = "Otherham"
        made.tab("6. Expenditure")
        made.table(HEAD, [["1", "Roads", "iBCF", "£9"]], WIDTHS)
        found = reading(tmp_path, made.data())
        assert [row.scheme_name for row in found.plan.schemes] == ["Gardens"]
        [message] = said(found, "READ-39")
        assert "Otherham" in message
