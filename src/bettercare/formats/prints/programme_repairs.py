"""What was done to read a printed table, with the evidence for it."""

from collections.abc import Iterator, Sequence

from bettercare.findings import Finding, Place, Severity
from bettercare.formats.prints.programme_align import Layout, Placed, Table
from bettercare.formats.prints.programme_grid import Block
from bettercare.formats.prints.programme_rows import Edit
from bettercare.formats.reading import noted
from bettercare.labels import listed
from bettercare.programmes.records import Programme

PROOF = {
    "line": "Its sources then add up to its annual budget, and every column of amounts of its"
    " priority comes to the printed total.",
    "priority": "Its sources then add up to its annual budgets, and its lines come to it in every"
    " column of amounts.",
    "total": "Its sources then add up to its annual budgets, and the totals of the priorities come"
    " to it in every column of amounts.",
    "available": "It is then the total and what remains together, in every column of amounts.",
    "remaining": "It is then what is available less the total, in every column of amounts.",
}
KINDS = {
    "priority": "total of a priority",
    "total": "total",
    "available": "amounts available",
    "remaining": "amounts remaining",
}


def repair_findings(
    name: str, blocks: Sequence[Block], table: Table, programme: Programme
) -> Iterator[Finding]:
    """Everything that was done to the table: pages, rows moved, rows not placed, links, ends."""
    for layout in table.layouts:
        yield _of_page(name, layout, table)
    for one in table.rows:
        if one.standing == "moved":
            yield _moved(name, one, table)
        elif one.standing == "not placed":
            yield _not_placed(name, one)
    for link in programme.links:
        yield noted(
            "READ-61",
            Severity.INFORMATION,
            f"Carry-forward from {link.from_year} to {link.to_year}",
            f"{link.basis}. What {link.from_year} leaves of it is taken to be there for"
            f" {link.to_year}.",
        )
    for block in blocks:
        if not block.rows:
            what = "The headings of the table stand here once more, and no row follows."
            fix = "Look whether the end of the table is lost."
            subject = f"Print line {block.line}"
            yield noted("READ-43", Severity.WARNING, subject, what, fix, _place(name, block.line))


def _subject(one: Placed) -> str:
    """A row in words: "Print line 34", "Print line 45, total"."""
    kind = f", {KINDS[one.row.kind]}" if one.row.kind != "line" else ""
    return f"Print line {one.row.line}{kind}"


def _place(name: str, line: int) -> tuple[Place, ...]:
    return (Place(file=name, row=line),)


def _of_page(name: str, layout: Layout, table: Table) -> Finding:
    rows = [one.row.line for one in table.rows if one.row.page == layout.page]
    verb = "hold a cell more" if layout.edit.what == "take out" else "lack a cell"
    where = _behind(table, layout.edit.at)
    return noted(
        "READ-31",
        Severity.INFORMATION,
        f"Print lines {min(rows)} to {max(rows)}",
        f"{layout.rows} lines of this page {verb} than it has headings, {where}. Read without it:"
        " they then add up.",
        places=_place(name, min(rows)),
    )


def _behind(table: Table, at: int) -> str:
    """Where a cell stands in words: behind which column."""
    before = table.shape.fields[at - 1] if 0 < at <= len(table.shape.fields) else None
    if before is None:
        return "at the start"
    words = " ".join(filter(None, (before.key.replace(".", " ").replace("_", " "),)))
    return f"behind {words or before.role}"


def _moved(name: str, one: Placed, table: Table) -> Finding:
    changes = listed(_change(edit, table) for edit in one.edits)
    marks = one.row.kind == "line" and any(
        one.cells[at] for at, field in enumerate(table.shape.fields) if field.role == "metric"
    )
    unproven = " Its marks moved along; no total proves them." if marks else ""
    return noted(
        "READ-31",
        Severity.INFORMATION,
        _subject(one),
        f"Cells stood beside their columns; {changes}. {PROOF[one.row.kind]}{unproven}",
        places=_place(name, one.row.line),
    )


def _change(edit: Edit, table: Table) -> str:
    where = _behind(table, edit.at)
    if edit.what == "put in":
        return f"a blank cell is put in {where}"
    if edit.what == "take out":
        return f"a cell too many is taken out {where}"
    return f"two amounts run together are parted {where}"


def _not_placed(name: str, one: Placed) -> Finding:
    return noted(
        "READ-60",
        Severity.ERROR,
        _subject(one),
        "Its cells stand beside their columns, and no total proves where they belong. Its amounts"
        " count as not known.",
        "Type its amounts from the paper.",
        _place(name, one.row.line),
    )
