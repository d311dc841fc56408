"""The words for the parts of a round, and for what stands in them, when two rounds are compared."""

from collections.abc import Mapping
from typing import NamedTuple


class Words(NamedTuple):
    """How a part of a round is spoken of.

    ``noun`` is one of its things, ``gone`` says what one that is gone no longer is, and ``by_code``
    that its things go by their codes ("PR4") rather than by their labels.
    """

    heading: str
    noun: str
    gone: str
    by_code: bool = False
    renamed: str = "is now called"


# By the field of a round, in the order in which people want to know.
PARTS: Mapping[str, Words] = {
    "in_force": Words("Years and dates", "day", "in force"),
    "years": Words("Years and dates", "year planned for", "planned for"),
    "previous_year": Words("Years and dates", "year before", "the year before"),
    "timetable": Words("Years and dates", "date", "a date"),
    "geography": Words("Areas", "change of boundary", "a change of boundary"),
    "sources": Words("Sources of funding", "source", "a source"),
    "required_spends": Words("Required spends", "required spend", "required"),
    "national_conditions": Words("National conditions", "condition", "a condition", by_code=True),
    "requirements": Words("Planning requirements", "requirement", "asked", by_code=True),
    "questions": Words("Funding questions", "question", "asked", renamed="now reads"),
    "metrics": Words("Metrics", "metric", "collected"),
    "admissions": Words("Metrics", "reduction of emergency admissions", "planned"),
    "payment": Words("Metrics", "pay for performance", "paid"),
    "scheme_types": Words("Scheme types", "scheme type", "a scheme type"),
    "areas_of_spend": Words("Areas of spend", "area of spend", "an area of spend"),
    "commissioners": Words("Commissioners", "commissioner", "a commissioner"),
    "providers": Words("Providers", "provider", "a provider"),
    "output_units": Words("Units of outputs", "unit", "a unit"),
    "impact_levels": Words("Levels of impact", "level of impact", "a level of impact"),
    "new_or_existing": Words("New or existing", "choice", "a choice"),
    "durations": Words("How long schemes run", "duration", "a duration"),
    "yes_or_no": Words("Yes or No", "answer", "an answer"),
    "hicm": Words("High Impact Change Model", "model", "asked for"),
    "narrative": Words("Narrative", "section", "asked for"),
    "sign_off": Words("Who signs", "signature", "asked for"),
    "ratings": Words("Ratings of plans", "rating", "a rating"),
    "returns": Words("Returns of the year", "return", "sent"),
    "tables": Words("Template", "table", "in the template"),
    "thresholds": Words("Thresholds", "threshold", "compared with"),
    "checks": Words("Checks", "check", "checked"),
    "contingency_words": Words("Words looked for", "word for money set aside", "looked for"),
    "provider_words": Words("Words looked for", "word for a provider", "looked for"),
    "placeholder_words": Words("Words looked for", "word for a gap", "looked for"),
    "known_abbreviations": Words("Words looked for", "known abbreviation", "looked for"),
    "terms": Words("Terms", "term", "used"),
}

# Parts that a round has or has not; what they hold matters only where both rounds have them.
WHOLE = frozenset({"hicm", "admissions", "payment", "durations", "ratings"})

# Parts that say what a round is, or how sure it is, rather than what policy asks.
NOT_COMPARED = frozenset(
    {
        "round",
        "label",
        "amends",
        "base",
        "inherit",
        "confirmed",
        "replaces",
        "certainty_note",
        "references",
        "prints",
        "mapping",
    }
)

# What stands inside other things.
INSIDE: Mapping[str, Words] = {
    "sub_types": Words("", "sub type", "a sub type"),
    "columns": Words("", "column", "a column"),
    "topics": Words("", "topic", "a topic"),
    "parts": Words("", "part", "a part"),
    "changes": Words("", "change", "a change"),
    "levels": Words("", "level", "a level"),
    "income_parts": Words("", "income line", "an income line"),
}

# Fields that help to read a plan or say how sure a fact is; no policy stands in them.
READING_AIDS = frozenset(
    {
        *("reference", "certainty", "aliases", "old_names", "short", "plural", "open", "note"),
        *("header", "field", "key", "noun", "row_noun", "choices", "left_out"),
        *("baselines", "expectations"),  # what is so of one area
        *("requirement", "condition", "test", "official", "interval", "people", "decimals"),
    }
)

# Fields whose name alone does not say what they are; others are their name with spaces.
FIELDS: Mapping[str, str] = {
    "label": "wording",
    "start": "in force from",
    "end": "in force until",
    "years": "years planned for",
    "previous_year": "year before",
    "payer": "paid by",
    "commissioners": "may be commissioned by",
    "permitted_types": "may be spent on",
    "minimum_la": "a minimum of the council",
    "for_districts": "for district councils",
    "purposes": "purposes",
    "nhs_counts": "counts as the NHS's",
    "needs_text": "asks for words",
    "outputs": "planned outputs",
    "required": "asked for",
    "units": "counted in",
    "sub_types": "sub types",
    "any_of": "rows on",
    "none_of": "rows not on",
    "joint": "Joint rows count by",
    "minimum": "minimum",
    "check": "checked by",
    "conditions": "rows that count",
    "words": "rule",
    "enquiry": "what an assessor asks",
    "evidence": "where it is looked for",
    "collected": "collected as",
    "supporting_types": "supported by",
    "better": "better when",
    "day": "date",
    "for_board": "stands for the board",
    "limit": "word limit",
    "expected_level": "level expected",
    "expected_by": "expected by",
    "largest_plausible": "largest believed",
    "days_in_year": "days in the year",
    "scheme_types": "seen in",
    "about": "about",
}

# Fields that hold codes, with the list that gives their labels.
CODES: Mapping[str, str] = {
    "commissioners": "commissioners",
    "permitted_types": "scheme_types",
    "supporting_types": "scheme_types",
    "scheme_types": "scheme_types",
    "units": "output_units",
    "source": "sources",
}


def field_words(field: str) -> str:
    """What a field is called in a sentence.

    >>> field_words("limit"), field_words("must_be_pooled")
    ('word limit', 'must be pooled')
    """
    return FIELDS.get(field, field.replace("_", " "))


def heading(part: str) -> str:
    """Under which heading a part of a round is told of.

    >>> heading("timetable"), heading("prints")
    ('Years and dates', 'Prints')
    """
    return PARTS[part].heading if part in PARTS else field_words(part).capitalize()
