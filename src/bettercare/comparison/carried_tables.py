"""The other tables of a plan in a later round: what is asked again, and what stays behind."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from bettercare.comparison.carried import Carrying
from bettercare.comparison.carried_labels import label_of_code
from bettercare.dates import year_meant
from bettercare.plan import (
    Answer,
    HicmChange,
    MetricPlan,
    NarrativeText,
    RequirementResponse,
    SignOff,
)
from bettercare.plan.keyed import keys_of
from bettercare.plan.records import ConditionAnswer

STAY = ("progress", "capacity", "documents")  # they speak of the year that was


def carried_tables(to: Carrying) -> dict[str, Any]:
    """Every table but income and schemes, by name; ``None`` where there is none in the draft."""
    made = {
        "metrics": tuple(_metrics(to)),
        "hicm": tuple(_hicm(to)),
        "requirements": tuple(_requirements(to)),
        "narrative": tuple(_narrative(to)),
        "sign_off": tuple(_sign_off(to)),
        "answers": tuple(_answers(to)),
        "conditions": tuple(_conditions(to)),
    }
    for name in (*STAY, *made):
        records = getattr(to.plan, name, None) or ()
        _left_behind(to, name, _not_used(to, name) if made.get(name) else len(records))
    return {name: records or None for name, records in made.items()}


def _not_used(to: Carrying, table: str) -> int:
    """How many lines of a table are about nothing that the later round asks, or come again."""
    if table not in KEPT:
        return 0
    before, asked = to.before.keyed(table), keys_of(to.rules, table)
    used = sum(1 for code in before.lines if code in asked)
    return len(getattr(to.plan, table) or ()) - used


def _left_behind(to: Carrying, table: str, count: int) -> None:
    if count:
        lines = f"{count:,} {'line is' if count == 1 else 'lines are'}"
        to.note("ROLL-11", f"{lines} not carried to {to.rules.round}.", at=(table, 0, ""))


def _again(to: Carrying, table: str, what: str) -> None:
    """Answers of last year hold for last year."""
    if getattr(to.plan, table):
        message = f"{what} must be given again for {to.rules.round}; last year's are beside them."
        to.note("ROLL-10", message, "Answer for the new year.", at=(table, 0, ""))


def _asks(to: Carrying, table: str) -> bool:
    return table in to.rules.tables and getattr(to.plan, table) is not None


def _requirements(to: Carrying) -> Iterator[RequirementResponse]:
    """A line for each requirement of the later round, with what was answered to its code before."""
    if not _asks(to, "requirements"):
        return
    _again(to, "requirements", "Answers to requirements")
    before = to.before.keyed("requirements")
    for code, rule in to.rules.requirements.items():
        _, was = before.first(code, RequirementResponse())
        yield RequirementResponse(
            code=code, theme=rule.theme, extra=_beside(to, was, KEPT["requirements"])
        )


def _hicm(to: Carrying) -> Iterator[HicmChange]:
    """Each change of the model, with the level that was planned as the one it begins from."""
    if not _asks(to, "hicm") or to.rules.hicm is None or to.before.rules.hicm is None:
        return
    to.note(
        "ROLL-10",
        f"The levels planned for {to.year} stand as the current ones.",
        "Confirm them, and plan the new ones.",
        at=("hicm", 0, ""),
    )
    before, levels = to.before.keyed("hicm"), to.before.rules.hicm.levels
    for code, change in to.rules.hicm.changes.items.items():
        _, was = before.first(code, HicmChange())
        planned = getattr(was, "planned", None)
        yield HicmChange(
            change_no=getattr(was, "change_no", None),
            change=change.label,
            current=label_of_code(to.rules.hicm.levels, levels, planned) or planned,
            extra=_beside(to, was, KEPT["hicm"]),
        )


def _narrative(to: Carrying) -> Iterator[NarrativeText]:
    """Sections that the later round has under the same code, with their text to be revised."""
    if not _asks(to, "narrative"):
        return
    before = to.before.keyed("narrative")
    for code in before.lines:
        text = to.before.section_texts.get(code)
        if code in to.rules.narrative:
            yield NarrativeText(section=code, text=text)
        else:
            message = f"Section {code} is not asked for in {to.rules.round}; it is not carried."
            to.note("ROLL-11", message, at=("narrative", 0, ""))
    if before.lines:
        message = "Texts are last year's."
        to.note("ROLL-10", message, "Bring them up to date.", at=("narrative", 0, "text"))


def _sign_off(to: Carrying) -> Iterator[SignOff]:
    """Each role of the later round with the name that stood beside it; nobody has signed yet."""
    if not _asks(to, "sign_off"):
        return
    _again(to, "sign_off", "Signatures")
    before = to.before.keyed("sign_off")
    for code, role in to.rules.sign_off.items.items():
        _, was = before.first(code, SignOff())
        name = getattr(was, "name", None)
        if name:
            yield SignOff(role=role.label, name=name, extra=_beside(to, was, KEPT["sign_off"]))


def _answers(to: Carrying) -> Iterator[Answer]:
    """Each funding question of the later round, for each of its years, to be answered again."""
    if not _asks(to, "answers"):
        return
    _again(to, "answers", "Funding questions")
    before = to.before.keyed("answers")
    for code, question in to.rules.questions.items():
        lines = before.lines.get(code, [])
        was = lines[-1][1] if lines else Answer()
        for year in to.rules.years if to.rules.several_years else (None,):
            yield Answer(
                question=question.label, year=year, extra=_beside(to, was, KEPT["answers"])
            )


def _conditions(to: Carrying) -> Iterator[ConditionAnswer]:
    """Each national condition of the later round; its code may stand for another than before."""
    if not _asks(to, "conditions"):
        return
    message = f"National conditions must be answered for {to.rules.round}; none is carried."
    to.note("ROLL-10", message, "Answer for the new year.", at=("conditions", 0, ""))
    for code in to.rules.national_conditions:
        for year in to.rules.years if to.rules.several_years else (None,):
            yield ConditionAnswer(code=code, year=year)


def _metrics(to: Carrying) -> Iterator[MetricPlan]:
    """The last year's lines of metrics that go on, and a blank line for each new year."""
    if not _asks(to, "metrics"):
        return
    lost = 0
    narratives: dict[str, str] = {}
    for coded in to.before.metric_lines:
        only = to.walk.only("metrics", coded.metric.accepted)
        found = to.walk.successors("metrics", coded.metric.accepted)
        for one in found if coded.line.narrative else ():
            narratives.setdefault(one.code, coded.line.narrative or "")
        asked = only and _asked_years(to, only.code)
        if only and asked and _year_of(coded.line) == to.year and not coded.line.period:
            label = to.rules.metrics[only.code].short
            yield msgspec.structs.replace(coded.line, metric=label, row=0, narrative=None)
        else:
            lost += 1
    for code, metric in to.rules.metrics.items():
        for year in _asked_years(to, code):
            text = narratives.get(code)
            yield MetricPlan(metric=metric.short, year=year, unit=metric.unit, narrative=text)
    if lost:
        count = f"{lost:,} metric {'line is' if lost == 1 else 'lines are'}"
        message = f"{count} of other years or quarters, or not comparable; not carried."
        to.note("ROLL-11", message, at=("metrics", 0, ""))


def _asked_years(to: Carrying, code: str) -> Sequence[str]:
    """The new years that a metric is planned for."""
    return [year for year in to.rules.years if year in to.rules.metrics[code].years]


def _year_of(line: MetricPlan) -> str | None:
    return year_meant(line.year) if line.year else None


# What is kept beside a line that is answered anew.
KEPT: dict[str, tuple[str, ...]] = {
    "requirements": ("response", "action", "timeframe"),
    "hicm": ("current", "planned", "reason"),
    "sign_off": ("date", "version", "delegated_to"),
    "answers": ("response", "comment"),
}


def _beside(to: Carrying, was: Any, fields: Sequence[str]) -> dict[str, str]:
    kept = to.beside(was.extra)
    for field in fields:
        kept.keep(field, getattr(was, field, None))
    return kept.texts


def not_carried_figures(to: Carrying) -> None:
    """Figures that came with the plan for its own year, and that no later plan can use."""
    held = (*to.plan.given, *to.plan.printed)
    if held:
        message = f"{len(held):,} figures given or printed for {to.was} are not carried."
        to.note("ROLL-11", message, at=("plan", 0, ""))
