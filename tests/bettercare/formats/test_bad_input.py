"""Whatever is in the files, reading gives a plan and findings, or says in a sentence why not."""

import errno
import random
import shutil
import tempfile
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import bettercare as bc
from bettercare import examples, formats
from bettercare.cli import run
from bettercare.errors import BetterCareError, ExitCode, UnreadableFile
from bettercare.formats.delimited import read_sheet
from bettercare.plan.records import TABLES
from tests.bettercare.formats.folders import (
    ERROR,
    HEADERS,
    INFORMATION,
    PLAN,
    ROW,
    WARNING,
    amounts_in,
    codes,
    control,
    folder_of,
    found,
    plan_of,
    read_schemes,
    records,
    schemes_of,
)

FILES = ("plan.csv", *(f"{name}.csv" for name in TABLES))
MUTATIONS = 2000
SEED = 2019


def refusal(path, round_id=None):
    """The sentence with which a plan is refused."""
    with pytest.raises(UnreadableFile) as refused:
        formats.read(path, round_id)
    assert str(refused.value).startswith("Cannot read ")
    return str(refused.value)


# Nothing to read


def test_a_path_that_is_not_there_is_refused_and_the_nearest_named(tmp_path):
    (tmp_path / "leicester-2019-20").mkdir()
    missing = tmp_path / "leicster-2019-20"
    assert refusal(missing) == (
        f"Cannot read {missing}: no such file or folder. Did you mean leicester-2019-20?"
    )
    assert refusal(tmp_path / "x" / "y").endswith("no such file or folder.")
    assert refusal(tmp_path / "plan.csv").endswith("no such file or folder.")


@pytest.mark.parametrize("name", ["x" * 5000, "x/" * 3000, "\0", "x\0.json"])
def test_a_path_that_cannot_be_is_refused(tmp_path, name):
    assert "Cannot read" in refusal(f"{tmp_path}/{name}")


def test_one_file_of_a_folder_is_refused_and_the_folder_named(tmp_path):
    folder_of(tmp_path, {"schemes.csv": HEADERS})
    assert refusal(tmp_path / "schemes.csv") == (
        f"Cannot read schemes.csv alone: give the folder that holds it ({tmp_path})."
    )


def test_another_kind_of_file_is_refused(tmp_path):
    for name in ("plan.docx", "plan"):
        (tmp_path / name).write_text("x")
        assert refusal(tmp_path / name) == (
            f"Cannot read {name}: give a folder of CSV files, a JSON file, the text of a printed "
            "paper, a PDF file, an Excel workbook, an Excel workbook with macros, a binary Excel "
            "workbook, an old Excel workbook or an OpenDocument sheet."
        )


def test_an_empty_folder_is_refused(tmp_path):
    assert "holds no file of a plan" in refusal(tmp_path)


@pytest.mark.parametrize("name", ["schemes.csv", "plan.csv"])
def test_a_folder_named_like_a_file_is_refused(tmp_path, name):
    home = folder_of(tmp_path, {"income.csv": "source,amount\n", name: None}, plan=None)
    assert refusal(home, "2019-20") == f"Cannot read {name}: it is a folder, not a file."


@pytest.mark.parametrize("method", ["iterdir", "stat", "read_bytes", "exists"])
@pytest.mark.parametrize("name", ["plan", "plan.json"])
def test_what_may_not_be_read_is_refused_with_the_reason(tmp_path, monkeypatch, method, name):
    formats.write(plan_of(), tmp_path / name)
    real = getattr(Path, method)

    def denied(self, *rest, **named):
        if self.name in {name, "plan.csv"}:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(self, *rest, **named)

    monkeypatch.setattr(Path, method, denied)
    if method == "iterdir" and name == "plan.json":
        assert formats.read(tmp_path / name).findings == ()
    else:
        assert refusal(tmp_path / name).endswith(": permission denied.")


def test_the_nearest_name_is_not_looked_for_where_that_is_not_allowed(tmp_path, monkeypatch):
    def denied(_):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", denied)
    assert refusal(tmp_path / "plan.json").endswith("no such file or folder.")


# Something, but not much


