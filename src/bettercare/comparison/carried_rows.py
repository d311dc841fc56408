"""Scheme rows of one round as rows of a later one: amounts as proposals, and nothing lost."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from bettercare.calculations import CodedRow
from bettercare.comparison.carried import Beside, Carrying
from bettercare.comparison.carried_labels import (
    Carried,
    carried_label,
    carried_types,
    label_of_code,
)
from bettercare.comparison.settings import shown
from bettercare.comparison.traits import LISTS, SUB_TYPE
from bettercare.labels import listed, unnumbered
from bettercare.plan import SchemeRow

EXISTING = "existing"  # the code of a scheme that was there before
CROSSED = ("source_of_funding", "area_of_spend", "commissioner", "provider")
AS_THEY_ARE = (
    "scheme_id", "scheme_name", "description", "scheme_type_other", "area_of_spend_other",
    "nhs_share", "la_share", "share_of_service", "primary_objective", "pool",
)  # fmt: skip


def carried_rows(to: Carrying) -> tuple[SchemeRow, ...] | None:
    """Every scheme row, in order; ``None`` where the plan gave no schemes."""
    if to.plan.schemes is None:
        return None
    _asked_for_now(to)
    return tuple(_carried(to, row) for row in to.before.rows)


def _carried(to: Carrying, row: CodedRow) -> SchemeRow:
    values: dict[str, object] = {field: getattr(row.row, field) for field in AS_THEY_ARE}
    kept = to.beside(row.row.extra)
    labels = {
        field: carried_label(
            to,
            ("schemes", row.item, field),
            LISTS[field][0],
            getattr(row, LISTS[field][1]),
            getattr(row.row, field),
        )
        for field in CROSSED
    }
    labels["scheme_type"], labels[SUB_TYPE] = carried_types(to, row, row.item)
    for field, carried in labels.items():
        values[field] = carried.label
        kept.keep(to.header(field), carried.kept)
    values["scheme_type_other"] = _other_text(to, row, labels)
    for part in (_new_or_existing, _outputs, _impacts, _amounts):
        values |= part(to, row, kept)
    kept.keep(to.header("duration"), row.row.duration)
    for name, text in row.row.written.items():
        kept.keep(name, text)
    gone = set(_not_asked_for(to, row.item, values, kept))
    return SchemeRow(
        **{name: value for name, value in values.items() if name not in gone},  # type: ignore[arg-type]
        extra=kept.texts,
    )


def _other_text(to: Carrying, row: CodedRow, labels: Mapping[str, Carried]) -> str | None:
    """The words for Other: those there were, else the old sub type where it is Other now."""
    text, kept = row.row.scheme_type_other, labels[SUB_TYPE].kept
    kind = to.rules.scheme_types.match(labels["scheme_type"].label).accepted
    subs = to.rules.scheme_types[kind].sub_types if kind else None
    sub = subs.match(labels[SUB_TYPE].label).accepted if subs else None
    if text or not kept or subs is None or sub is None or not subs[sub].needs_text:
        return text
    message = f"'{unnumbered(kept)}' stands as the words for '{labels[SUB_TYPE].label}'."
    to.note("ROLL-03", message, at=("schemes", row.item, "scheme_type_other"))
    return unnumbered(kept)


def _new_or_existing(to: Carrying, row: CodedRow, kept: Beside) -> Mapping[str, object]:
    """A scheme that is carried was there before."""
    text, known = row.row.new_or_existing, to.rules.new_or_existing
    if not text or EXISTING not in known:
        return {"new_or_existing": text}
    label = known.label(EXISTING)
    if to.before.rules.new_or_existing.match(text).accepted != EXISTING:
        kept.keep(to.header("new_or_existing"), text)
    return {"new_or_existing": label}


def _outputs(to: Carrying, row: CodedRow, kept: Beside) -> Mapping[str, object]:
    """Planned outputs as proposals, by year where the round plans them so."""
    text = row.row.output_unit
    unit = label_of_code(to.rules.output_units, to.before.rules.output_units, text)
    if to.rules.column("schemes", "output_unit") is None:
        unit = text  # goes beside the row with all that is not asked for
    elif text and unit is None:
        at = ("schemes", row.item, "output_unit")
        to.note("ROLL-01", f"'{text}' is no unit of {to.rules.round}; kept beside the row.", at=at)
        kept.keep(to.header("output_unit"), text)
    by_year, single = row.row.outputs, row.row.output_estimate
    number = by_year.get(to.year, single)
    beside = {f"outputs {year}": one for year, one in by_year.items() if year != to.year}
    if single is not None and number is not single:
        beside["output_estimate"] = single
    for name, value in beside.items():
        kept.keep(name, shown(value))
    if to.rules.column("schemes", "outputs") and number is not None:
        return {"output_unit": unit, "outputs": dict.fromkeys(to.rules.years, number)}
    return {"output_unit": unit, "output_estimate": number}


def _impacts(to: Carrying, row: CodedRow, kept: Beside) -> Mapping[str, object]:
    """Impacts on metrics that the later round still asks for, under the metric's later code."""
    found: dict[str, str] = {}
    lost = []
    levels, were = to.rules.impact_levels, to.before.rules.impact_levels
    asked = {c.key for c in to.rules.tables["schemes"].columns if c.field == "impacts"}
    for metric, text in row.row.impacts.items():
        both = sorted({one.code for one in to.walk.successors("metrics", metric)} & asked)
        if len(both) == 1:
            found[both[0]] = label_of_code(levels, were, text) or text
        else:
            kept.keep(f"impact {metric}", text)
            column = to.before.rules.column("schemes", "impacts", metric)
            lost.append(column.label if column else metric)
    if lost:
        message = f"{to.rules.round} asks for no impact on {listed(lost)}; kept beside the row."
        to.note("ROLL-05", message, at=("schemes", row.item, "impacts"))
    return {"impacts": found}


