"""Family B: scheme rows, their ids, names and descriptions."""

import pytest

from tests.bettercare.builders import findings, fixes, places, plan_of, report, slips, told

TWICE_USED = """
    scheme_id | scheme_name
    55        | Hoarding casework
    56        | Record access
    57        | iBCF
    55        | Adaptations
    56        | iBCF
    61        | Winter
"""


def test_021_one_id_for_two_schemes_names_the_first_rows_and_a_free_id():
    plan = plan_of(schemes=TWICE_USED)
    assert told("CHK-021", plan) == [
        "Rows 1 and 4, id. 55 is used for two schemes.",
        "Rows 2 and 5, id. 56 is used for two schemes.",
    ]
    assert fixes("CHK-021", plan) == [
        "Give row 1 the id 62, which is free.",
        "Give row 2 the id 63, which is free.",
    ]
    assert places("CHK-021", plan)[0] == [
        ("schemes", 1, "Scheme ID"),
        ("schemes", 4, "Scheme ID"),
    ]


def test_021_ids_come_in_order_of_number_and_one_finding_stands_for_all_names_of_an_id():
    plan = plan_of(
        schemes="""
        scheme_id | scheme_name
        38        | New model
        38        | Fee uplift
        38        | Discharge team
        9         | Telecare
        9         | Telecare
        9         | Falls
        x         | Stroke
        x         | Dementia
    """
    )
    assert told("CHK-021", plan) == [
        "Rows 4 and 6, id. 9 is used for two schemes.",
        "Rows 1, 2 and 3, id. 38 is used for three schemes.",
        "Rows 7 and 8, id. x is used for two schemes.",
    ]
    assert fixes("CHK-021", plan) == [
        "Give rows 4 and 5 the id 39, which is free.",
        "Give all but one an id of their own; 40 to 41 are free.",
        "Give row 7 the id 42, which is free.",
    ]


def test_021_without_any_number_among_the_ids_none_can_be_offered():
    plan = plan_of(schemes="scheme_id | scheme_name \n A | Telecare \n a | Falls")
    assert told("CHK-021", plan) == ["Rows 1 and 2, id. A is used for two schemes."]
    assert fixes("CHK-021", plan) == ["Give each scheme an id of its own."]


def test_021_is_silent_on_one_name_written_in_two_ways_and_on_rows_without_id_or_name():
    plan = plan_of(
        schemes="""
        scheme_id | scheme_name
        1         | Care co-ordination
        1         | Care Co-ordination
        1         |
                  | Telecare
                  | Falls
    """
    )
    assert told("CHK-021", plan) == []


def test_022_a_scheme_on_several_rows_is_noted_with_how_it_is_split():
    plan = plan_of(
        schemes="""
        scheme_id | scheme_name | source_of_funding        | scheme_type
        2         | Handyperson | Minimum CCG Contribution | Community Based Schemes
        2         | Handyperson | iBCF                     | Community Based Schemes
        3         | Bed service | iBCF                     | Community Based Schemes
        3         | Bed service | iBCF                     | Housing Related Schemes
        4         | Outreach    | iBCF                     | Community Based Schemes
        4         | Outreach    | DFG                      | Housing Related Schemes
        5         | Gardening   | Bequest                  | Digging
        5         | Gardening   | Legacy                   | Digging
    """
    )
    assert told("CHK-022", plan) == [
        "Rows 1 and 2, source. "
        "'Handyperson' has two rows, split by source; it counts as one scheme.",
        "Rows 3 and 4, scheme type. "
        "'Bed service' has two rows, split by scheme type; it counts as one scheme.",
        "Rows 5 and 6, source. "
        "'Outreach' has two rows, split by source and scheme type; it counts as one scheme.",
        "Rows 7 and 8, source. 'Gardening' has two rows, split by source; it counts as one scheme.",
    ]
    assert places("CHK-022", plan)[0] == [
        ("schemes", 1, "Source of Funding"),
        ("schemes", 2, "Source of Funding"),
    ]
    assert places("CHK-022", plan)[1][1] == ("schemes", 4, "Scheme Type")


