"""A plan as one JSON file."""

from decimal import Decimal

import msgspec
import pytest
from jsonschema import Draft202012Validator

from bettercare import formats
from bettercare.errors import UnknownRound, UnreadableFile
from bettercare.plan import IncomeLine, Plan, SchemeRow
from bettercare.plan.records import schema
from tests.bettercare.formats.folders import ERROR, INFORMATION, WARNING, codes, control, found

START = '{"format":"bettercare-plan-1","round":"2019-20"'


def read(tmp_path, data, round_id=None):
    file = tmp_path / "plan.json"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return formats.read(file, round_id)


def refused(tmp_path, data):
    with pytest.raises(UnreadableFile) as error:
        read(tmp_path, data)
    text = str(error.value)
    assert text.startswith("Cannot read plan.json: ")
    assert text.endswith(".")
    return text.removeprefix("Cannot read plan.json: ").removesuffix(".")


def test_a_plan_is_read_with_its_control_totals(tmp_path):
    rows = '[{"amounts":{"2019-20":5,"2018-19":"1.5"}},{"scheme_name":"Falls"}]'
    reading = read(tmp_path, f'{START},"area":"X","schemes":{rows},"income":[]}}')
    assert reading.plan == Plan(
        round="2019-20",
        area="X",
        income=(),
        schemes=(
            SchemeRow(amounts={"2019-20": Decimal(5), "2018-19": Decimal("1.5")}),
            SchemeRow(scheme_name="Falls"),
        ),
    )
    assert control(reading) == ((2, 2, 0, 0), (Decimal("6.5"), Decimal("6.5"), 0))
    assert control(reading, "income") == ((0, 0, 0, 0), (0, 0, 0))
    assert len(reading.controls) == 2
    assert reading.findings == ()


def test_the_same_plan_gives_the_same_bytes(tmp_path):
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    for file, order in ((one, ("a", "b")), (two, ("b", "a"))):
        formats.write(Plan(round="2019-20", facts=dict.fromkeys(order, "x")), file)
    assert one.read_bytes() == two.read_bytes()
    assert one.read_text().startswith('{\n  "format": "bettercare-plan-1",\n')
    assert one.read_text().endswith("}\n")


def test_a_null_table_is_not_given(tmp_path):
    assert read(tmp_path, f'{START},"schemes":null}}').plan.schemes is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_other_encodings_are_read_and_said(tmp_path, encoding):
    reading = read(tmp_path, f'{START},"area":"Café"}}'.encode(encoding))
    assert reading.plan.area == "Café"
    assert codes(reading) == ([] if encoding == "utf-8-sig" else ["READ-11"])


def test_a_text_of_another_kind_is_no_plan(tmp_path):
    what = 'it is not a plan; its "format" is not "bettercare-plan-1"'
    assert refused(tmp_path, '{"format":"secret","round":"2019-20"}') == what
    assert refused(tmp_path, '{"round":"2019-20"}') == what
    assert refused(tmp_path, "{}") == what


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ("", "it is not JSON from line 1 on"),
        ('{\n"a":\n', "it is not JSON from line 3 on"),
        (f'{START},"area":"x"', "it is not JSON from line 1 on"),
        (f'{START},"given":{{"a":NaN}}}}', "it is not JSON"),
        (f'{START},"area":"\\ud800"}}', "it is not JSON"),
        ("[" * 100_000, "it is not a plan; it is nested too deeply"),
        (
            f'{START},"x":{"[" * 100_000}{"]" * 100_000}}}',
            "it is not a plan; it is nested too deeply",
        ),
    ],
)
def test_what_is_no_json_is_refused_with_its_line(tmp_path, data, what):
    assert refused(tmp_path, data) == what


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ("[]", "expected an object, got a list"),
        ('"plan"', "expected an object, got text"),
        ("5", "expected an object, got a whole number"),
        ('{"format":"bettercare-plan-1"}', "there is no 'round'"),
        ('{"format":"bettercare-plan-1","round":5}', "at round, expected text, got a whole number"),
        (f'{START},"schemes":{{}}}}', "at schemes, expected a list or null, got an object"),
        (f'{START},"schemes":[5]}}', "at schemes[0], expected an object, got a whole number"),
        (
            f'{START},"schemes":[{{}},{{"row":"a"}}]}}',
            "at schemes[1].row, expected a whole number, got text",
        ),
        (f'{START},"given":{{"a":"x"}}}}', "at given[...], expected a number, got text"),
        (f'{START},"given":{{"a":true}}}}', "at given[...], expected a number, got true or false"),
        (f'{START},"facts":{{"a":5}}}}', "at facts[...], expected text, got a whole number"),
    ],
)
def test_a_plan_of_the_wrong_shape_is_refused_with_its_place(tmp_path, data, what):
    assert refused(tmp_path, data) == f"it is not a plan; {what}"


