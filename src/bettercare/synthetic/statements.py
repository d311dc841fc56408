"""What a synthetic plan answers, signs and says: the small tables and the narrative."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from bettercare.plan import (
    Answer,
    HicmChange,
    NarrativeText,
    RequirementResponse,
    SignOff,
)
from bettercare.plan.records import CapacityLine, ConditionAnswer
from bettercare.rounds import Round
from bettercare.rounds.schema import NarrativeSection, Topic
from bettercare.synthetic.draws import Draw
from bettercare.synthetic.words import words

SIGNED_BEFORE = 14  # days before plans are due
LENGTH = 0.45  # of the limit of a narrative section
PARAGRAPH = 5  # sentences
PURPOSES = ("40%", "35%", "25%")
MONTHS = 12


def requirement_lines(rules: Round) -> tuple[RequirementResponse, ...]:
    """Every planning requirement answered Yes."""
    yes = rules.yes_or_no.label("yes")
    return tuple(
        RequirementResponse(code=code, theme=one.theme, response=yes)
        for code, one in rules.requirements.items()
    )


def condition_lines(rules: Round) -> tuple[ConditionAnswer, ...]:
    """Every national condition answered Yes, in each year where the round asks by year."""
    years = rules.years if rules.column("conditions", "year") else (None,)
    yes = rules.yes_or_no.label("yes")
    return tuple(
        ConditionAnswer(code=code, year=year, response=yes)
        for year in years
        for code in rules.national_conditions
    )


def answer_lines(rules: Round, *, two_tier: bool) -> tuple[Answer, ...]:
    """The funding questions: Yes, but No to further changes of admissions; purposes in shares."""
    years = rules.years if rules.column("answers", "year") else (None,)
    lines = [one for year in years for one in _questions(rules, year, two_tier=two_tier)]
    return (*lines, *_purposes(rules))


def _questions(rules: Round, year: str | None, *, two_tier: bool) -> Iterator[Answer]:
    found = rules.admissions
    said_no = (
        {found.reduction_question, found.contingency_question, found.cost_question}
        if found
        else set()
    )
    for code, question in rules.questions.items():
        answer = rules.yes_or_no.label("no" if code in said_no else "yes")
        asked = two_tier or not question.for_two_tier
        yield Answer(question=question.label, year=year, response=answer if asked else None)


def _purposes(rules: Round) -> Iterator[Answer]:
    for source in rules.sources.items.values():
        for number, share in enumerate(PURPOSES if source.purposes else (), 1):
            yield Answer(question=f"{source.purposes} {number}", response=share)


def hicm_lines(rules: Round, draw: Draw) -> tuple[HicmChange, ...]:
    """Every change of the model, at the level that is expected or the one after it."""
    if rules.hicm is None:
        return ()
    levels = rules.hicm.levels
    at = list(levels.items).index(rules.hicm.expected_level)
    lines = []
    for number, change in enumerate(rules.hicm.changes.items.values(), 1):
        planned = min(at + draw.below(2), len(levels.labels) - 1)
        lines.append(
            HicmChange(
                change_no=str(number),
                change=change.label,
                current=levels.labels[planned - draw.below(2)],
                planned=levels.labels[planned],
            )
        )
    return tuple(lines)


def sign_off_lines(rules: Round, area: str, signed: date) -> tuple[SignOff, ...]:
    """Every role that must sign, by its office: no plan that is made up has names of people."""
    return tuple(
        SignOff(role=one.label, name=f"{one.name}, {area}", date=signed.isoformat(), version="1.0")
        for one in rules.sign_off.items.values()
        if one.required
    )


def signed_on(due: date) -> date:
    """When a plan was signed that is due on a day."""
    return due - timedelta(days=SIGNED_BEFORE)


def capacity_lines(rules: Round, draw: Draw) -> tuple[CapacityLine, ...]:
    """Demand and a little more capacity for each service, month by month of the last year."""
    return tuple(
        _capacity(service, _month(rules.year, turn), draw)
        for service in words().services
        for turn in range(MONTHS)
    )


def _capacity(service: str, month: str, draw: Draw) -> CapacityLine:
    demand = draw.whole(60, 140)
    spare = draw.whole(2, 15)
    return CapacityLine(
        service=service, month=month, demand=Decimal(demand), capacity=Decimal(demand + spare)
    )


def _month(year: str, turn: int) -> str:
    """A month of a financial year as a date begins: month 0 is April."""
    start = int(year[:4])
    month = turn + 4
    return f"{start + (month > MONTHS)}-{(month - 1) % MONTHS + 1:02}"


def narrative_lines(rules: Round, area: str, draw: Draw) -> tuple[NarrativeText, ...]:
    """Every section of the narrative, well within its limit, with all its topics."""
    return tuple(
        NarrativeText(section=code, text=_section(section, area, draw))
        for code, section in rules.narrative.items()
    )


def _section(section: NarrativeSection, area: str, draw: Draw) -> str:
    sentences = list(_on_topics(section.topics, draw))
    length = int(section.limit * LENGTH)
    while sum(len(one.split()) for one in sentences) < length:
        sentences += draw.shuffled(words().sentences)
    while sum(len(one.split()) for one in sentences) > length + PARAGRAPH * PARAGRAPH:
        sentences.pop()
    texts = [one.format(area=area) for one in sentences]
    starts = range(0, len(texts), PARAGRAPH)
    return "\n\n".join(" ".join(texts[at : at + PARAGRAPH]) for at in starts)


def _on_topics(topics: tuple[Topic, ...], draw: Draw) -> Iterator[str]:
    for topic in topics:
        spoken = next((one for one in topic.words if one.islower()), topic.words[0])
        for sentence in draw.some(words().topic_sentences, 3):
            yield sentence.replace("{topic}", spoken)
