"""What grants may pay for, contingencies, and how much of a plan is Other."""

import pytest

import bettercare as bc
from bettercare import examples
from tests.bettercare.builders import findings, fixes, places, plan_of, report, told


def test_the_dfg_is_commissioned_by_the_council():
    rows = """
    scheme_name | source_of_funding        | commissioner
    Adaptations | DFG                      | CCG
    Lifts       | DFG                      | LA
    Ramps       | DFG                      |
    Nursing     | Minimum CCG Contribution | CCG
    """
    plan = plan_of(schemes=rows)
    assert told("CHK-067", plan) == [
        "Row 1, commissioner. 'Adaptations' is paid from DFG but commissioned by CCG."
    ]
    assert fixes("CHK-067", plan) == [
        "Choose LA as the commissioner, or pay it from another source."
    ]
    assert places("CHK-067", plan) == [[("schemes", 1, "Commissioner")]]


def test_the_dfg_on_other_types_is_told_once_a_type():
    rows = """
    source_of_funding        | scheme_type                   | amount
    DFG                      | DFG Related Schemes           | 100
    DFG                      | Home Care or Domiciliary Care | 60
    DFG                      | Carers Services               | 7
    DFG                      | Home Care or Domiciliary Care | 40
    Minimum CCG Contribution | Carers Services               | 5
    """
    plan = plan_of(schemes=rows)
    assert told("CHK-068", plan) == [
        "Rows 2 and 4, scheme type. £100 of DFG is on 'Home Care or Domiciliary Care'.",
        "Row 3, scheme type. £7 of DFG is on 'Carers Services'.",
    ]
    assert set(fixes("CHK-068", plan)) == {"Confirm that it is capital and a permitted use."}
    assert places("CHK-068", plan)[0] == [
        ("schemes", 2, "Scheme Type"),
        ("schemes", 4, "Scheme Type"),
    ]


@pytest.mark.parametrize(
    "lines",
    ["source_of_funding | amount\nDFG | 5", "source_of_funding | amount\nDFG | 5\niBCF | 0"],
)
def test_the_ibcf_is_in_the_pool(lines):
    assert told("CHK-074", plan_of(income=lines)) == [
        "Income, iBCF. The iBCF must be in the pool, and no income is given."
    ]


@pytest.mark.parametrize("amount", ["7", "seven"])
def test_ibcf_income_that_is_given_or_could_not_be_read(amount):
    assert findings("CHK-074", plan_of(income=f"source_of_funding | amount\niBCF | {amount}")) == []


SOCIAL_CARE = """
scheme_name | source_of_funding          | commissioner | area_of_spend   | provider
A           | iBCF                       | CCG          | Social Care     | Private Sector
B           | iBCF                       | LA           | Continuing Care | Private Sector
C           | Winter Pressures Grant     | LA           | Social Care     | NHS Acute Provider
D           | iBCF                       | LA           | Social Care     | Private Sector
E           | iBCF                       | LA           | Other           | NHS Community Provider
F           | Additional LA Contribution | CCG          | Acute           | NHS Acute Provider
G           | iBCF                       |              |                 |
H           | iBCF                       |              | Acute           |
"""


def test_social_care_grants_on_health():
    plan = plan_of(schemes=SOCIAL_CARE.strip())
    assert told("CHK-075", plan) == [
        "Row 1, commissioner. 'A' is commissioned by CCG in Social Care; "
        "iBCF is a social care grant.",
        "Row 2, area of spend. 'B' is commissioned by LA in Continuing Care; "
        "iBCF is a social care grant.",
        "Row 3, provider. 'C' is provided by NHS Acute Provider; "
        "Winter Pressures is a social care grant.",
        "Row 8, area of spend. 'H' is in Acute; iBCF is a social care grant.",
    ]
    assert set(fixes("CHK-075", plan)) == {
        "Say what social care purpose it serves, or pay it from another source."
    }
    assert places("CHK-075", plan)[0] == [("schemes", 1, "Commissioner")]


def purposes(*shares):
    return [
        {"question": f"iBCF purpose {number}", "response": share}
        for number, share in enumerate(shares, 1)
    ]


IBCF = "source_of_funding | amount\niBCF | 7"


def test_the_purposes_of_the_ibcf_must_be_known():
    assert [one.needs for one in report("CHK-076", plan_of(income=IBCF)).not_run] == [
        "how the iBCF splits across its three purposes"
    ]


def test_without_ibcf_there_is_nothing_to_split():
    plan = plan_of(income="source_of_funding | amount\nDFG | 7")
    assert report("CHK-076", plan).not_run == ()
    assert findings("CHK-076", plan) == []


