"""Family B: scheme rows, their ids, names and descriptions."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import count, pairwise

from bettercare.calculations import Calculations, CodedRow
from bettercare.calculations.completeness import word_count
from bettercare.calculations.one_scheme import SchemeKey, id_key, name_key
from bettercare.checks.alike import alike_names, likeness_of
from bettercare.checks.registry import Slip, check
from bettercare.checks.words import (
    in_words,
    row_place,
    row_places,
    row_subject,
    rows_named,
)
from bettercare.checks.years import amounts_of_other_years, lacks_amounts
from bettercare.labels import listed, shortened
from bettercare.money import is_not_given, pounds
from bettercare.rounds import Match

_LEADING_NUMBER = re.compile(r"\d{1,9}(?!\d)")
PAIR = 2
PARTS = "print.parts_not_joined"


def _id_number(row: CodedRow) -> int | None:
    """The number an id starts with: 7 of "7" and of "7a"."""
    found = _LEADING_NUMBER.match(id_key(row))
    return int(found[0]) if found else None


def id_numbers(rows: Iterable[CodedRow]) -> set[int]:
    """The numbers with which the ids of some rows start."""
    return {number for row in rows if (number := _id_number(row)) is not None}


def _in_order_of_id(rows: list[CodedRow]) -> tuple[bool, int, str]:
    number = _id_number(rows[0])
    return number is None, number or 0, id_key(rows[0])


def alike_rows(working: Calculations) -> list[tuple[CodedRow, CodedRow]]:
    """The first rows of names that look alike, in pairs."""
    first: dict[str, CodedRow] = {}
    for row in working.rows:
        if row.row.scheme_name:
            first.setdefault(row.row.scheme_name, row)
    pairs = alike_names(tuple(first), likeness_of(working.rules.thresholds))
    return [(first[one], first[other]) for one, other in pairs]


def names_by_id(working: Calculations) -> list[list[list[CodedRow]]]:
    """For each id that more than one name has: the rows of each name.

    Names that look alike are one: they have a check of their own, and need no other id.
    """
    names = Counter(id_key(rows[0]) for rows in working.schemes)
    if not any(key and number > 1 for key, number in names.items()):
        return []
    alike: dict[str, set[str]] = {}
    for one, other in alike_rows(working):
        keys = [name_key(row.row.scheme_name or "") for row in (one, other)]
        for key, like in zip(keys, reversed(keys), strict=True):
            alike.setdefault(key, set()).add(like)
    by_id: dict[str, list[list[CodedRow]]] = {}
    met: set[SchemeKey] = set()
    for rows in working.schemes:
        key = id_key(rows[0])
        if names[key] == 1:
            continue
        name = name_key(rows[0].row.scheme_name or "")
        if not any((key, like) in met for like in alike.get(name, ())):
            by_id.setdefault(key, []).append(rows)
        met.add((key, name))
    shared = [names for key, names in by_id.items() if key and len(names) > 1]
    return sorted(shared, key=lambda names: _in_order_of_id(names[0]))


@check(
    "CHK-030",
    name="parts-cannot-be-paired",
    message="The parts of the table have {parts} rows: they cannot be paired.",
    fix="Find the page that is missing, or read the table from another copy.",
    needs=(),
)
def parts_cannot_be_paired(working: Calculations) -> Iterator[Slip]:
    """A table that a page splits in two is put together row by row, so both have as many rows.

    A reader of printed papers keeps what it found in the fact print.parts_not_joined.
    """
    parts = working.plan.facts.get(PARTS)
    if parts:
        yield Slip("Expenditure", (), {"parts": shortened(parts, 60)})


@check(
    "CHK-021",
    name="id-used-for-different-schemes",
    message="{id} is used for {count} schemes.",
    fix="Give each scheme an id of its own.",
)
def id_used_for_different_schemes(working: Calculations) -> Iterator[Slip]:
    """One id must mean one scheme.

    Last year's scheme, its outputs and its spending are found again by the id; where two schemes
    share one, their figures are mixed.
    """
    shared = names_by_id(working)
    numbers = id_numbers(working.rows) if shared else set()
    free = count(max(numbers) + 1) if numbers else None
    for names in shared:
        firsts = [rows[0] for rows in names]
        yield Slip(
            f"{rows_named(row.item for row in firsts)}, id",
            row_places(working, firsts, "scheme_id"),
            {"id": shortened(firsts[0].row.scheme_id or "", 40), "count": in_words(len(names))},
            fix=_new_ids(names, free) if free else "",
        )


def _new_ids(names: list[list[CodedRow]], free: Iterator[int]) -> str:
    """A fix that names free ids; the scheme that comes last keeps the id it has."""
    ids = [next(free) for _ in names[1:]]
    if len(names) == PAIR:
        rows = rows_named(row.item for row in names[0])
        return f"Give {rows.lower()} the id {ids[0]}, which is free."
    return f"Give all but one an id of their own; {ids[0]} to {ids[-1]} are free."


def _meant(match: Match, text: str | None) -> str | None:
    """What a label stands for, or the label itself where that is not known."""
    return match.accepted or text


def _ways_split(rows: list[CodedRow]) -> list[str]:
    """In which ways the rows of one scheme differ, in words."""
    ways = {
        "source": {_meant(row.source, row.row.source_of_funding) for row in rows},
        "scheme type": {_meant(row.scheme_type, row.row.scheme_type) for row in rows},
    }
    return [noun for noun, values in ways.items() if len(values - {None}) > 1]


@check(
    "CHK-022",
    name="scheme-split-over-rows",
    message="'{scheme}' has {count} rows, split by {ways}; it counts as one scheme.",
    fix="Nothing to mend.",
)
def scheme_split_over_rows(working: Calculations) -> Iterator[Slip]:
    """Several rows with one id and one name are one scheme, paid from several sources.

    The template has one source and one type a row, so a scheme with two needs two rows. It is
    said so that nobody counts the scheme twice.
    """
    for rows in working.schemes:
        ways = _ways_split(rows) if len(rows) > 1 else []
        if not ways or not id_key(rows[0]):
            continue
        field = "source_of_funding" if ways[0] == "source" else "scheme_type"
        facts = {
            "scheme": shortened(rows[0].name, 60),
            "count": in_words(len(rows)),
            "ways": listed(ways),
        }
        items = rows_named(row.item for row in rows)
        yield Slip(f"{items}, {ways[0]}", row_places(working, rows, field), facts)


def _likeness(row: CodedRow) -> tuple[object, ...]:
    """What must be equal for two rows to be the same."""
    return (
        name_key(row.row.scheme_name or ""),
        _meant(row.scheme_type, row.row.scheme_type),
        _meant(row.source, row.row.source_of_funding),
        _meant(row.provider, row.row.provider),
        tuple(sorted(row.row.amounts.items())),
    )


@check(
    "CHK-023",
    name="identical-rows",
    message="'{scheme}' has {count} rows that are the same, of {amount} each.",
    fix="Keep one of them, or give each a name of its own.",
)
def identical_rows(working: Calculations) -> Iterator[Slip]:
    """Rows with one name, type, source, provider and amount are often one row twice.

    A row that is pasted twice is spent twice, and the balance of its source is wrong by its amount.
    """
    groups: dict[tuple[object, ...], list[CodedRow]] = {}
    names = Counter(name_key(row.row.scheme_name) for row in working.rows if row.row.scheme_name)
    for row in working.rows:
        name = row.row.scheme_name
        if name and names[name_key(name)] > 1 and any(row.row.amounts.values()):
            groups.setdefault(_likeness(row), []).append(row)
    for rows in groups.values():
        if len(rows) > 1:
            facts = {
                "scheme": shortened(rows[0].name, 60),
                "count": in_words(len(rows)),
                "amount": _amount(rows[0]),
            }
            places = row_places(working, rows, "scheme_name")
            yield Slip(f"{rows_named(row.item for row in rows)}, name", places, facts)


@check(
    "CHK-024",
    name="names-look-alike",
    message="'{one}' and '{other}' look alike.",
    fix="Join them, or rename one.",
    cites="thresholds",
)
def names_look_alike(working: Calculations) -> Iterator[Slip]:
    """Two names that differ by a slip of the pen are often one scheme.

    Written in two ways, it becomes two schemes in every list and cannot be found again next year.
    """
    for one, other in alike_rows(working):
        rows = one, other
        yield Slip(
            f"{rows_named(row.item for row in rows)}, name",
            row_places(working, rows, "scheme_name"),
            {"one": shortened(one.name, 60), "other": shortened(other.name, 60)},
        )


UNUSED = "{unused:,} ids between {low} and {high} are unused"
ONE_UNUSED = "1 id between {low} and {high} is unused"
OUT_OF_ORDER = "id {next} comes after {after}"


@check(
    "CHK-025",
    name="ids-with-gaps",
    message=f"{UNUSED}.",
    fix="Check that no row is missing.",
)
def ids_with_gaps(working: Calculations) -> Iterator[Slip]:
    """A gap in ids that run from number to number may be a row that was lost, or moved.

    Where most numbers are unused the ids are codes of another system, and gaps and order mean
    nothing. Where ids have gaps and go down more than once, they were not kept in order at all:
    then only the gaps are told. A number that comes again is a matter of its own.
    """
    used = list(dict.fromkeys(filter(None, map(_id_number, working.rows))))
    low, high = min(used, default=0), max(used, default=0)
    unused = high - low + 1 - len(used)
    down = [(a, b) for a, b in pairwise(used) if b < a]
    if not used or unused > len(used):
        return
    if unused or down:
        facts: dict[str, object] = {"unused": unused, "low": low, "high": high}
        gaps = [ONE_UNUSED if unused == 1 else UNUSED] if unused else []
        if down and (len(down) == 1 or not unused):
            facts |= {"after": down[0][0], "next": down[0][1]}
            gaps.append(OUT_OF_ORDER)
        place = working.place("schemes", 0, "scheme_id")
        yield Slip("All rows, id", (place,), facts, message=_sentence(gaps))


def _sentence(parts: list[str]) -> str:
    words = ", and ".join(parts)
    return f"{words[:1].upper()}{words[1:]}."


def _amount(row: CodedRow) -> str:
    """The pounds of a row in all years, or what is written where they cannot be read."""
    number = sum(row.row.amounts.values())
    return pounds(number) if number else next(iter(_unread_amounts(row)), "")


def _unread_amounts(row: CodedRow) -> list[str]:
    """Amounts that are not numbers, as written; the reader of the file reports them."""
    return [
        shortened(text, 40)
        for field, text in row.row.written.items()
        if field.startswith("amounts") and not is_not_given(text)
    ]


@check(
    "CHK-026",
    name="amount-without-name",
    message="{amount} has no scheme name.",
    fix="Name the scheme, or delete the row.",
)
def amount_without_name(working: Calculations) -> Iterator[Slip]:
    """Money must belong to a named scheme.

    It counts in every total, and nobody can say what it pays for. It is often the sign of a row
    that slipped when a table was copied.
    """
    for row in working.rows:
        if not row.row.scheme_name and (amount := _amount(row)):
            where = row_subject(working, row, "scheme_name")
            yield Slip(where, row_place(working, row, "scheme_name"), {"amount": amount})


@check(
    "CHK-027",
    name="name-without-amount",
    message="'{scheme}' has no planned expenditure.",
    fix="Enter its pounds, or delete the row.",
    needs=(),
    lacks=lacks_amounts,
)
def name_without_amount(working: Calculations) -> Iterator[Slip]:
    """A named scheme must have money in some year: an empty amount is a row not yet finished.

    Money in a year that the round does not plan for counts in no total; each such cell is named,
    those of the income too.
    """
    yield from amounts_of_other_years(working)
    years = frozenset(working.rules.years)
    for row in working.rows:
        if not (row.row.scheme_name and years.isdisjoint(row.row.amounts)):
            continue
        if not (_unread_amounts(row) or working.outside(row.row)):
            yield Slip(
                row_subject(working, row, "amounts", working.year),
                row_place(working, row, "amounts", working.year),
                {"scheme": shortened(row.name, 60)},
            )


def _too_short(working: Calculations, rows: list[CodedRow]) -> Iterator[CodedRow]:
    """The rows of one scheme to describe; blank rows are none when another row describes it."""
    described = any(row.row.description for row in rows)
    for row in rows:
        words = word_count(row.row.description or "")
        if words < working.rules.thresholds.short_description_words and (words or not described):
            yield row


def _lacks_descriptions(working: Calculations) -> str:
    return "" if any(row.row.description for row in working.rows) else "descriptions"


@check(
    "CHK-028",
    name="description-too-short",
    message="{count:,} descriptions have fewer than {least} words.",
    fix="Say what each scheme does and for whom.",
    cites="thresholds",
    lacks=_lacks_descriptions,
)
def description_too_short(working: Calculations) -> Iterator[Slip]:
    """A description of a word or two does not tell an assessor what the money buys."""
    short = [row for rows in working.schemes for row in _too_short(working, rows)]
    if short:
        least = working.rules.thresholds.short_description_words
        facts: Mapping[str, object] = {"count": len(short), "least": least}
        short.sort(key=lambda row: row.item)
        yield Slip(
            f"{rows_named(row.item for row in short)}, description",
            row_places(working, short, "description"),
            facts,
            message="1 description has fewer than {least} words." if len(short) == 1 else "",
        )


@check(
    "CHK-029",
    name="text-too-long",
    message="The {noun} has {length:,} characters; print cuts it at {limit:,}.",
    fix="Shorten it to {limit:,} characters or fewer.",
    cites="thresholds",
)
def text_too_long(working: Calculations) -> Iterator[Slip]:
    """A name or description that is longer than the template shows is cut in print."""
    limits = working.rules.thresholds
    for row in working.rows:
        for field, noun, limit in (
            ("scheme_name", "name", limits.longest_name),
            ("description", "description", limits.longest_description),
        ):
            length = len(getattr(row.row, field) or "")
            if length > limit:
                facts = {"noun": noun, "length": length, "limit": limit}
                where = row_subject(working, row, field)
                yield Slip(where, row_place(working, row, field), facts)
