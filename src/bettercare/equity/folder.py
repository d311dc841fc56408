"""Reading the folder of an audit: services, populations, users, postcodes and printed figures."""

from collections.abc import Hashable, Iterator
from pathlib import Path

from bettercare.equity.participation import Asked, asked_of
from bettercare.equity.postcodes import Listed, check_list, shape
from bettercare.equity.printed import PrintedRow
from bettercare.equity.printed_file import PRINTED, printed_rows
from bettercare.equity.records import (
    ALL,
    AREA,
    GROUPS,
    Ages,
    Inputs,
    People,
    Service,
    User,
    ages,
)
from bettercare.equity.rules import Rules, read_rules, shipped_rules
from bettercare.equity.tables import Row, Table, read_table
from bettercare.errors import UnreadableFile
from bettercare.labels import listed

SERVICES, POPULATIONS = "services.csv", "populations.csv"
USERS, POSTCODES, PARTICIPATION = "users.csv", "postcodes.csv", "participation.csv"
RULES = "rules.yaml"
BY = (ALL, AREA, *GROUPS)


def read_folder(folder: Path) -> Inputs:
    """Read an audit's folder; raises ``UnreadableFile`` where what it needs is missing.

    ``services.csv`` and ``populations.csv`` must be there; ``users.csv`` with ``postcodes.csv``, or
    counts in ``services.csv``, give the users.
    """
    if not folder.is_dir():
        raise UnreadableFile(f"Cannot read {folder.name}: no such folder.")
    tables = {
        SERVICES: read_table(
            folder / SERVICES,
            ("code", "basis", "ages"),
            ("service", "part", "people_ages", "areas", "period", "in_areas", "users"),
        ),
        POPULATIONS: read_table(
            folder / POPULATIONS, ("basis", "ages", "by", "people"), ("group", "source")
        ),
        USERS: _if_there(folder / USERS, ("service",), ("postcode", "person", *GROUPS)),
        POSTCODES: _if_there(folder / POSTCODES, ("postcode", "area"), ("basis", "quintile")),
    }
    services = tuple(_services(tables[SERVICES]))
    people = tuple(_people(tables[POPULATIONS]))
    postcodes = tuple(
        Listed(row.number, row["basis"], row["postcode"], row["area"], row["quintile"])
        for row in tables[POSTCODES].rows
    )
    found = [one for table in tables.values() for one in table.findings]
    return Inputs(
        services=services,
        people=people,
        users=tuple(map(_user, tables[USERS].rows)),
        postcodes=postcodes,
        findings=(*found, *check_list(postcodes, POSTCODES)),
        rows_read={name: len(table.rows) for name, table in tables.items()},
        title=folder.resolve().name,
    )


def read_printed(folder: Path) -> tuple[PrintedRow, ...]:
    """The printed figures beside an audit, where the folder has ``printed.csv``."""
    path = folder / PRINTED
    return printed_rows(path) if path.exists() else ()


def read_participation(folder: Path) -> tuple[Asked, ...]:
    """Which services were asked and answered, where the folder has ``participation.csv``."""
    path = folder / PARTICIPATION
    return asked_of(path) if path.exists() else ()


def rules_of(folder: Path) -> Rules:
    """The rules of a folder, or those that ship."""
    path = folder / RULES
    return read_rules(path) if path.exists() else shipped_rules()


def _if_there(path: Path, needed: tuple[str, ...], known: tuple[str, ...]) -> Table:
    return read_table(path, needed, known) if path.exists() else Table(path.name, ())


def _ages(table: Table, row: Row, column: str = "ages") -> Ages | None:
    found = ages(row[column])
    if found is None:
        what = f"'{shape(row[column])}' is not how ages are written; the row is not used."
        table.note("EQU-22", row, column, what, "Write 0-17, 18+ or all.")
    return found


def _services(table: Table) -> Iterator[Service]:
    seen: set[Hashable] = set()
    for row in table.rows:
        of = _ages(table, row)
        beside = _ages(table, row, "people_ages") if row["people_ages"] else of
        if of and beside and _first(table, row, row["code"].casefold(), seen):
            yield Service(
                code=row["code"],
                name=row["service"] or row["code"],
                part=row["part"],
                basis=row["basis"],
                ages=of,
                people_ages=beside,
                areas=tuple(part.strip() for part in row["areas"].split(";") if part.strip()),
                period=row["period"],
                in_areas=table.whole(row, "in_areas"),
                users=table.whole(row, "users"),
                row=row.number,
            )


def _people(table: Table) -> Iterator[People]:
    seen: set[Hashable] = set()
    for row in table.rows:
        of, by, count = _ages(table, row), row["by"].lower() or ALL, table.whole(row, "people")
        if by not in BY:
            table.note("EQU-21", row, "by", f"Not one of {listed(BY, 'or')}; the row is not used.")
        elif count is None and not row["people"]:
            table.note("EQU-21", row, "people", "Blank; the row is not used.", "Write the people.")
        elif of is not None and count is not None:
            group = "" if by == ALL else row["group"]
            if _first(table, row, (row["basis"], of, by, group), seen):
                yield People(
                    basis=row["basis"], ages=of, by=by, group=group, people=count, row=row.number
                )


def _first(table: Table, row: Row, key: Hashable, seen: set[Hashable]) -> bool:
    """Whether a key comes for the first time; a later one is noted and not used."""
    if key in seen:
        table.note("EQU-23", row, "row", "Given before; the first is used.", "Keep one of them.")
        return False
    seen.add(key)
    return True


def _user(row: Row) -> User:
    return User(
        service=row["service"],
        postcode=row["postcode"],
        row=row.number,
        person=row["person"],
        groups={name: row[name] for name in GROUPS},
    )