def test_an_empty_file_is_a_table_without_rows(tmp_path):
    reading = formats.read(folder_of(tmp_path, {"schemes.csv": "", "income.csv": "\n , \n"}))
    assert (reading.plan.schemes, reading.plan.income, reading.plan.metrics) == ((), (), None)
    assert [one[:3] for one in found(reading, "READ-02")] == [
        (ERROR, "income.csv", "The file is empty."),
        (ERROR, "schemes.csv", "The file is empty."),
    ]
    assert control(reading, "income") == ((2, 0, 2, 0), (0, 0, 0))


def test_headers_alone_are_a_table_without_rows(tmp_path):
    reading = formats.read(folder_of(tmp_path, {"schemes.csv": HEADERS}))
    assert reading.plan.schemes == ()
    assert found(reading, "READ-02") == [
        (
            WARNING,
            "schemes.csv",
            "The file has headers and no rows.",
            "Add the rows, or take the file away.",
        )
    ]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_plan_is_the_same_in_every_encoding_and_with_every_separator(
    tmp_path, encoding, separator
):
    text = schemes_of("£5", "£7.50").replace(",", separator)
    files = {"schemes.csv": text.encode(encoding)}
    reading = formats.read(folder_of(tmp_path, files, PLAN.replace(",", separator)))
    assert amounts_in(reading) == ["5", "7.50"]
    assert reading.plan.area == "Exampleton"
    assert set(codes(reading)) == ({"READ-13"} if separator != "," else set()) | (
        {"READ-11"} if not encoding.startswith("utf-8") else set()
    )


# Numbers


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        (" 12345 ", "12345"),
        ('"£1,234.50 "', "1234.50"),
        ("-1234.56", "-1234.56"),
        ("(20)", "-20"),
        ("0.01", "0.01"),
        ("", None),
    ],
)
def test_an_amount_is_read_to_the_penny(tmp_path, typed, amount):
    reading = read_schemes(tmp_path, typed)
    assert amounts_in(reading) == [amount]
    assert control(reading)[1] == (Decimal(amount or 0), Decimal(amount or 0), 0)
    assert codes(reading) == []


@pytest.mark.parametrize(
    ("typed", "fix"),
    [
        ("1e5", "Type it out, as 100000 for 1e5."),
        ('"1,23"', "Write commas between thousands and a full stop before pence."),
        ("12.345.678", "Write commas between thousands and a full stop before pence."),
        ("12 345", "Take the spaces out of the number."),
        ("£1.2m", "Type it out, as 1200000 for 1.2m."),
        ("1k", "Type it out, as 1200000 for 1.2m."),
        ("2019/20", "Type the number itself; this is a year."),
        ("=cmd|' /C calc'!A0", "Type the number that the formula gives."),
        ("50%", "Type the number alone, such as 12345.67."),
        ("9" * 16, "Type the number alone, such as 12345.67."),
    ],
)
def test_an_amount_that_is_no_plain_number_is_never_guessed(tmp_path, typed, fix):
    reading = read_schemes(tmp_path, 5, typed)
    text = typed.strip('"')
    assert amounts_in(reading) == ["5", None]
    assert records(reading)[1].written == {"amounts.2019-20": text}
    assert found(reading, "READ-01") == [
        (
            ERROR,
            "Row 2, planned £",
            f"'{text}' is not a number; it counts as not given.",
            fix,
        )
    ]
    [place] = reading.findings[0].places
    assert (place.file, place.cell, place.item) == ("schemes.csv", "L3", 2)
    assert control(reading) == ((2, 2, 0, 0), (5, 5, 0))


def test_a_text_far_too_long_for_a_number_is_shown_short(tmp_path):
    [one] = found(read_schemes(tmp_path, "a" * 1000), "READ-01")
    assert one[2] == f"'{'a' * 37}...' is not a number; it counts as not given."