def test_022_is_silent_on_rows_alike_on_other_ids_and_on_rows_without_an_id():
    plan = plan_of(
        schemes="""
        scheme_id | scheme_name | source_of_funding
        2         | Handyperson | iBCF
        2         | Handyperson | Improved Better Care Fund
        3         | Telecare    | Bequest
        3         | Telecare    | Bequest
        4         | Telecare    | DFG
                  | Falls       | iBCF
                  | Falls       | DFG
        5         | Stroke      | iBCF
        5         | Stroke      |
    """
    )
    assert told("CHK-022", plan) == []


def test_023_a_row_that_is_there_twice():
    plan = plan_of(
        schemes="""
        scheme_id | scheme_name | amount   | provider
        1         | Telecare    | 5,000.50 | Local Authority
        2         | telecare    | 5,000.50 | LA
        3         | Telecare    | 5,000.50 | Council
    """
    )
    assert told("CHK-023", plan) == [
        "Rows 1, 2 and 3, name. 'Telecare' has three rows that are the same, of £5,000.50 each."
    ]
    assert fixes("CHK-023", plan) == ["Keep one of them, or give each a name of its own."]
    assert places("CHK-023", plan) == [[("schemes", n, "Scheme Name") for n in (1, 2, 3)]]


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("scheme_name", "Telehealth"),
        ("scheme_type", "Housing Related Schemes"),
        ("scheme_type", ""),
        ("source_of_funding", "iBCF"),
        ("source_of_funding", "Bequest"),
        ("provider", "Private Sector"),
        ("amount", "5001"),
    ],
)
def test_023_is_silent_where_anything_that_counts_differs(field, other):
    row = {"scheme_name": "Telecare", "amount": "5000"}
    assert len(findings("CHK-023", plan_of(schemes=[row, row]))) == 1
    assert findings("CHK-023", plan_of(schemes=[row, {**row, field: other}])) == []


def test_023_other_words_do_not_make_another_row():
    row = {"scheme_name": "Telecare", "amount": "5000"}
    again = {**row, "description": "Alarms and sensors for people who live alone"}
    assert len(findings("CHK-023", plan_of(schemes=[row, again]))) == 1


def test_023_labels_are_compared_by_what_they_stand_for_and_unknown_ones_as_written():
    row = {"scheme_type": "Carers", "source_of_funding": "iBCF", "provider": "Monks"}
    other = {**row, "scheme_type": "Carers Services", "source_of_funding": "Improved BCF"}
    one_name = {"scheme_name": "Telecare"}
    assert len(findings("CHK-023", plan_of(schemes=[row | one_name, other | one_name]))) == 1
    other["provider"] = "Nuns"
    assert findings("CHK-023", plan_of(schemes=[row | one_name, other | one_name])) == []


def test_023_is_silent_on_rows_without_a_name_or_without_money():
    nameless = {"scheme_name": "", "amount": "5000"}
    without_money = {"scheme_name": "Telecare", "amount": "0"}
    plan = plan_of(schemes=[nameless, nameless, without_money, without_money])
    assert findings("CHK-023", plan) == []


def names(*texts):
    return plan_of(schemes=[{"scheme_name": text} for text in texts])


def test_024_two_spellings_of_one_name():
    plan = names("Telecare", "IT System Integration", "It system integration", "", "")
    assert told("CHK-024", plan) == [
        "Rows 2 and 3, name. 'IT System Integration' and 'It system integration' look alike."
    ]
    assert fixes("CHK-024", plan) == ["Join them, or rename one."]
    assert places("CHK-024", plan) == [
        [("schemes", 2, "Scheme Name"), ("schemes", 3, "Scheme Name")]
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hospital End of Life Care", "Hospital End of Live Care"),
        ("Sustainability & mitigation of service", "Sustainability & migration of service"),
        ("Hopsital discharge team and support", "Hospital discharge team and support"),
        ("Carers Support Services", "Carers Support Service"),
        ("Care Coordination Centre", "Care Co-ordination Centre"),
        ("Intermediate care and reablement service", "Intermediate care reablement service"),
    ],
)
def test_024_a_slip_of_the_pen(one, other):
    plan = names(one, "Telecare", other)
    assert told("CHK-024", plan) == [f"Rows 1 and 3, name. '{one}' and '{other}' look alike."]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Telecare", "Telecare"),
        ("Telecare", "Falls prevention"),
        ("Community therapy team 1", "Community therapy team 2"),
        ("1. Community therapy team", "2. Community therapy team"),
        ("Winter pressures 2018/19", "Winter pressures 2019/20"),
        ("Community nursing team north", "Community nursing team south"),
        ("Community nursing team A", "Community nursing team B"),
        ("Community nursing phase I", "Community nursing phase II"),
        ("Strengthening the crisis response - LA", "Strengthening the crisis response - LPT"),
        ("Care Home staff training", "Community staff training"),
        ("Community nursing team", "Community nursing team for older people"),
        ("Night sitting service for carers", "Thing sitting service for carers"),
    ],
)
def test_024_is_silent_on_names_that_are_the_same_or_tell_schemes_apart(one, other):
    assert told("CHK-024", names(one, other)) == []


