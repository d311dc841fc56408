"""Checks on how the parts of a programme fit together: codes, sources and years."""

from collections import Counter
from collections.abc import Iterator

from bettercare.programmes.budget import Numbered
from bettercare.programmes.checks.money import line_subject
from bettercare.programmes.checks.registry import Checked, Slip, check


@check(
    "PRG-14",
    name="not-in-the-programme",
    message="{what} '{text}' is not in {table}.",
    fix="Add it to {table}, or correct the code.",
    order=-1,
)
def not_in_the_programme(working: Checked) -> Iterator[Slip]:
    """A line that names a priority, measure, source or metric that the programme does not list.

    Its money would be missing from the totals of any list.
    """
    yield from _of_lines(working)
    yield from _of_links(working)
    yield from _twice(working)


def _of_lines(working: Checked) -> Iterator[Slip]:
    programme = working.programme
    priorities = {one.code for one in programme.priorities}
    measures = {one.code for one in programme.measures}
    metrics = {one.code for one in programme.metrics}
    columns = {f"{working.code(one.source)}.{one.year}" for one in programme.funds}
    for one in working.lines:
        wanted = (
            ("priority", [one.line.priority], priorities, "priorities.csv"),
            ("measure", [one.line.measure], measures, "measures.csv"),
            ("metric", one.line.marks, metrics, "metrics.csv"),
            ("column", one.line.amounts, columns, "funds.csv"),
        )
        for what, texts, known, table in wanted:
            for text in texts:
                if text and known and text not in known:
                    yield _slip(working, one, what, (text, table))
        if one.line.priority is None and (one.line.amounts or one.line.annual):
            yield _without_priority(working, one)


def _slip(working: Checked, one: Numbered, what: str, found: tuple[str, str]) -> Slip:
    text, table = found
    return Slip(
        line_subject(working, one, what),
        (working.place(one, what),),
        {"what": what.capitalize(), "text": text, "table": table},
    )


def _without_priority(working: Checked, one: Numbered) -> Slip:
    return Slip(
        line_subject(working, one, "priority"),
        (working.place(one, "priority"),),
        message="The line has no priority, so no priority counts its money.",
        fix="Say which priority it belongs to.",
    )


def _of_links(working: Checked) -> Iterator[Slip]:
    columns = {(column.source, column.year) for column in working.funding.remaining}
    for item, link in enumerate(working.programme.links, 1):
        ends = (
            (link.source, link.from_year),
            (link.to_source or link.source, link.to_year),
        )
        place = (working.programme.place("links", item),)
        for source, year in ends:
            if (working.code(source), year) not in columns:
                yield Slip(
                    f"Carry-forward link {item}",
                    place,
                    message="There is no money of {source} in {year} to carry.",
                    facts={"source": source or "a source", "year": year or "a year"},
                    fix="Add it to funds.csv with what is available, or correct the link.",
                )
        if link.from_year and link.to_year and link.from_year >= link.to_year:
            yield Slip(
                f"Carry-forward link {item}",
                place,
                message="It goes from {start} to {end}, which is not a later year.",
                facts={"start": link.from_year, "end": link.to_year},
                fix="Name the earlier year as from_year.",
            )


def _twice(working: Checked) -> Iterator[Slip]:
    for table in ("priorities", "measures", "metrics", "sources"):
        codes = [one.code for one in getattr(working.programme, table) if one.code]
        for code, count in Counter(codes).items():
            if count > 1:
                item = len(codes) - codes[::-1].index(code)
                yield Slip(
                    f"{table}.csv, {code}",
                    (working.programme.place(table, item, "code"),),
                    message="The code stands {count} times.",
                    facts={"count": count},
                    fix="Give each its own code.",
                )