def test_amounts_marked_as_not_given_are_said_once_for_each_mark(tmp_path):
    reading = read_schemes(tmp_path, "-", 5, "n/a", "-", *["N/A"] * 10)
    assert amounts_in(reading) == [None, "5", None, None, *[None] * 10]
    fix = "Leave the cell empty, or type 0 where 0 is meant."
    assert found(reading, "READ-09") == [
        (INFORMATION, "Row 1, planned £", "'-' is read as not given (rows 1 and 4).", fix),
        (INFORMATION, "Row 3, planned £", "'n/a' is read as not given.", fix),
        (
            INFORMATION,
            "Row 5, planned £",
            "'N/A' is read as not given (rows 5, 6, 7, 8, 9, 10, 11, 12 and 2 more).",
            fix,
        ),
    ]
    assert [len(one.places) for one in reading.findings] == [2, 1, 10]


# Texts


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("=cmd|' /C calc'!A0", True),
        ("=1+1", True),
        ("=HYPERLINK(x)", True),
        ("+SUM(A1)", True),
        ("-2+3+cmd|' /C calc'!A0", True),
        ("@SUM(1+1)", True),
        ("- helps people (at home)", False),
        ("+44", False),
        ("@home", False),
        ("-5", False),
        ("a=b", False),
    ],
)
def test_a_text_like_a_formula_is_kept_as_text_and_said(tmp_path, text, said):
    row = ROW.format(n=1, amount=5).replace("Scheme 1", f'"{text}"')
    reading = formats.read(folder_of(tmp_path, {"schemes.csv": f"{HEADERS}\n{row}\n"}))
    assert records(reading)[0].scheme_name == text
    assert (
        found(reading, "READ-06")
        == [
            (
                WARNING,
                "Row 1, name",
                f"'{text}' looks like a formula; it is kept as text.",
                "Type the words or the value that is meant.",
            )
        ]
        * said
    )


def test_text_of_white_space_is_blank(tmp_path):
    row = ROW.format(n=1, amount=5).replace("Scheme 1", " \t\u00a0")
    reading = formats.read(folder_of(tmp_path, {"schemes.csv": f"{HEADERS}\n{row}\n"}))
    assert records(reading)[0].scheme_name is None


def test_a_text_of_100_000_characters_is_kept_whole(tmp_path):
    long = "word " * 20_000
    row = ROW.format(n=1, amount=5).replace("Scheme 1", long)
    reading = formats.read(folder_of(tmp_path, {"schemes.csv": f"{HEADERS}\n{row}\n"}))
    assert records(reading)[0].scheme_name == long.strip()
    assert codes(reading) == ["READ-19"]


def test_an_unclosed_quotation_mark_loses_no_word(tmp_path):
    text = schemes_of(5, 6).replace(",Scheme 2", ',"Scheme 2')
    reading = formats.read(folder_of(tmp_path, {"schemes.csv": text}))
    assert records(reading)[1].scheme_name.endswith(",6,Existing")
    assert codes(reading) == ["READ-05"]
    assert control(reading) == ((2, 2, 0, 0), (5, 5, 0))


# A great deal


@pytest.mark.unmeasured
def test_50_000_rows_are_all_kept(tmp_path):
    home = folder_of(tmp_path, {"schemes.csv": schemes_of(*["1.01"] * 50_000)})
    reading = formats.read(home)
    assert control(reading) == ((50_000, 50_000, 0, 0), (Decimal(50_500), Decimal(50_500), 0))
    assert codes(reading) == []


@pytest.mark.parametrize("amount", ["tbc", "n/a", "=1"])
@pytest.mark.unmeasured
def test_50_000_rows_of_nonsense_too(tmp_path, amount):
    home = folder_of(tmp_path, {"schemes.csv": schemes_of(*[amount] * 50_000)})
    reading = formats.read(home)
    assert control(reading) == ((50_000, 50_000, 0, 0), (0, 0, 0))
    assert len(reading.findings) == (1 if amount == "n/a" else 50_000)


