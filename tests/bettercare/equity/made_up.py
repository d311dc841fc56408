"""Folders of audits drawn as text, for tests."""

from bettercare.equity import audit_folder

BASE = {
    "services.csv": """
        code | basis | ages | service
        A    | b     | 18+  | Walking
    """,
    "populations.csv": """
        basis | ages | by   | group | people
        b     | 18+  | all  |       | 10000
        b     | 18+  | area | North | 1000
        b     | 18+  | area | South | 1000
    """,
    "postcodes.csv": """
        postcode | area
        AA1 1AA  | North
        AA1 1AB  | South
        AA2 1AA  |
    """,
}
POSTCODES = {"north": "AA1 1AA", "south": "AA1 1AB", "else": "AA2 1AA"}


def folder(tmp_path, **files):
    """A folder with the base files and others: ``users="service | postcode ..."``."""
    tables = BASE | {f"{name}.csv": text for name, text in files.items() if text is not None}
    for name, text in tables.items():
        rows = [line.strip() for line in text.strip().splitlines()]
        cells = [[cell.strip() for cell in row.split("|")] for row in rows]
        written = "\n".join(",".join(f'"{cell}"' for cell in row) for row in cells)
        (tmp_path / name).write_text(written + "\n", encoding="utf-8")
    for name, text in files.items():
        if text is None:
            (tmp_path / f"{name}.csv").unlink(missing_ok=True)
    return tmp_path


def audited(tmp_path, show_small="", **files):
    """The audit of such a folder."""
    return audit_folder(folder(tmp_path, **files), show_small=show_small)


def users(north=0, south=0, elsewhere=0, head="service | postcode", rest=""):
    """A list of so many users of service A from each area."""
    homes = [("north", north), ("south", south), ("else", elsewhere)]
    rows = [f"A | {POSTCODES[home]} {rest}" for home, times in homes for _ in range(times)]
    return "\n".join([head, *rows])


def codes(found):
    """The codes of what was found, in order."""
    return [one.code for one in found.findings]