def test_024_keeps_to_the_likeness_that_the_round_sets():
    assert len(slips("CHK-024", names("Carer respite", "Carers respite"))) == 1
    assert slips("CHK-024", names("Carer respite", "Carers respites at home")) == []


def test_024_is_silent_on_thousands_of_numbered_names():
    plan = names(*(f"Community support service for area {n:b}" for n in range(5000)))
    assert slips("CHK-024", plan) == []


def test_025_counts_the_ids_that_are_unused_between_the_lowest_and_the_highest():
    rows = [{"scheme_id": text} for text in ("3", "9", "5", "4a", "7", "6 ", "9")]
    plan = plan_of(schemes=[*rows, {"scheme_id": "12"}])
    assert told("CHK-025", plan) == ["All rows, id. 3 ids between 3 and 12 are unused."]
    assert fixes("CHK-025", plan) == ["Check that no row is missing."]
    assert places("CHK-025", plan) == [[("schemes", 0, "Scheme ID")]]
    assert told("CHK-025", plan_of(schemes=rows)) == [
        "All rows, id. 1 id between 3 and 9 is unused."
    ]


@pytest.mark.parametrize(
    "ids",
    [
        ("1", "2", "3"),
        ("1", "2", "3", "3", "1"),
        ("1", "2", "50"),  # most are unused: codes of another system
        ("A", "B", ""),
        (),
    ],
)
def test_025_is_silent_on_ids_without_gaps_and_on_ids_that_do_not_count(ids):
    assert told("CHK-025", plan_of(schemes=[{"scheme_id": text} for text in ids])) == []


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        ("1 2 4 3", "Id 3 comes after 4."),
        ("3 1 2 2", "Id 1 comes after 3."),
        ("1 2 5 4 6", "1 id between 1 and 6 is unused, and id 4 comes after 5."),
        ("1 2 9 5 8 4 3", "2 ids between 1 and 9 are unused."),  # never in order
    ],
)
def test_025_says_in_one_finding_what_is_unused_and_out_of_order(ids, message):
    plan = plan_of(schemes=[{"scheme_id": text} for text in ids.split()])
    assert told("CHK-025", plan) == [f"All rows, id. {message}"]


def test_021_leaves_names_that_look_alike_to_024():
    rows = [("7", "End of Life Care"), ("7", "End of Live Care"), ("8", "Falls")]
    plan = plan_of(schemes=[{"scheme_id": i, "scheme_name": name} for i, name in rows])
    assert told("CHK-021", plan) == []
    assert len(told("CHK-024", plan)) == 1
    third = [{"scheme_id": i, "scheme_name": name} for i, name in [*rows, ("7", "Telecare")]]
    assert told("CHK-021", plan_of(schemes=third)) == [
        "Rows 1 and 4, id. 7 is used for two schemes."
    ]


def test_026_money_without_a_name():
    plan = plan_of(schemes="scheme_name | amount \n Telecare | 10 \n | 24,000 \n | about 5")
    assert told("CHK-026", plan) == [
        "Row 2, name. £24,000 has no scheme name.",
        "Row 3, name. about 5 has no scheme name.",
    ]
    assert fixes("CHK-026", plan)[0] == "Name the scheme, or delete the row."
    assert places("CHK-026", plan)[0] == [("schemes", 2, "Scheme Name")]


