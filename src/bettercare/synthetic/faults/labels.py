"""Faults of labels: values that are not in the round's lists, blank, or of another type."""

from collections.abc import Callable
from functools import lru_cache

from bettercare.plan import SchemeRow
from bettercare.rounds import Round, available, load
from bettercare.synthetic.faults.kinds import Plant, Planting, cell, kind
from bettercare.synthetic.faults.site import Site

LABELS = {
    "type": ("scheme_type", "CHK-001", "scheme_types"),
    "area": ("area_of_spend", "CHK-007", "areas_of_spend"),
    "commissioner": ("commissioner", "CHK-010", "commissioners"),
    "provider": ("provider", "CHK-011", "providers"),
}


def _unknown(field: str) -> Plant:
    def plant(site: Site) -> Planting | None:
        item = site.row() if site.has("schemes", field) else 0
        if not item:
            return None
        text = f"{getattr(site.get('schemes', item), field)} (see note)"
        return cell(site, "schemes", item, (field, text), f"'{text}' is in no list")

    return plant


def _blank(field: str) -> Plant:
    def plant(site: Site) -> Planting | None:
        item = site.row() if site.has("schemes", field) else 0
        return cell(site, "schemes", item, (field, None), "a cell left blank") if item else None

    return plant


for _name, (_field, _code, _) in LABELS.items():
    kind(f"{_name}-unknown", _code)(_unknown(_field))
    kind(f"{_name}-blank", _code)(_blank(_field))


@kind("source-unknown", "CHK-012")
def source_unknown(site: Site) -> Planting | None:
    """A row whose source of funding is in no list."""
    item = site.payer_row()
    text = "Local top-up money"
    return (
        cell(site, "schemes", item, ("source_of_funding", text), f"'{text}' is no source")
        if item
        else None
    )


@kind("source-of-another-round", "CHK-012")
def source_of_another_round(site: Site) -> Planting | None:
    """A row whose source has the name of another round."""
    label = _other_label(site.rules)
    item = site.payer_row() if label else 0
    words = f"'{label}' is a source of another round"
    return cell(site, "schemes", item, ("source_of_funding", label), words) if item else None


def _other_label(rules: Round) -> str:
    known = rules.sources
    old = (name for one in known.items.values() for name in one.old_names)
    others = (label for label in _every_source() if known.match(label).accepted is None)
    return next(old, next(others, ""))


@lru_cache(maxsize=1)
def _every_source() -> tuple[str, ...]:
    """The sources of all rounds that ship with bettercare."""
    labels = (label for name in available() for label in load(name).sources.labels)
    return tuple(dict.fromkeys(labels))


@kind("label-spaced", "CHK-013")
def label_spaced(site: Site) -> Planting | None:
    """A commissioner in other letters and with spaces around it: read, and said."""

    def written_otherwise(row: SchemeRow) -> bool:
        return _otherwise(row) != row.commissioner

    item = site.row(written_otherwise)
    if not item:
        return None
    text = _otherwise(site.get("schemes", item))
    return cell(site, "schemes", item, ("commissioner", text), "a label in small letters")


def _otherwise(row: SchemeRow) -> str:
    return (row.commissioner or "").lower()


@kind("new-or-existing-blank", "CHK-014")
def new_or_existing_blank(site: Site) -> Planting | None:
    """Nobody said whether a scheme is new."""
    return _blank("new_or_existing")(site)


def _has_sub_types(site: Site, *, wanted: bool) -> Callable[[SchemeRow], bool]:
    def fits(row: SchemeRow) -> bool:
        found = site.type_of(row)
        known = found.sub_types if found else None
        if found is None or found.needs_text:
            return False
        return (known is not None and not known.open) if wanted else known is None

    return fits


def _sub_type(site: Site, text: str | None, words: str, *, wanted: bool) -> Planting | None:
    fits = _has_sub_types(site, wanted=wanted)
    item = site.row(fits) if site.has("schemes", "sub_type") else 0
    return cell(site, "schemes", item, ("sub_type", text), words) if item else None


