"""A folder of plans collated: found, read at once, chosen, written as tidy tables, and proved."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

import msgspec

from bettercare.errors import UnreadableFile
from bettercare.formats.text_files import reason
from bettercare.national import league as leagues
from bettercare.national import output, parts, running
from bettercare.national.choosing import Candidate, Choice, choices
from bettercare.national.collating import Options
from bettercare.national.finding_files import Found, plans_in
from bettercare.national.league import Entry
from bettercare.national.parts import Kept
from bettercare.national.proof import BY_PENCE, Tally, tallies
from bettercare.national.tables import OF_PLANS, Row, dictionary_rows
from bettercare.rounds import load

Progress = Callable[[int, int], None]  # files done, and of how many


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How to collate. ``areas`` are those expected, by name or code; else every board there was.

    ``round_id`` is the round of plans that do not say one; ``folders`` holds further rounds.
    ``jobs`` is the number of processes, one a core unless it is given.
    """

    round_id: str | None = None
    folders: tuple[Path, ...] = ()
    areas: tuple[str, ...] | None = None
    jobs: int | None = None
    keep_parts: bool = False
    force: bool = False


class Collation(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a folder of plans.

    ``others`` counts files that are no plans by their ending; ``taken_over`` the parts that an
    earlier run had left. ``tallies`` prove each table; where one does not agree, nothing was
    written.
    """

    target: Path
    candidates: tuple[Candidate, ...]
    choices: Mapping[str, Choice]
    league: tuple[Entry, ...]
    strays: Mapping[str, int]
    tallies: tuple[Tally, ...]
    taken_over: int = 0
    others: Mapping[str, int] = {}

    @property
    def chosen(self) -> tuple[Candidate, ...]:
        """The plans that the tables hold, by round, area and file."""
        used = (one for one in self.candidates if self.choices[one.file].chosen)
        return tuple(sorted(used, key=_order))

    @property
    def by_pence(self) -> bool:
        """Whether the kind of output may lack the digits for an amount, as a workbook does."""
        return self.target.suffix.casefold() == BY_PENCE

    @property
    def proved(self) -> bool:
        """Whether the rows and pounds of the output are those that were read."""
        return all(one.agrees for one in self.tallies)


def collate(
    folder: Path, target: Path, settings: Settings | None = None, progress: Progress | None = None
) -> Collation:
    """Read every plan in a folder and write them as tidy tables at a place.

    The ending of ``target`` says what it becomes: ``.duckdb`` a database, ``.parquet`` and ``.csv``
    folders with a file a table, ``.xlsx`` a workbook. Bad files are rows of the output. Raises
    ``UnreadableFile`` where there is nothing to collate or nowhere to write it.
    """
    asked = settings or Settings()
    output.check_target(target, force=asked.force)
    kept_in = parts.folder_of(target)
    found = plans_in(folder, but=(target, kept_in))
    if not found.plans:
        raise UnreadableFile(
            f"There is no plan in {folder}: no workbook, JSON file or folder of CSV files."
        )
    kept = _parts(found, kept_in, asked, progress)
    made = _put_together(folder, target, found, kept, asked)
    if made.proved and not asked.keep_parts:
        parts.clear(kept_in)
    return made


def _parts(
    found: Found, kept_in: Path, asked: Settings, progress: Progress | None
) -> Sequence[Kept]:
    """The part of each plan, in the order of the plans."""
    options = Options(asked.round_id, asked.folders)
    try:
        kept_in.mkdir(exist_ok=True)
        rounds = parts.rounds_fingerprint(asked.folders)
    except OSError as error:
        raise UnreadableFile(f"Cannot write {kept_in}: {reason(error)}.") from error
    work = running.Work(options, kept_in, rounds)
    done = 0

    def told(_: int, __: Kept) -> None:
        nonlocal done
        done += 1
        if progress:
            progress(done, len(found.plans))

    running.warm_up(found.plans)
    jobs = running.processes(len(found.plans), asked.jobs)
    by_number = running.run(found.plans, work, jobs, told)
    return [by_number[number] for number in range(len(found.plans))]


def _put_together(
    folder: Path, target: Path, found: Found, kept: Sequence[Kept], asked: Settings
) -> Collation:
    candidates = [
        Candidate(path.relative_to(folder).as_posix(), one.part, _modified(path))
        for path, one in zip(found.plans, kept, strict=True)
    ]
    made = choices(candidates)
    chosen = [one for one in candidates if made[one.file].chosen]
    entries, strays = _league(chosen, candidates, asked)
    whole = Collation(
        target=target,
        candidates=tuple(candidates),
        choices=made,
        league=tuple(entries),
        strays=strays,
        tallies=(),
        taken_over=sum(one.taken_over for one in kept),
        others=found.others,
    )
    places = {one.file: each.place for one, each in zip(candidates, kept, strict=True)}
    making = parts.folder_of(target) / f"making{target.suffix.casefold()}"
    with output.room_for(making):
        output.write(making, _rows(whole, places))
        whole = msgspec.structs.replace(whole, tallies=tallies(making, whole.chosen))
        if whole.proved:
            output.put_in_place(making, target)
    return whole


def _league(
    chosen: Sequence[Candidate], candidates: Sequence[Candidate], asked: Settings
) -> tuple[list[Entry], dict[str, int]]:
    """The leagues of the rounds in turn, files that gave no plan first; and rounds of strays."""
    counts = Counter(one.part.round for one in chosen)
    wanted = leagues.collected(counts)
    entries = leagues.not_read(candidates)
    for round_id in sorted(counts):
        rules = load(round_id, asked.folders)
        areas = leagues.expected(rules, asked.areas) if round_id in wanted else ()
        own = [one for one in chosen if one.part.round == round_id]
        entries += leagues.league(rules, areas, own)
    return entries, {one: counts[one] for one in sorted(counts) if one not in wanted}


def _rows(made: Collation, places: Mapping[str, Path | None]) -> output.Rows:
    def of_plans(table: str) -> Callable[[], Iterator[Row]]:
        return lambda: chain.from_iterable(
            _with_key(one, table, places[one.file]) for one in made.chosen
        )

    return {
        "league": lambda: _league_rows(made.league),
        "files": lambda: (_file_row(one, made.choices[one.file]) for one in made.candidates),
        **{table: of_plans(table) for table in OF_PLANS},
        "dictionary": dictionary_rows,
    }


def _with_key(one: Candidate, table: str, place: Path | None) -> Iterator[Row]:
    """The rows of a plan in a table, each with where it comes from."""
    key = (one.part.round, one.part.area_code or None, one.part.area or None, one.file)
    rows = parts.rows_of(place, table) if place else ()
    return ((*key, *row) for row in rows)


def _league_rows(entries: Sequence[Entry]) -> Iterator[Row]:
    places: Counter[str] = Counter()
    for one in entries:
        places[one.round] += 1
        yield (
            one.round or None,
            places[one.round],
            one.standing,
            one.area_code or None,
            one.area or None,
            one.errors,
            one.warnings,
            one.late,
            one.submitted.isoformat() if one.submitted else None,
            one.due.isoformat() if one.due else None,
            one.days_late,
            one.file or None,
            one.what or None,
        )


def _file_row(one: Candidate, choice: Choice) -> Row:
    part = one.part
    return (
        one.file,
        part.sha256 or None,
        part.size,
        part.status,
        part.reason or None,
        part.round or None,
        part.area_code or None,
        part.area or None,
        part.version or None,
        part.submitted.isoformat() if part.submitted else None,
        part.errors,
        part.warnings,
        choice.chosen,
        choice.why,
    )


def _order(one: Candidate) -> tuple[str, str, str, str]:
    return one.part.round, one.part.area_code, one.part.area, one.file


def _modified(path: Path) -> float:
    """When a file was last changed; of a folder, the last of its files."""
    try:
        files = list(path.iterdir()) if path.is_dir() else [path]
        return max((one.stat().st_mtime for one in files), default=0.0)
    except OSError:
        return 0.0  # it is gone since; what was read of it stays
