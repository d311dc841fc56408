"""The scheme rows of a synthetic plan."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from bettercare.plan import SchemeRow
from bettercare.rounds import CodeList, Item, Round
from bettercare.rounds.schema import Area, SchemeType
from bettercare.synthetic.amounts import cut
from bettercare.synthetic.draws import Draw
from bettercare.synthetic.groups import Group, rows_of_groups
from bettercare.synthetic.outputs import Outputs
from bettercare.synthetic.words import words

JOINT = 0.12
OTHER_TYPE, OTHER_AREA = 0.03, 0.02
NEW = 0.15
HIGHEST = 0.15  # of all impacts
WEIGHTS = 40, 100  # of rows in a group: the largest is no more than 2.5 times the smallest


class Names:
    """Names of schemes, each given once: a service and whom it is for, then with a number."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._used: dict[str, int] = {}

    def name(self, code: str, kind: SchemeType) -> tuple[str, str]:
        """A new name for a scheme of a type, and the people that it is for."""
        people = self._draw.one(words().people)
        service = self._draw.one(words().schemes.get(code, (kind.label,)))
        name = f"{service} for {people}"
        self._used[name] = self._used.get(name, 0) + 1
        again = self._used[name]
        return (f"{name}, team {again}" if again > 1 else name), people


class Maker(NamedTuple):
    """What rows are made with."""

    rules: Round
    draw: Draw
    names: Names
    outputs: Outputs
    fields: frozenset[str]  # those of a row that the round has columns for


def scheme_rows(
    rules: Round, found: Sequence[Group], rows: int, draw: Draw
) -> tuple[SchemeRow, ...]:
    """The rows of all groups, mixed and then numbered, which spend exactly what comes in."""
    fields = frozenset(column.field for column in rules.tables["schemes"].columns)
    make = Maker(rules, draw, Names(draw), Outputs(rules, draw), fields)
    made = [
        row
        for group, count in zip(found, rows_of_groups(found, rows), strict=True)
        for row in _rows_of(make, group, count)
    ]
    return tuple(
        SchemeRow(scheme_id=str(number), **fields)
        for number, fields in enumerate(draw.shuffled(made), 1)
    )


def _rows_of(make: Maker, group: Group, count: int) -> Iterator[dict[str, Any]]:
    weights = [make.draw.whole(*WEIGHTS) for _ in range(count)]
    amounts = {
        year: cut(int(total), [one * make.draw.whole(98, 102) for one in weights])
        for year, total in group.amounts.items()
    }
    kinds = _types(make, group, count)
    for at, code in enumerate(kinds):
        yield _row(make, group, code, {year: parts[at] for year, parts in amounts.items()})


def _types(make: Maker, group: Group, count: int) -> list[str]:
    """The types of the rows of a group: all that fit it in turn, those that are asked for first."""
    codes, first = _fitting(make.rules, group), _asked_for(make.rules)
    dealt: list[str] = []
    while len(dealt) < count:
        dealt += sorted(make.draw.shuffled(codes), key=lambda code: code not in first)
    return dealt[:count]


def _fitting(rules: Round, group: Group) -> list[str]:
    known = rules.scheme_types.items
    named = [code for code, kind in known.items() if not kind.needs_text]
    fits = group.rule.permitted_types or words().schemes
    housing = group.side == "housing"
    found = [code for code in named if code in fits and (code in words().housing) == housing]
    return found or named or list(known)


def _asked_for(rules: Round) -> frozenset[str]:
    """The first type that would show each thing that a plan says Yes to."""
    return frozenset(one.scheme_types[0] for one in rules.questions.values() if one.scheme_types)


def _row(make: Maker, group: Group, code: str, amounts: dict[str, Decimal]) -> dict[str, Any]:
    other = _other_type(make) if group.side == "council" and not group.rule.permitted_types else ""
    code = other or code
    kind = make.rules.scheme_types[code]
    name, people = make.names.name(code, kind)
    fields: dict[str, Any] = {
        "scheme_name": name,
        "scheme_type": kind.label,
        "source_of_funding": group.rule.label,
        "amounts": amounts,
    }
    if other:
        fields["scheme_type_other"] = make.draw.one(words().other_types)
    fields |= _who(make, group) | _about(make, people)
    sub, label = _sub_type(make, kind)
    fields["sub_type"] = label
    fields |= make.outputs.of_row(kind, sub, amounts)
    return {field: value for field, value in fields.items() if field in make.fields}


