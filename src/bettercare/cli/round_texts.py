"""The texts of the commands about rounds."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path

import msgspec

from bettercare import rounds
from bettercare.labels import listed, shortened, wrapped
from bettercare.money import percent, pounds
from bettercare.rounds import Certainty, Round
from bettercare.rounds.facts import facts

HEADS = ("round", "label", "start", "end", "amends")
WIDTH = 80
DAYS = len("2019-04-01 to 2020-03-31")


def rounds_text(folders: Sequence[Path], form: str) -> str:
    """The rounds at hand with their days, the earliest first; one that amends another says so."""
    found = [rounds.load(one, tuple(folders)) for one in rounds.available(folders)]
    found.sort(key=lambda one: (one.in_force.start, one.amends != "", one.round))
    heads = [
        (one.round, one.label, one.in_force.start, one.in_force.end, one.amends) for one in found
    ]
    if form == "json":
        return msgspec.json.encode([dict(zip(HEADS, h, strict=True)) for h in heads]).decode()
    if form == "csv":
        out = StringIO(newline="")
        csv.writer(out, lineterminator="\n").writerows([HEADS, *heads])
        return out.getvalue().rstrip()
    last = f"See what one asks for: bettercare round {found[-1].round}"
    return "\n".join([*_listing(found), last])


def _listing(found: Sequence[Round]) -> Iterator[str]:
    wide = max(len(one.round) for one in found) + 2
    for one in found:
        label = shortened(one.label, WIDTH - wide - DAYS - 2)
        days = f"{one.in_force.start} to {one.in_force.end}"
        yield f"{one.round:<{wide}}{label:<{WIDTH - wide - DAYS}}{days}"
        if one.amends:
            yield f"{'':<{wide}}amends {one.amends}"


def round_text(round_id: str, folders: Sequence[Path], form: str) -> str:
    """One round: what it asks for, and what is not confirmed."""
    rules = rounds.load(round_id, tuple(folders))
    if form == "json":
        return msgspec.json.format(msgspec.json.encode(rules)).decode()
    if form == "csv":
        out = StringIO(newline="")
        head = ("fact", "label", "reference", "certainty")
        csv.writer(out, lineterminator="\n").writerows([head, *_fact_rows(rules)])
        return out.getvalue().rstrip()
    return "\n".join(_round_lines(rules))


def _fact_rows(rules: Round) -> Iterator[tuple[str, str, str, str]]:
    for fact in facts(rules):
        yield fact.path, fact.label, fact.reference, fact.certainty.value


def _round_lines(rules: Round) -> Iterator[str]:
    yield f"{rules.label}: in force {rules.in_force.start} to {rules.in_force.end}"
    if len(rules.years) > 1:
        yield f"Plans for {listed(rules.years)}"
    if rules.amends:
        yield f"Amends {rules.amends}"
    for heading, lines in _sections(rules):
        told = list(lines)
        if told:
            yield ""
            yield heading
            yield from told
    yield ""
    yield from _totals(rules)


def _sections(rules: Round) -> Iterator[tuple[str, Iterator[str]]]:
    """What a round asks for, part by part; a part that it does not have gives no lines."""
    yield "Sources of funding", _source_lines(rules)
    yield "Required spends", _spend_lines(rules)
    conditions = rules.national_conditions.items()
    yield "National conditions", (f"  {code:<6}{shortened(c.label, 70)}" for code, c in conditions)
    asked = rules.requirements.items()
    yield "Planning requirements", (f"  {code:<6}{shortened(r.label, 70)}" for code, r in asked)
    yield "Metrics", _metric_lines(rules)
    ratings = listed(rules.ratings.labels, "or") if rules.ratings else ""
    yield "Rated", iter(wrapped(ratings, "  ", "  ") if ratings else ())


def _source_lines(rules: Round) -> Iterator[str]:
    for source in rules.sources.items.values():
        yield f"  {source.name:<20}{shortened(source.label, 33):<34}{source.kind}"
        for part in source.income_parts.values():
            name = f"    {shortened(part.name, 17):<18}"
            yield f"{name}{shortened(part.label, 33):<34}{part.kind}, part of it"


def _spend_lines(rules: Round) -> Iterator[str]:
    for spend in rules.required_spends.values():
        words = listed(condition.words for condition in spend.conditions)
        text = f"{spend.label}: rows where {words}. Minimum: {spend.minimum.words}."
        yield from wrapped(text, "  ", "    ")


def _metric_lines(rules: Round) -> Iterator[str]:
    local = {"local": "measure chosen locally"}
    for metric in rules.metrics.values():
        every = ", by quarter or month" if metric.periods else ""
        better = local.get(metric.better, f"better {metric.better}")
        yield f"  {metric.short:<30}{metric.unit}, {better}{every}"
    if rules.payment:
        price, least = pounds(rules.payment.unit_price), percent(rules.payment.least)
        name = rules.metrics[rules.payment.metric].short.lower()
        yield from wrapped(
            f"Paid for: {price} each for fewer {name}; {least} fewer is expected.", "  ", "    "
        )


def _totals(rules: Round) -> Iterator[str]:
    types = list(rules.scheme_types)
    subs = sum(len(k.sub_types.items) for k in rules.scheme_types.items.values() if k.sub_types)
    checks = sum(one.severity is not None for one in rules.checks.values())
    noun = "scheme type" if len(types) == 1 else "scheme types"
    yield f"{len(types)} {noun}, {subs} sub types, {checks} checks."
    certainties = [fact.certainty for fact in facts(rules)]
    unsure = certainties.count(Certainty.UNCONFIRMED)
    yield f"{unsure} of {len(certainties)} facts are not confirmed; list them: --format csv"
    yield "Rests on"
    for reference in rules.references.values():
        when = f", {reference.published}" if reference.published else ""
        yield from wrapped(f"{reference.title}{when}", "  ", "    ")
