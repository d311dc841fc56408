"""Nothing that a person wrote in free text is in any output, whatever a finding quotes."""

import zipfile

import msgspec
import pytest

from bettercare import formats
from bettercare.findings import Finding, Place, Severity
from bettercare.national.published import PUBLIC, PUBLIC_FACTS, Publisher, vocabulary
from bettercare.national.tables import TABLES
from bettercare.plan import Plan, SchemeRow
from bettercare.plan.records import TABLES as OF_A_PLAN
from bettercare.plan.records import SignOff

CANARY = "Zanarya"


def found(message, *places, code="CHK-021"):
    return Finding(
        code=code,
        name="id-used-for-different-schemes",
        severity=Severity.WARNING,
        subject="Row 1, id",
        message=message,
        fix="Give it another.",
        places=places,
    )


@pytest.fixture
def words():
    plan = Plan(
        round="2019-20",
        area="Leeds",
        schemes=(SchemeRow(scheme_name="Falls service", description="Falls service, ask Jo Ann"),),
        sign_off=(SignOff(role="Chair", name="Zanarya Brown"),),
        facts={"note": "Call Bob", "version": "Final 2"},
    )
    return Publisher(plan, vocabulary("2019-20")).words


GENERAL = "… is used for … schemes."


class TestWords:
    def test_about_a_column_of_the_tables_it_keeps_its_words(self, words):
        place = Place(table="schemes", item=1, column="Scheme ID")
        assert words(found("7 is used for two schemes.", place)).message.startswith("7 is used")

    @pytest.mark.parametrize(
        "place",
        [
            Place(table="schemes", item=1, column="Brief Description of Scheme"),
            Place(table="income", item=1, column="comment"),
            Place(table="sign_off", item=1, column="name"),
            Place(table="narrative", item=1),
        ],
    )
    def test_about_free_text_it_says_what_its_check_says_in_general(self, words, place):
        said = words(found("'we' is used for two schemes.", place))
        assert (said.subject, said.message) == ("Row 1, id", GENERAL)
        assert said.fix == "Give … an id of its own." or "…" not in said.fix

    @pytest.mark.parametrize("quoted", ["Zanarya Brown", "Zanarya Brow...", "Call Bob"])
    def test_a_text_of_the_plan_that_is_in_no_table_is_never_quoted(self, words, quoted):
        said = words(found(f"{quoted} is used for two schemes."))
        assert (said.subject, said.message) == ("The plan", GENERAL)

    @pytest.mark.parametrize("quoted", ["Falls service", "Final 2", "Leeds"])
    def test_what_is_in_the_tables_may_be_quoted(self, words, quoted):
        said = words(found(f"{quoted} is used for two schemes."))
        assert said.message == f"{quoted} is used for two schemes."

    def test_a_finding_of_reading_has_no_check_to_speak_for_it(self, words):
        place = Place(table="sign_off", item=2, column="date")
        said = words(found("'Zanarya Brown' is not a number.", place, code="READ-01"))
        assert said.subject == "sign_off, row 2"
        assert said.message == "Id used for different schemes."


def with_canaries(plan):
    """A plan with a canary in each text that no table has a column for."""
    changes = {}
    for table, kind in OF_A_PLAN.items():
        hidden = [
            field
            for field, one in msgspec.structs.asdict(kind()).items()
            if field not in PUBLIC.get(table, ()) and (one is None)
        ]
        texts = [one for one in hidden if "str" in str(kind.__annotations__.get(one))]
        records = getattr(plan, table) or (kind(),)
        changes[table] = tuple(
            msgspec.structs.replace(
                one,
                extra={f"{CANARY} column": f"{CANARY} extra"},
                written={next(iter(kind.__annotations__)): f"{CANARY} 12"},
                **{field: f"{CANARY} {field} 0113 496 0000" for field in texts},
            )
            for one in records
        )
    facts = {f"{CANARY}{n}": f"{CANARY} fact {n}" for n in range(3)} | {"chair": CANARY}
    assert "chair" not in PUBLIC_FACTS
    return msgspec.structs.replace(plan, facts=facts, **changes)


def test_no_canary_in_any_output(tmp_path, leicester, collated, rows):
    (tmp_path / "plans").mkdir()
    formats.write(with_canaries(leicester), tmp_path / "plans" / "a.json")
    assert CANARY in (tmp_path / "plans" / "a.json").read_text()
    for name in ("e.parquet", "e.duckdb", "e.csv"):
        assert collated(name).proved
        for table in TABLES:
            assert CANARY not in str(rows(table, name)), (name, table)
    assert collated("e.xlsx", keep_parts=True).proved
    with zipfile.ZipFile(tmp_path / "e.xlsx") as book:
        assert all(CANARY.encode() not in book.read(name) for name in book.namelist())
    [part] = (tmp_path / "e.xlsx.parts").iterdir()
    assert CANARY not in part.read_text()


def test_the_findings_about_free_text_are_still_counted(tmp_path, leicester, collated, rows):
    (tmp_path / "plans").mkdir()
    formats.write(with_canaries(leicester), tmp_path / "plans" / "a.json")
    collated()
    assert len(rows("findings")) > 50
    assert {one["code"] for one in rows("findings")} >= {"READ-01"}