def _other_type(make: Maker) -> str:
    """Now and then the type that asks for words of its own, where there is one."""
    asks = [code for code, kind in make.rules.scheme_types.items.items() if kind.needs_text]
    return asks[0] if asks and make.draw.chance(OTHER_TYPE) else ""


def _sub_type(make: Maker, kind: SchemeType) -> tuple[str, str | None]:
    known = kind.sub_types.items if kind.sub_types and not kind.sub_types.open else {}
    codes = [code for code, one in known.items() if not one.needs_text]
    if not codes:
        return "", None
    code = make.draw.one(codes)
    return code, known[code].label


def _who(make: Maker, group: Group) -> dict[str, Any]:
    """Area of spend, commissioner and provider, as they go with the side of a group."""
    rules, health = make.rules, group.side == "health"
    area = make.draw.one(_areas(rules, health=health))
    fields: dict[str, Any] = {"area_of_spend": rules.areas_of_spend.label(area)}
    if health and "area_of_spend_other" in make.fields and make.draw.chance(OTHER_AREA):
        fields |= _other_area(make)
    usual = words().area_providers.get(area) or make.draw.one(words().providers[group.side])
    provider = usual if usual in rules.providers.items else _any_provider(rules)
    fields["provider"] = rules.providers.label(provider)
    joint = health and "nhs_share" in make.fields and make.draw.chance(JOINT)
    if joint:
        share = Decimal(make.draw.whole(6, 14)) / 20
        fields |= {"nhs_share": share, "la_share": 1 - share}
    code = "joint" if joint else "nhs" if health else "la"
    return fields | {"commissioner": rules.commissioners.label(code)}


def _areas(rules: Round, *, health: bool) -> list[str]:
    known: CodeList[Area] = rules.areas_of_spend
    if health:
        usual = [code for code in words().health_areas if code in known.items]
        return usual or [code for code, one in known.items.items() if one.health and not one.acute]
    return [code for code, one in known.items.items() if not (one.health or one.needs_text)]


def _other_area(make: Maker) -> dict[str, Any]:
    asks = [one.label for one in make.rules.areas_of_spend.items.values() if one.needs_text]
    text = make.draw.one(words().other_areas)
    return {"area_of_spend": asks[0], "area_of_spend_other": text} if asks else {}


def _any_provider(rules: Round) -> str:
    return next(code for code, one in rules.providers.items.items() if not one.acute)


def _about(make: Maker, people: str) -> dict[str, Any]:
    """What a row says of itself beside who pays whom."""
    rules, draw = make.rules, make.draw
    label = rules.new_or_existing.label("new" if draw.chance(NEW) else "existing")
    work = draw.one(words().work).format(people=people)
    return {
        "description": f"A service that {work}.",
        "new_or_existing": label,
        "impacts": _impacts(make),
        "duration": _duration(rules),
        "share_of_service": Decimal(draw.whole(2, 20)) / 20,
        "primary_objective": draw.one(words().objectives),
    }


def _impacts(make: Maker) -> dict[str, str]:
    table = make.rules.tables["schemes"]
    metrics = [one.key for one in table.columns if one.field == "impacts"]
    levels = sorted(make.rules.impact_levels.items.values(), key=lambda one: one.rank)
    if not metrics:
        return {}
    middle, top = levels[1:-1], levels[-1]
    first: list[Item] = [make.draw.one(middle)]
    rest = [top if make.draw.chance(HIGHEST) else make.draw.one(levels[:-1]) for _ in metrics[1:]]
    return {key: one.label for key, one in zip(metrics, [*first, *rest], strict=True)}


def _duration(rules: Round) -> str | None:
    known = rules.durations.items.values() if rules.durations else ()
    return next((one.label for one in known if one.years == rules.years), None)
