"""What a collation comes to, on one screen."""

from collections.abc import Iterator, Sequence

from bettercare.labels import listed, shortened, wrapped
from bettercare.money import pounds
from bettercare.national.collation import Collation
from bettercare.national.league import Entry
from bettercare.places.shipped import spoken

MOST_NAMED = 8
MOST_LINES = 5
NAME = 40


def collation_text(made: Collation) -> str:
    """What was read, what is in the output and agrees, and the top of the league."""
    parts = [
        list(_files(made)),
        list(_tables(made)),
        *(list(_round(made, one)) for one in sorted({each.round for each in made.league} - {""})),
        list(_not_read(made)),
        list(_passed_over(made)),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def unproved_text(made: Collation) -> str:
    """Why nothing was written: where the output differs from what was read."""
    lines = [f"Nothing was written to {made.target}: it does not hold what was read."]
    for one in made.tallies:
        if one.unlike:
            named = _named([shortened(file, NAME) for file in one.unlike])
            lines.append(f"  {one.table}: rows or pounds of {named} differ from the control totals")
    if made.by_pence:
        lines.append("A workbook keeps 15 digits of a number. Write .parquet or .duckdb instead.")
    return "\n".join(lines)


def _files(made: Collation) -> Iterator[str]:
    chosen, found = len(made.chosen), len(made.candidates)
    read = sum(one.is_plan for one in made.candidates)
    words = [f"{read:,} read"]
    words += [f"{found - read:,} not read"] if found > read else []
    words += [f"{read - chosen:,} passed over for a newer one"] if read > chosen else []
    yield f"{_count(found, 'file')}: {', '.join(words)}. Written to {made.target}."
    if made.taken_over:
        before = "files were" if made.taken_over > 1 else "file was"
        yield f"{made.taken_over:,} {before} read by an earlier run and not read again."
    if made.others:
        kinds = listed(f"{count:,} {ending}" for ending, count in made.others.items())
        yield f"Not looked at, as no plan is collated from such files: {kinds}."


def _tables(made: Collation) -> Iterator[str]:
    yield f"{'Table':<12}{'Rows':>12}{'Records':>12}{'Pounds':>22}  Control totals"
    for one in made.tallies:
        money = pounds(one.pounds) if one.pounds is not None else ""
        state = "agree" if one.read_whole else "agree with what was kept; rows were lost in reading"
        yield f"{one.table:<12}{one.rows:>12,}{one.records:>12,}{money:>22}  {state}"


def _round(made: Collation, round_id: str) -> Iterator[str]:
    entries = [one for one in made.league if one.round == round_id]
    there = [one for one in entries if one.standing != "missing"]
    if round_id in made.strays:
        yield f"Round {round_id}: {_count(len(there), 'plan')} among those of another round."
    else:
        yield f"Round {round_id}: {len(there):,} of {_count(len(entries), 'area')}.{_due(entries)}"
    missing = [one.area for one in entries if one.standing == "missing"]
    late = sorted((one for one in there if one.late), key=lambda one: -(one.days_late or 0))
    failing = [f"{_name(one)} ({one.errors:,})" for one in there if one.errors]
    yield from _line("Missing", missing)
    yield from _line(
        "Late", [f"{_name(one)} ({_count(one.days_late or 0, 'day')})" for one in late]
    )
    yield from _line("With errors", failing)
    unknown = sum(one.late is None for one in there)
    if unknown:
        yield f"  Nobody can say of {_count(unknown, 'plan')} whether late: a day is not known."


def _due(entries: Sequence[Entry]) -> str:
    due = next((one.due for one in entries if one.due), None)
    return f" Due {spoken(due)}." if due else ""


def _name(one: Entry) -> str:
    return shortened(one.area or one.file, NAME)


def _line(head: str, names: Sequence[str]) -> Iterator[str]:
    if names:
        yield from wrapped(f"{head} {len(names):,}: {_named(names)}", "  ", "    ")


def _named(names: Sequence[str]) -> str:
    rest = len(names) - MOST_NAMED
    more = [f"{rest:,} more"] if rest > 0 else []
    return listed([*names[:MOST_NAMED], *more])


def _not_read(made: Collation) -> Iterator[str]:
    lost = [one for one in made.league if one.standing in {"not read", "our fault"}]
    if lost:
        yield f"Not read {len(lost):,}"
    for one in lost[:MOST_LINES]:
        yield from wrapped(f"{one.file}: {one.what}", "  ", "    ")
    if len(lost) > MOST_LINES:
        yield f"  and {len(lost) - MOST_LINES:,} more; all are in the table files"


def _passed_over(made: Collation) -> Iterator[str]:
    passed = [one for one in made.candidates if one.is_plan and not made.choices[one.file].chosen]
    if passed:
        yield f"Passed over {len(passed):,}"
    for one in passed[:MOST_LINES]:
        yield from wrapped(f"{one.file}: {made.choices[one.file].why}", "  ", "    ")
    if len(passed) > MOST_LINES:
        yield f"  and {len(passed) - MOST_LINES:,} more; all are in the table files"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
