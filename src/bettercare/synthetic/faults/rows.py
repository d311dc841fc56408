"""Faults of rows: their ids, names, descriptions and outputs."""

from decimal import Decimal

import msgspec

from bettercare.plan import SchemeRow
from bettercare.synthetic.faults.kinds import Planting, cell, kind
from bettercare.synthetic.faults.site import Site

LETTERS = 4  # of a word that a slip of the pen is planted in


def _kept(site: Site, item: int) -> int:
    """A row that stays as it is, and that no other fault may have."""
    site.taken |= {("schemes", item)} if item else set()
    return item


@kind("id-used-twice", "CHK-021")
def id_used_twice(site: Site) -> Planting | None:
    """Two schemes with one id."""
    other = _kept(site, site.row())
    item = site.row()
    if not item or not other:
        return None
    used = site.get("schemes", other).scheme_id
    return cell(site, "schemes", item, ("scheme_id", used), f"row {other} has the same id")


@kind("ids-with-gap", "CHK-025")
def ids_with_gap(site: Site) -> Planting | None:
    """The last id jumps ahead, as if rows were missing."""
    item = len(site.records("schemes"))
    if not item or site.taken & {("schemes", item), "gap"}:
        return None
    site.taken.add("gap")
    change = "scheme_id", str(item + 4)
    return cell(site, "schemes", item, change, "ids are left out")._replace(subject="All rows, id")


@kind("row-twice", "CHK-023")
def row_twice(site: Site) -> Planting | None:
    """A row that is pasted a second time, under a new id."""
    item = site.payer_row() if "gap" not in site.taken else 0
    if not item:
        return None
    site.taken |= {("schemes", item), "gap"}
    row = site.get("schemes", item)
    copy = msgspec.structs.replace(row, scheme_id=str(len(site.records("schemes")) + 1))
    added = site.add("schemes", copy)
    words = f"row {item} once more"
    return Planting("schemes", added, "scheme_name", "", copy.scheme_name, words)


@kind("name-misspelt", "CHK-024")
def name_misspelt(site: Site) -> Planting | None:
    """The name of another scheme with two letters the wrong way round."""
    other = _kept(site, site.row(lambda row: _slipped(row) != row.scheme_name))
    item = site.row()
    if not item or not other:
        return None
    text = _slipped(site.get("schemes", other))
    return cell(site, "schemes", item, ("scheme_name", text), f"row {other} misspelt")


def _slipped(row: SchemeRow) -> str:
    """A name with the third and fourth letters of its first long word the other way round."""
    words = (row.scheme_name or "").split()
    for at, word in enumerate(words):
        if len(word) > LETTERS and word.isalpha() and word[2] != word[3]:
            words[at] = word[:2] + word[3] + word[2] + word[4:]
            break
    return " ".join(words)


@kind("name-blank", "CHK-026")
def name_blank(site: Site) -> Planting | None:
    """Money without a name."""
    item = site.row()
    return cell(site, "schemes", item, ("scheme_name", None), "no name") if item else None


@kind("description-short", "CHK-028")
def description_short(site: Site) -> Planting | None:
    """A description of a word."""
    item = site.row() if site.has("schemes", "description") else 0
    return cell(site, "schemes", item, ("description", "Care"), "one word") if item else None


@kind("name-too-long", "CHK-029")
def name_too_long(site: Site) -> Planting | None:
    """A name that print would cut."""
    item = site.row()
    if not item:
        return None
    name = site.get("schemes", item).scheme_name or "Scheme"
    most = site.rules.thresholds.longest_name
    text = f"{name}: {'a service agreed by all the partners, '.__mul__(most // 30)}as before"
    return cell(site, "schemes", item, ("scheme_name", text), f"more than {most} letters")


@kind("contingency", "CHK-079")
def contingency(site: Site) -> Planting | None:
    """A sum that is set aside and called a scheme."""
    item = site.row()
    words = site.rules.contingency_words
    if not item or not words:
        return None
    text = f"{words[0].capitalize()} of the partners"
    return cell(site, "schemes", item, ("scheme_name", text), "set aside, not spent")


def _counts(site: Site, row: SchemeRow) -> bool:
    return bool(row.output_unit) and site.type_of(row) is not None


@kind("output-unit-blank", "CHK-082")
def output_unit_blank(site: Site) -> Planting | None:
    """A number of outputs, and nobody knows of what."""
    item = site.row(lambda row: _counts(site, row))
    return cell(site, "schemes", item, ("output_unit", None), "no unit") if item else None


@kind("output-not-used", "CHK-083")
def output_not_used(site: Site) -> Planting | None:
    """An output beside a type that is not counted."""

    def fits(row: SchemeRow) -> bool:
        found = site.type_of(row)
        return found is not None and found.outputs is None

    units = site.rules.output_units.labels
    item = site.row(fits) if units and site.has("schemes", "output_unit") else 0
    return cell(site, "schemes", item, ("output_unit", units[0]), "not counted") if item else None


@kind("output-unit-of-another", "CHK-084")
def output_unit_of_another(site: Site) -> Planting | None:
    """An output in the unit of another type."""
    item = site.row(lambda row: bool(_other_units(site, row)))
    if not item:
        return None
    unit = site.draw.one(_other_units(site, site.get("schemes", item)))
    return cell(site, "schemes", item, ("output_unit", unit), "a unit of another type")


def _other_units(site: Site, row: SchemeRow) -> list[str]:
    found = site.type_of(row)
    own = found.outputs.units if found and found.outputs and row.output_unit else ()
    units = site.rules.output_units
    return [one.label for code, one in units.items.items() if own and code not in own]


@kind("output-nought", "CHK-085")
def output_nought(site: Site) -> Planting | None:
    """A unit with the number 0."""
    item = site.row(lambda row: _counts(site, row))
    if not item:
        return None
    row = site.get("schemes", item)
    if site.has("schemes", "outputs", site.year):
        noughts = {**row.outputs, site.year: Decimal(0)}
        return cell(site, "schemes", item, ("outputs", noughts), "0 of them")
    return cell(site, "schemes", item, ("output_estimate", Decimal(0)), "0 of them")


@kind("output-repeated", "CHK-087")
def output_repeated(site: Site) -> Planting | None:
    """Two schemes that count the same people."""
    least = site.rules.thresholds.smallest_repeated_output
    item = _kept(
        site, site.row(lambda row: _counts(site, row) and (row.output_estimate or 0) >= least)
    )
    unit = site.get("schemes", item).output_unit if item else ""
    other = site.row(lambda row: bool(unit) and row.output_unit == unit)
    if not item or not other:
        return None
    number = site.get("schemes", item).output_estimate
    return cell(site, "schemes", other, ("output_estimate", number), f"row {item} has it too")