@pytest.mark.parametrize(
    "number",
    ["1e15", "-1e400", "1e999999999", "1e-21", '"NaN"', '"sNaN"', '"-Infinity"', "1" * 5000],
)
def test_a_number_that_no_plan_can_hold_is_refused_with_its_place(tmp_path, number):
    rest = "holds no number of at most 15 digits and 20 decimals"
    for place, data in {
        "given.a.b": f'"given":{{"a.b":{number}}}',
        "printed.a": f'"printed":{{"a":{number}}}',
        "schemes[1].nhs_share": f'"schemes":[{{"nhs_share":1}},{{"nhs_share":{number}}}]',
        "income[0].amounts": f'"income":[{{"amounts":{{"a":1,"b":{number}}}}}]',
        "metrics[0].numerator": f'"metrics":[{{"numerator":{number}}}]',
    }.items():
        assert refused(tmp_path, f"{START},{data}}}") == f"it is not a plan; {place} {rest}"


def test_keys_that_a_plan_does_not_have_are_said(tmp_path):
    rows = '[{"scheme_name":"Falls","colour":1},{"Colour":[]}]'
    reading = read(tmp_path, f'{START},"shcemes":[],"schemes":{rows},"income":null}}')
    assert found(reading, "READ-04") == [
        (
            WARNING,
            "plan.json",
            "A plan has no 'shcemes', 'schemes: Colour' and 'schemes: colour'; not read.",
            "Mend the spelling, or take it away.",
        )
    ]


def test_keys_that_come_twice_are_said(tmp_path):
    rows = '[{"scheme_name":"A","scheme_name":"B"},{"scheme_name":"A","scheme_name":"B"}]'
    reading = read(tmp_path, f'{START},"area":"A","area":"B","schemes":{rows}}}')
    assert (reading.plan.area, reading.plan.schemes[0].scheme_name) == ("B", "B")
    assert found(reading, "READ-03") == [
        (
            WARNING,
            "plan.json",
            "More than one 'scheme_name' and 'area' in one object; the last is read.",
            "Keep one of them.",
        )
    ]


def test_numbers_that_could_not_be_read_are_said_as_they_are_for_a_folder(tmp_path):
    plan = Plan(
        round="2019-20",
        schemes=(SchemeRow(written={"amounts.2019-20": "1e5"}, description="=1+1"),),
        income=(IncomeLine(written={"amounts.2019-20": "n/a"}),),
        facts={"printed.balance.dfg": "tbc"},
    )
    said = {}
    for name in ("plan.json", "folder"):
        formats.write(plan, tmp_path / name)
        reading = formats.read(tmp_path / name)
        said[name] = [(f.code, f.severity, f.subject, f.message, f.fix) for f in reading.findings]
    assert said["plan.json"] == said["folder"]
    assert [one[:3] for one in said["folder"]] == [
        ("READ-01", ERROR, "plan.csv"),
        ("READ-01", ERROR, "Row 1, planned £"),
        ("READ-09", INFORMATION, "Line 1, amount"),
        ("READ-06", WARNING, "Row 1, description"),
    ]


def test_the_round_of_a_plan_may_be_written_in_other_ways(tmp_path):
    assert read(tmp_path, START.replace("2019-20", "2019/20") + "}").plan.round == "2019-20"


def test_the_round_asked_for_wins_and_the_difference_is_said(tmp_path):
    data = START.replace("2019-20", "2011-12") + "}"
    reading = read(tmp_path, data, "2019/20")
    assert reading.plan.round == "2019-20"
    assert [one[1:3] for one in found(reading, "READ-15")] == [
        ("plan.json, round", "The plan says 2011-12; read as 2019-20, as asked.")
    ]
    assert codes(read(tmp_path, START + "}", "2019-20")) == []
    with pytest.raises(UnknownRound, match="no round '2011-12'"):
        read(tmp_path, data)


def test_a_plan_is_as_its_schema_says(tmp_path):
    formats.write(Plan(round="2019-20", schemes=(SchemeRow(),)), tmp_path / "plan.json")
    written = msgspec.json.decode((tmp_path / "plan.json").read_bytes())
    Draft202012Validator(schema()).validate(written)
