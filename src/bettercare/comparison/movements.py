"""The figures of two plans side by side, and what moved each.

A figure that adds up scheme rows is moved by schemes; so each movement names the schemes that made
it, and what they moved it by adds up to the whole of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from bettercare.comparison.figures import Cell, Figures, Unit, is_year
from bettercare.comparison.records import NOUGHT, Movement, Mover, SchemeChange

Cells = Mapping[str, Sequence[Cell]]
Schemes = Sequence[SchemeChange]


def movements(before: Figures, after: Figures, schemes: Schemes) -> tuple[Movement, ...]:
    """Every figure that either plan has, in the order of the later plan.

    A figure that became several stands beside their sum, just before them.
    """
    left, right = _gathered(before.cells()), _gathered(after.cells())
    wholes = {**_wholes(left, right, schemes), **_turned(_wholes(right, left, schemes))}
    parts = {part: whole for part, whole in before.parts.items() if after.parts.get(part) == whole}
    parts |= {part: whole.id for whole in wholes.values() for part in whole.parts}
    order: dict[str, None] = {}
    for one in (*right, *left):
        whole = wholes.get(parts.get(one, one))
        order.update(dict.fromkeys([whole.id, *whole.parts] if whole else [one]))
    plain = (wholes.get(one) or _movement(one, left, right, schemes) for one in order)
    return tuple(_part_of(one, parts.get(one.id, "")) for one in plain)


def _wholes(mine: Cells, others: Cells, schemes: Schemes) -> dict[str, Movement]:
    """The figures of one plan that became several of the other, beside the sum of those."""
    found = {}
    for name, cells in mine.items():
        into = [part for part in cells[0].into if part in others]
        if into:
            sums = {name: [cell for part in into for cell in others[part]]}
            whole = _movement(name, {name: _comparable(cells)}, sums, schemes)
            label = _label(cells[0])
            found[name] = msgspec.structs.replace(whole, label=label, parts=tuple(into))
    return found


def _comparable(cells: Sequence[Cell]) -> list[Cell]:
    return [cell._replace(comparable=True) for cell in cells]


def _turned(wholes: Mapping[str, Movement]) -> dict[str, Movement]:
    """Wholes of the plan that stands second: after and before change places."""
    return {
        name: msgspec.structs.replace(
            one,
            before=one.after,
            after=one.before,
            movers=tuple(
                msgspec.structs.replace(mover, before=mover.after, after=mover.before)
                for mover in one.movers
            ),
        )
        for name, one in wholes.items()
    }


def _part_of(one: Movement, whole: str) -> Movement:
    """A figure that another one became in part: what moved it is told of the whole.

    Where the other plan has a figure for the same part, the two are compared.
    """
    if not whole:
        return one
    if one.before is not None and one.after is not None:
        return msgspec.structs.replace(one, part_of=whole)
    return msgspec.structs.replace(one, part_of=whole, comparable=False, movers=())


def _gathered(cells: Iterable[Cell]) -> dict[str, list[Cell]]:
    """The cells by id: several codes of the earlier round may have become one."""
    found: dict[str, list[Cell]] = {}
    for cell in cells:
        found.setdefault(cell.id, []).append(cell)
    return found


def _movement(figure_id: str, before: Cells, after: Cells, schemes: Schemes) -> Movement:
    left, right = before.get(figure_id, ()), after.get(figure_id, ())
    first = (*right, *left)[0]
    figure = first.figure
    comparable = all(cell.comparable for cell in (*left, *right))
    money = figure.unit == "GBP"
    return Movement(
        id=figure_id,
        label=_label(first),
        unit=figure.unit,
        decimals=figure.decimals,
        before=_total(left, money=money),
        after=_total(right, money=money),
        movers=tuple(_movers(left, right, schemes)) if money and comparable else (),
        comparable=comparable,
        note=" ".join(dict.fromkeys(cell.note for cell in (*left, *right) if cell.note)),
    )


def _label(cell: Cell) -> str:
    """What a figure is called, without the year that some rounds add."""
    return ", ".join(part for part in cell.figure.label.split(", ") if not is_year(part))


def _total(cells: Sequence[Cell], *, money: bool) -> Decimal | None:
    values = [cell.value for cell in cells if cell.value is not None]
    if not values or (len(values) > 1 and not money):
        return None
    return sum(values, NOUGHT)


def _movers(left: Sequence[Cell], right: Sequence[Cell], schemes: Schemes) -> Iterator[Mover]:
    """What each scheme or line moved the figure by, largest first."""
    sums: dict[Unit, list[Decimal]] = {}
    for side, cells in enumerate((left, right)):
        for part in (part for cell in cells for part in cell.parts):
            sums.setdefault(part.unit, [NOUGHT, NOUGHT])[side] += part.amount
    ordered = sorted(sums.items(), key=lambda pair: -abs(pair[1][1] - pair[1][0]))
    for (kind, key), (before, after) in ordered:
        if before != after:
            scheme = schemes[int(str(key))] if kind == "scheme" else None
            yield Mover(
                name=scheme.name if scheme else str(key),
                items_before=tuple(row.item for row in scheme.before) if scheme else (),
                items_after=tuple(row.item for row in scheme.after) if scheme else (),
                before=before,
                after=after,
            )