def _amounts(to: Carrying, row: CodedRow, kept: Beside) -> Mapping[str, object]:
    """The amount of the last year for each new year; those of other years beside the row."""
    amounts = row.row.amounts
    others = {year: amount for year, amount in amounts.items() if year != to.year}
    for year, amount in others.items():
        kept.keep(f"amount {year}", shown(amount))
    paid = [year for year, amount in others.items() if amount]
    if not row.amount and paid:
        message = f"Nothing in {to.year}; what there was in {listed(paid)} is beside the row."
        fix = "Take the row out, or give it an amount."
        to.note("ROLL-08", message, fix, at=("schemes", row.item, "amounts"))
    last = amounts.get(to.year)
    return {"amounts": {} if last is None else dict.fromkeys(to.rules.years, last)}


def _not_asked_for(
    to: Carrying, item: int, values: Mapping[str, object], kept: Beside
) -> Iterator[str]:
    """Fields with a value that the later round has no column for: the value goes beside the row."""
    for field, value in values.items():
        if not value or isinstance(value, dict) or to.rules.column("schemes", field):
            continue
        text = shown(value) if isinstance(value, Decimal) else str(value)
        kept.keep(to.header(field), text)
        message = f"{to.rules.round} does not ask for it; kept beside the row."
        to.note("ROLL-05", message, at=("schemes", item, field))
        yield field


def _asked_for_now(to: Carrying) -> None:
    """Columns that must be filled and that the earlier round did not have."""
    before = {(c.field, c.key) for c in to.before.rules.tables["schemes"].columns}
    new: dict[str, list[str]] = {}
    for column in to.rules.tables["schemes"].columns:
        known = (column.field, column.key) in before or column.field == "amounts"
        if not known and column.required != "never":
            where = "every row" if column.required == "always" else "the rows that need it"
            new.setdefault(where, []).append(column.label)
    for where, labels in new.items():
        message = f"{to.rules.round} asks for {listed(labels)}, which the plan does not have."
        to.note("ROLL-06", message, f"Fill it in {where}.", at=("schemes", 0, ""))