def test_026_is_silent_on_a_row_without_money():
    assert told("CHK-026", plan_of(schemes="scheme_name | amount \n | \n | 0 \n | -")) == []
    only_output_unread = {"scheme_name": "", "amount": "", "output_estimate": "about 5"}
    assert told("CHK-026", plan_of(schemes=[only_output_unread])) == []


def test_027_a_name_without_money():
    plan = plan_of(schemes="scheme_name | amount \n Telecare | \n Falls | - \n Stroke | 1")
    assert told("CHK-027", plan) == [
        "Row 1, planned £. 'Telecare' has no planned expenditure.",
        "Row 2, planned £. 'Falls' has no planned expenditure.",
    ]
    assert fixes("CHK-027", plan)[0] == "Enter its pounds, or delete the row."
    assert places("CHK-027", plan)[0] == [("schemes", 1, "Expenditure (£)")]


def test_027_is_silent_on_nought_on_what_cannot_be_read_and_on_a_row_without_a_name():
    plan = plan_of(schemes="scheme_name | amount \n Telecare | 0 \n Falls | about 5 \n | ")
    assert told("CHK-027", plan) == []


def test_028_short_and_missing_descriptions_are_one_finding():
    plan = plan_of(
        schemes="""
        scheme_name | description
        Telecare    | telecare devices for residents
        Falls       |
        Stroke      | stroke team at people's homes
        Carers      | carers
    """
    )
    assert told("CHK-028", plan) == [
        "Rows 1, 2 and 4, description. 3 descriptions have fewer than 5 words."
    ]
    assert fixes("CHK-028", plan) == ["Say what each scheme does and for whom."]
    assert places("CHK-028", plan) == [
        [("schemes", n, "Brief Description of Scheme") for n in (1, 2, 4)]
    ]


def test_028_one_alone():
    plan = plan_of(schemes="description \n telecare devices \n stroke team at people's homes")
    assert told("CHK-028", plan) == ["Row 1, description. 1 description has fewer than 5 words."]


def test_028_is_silent_without_the_column_and_on_blanks_that_another_row_describes():
    without_column = plan_of(schemes=[{"description": ""}, {"description": ""}])
    assert told("CHK-028", without_column) == []
    second_row = {"scheme_id": "1", "scheme_name": "Telecare", "description": ""}
    described = {**second_row, "description": "devices that call for help"}
    assert told("CHK-028", plan_of(schemes=[described, second_row])) == []


def test_028_is_not_run_where_no_row_has_a_description():
    [one] = report("CHK-028", plan_of(schemes=[{"description": ""}])).not_run
    assert one.needs == "descriptions"


def test_029_texts_that_print_would_cut():
    row = {"scheme_name": "n" * 201, "description": "d" * 1001}
    plan = plan_of(schemes=[{}, row])
    assert told("CHK-029", plan) == [
        "Row 2, name. The name has 201 characters; print cuts it at 200.",
        "Row 2, description. The description has 1,001 characters; print cuts it at 1,000.",
    ]
    assert fixes("CHK-029", plan)[1] == "Shorten it to 1,000 characters or fewer."
    assert places("CHK-029", plan)[0] == [("schemes", 2, "Scheme Name")]


def test_029_is_silent_at_the_limit():
    plan = plan_of(schemes=[{"scheme_name": "n" * 200, "description": "d" * 1000}])
    assert told("CHK-029", plan) == []


def test_030_the_parts_of_a_printed_table_that_cannot_be_paired():
    plan = plan_of(schemes=[{}], facts={"print.parts_not_joined": "24 and 23"})
    assert told("CHK-030", plan) == [
        "Expenditure. The parts of the table have 24 and 23 rows: they cannot be paired."
    ]
    assert fixes("CHK-030", plan) == [
        "Find the page that is missing, or read the table from another copy."
    ]
    assert told("CHK-030", plan_of(schemes=[{}], facts={"version": "24"})) == []


def test_030_is_told_where_no_scheme_could_be_read():
    assert len(told("CHK-030", plan_of(facts={"print.parts_not_joined": "24 and 23"}))) == 1