@pytest.mark.parametrize(
    "sign", ["-", " ", "\u00a0", "(", "Total ", "sub", "=", "1", "1,", '"', "\n"]
)
@pytest.mark.unmeasured
def test_a_cell_of_a_million_signs_is_read(tmp_path, sign):
    long = sign * (900_000 // len(sign))
    cell = '"' + long.replace('"', '""') + '"'
    text = f"{HEADERS}\n{cell},x,{cell}\n{cell}{',' * 11}{cell},\n"
    income = f"source,amount\n{cell},{cell}\n"
    reading = formats.read(folder_of(tmp_path, {"schemes.csv": text, "income.csv": income}))
    assert all(one.agrees for one in reading.controls)


# Anything at all


@pytest.mark.parametrize("name", FILES)
@given(data=st.binary(max_size=300))
@example(data=b"\xff\xfe\x00")
@example(data=b'"' * 99)
@settings(max_examples=60)
def test_any_bytes_in_any_file_give_a_plan_or_a_sentence(name, data):
    with tempfile.TemporaryDirectory() as home, suppress(BetterCareError):
        reading = formats.read(folder_of(Path(home), {name: data}), "2019-20")
        assert all(one.agrees for one in reading.controls)


@given(data=st.binary(max_size=300))
@settings(max_examples=60)
def test_any_bytes_in_a_json_file_give_a_sentence(data):
    with tempfile.TemporaryDirectory() as home, suppress(BetterCareError):
        (Path(home) / "plan.json").write_bytes(data)
        assert formats.read(Path(home) / "plan.json").plan.round


PIECES = st.sampled_from(
    [
        *",;\t|\"'\r\n=+-@£%().\0 ",
        "Total",
        "DFG",
        "n/a",
        "1",
        "60",
        "9" * 15,
        "0.5",
        "1e5",
        "€",
        "x",
    ]
)


@pytest.mark.parametrize("name", TABLES)
@given(rows=st.lists(st.lists(PIECES, max_size=40).map("".join), max_size=4))
@settings(max_examples=60)
def test_any_rows_under_any_headers_are_all_accounted_for(name, rows):
    with tempfile.TemporaryDirectory() as folder:
        home = folder_of(Path(folder), {})
        formats.write(plan_of(**{name: ()}), home)
        heads = (home / f"{name}.csv").read_text("utf-8-sig")
        folder_of(home, {f"{name}.csv": heads + "\n".join(rows)})
        reading = formats.read(home)
        in_file = len(read_sheet(home / f"{name}.csv").rows) - 1
        kept = len(getattr(reading.plan, name))
    [one] = reading.controls
    assert one.agrees
    assert (one.rows_read, one.rows_kept) == (in_file, kept)


def flipped(data, rng):
    """The bytes with one to three of them changed in one bit."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 3)):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def survives(path, number):
    """Whether a damaged plan is read; every twentieth is checked as well."""
    try:
        reading = formats.read(path)
    except BetterCareError as refused:
        assert str(refused).endswith((".", "?"))
        return False
    assert all(one.agrees for one in reading.controls)
    assert "READ-16" not in codes(reading)
    if number % 20 == 0:
        assert bc.summarise(reading).report is not None
    return True


@pytest.mark.unmeasured
def test_flipped_bits_in_a_folder_never_crash_or_lose_a_row(tmp_path):
    home = Path(shutil.copytree(examples.path("leicester"), tmp_path / "leicester-2019-20"))
    rng = random.Random(SEED)  # noqa: S311  (the same damage on every run)
    whole = {file: file.read_bytes() for file in sorted(home.iterdir())}
    read = 0
    for number in range(MUTATIONS):
        file = rng.choice(list(whole))
        file.write_bytes(flipped(whole[file], rng))
        read += survives(home, number)
        file.write_bytes(whole[file])
    assert MUTATIONS * 0.9 < read < MUTATIONS


@pytest.mark.unmeasured
def test_flipped_bits_in_a_json_file_never_crash(tmp_path):
    file = tmp_path / "plan.json"
    formats.write(formats.read(examples.path("leicester")).plan, file)
    rng = random.Random(SEED)  # noqa: S311  (the same damage on every run)
    whole = file.read_bytes()
    read = 0
    for number in range(MUTATIONS):
        file.write_bytes(flipped(whole, rng))
        read += survives(file, number)
    assert MUTATIONS * 0.2 < read < MUTATIONS


# At the command line


def told(capsys, *words):
    """The exit code of a command, and what it says on standard error."""
    code = run([str(word) for word in words])
    return code, capsys.readouterr().err


@pytest.mark.parametrize("command", [["check"], ["summary"], ["explain"], ["convert"]])
@pytest.mark.parametrize("name", ["x" * 300, "not-there", "not/there.json", "\0"])
def test_a_path_that_cannot_be_read_ends_with_2_and_a_sentence(capsys, tmp_path, command, name):
    rest = {"explain": ["balance.total"], "convert": [tmp_path / "out"]}.get(command[0], [])
    code, error = told(capsys, *command, name, *rest)
    assert code == ExitCode.CANNOT_READ
    assert error.startswith("Cannot read ")
    assert error.count("\n") == 1


def test_a_place_that_cannot_be_written_ends_with_2_and_a_sentence(capsys):
    code, error = told(capsys, "convert", "leicester", "x" * 300)
    assert (code, error[:13]) == (ExitCode.CANNOT_READ, "Cannot write ")


LEAST, MOST = f"0.{'0' * 19}1", "9" * 15
EXTREMES = f"""metric,plan_year,numerator,denominator,value_printed
RES,2019/20,{MOST},{LEAST},{MOST}
RES,2018/19,{LEAST},{MOST},{LEAST}
REA,2019/20,-1,-5,-{MOST}
REA,2018/19,1,0,{LEAST}
DTOC,2019/20,,,{MOST}
"""
FINE = {ExitCode.NO_ERRORS, ExitCode.ERRORS_FOUND}
REFUSED = {ExitCode.CANNOT_READ}


@pytest.mark.parametrize(
    ("files", "codes"),
    [
        ({"schemes.csv": ""}, FINE),
        ({"schemes.csv": HEADERS}, FINE),
        ({"schemes.csv": schemes_of("1e5", "-", "-7", "0.01", "=1", "9" * 99)}, FINE),
        ({"schemes.csv": schemes_of(MOST, f"{MOST}.{'9' * 20}", f"-{LEAST}")}, FINE),
        ({"schemes.csv": schemes_of("5").encode("utf-16")}, FINE),
        ({"metrics.csv": EXTREMES}, FINE),
        ({"income.csv": f"source,amount\nMinimum CCG Contribution,{LEAST}\nDFG,-{MOST}\n"}, FINE),
        ({"income.csv": None}, REFUSED),
        ({"income.csv": b"PK\x03\x04"}, REFUSED),
    ],
)
@pytest.mark.parametrize("form", ["text", "json", "csv"])
@pytest.mark.parametrize("command", ["check", "summary"])
def test_no_file_makes_the_program_fail(capsys, tmp_path, files, codes, form, command):
    home = folder_of(tmp_path, files)
    code, error = told(capsys, command, home, "--format", form)
    assert code in codes
    assert bool(error) == (codes == REFUSED)


CANARY = "Canary Q. Bird"


@pytest.mark.parametrize(
    "data",
    [
        f'{{"format":"{CANARY}","round":"2019-20"}}',
        f'{{"format":"bettercare-plan-1","round":"2019-20","schemes":"{CANARY}"}}',
        f'{{"format":"bettercare-plan-1","round":"2019-20","sign_off":[{{"name":"{CANARY}"}}',
        f'{{"format":"bettercare-plan-1","round":"2019-20","given":{{"{CANARY}":"{CANARY}"}}}}',
    ],
)
def test_no_value_of_a_plan_is_told_on_standard_error(capsys, tmp_path, data):
    (tmp_path / "plan.json").write_text(data)
    code, error = told(capsys, "check", tmp_path / "plan.json")
    assert code == ExitCode.CANNOT_READ
    assert CANARY not in error


def test_a_fault_of_ours_tells_no_value_of_a_plan(capsys, tmp_path, monkeypatch):
    def fault(*_):
        raise ValueError(CANARY)

    monkeypatch.setattr("bettercare.formats.csv_folder.read_table", fault)
    home = folder_of(tmp_path, {"sign_off.csv": f"role,name\nx,{CANARY}\n"})
    code, error = told(capsys, "check", home)
    assert code == ExitCode.OUR_FAULT
    assert "ValueError at test_bad_input.py" in error
    assert CANARY not in error
