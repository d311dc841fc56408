"""What may be typed in the cells of a table: drop-downs, numbers and shares.

A list that the round has confirmed stops any other text; one that is not sure only warns.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bettercare.formats.cells import Field
from bettercare.formats.headers import letter
from bettercare.formats.workbooks.build import Build
from bettercare.formats.workbooks.grid import Grid
from bettercare.formats.workbooks.lists import name_of
from bettercare.formats.workbooks.pen import Sheet
from bettercare.rounds import CodeList, Round

SUB_TYPES = "sub_types"
MOST = 10**15


def validate(
    build: Build,
    table: str,
    sheet: Sheet,
    grid: Grid,
    rows: tuple[int, int],
    at: Mapping[str, int],
) -> None:
    """Say for each column what may be typed in it."""
    for position, field in enumerate(grid.fields, 1):
        rule = _rule(build, table, field, rows[0], at) if field else None
        if rule:
            sheet.data_validation(rows[0], position, rows[1], position, rule)


def _rule(
    build: Build, table: str, field: Field, first: int, at: Mapping[str, int]
) -> dict[str, Any] | None:
    column = field.column
    if column.choices == SUB_TYPES:
        return _of_sub_types(build, first, at)
    if column.choices:
        known = choices_in(build.rules, column.choices, table)
        return _of_list(build, column.choices, table, known) if known else None
    return NUMBERS.get(column.kind)


def choices_in(rules: Round, path: str, table: str) -> CodeList[Any] | None:
    """The list that a column chooses from; an income line chooses parts of sources too."""
    if path == "sources" and table == "income":
        return rules.income_names
    if path == "metrics":
        return rules.metric_names
    found: Any = rules
    for name in path.split("."):
        found = getattr(found, name, None)
    return found if isinstance(found, CodeList) else None


def _of_list(build: Build, path: str, table: str, known: CodeList[Any]) -> dict[str, Any]:
    own = "income" if path == "sources" and table == "income" else ""
    labels = [one.label for one in known.items.values()]
    if path == "metrics":
        labels = [one.short for one in build.rules.metrics.values()]
    name = build.lists.column(name_of("list", path, own).rstrip("_"), labels)
    return _list(f"={name}", firm=known.firm)


def _of_sub_types(build: Build, first: int, at: Mapping[str, int]) -> dict[str, Any] | None:
    """The sub types of the row's own scheme type, which stand together in the list."""
    if "scheme_type_no" not in at:
        return None
    types: Sequence[Any] = list(build.rules.scheme_types.items.values())
    pairs = [
        (number, item.label)
        for number, kind in enumerate(types, 1)
        for item in (kind.sub_types.items.values() if kind.sub_types else ())
    ]
    if not pairs:
        return None
    # The last line is blank: what a row without a type, or with one without sub types, chooses.
    of_type = build.lists.column("sub_types_of", [*(number for number, _ in pairs), 0])
    labels = build.lists.column("list_sub_types", [*(label for _, label in pairs), ""])
    cell = f"${letter(at['scheme_type_no'])}{first + 1}"
    start = f"IFERROR(MATCH({cell},{of_type},0),{len(pairs) + 1})-1"
    source = f"=OFFSET({labels},{start},0,MAX(1,COUNTIF({of_type},{cell})),1)"
    firm = all(kind.sub_types.firm for kind in types if kind.sub_types)
    return _list(source, firm)


def _list(source: str, firm: bool) -> dict[str, Any]:
    unsure = "This is not in the list. Keep it all the same?"
    message = "Choose one of the list." if firm else unsure
    return {
        "validate": "list",
        "source": source,
        "error_type": "stop" if firm else "warning",
        "error_title": "Not in the list",
        "error_message": message,
    }


def _between(least: float, most: float, error: str, message: str) -> dict[str, Any]:
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": least,
        "maximum": most,
        "error_type": error,
        "error_title": "Not a number",
        "error_message": message,
    }


NUMBERS: Mapping[str, dict[str, Any]] = {
    "money": _between(-MOST, MOST, "stop", "Type pounds as a number, such as 1250.50."),
    "number": _between(-MOST, MOST, "warning", "This is not a number. Keep it all the same?"),
    "share": _between(0, 1, "stop", "Type a share from 0% to 100%, such as 60%."),
}
