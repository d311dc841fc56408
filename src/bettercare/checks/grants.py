"""Family D: what grants may pay for, contingencies, and how much of a plan is Other."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from bettercare.calculations import Calculations, CodedRow
from bettercare.calculations.coded import ONE
from bettercare.calculations.working import NOUGHT
from bettercare.checks.agreement import HALF_A_POINT, agrees
from bettercare.checks.balances import lost_income, problem, sources_off
from bettercare.checks.registry import Slip, check
from bettercare.checks.words import (
    in_words,
    row_place,
    row_places,
    row_slip,
    row_subject,
    rows_named,
)
from bettercare.findings import Place
from bettercare.labels import listed, normalise, shortened
from bettercare.money import percent, pounds, read_number
from bettercare.rounds.schema import Source


@check(
    "CHK-067",
    name="grant-commissioner",
    message="'{scheme}' is paid from {source} but commissioned by {commissioner}.",
    fix="Choose {allowed} as the commissioner, or pay it from another source.",
    cites="sources",
)
def grant_commissioner(working: Calculations) -> Iterator[Slip]:
    """The DFG is paid to councils for their duties, so a council commissions what it pays for."""
    sources, known = working.rules.sources, working.rules.commissioners
    for row in working.rows:
        code, commissioner = row.source.accepted, row.commissioner.accepted
        allowed = sources[code].commissioners if code else ()
        if code and allowed and commissioner and commissioner not in allowed:
            facts = {
                "scheme": shortened(row.name, 60),
                "source": sources.name(code),
                "commissioner": known.label(commissioner),
                "allowed": listed([known.label(one) for one in allowed], "or"),
            }
            yield row_slip(working, row, "commissioner", facts)


@check(
    "CHK-068",
    name="grant-on-other-types",
    message="{amount} of {source} is on '{type}'.",
    fix="Confirm that it is capital and a permitted use.",
    cites="sources",
    by_year=True,
)
def grant_on_other_types(working: Calculations) -> Iterator[Slip]:
    """The DFG is a capital grant for homes; other uses are possible, and must be confirmed."""
    sources, types = working.rules.sources, working.rules.scheme_types
    groups: dict[tuple[str, str], list[CodedRow]] = {}
    for row in working.rows:
        source, kind = row.source.accepted, row.scheme_type.accepted
        known = sources[source] if source else None
        allowed = known.permitted_types if known and not known.for_discharge else ()
        if source and kind and allowed and kind not in allowed:
            groups.setdefault((source, kind), []).append(row)
    for (source, kind), rows in groups.items():
        facts = {"amount": _pounds(rows), "source": sources.name(source), "type": types.label(kind)}
        subject = f"{rows_named(row.item for row in rows)}, scheme type"
        yield Slip(subject, row_places(working, rows, "scheme_type"), facts)


def _pounds(rows: Iterable[CodedRow]) -> str:
    return pounds(_total(rows))


def _total(rows: Iterable[CodedRow]) -> Decimal:
    return sum((row.amount for row in rows), NOUGHT)


@check(
    "CHK-074",
    name="ibcf-not-pooled",
    message="The {source} must be in the pool, and no income is given.",
    fix="Enter the area's allocation.",
    cites="income",
    needs=("income",),
    by_year=True,
)
def ibcf_not_pooled(working: Calculations) -> Iterator[Slip]:
    """The iBCF grant is paid on the condition that the council pools it."""
    for code, source in working.rules.sources.items.items():
        unclear = code in working.unread_income
        if source.must_be_pooled and not unclear and working.income[code] <= 0:
            places = tuple(
                working.place("income", line.item, "amounts", working.year)
                for line in working.lines
                if line.source.accepted == code
            )
            yield Slip(
                f"Income, {source.name}",
                places,
                {"source": source.name},
                fix=_lost_words(working, code),
                problem=problem(working, code) if code in sources_off(working) else "",
            )


def _lost_words(working: Calculations, code: str) -> str:
    """The fix where income lines without a known source are what is missing."""
    lost = lost_income(working, code)
    return f"Choose {working.rules.sources.label(code)} as the source of {lost}." if lost else ""


@check(
    "CHK-075",
    name="social-care-grant-on-health",
    message="'{scheme}' is {evidence}; {source} is a social care grant.",
    fix="Say what social care purpose it serves, or pay it from another source.",
    cites="sources",
)
def social_care_grant_on_health(working: Calculations) -> Iterator[Slip]:
    """The iBCF and the Winter Pressures Grant are for adult social care.

    A row that the NHS commissions, that is spent on a health service or that goes to a hospital can
    be right: it must then say how it helps social care.
    """
    sources = working.rules.sources
    for row in working.rows:
        code = row.source.accepted
        fields = _health_fields(working, row) if code and sources[code].social_care_grant else []
        if code and fields:
            facts = {
                "scheme": shortened(row.name, 60),
                "evidence": _evidence(working, row, fields),
                "source": sources.name(code),
            }
            places: tuple[Place, ...] = tuple(
                place for field in fields for place in row_place(working, row, field)
            )
            yield Slip(row_subject(working, row, fields[0]), places, facts)


def _health_fields(working: Calculations, row: CodedRow) -> list[str]:
    """The cells of a row that say health."""
    area, provider = row.area.accepted, row.provider.accepted
    found = {
        "commissioner": working.nhs_share(row) == ONE and not working.by_share(row),
        "area_of_spend": area is not None and working.rules.areas_of_spend[area].health,
        "provider": provider is not None and working.rules.providers[provider].acute,
    }
    return [field for field, health in found.items() if health]


def _evidence(working: Calculations, row: CodedRow, fields: list[str]) -> str:
    if fields == ["provider"]:
        return f"provided by {working.rules.providers.label(row.provider.accepted)}"
    commissioner, area = row.commissioner.accepted, row.area.accepted
    by = (
        f"commissioned by {working.rules.commissioners.label(commissioner)}" if commissioner else ""
    )
    place = f"in {working.rules.areas_of_spend.label(area)}" if area else ""
    return " ".join(filter(None, [by, place]))


def purposes(working: Calculations, source: Source) -> Mapping[str, tuple[int, str]]:
    """The answers that say how a source is split by purpose, with their records."""
    start = normalise(source.purposes)
    return {
        record.question or "": (item, record.response or "")
        for item, record in enumerate(working.plan.answers or (), 1)
        if start and normalise(record.question or "").startswith(start)
    }


def _lacks_purposes(working: Calculations) -> str:
    split = {code: one for code, one in working.rules.sources.items.items() if one.purposes}
    pooled = [one for code, one in split.items() if working.income[code] > 0]
    if any(purposes(working, one) for one in split.values()) or not pooled:
        return ""
    return f"how the {listed(one.name for one in pooled)} splits across its three purposes"


@check(
    "CHK-076",
    name="ibcf-purposes",
    message="The shares of the {source}'s purposes add to {share}.",
    fix="Make them add to 100%.",
    cites="sources",
    needs=("income",),
    lacks=_lacks_purposes,
)
def ibcf_purposes(working: Calculations) -> Iterator[Slip]:
    """The iBCF is paid for three purposes: social care needs, less pressure on the NHS, the market.

    Answers named "iBCF purpose ..." give the share of each; together they are the whole grant.
    """
    for source in working.rules.sources.items.values():
        answers = purposes(working, source)
        shares = {question: share_of(text) for question, (_, text) in answers.items()}
        for question, share in shares.items():
            if share is None:
                yield _no_share(working, source, question, answers[question][0])
        total = sum((share for share in shares.values() if share is not None), NOUGHT)
        if shares and None not in shares.values() and not agrees(total, ONE, HALF_A_POINT):
            facts = {"source": source.name, "share": percent(total)}
            yield Slip(f"{source.name} purposes", (), facts, problem=f"purposes.{source.name}")


def _no_share(working: Calculations, source: Source, question: str, item: int) -> Slip:
    return Slip(
        f"{source.name} purposes",
        (working.place("answers", item, "response"),),
        {"question": question},
        message="'{question}' has no share.",
        fix="Enter a share, and 0% where there is none.",
    )


def share_of(text: str) -> Decimal | None:
    """A share as a fraction, whether written 40%, 40 or 0.4."""
    number = read_number(text)
    return number / 100 if number is not None and "%" not in text and number > 1 else number


def _lacks_topic_narratives(working: Calculations) -> str:
    """The metrics that must cover a topic and have no narrative at all."""
    with_topics = {code: one for code, one in working.rules.metrics.items() if one.topics}
    told = {code for code in with_topics if _narrative(working, code)}
    lacking = [one.short.lower() for code, one in with_topics.items() if code not in told]
    return f"the narrative of {listed(lacking)}" if lacking and not told else ""


def _narrative(working: Calculations, metric: str) -> str:
    texts = [line.line.narrative for line in working.metric_lines if line.metric.accepted == metric]
    return " ".join(filter(None, texts))


@check(
    "CHK-077",
    name="grant-not-in-narrative",
    message="The narrative does not mention {topic}.",
    fix="Say what that money pays for, and what it should change.",
    cites="metrics",
    needs=("metrics",),
    lacks=_lacks_topic_narratives,
)
def grant_not_in_narrative(working: Calculations) -> Iterator[Slip]:
    """The plan for delayed transfers says how the Winter Pressures Grant helps.

    The grant is paid for just that. Found by the words of the round; one of them is enough.
    """
    for code, metric in working.rules.metrics.items():
        text = _narrative(working, code)
        if metric.topics and text and not _mentions(text, metric.topics):
            places = tuple(
                working.place("metrics", line.item, "narrative")
                for line in working.metric_lines
                if line.metric.accepted == code and line.line.narrative
            )
            facts = {"topic": metric.topics[0]}
            yield Slip(metric.short, places, facts, reference=metric.reference)


def _mentions(text: str, phrases: Iterable[str]) -> bool:
    """Whether a text holds one of some phrases as whole words."""
    return _holds(text, _padded(tuple(phrases)))


def _holds(text: str, padded: Iterable[str]) -> bool:
    return any(map(f" {normalise(text)} ".__contains__, padded))


@lru_cache
def _padded(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f" {normalise(phrase)} " for phrase in phrases)


@check(
    "CHK-079",
    name="contingency",
    message="'{scheme}' is a contingency.",
    fix="Show it apart from services in reports.",
    cites="thresholds",
)
def contingency(working: Calculations) -> Iterator[Slip]:
    """Money set aside against a risk buys no service until it is released."""
    words = _padded(tuple(working.rules.contingency_words))
    for row in working.rows:
        texts = filter(None, (row.row.scheme_name, row.row.scheme_type_other))
        if any(_holds(text, words) for text in texts):
            yield row_slip(working, row, "scheme_name", {"scheme": shortened(row.name, 60)})


@check(
    "CHK-080",
    name="much-is-other",
    message="{share} of the plan ({amount}) is Other.",
    fix="Choose a type for {first} first.",
    cites="thresholds",
    by_year=True,
)
def much_is_other(working: Calculations) -> Iterator[Slip]:
    """Money of type Other tells nobody what it buys, and national totals cannot show it."""
    rows = [row for row in working.rows if (kind := row.kind) and kind.needs_text]
    total = working.total_expenditure
    share = _total(rows) / total if total > 0 else NOUGHT
    if share > working.rules.thresholds.other_share:
        facts = {
            "share": percent(share, 0),
            "amount": _pounds(rows),
            "first": _first(working, rows),
        }
        subject = f"{rows_named(row.item for row in rows)}, scheme type"
        yield Slip(subject, row_places(working, rows, "scheme_type"), facts)


def _first(working: Calculations, rows: list[CodedRow]) -> str:
    """The rows of the source that pays for most: "the three iBCF rows (£15,466,521)"."""
    groups: dict[str | None, list[CodedRow]] = {}
    for row in rows:
        groups.setdefault(row.source.accepted, []).append(row)
    code, most = max(groups.items(), key=lambda pair: _total(pair[1]))
    name = working.rules.sources.name(code) if code else ""
    if len(most) == 1:
        return f"row {most[0].item} ({_pounds(most)})"
    return f"the {in_words(len(most))} {name} rows ({_pounds(most)})".replace("  ", " ")