@kind("sub-type-of-another", "CHK-002")
def sub_type_of_another(site: Site) -> Planting | None:
    """A sub type that belongs to another type."""
    item = site.row(_has_sub_types(site, wanted=True)) if site.has("schemes", "sub_type") else 0
    if not item:
        return None
    own = site.type_of(site.get("schemes", item))
    mine = own.sub_types if own else None
    others = [
        label
        for one in site.rules.scheme_types.items.values()
        for label in (one.sub_types.labels if one.sub_types else ())
        if mine and mine.match(label).accepted is None
    ]
    if not others:
        return None
    text = site.draw.one(others)
    return cell(site, "schemes", item, ("sub_type", text), "a sub type of another type")


@kind("sub-type-blank", "CHK-003")
def sub_type_blank(site: Site) -> Planting | None:
    """A type that has sub types, and none is chosen."""
    return _sub_type(site, None, "no sub type is chosen", wanted=True)


@kind("sub-type-not-used", "CHK-004")
def sub_type_not_used(site: Site) -> Planting | None:
    """A sub type beside a type that has none."""
    return _sub_type(site, "General", "the type has no sub types", wanted=False)


@kind("other-without-text", "CHK-005")
def other_without_text(site: Site) -> Planting | None:
    """A scheme of the type Other that does not say what it is."""
    asks = [one.label for one in site.rules.scheme_types.items.values() if one.needs_text]
    item = site.row(lambda row: not _for_discharge(site, row)) if asks else 0
    if not item or not site.has("schemes", "scheme_type_other"):
        return None
    site.set("schemes", item, sub_type=None, output_unit=None, output_estimate=None, outputs={})
    site.set("schemes", item, scheme_type_other=None)
    return cell(site, "schemes", item, ("scheme_type", asks[0]), "Other, and nothing more")


def _for_discharge(site: Site, row: SchemeRow) -> bool:
    source = site.rule_of(row)
    return source is not None and bool(source.permitted_types)


@kind("other-text-not-needed", "CHK-006")
def other_text_not_needed(site: Site) -> Planting | None:
    """Words for Other beside a type that is not Other."""

    def fits(row: SchemeRow) -> bool:
        found = site.type_of(row)
        return found is not None and not found.needs_text

    item = site.row(fits) if site.has("schemes", "scheme_type_other") else 0
    change = "scheme_type_other", "A drop-in café"
    return (
        cell(site, "schemes", item, change, "words for Other beside another type") if item else None
    )


@kind("area-other-without-text", "CHK-008")
def area_other_without_text(site: Site) -> Planting | None:
    """An area of spend of Other without words."""
    asks = [one.label for one in site.rules.areas_of_spend.items.values() if one.needs_text]
    item = site.row() if asks and site.has("schemes", "area_of_spend_other") else 0
    if not item:
        return None
    site.set("schemes", item, area_of_spend_other=None)
    return cell(site, "schemes", item, ("area_of_spend", asks[0]), "area Other, and nothing more")


@kind("impact-unknown", "CHK-018")
def impact_unknown(site: Site) -> Planting | None:
    """An impact that is no level."""
    item = site.row(lambda row: bool(row.impacts))
    if not item:
        return None
    impacts = dict(site.get("schemes", item).impacts)
    impacts[next(iter(impacts))] = "YYYY"
    return cell(site, "schemes", item, ("impacts", impacts), "'YYYY' is no level")


@kind("supports-nothing", "CHK-019")
def supports_nothing(site: Site) -> Planting | None:
    """A scheme that has no impact on any metric."""
    none = [one.label for one in site.rules.impact_levels.items.values() if not one.rank]
    item = site.row(lambda row: bool(row.impacts)) if none else 0
    if not item:
        return None
    impacts = dict.fromkeys(site.get("schemes", item).impacts, none[0])
    return cell(site, "schemes", item, ("impacts", impacts), "no impact on any metric")