@pytest.mark.parametrize("shares", [("40%", "30%", "30%"), ("40", "30", "30"), ("0.4", "0.6", "0")])
def test_purposes_that_add_up(shares):
    assert findings("CHK-076", plan_of(income=IBCF, answers=purposes(*shares))) == []


def test_purposes_that_do_not_add_up():
    plan = plan_of(income=IBCF, answers=purposes("40%", "30%", "40%"))
    assert told("CHK-076", plan) == [
        "iBCF purposes. The shares of the iBCF's purposes add to 110.0%."
    ]


def test_a_purpose_without_a_share():
    plan = plan_of(income=IBCF, answers=purposes("40%", "", "40%"))
    assert told("CHK-076", plan) == ["iBCF purposes. 'iBCF purpose 2' has no share."]
    assert places("CHK-076", plan) == [[("answers", 2, "Response")]]


def dtoc(narrative):
    return plan_of(metrics=[{"metric": "DTOC", "narrative": narrative}])


def test_the_narrative_covers_the_winter_grant():
    plan = dtoc("We will discharge people sooner in the winter.")
    assert told("CHK-077", plan) == [
        "Delayed transfers of care. The narrative does not mention winter pressures."
    ]
    assert places("CHK-077", plan) == [[("metrics", 1, "Overview Narrative")]]


def test_a_narrative_that_covers_it():
    assert findings("CHK-077", dtoc("The Winter  Pressures grant pays for beds.")) == []


def test_without_a_narrative_it_says_what_it_needs():
    assert [one.needs for one in report("CHK-077", dtoc("")).not_run] == [
        "the narrative of delayed transfers of care"
    ]


@pytest.mark.parametrize(
    ("name", "other", "found"),
    [
        ("BCF Risk Pool", "", True),
        ("Performance-Fund", "", True),
        ("Reserve", "In-year contingency.", True),
        ("Flood risk pooling", "", False),
        ("Contingent workers", "", False),
    ],
)
def test_contingencies_by_whole_words(name, other, found):
    plan = plan_of(schemes=[{"scheme_name": name, "scheme_type_other": other}])
    expected = [f"Row 1, name. '{name}' is a contingency."] if found else []
    assert told("CHK-079", plan) == expected


def test_words_of_two_cells_are_not_one_phrase():
    plan = plan_of(schemes=[{"scheme_name": "Sharing risk", "scheme_type_other": "Pool of cars"}])
    assert findings("CHK-079", plan) == []


def test_much_is_other():
    rows = """
    scheme_type           | source_of_funding        | amount
    Other                 | Minimum CCG Contribution | 5
    Other                 | iBCF                     | 8
    Other                 | iBCF                     | 7
    Carers Services       | Minimum CCG Contribution | 80
    """
    plan = plan_of(schemes=rows)
    assert told("CHK-080", plan) == [
        "Rows 1, 2 and 3, scheme type. 20% of the plan (£20) is Other."
    ]
    assert fixes("CHK-080", plan) == ["Choose a type for the two iBCF rows (£15) first."]


def test_one_other_row_is_named_by_its_number():
    plan = plan_of(schemes="scheme_type | amount\nOther | 20\nCarers Services | 80")
    assert fixes("CHK-080", plan) == ["Choose a type for row 1 (£20) first."]


def test_a_little_other_is_no_matter():
    plan = plan_of(schemes="scheme_type | amount\nOther | 15\nCarers Services | 85")
    assert findings("CHK-080", plan) == []


CODES = ("CHK-067", "CHK-068", "CHK-074", "CHK-075", "CHK-076", "CHK-077", "CHK-079", "CHK-080")


def test_leicester():
    plan = bc.read(examples.path("leicester")).plan
    assert {code: told(code, plan) for code in CODES if told(code, plan)} == {
        "CHK-079": ["Row 23, name. 'Performance Fund' is a contingency."],
        "CHK-080": ["10 rows, scheme type. 43% of the plan (£18,806,312) is Other."],
    }
    assert fixes("CHK-080", plan) == ["Choose a type for the three iBCF rows (£15,466,521) first."]


def test_rotherham():
    plan = bc.read(examples.path("rotherham")).plan
    assert [found.subject for found in findings("CHK-075", plan)] == [
        "Row 47, commissioner",
        "Row 49, commissioner",
        "Row 51, commissioner",
        "Row 53, commissioner",
        "Row 54, commissioner",
        "Row 66, provider",
    ]
    assert told("CHK-079", plan) == ["Row 41, name. 'BCF Risk Pool' is a contingency."]
    assert told("CHK-080", plan) == []  # 9.3% of the plan
