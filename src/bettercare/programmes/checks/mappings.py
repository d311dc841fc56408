"""Checks on what became of last year's priorities and schemes."""

from collections.abc import Iterator

from bettercare.labels import nearest, normalise
from bettercare.programmes.checks.registry import Checked, Slip, check
from bettercare.programmes.records import Mapped, Measure

ENDS = 4  # letters of a label that two spellings of it share at the least


def _no_mappings(working: Checked) -> str:
    return "" if working.programme.mappings else "a mapping from last year's schemes"


def _subject(item: int, one: Mapped) -> str:
    old = " ".join(filter(None, (one.old_code, one.old)))
    return f"Mapping {item}, {old}" if old else f"Mapping {item}"


@check(
    "PRG-10",
    name="numbering-differs",
    message="It goes to {code} '{label}', and the schemes call {code} '{other}'; "
    "'{label}' is {right} there.",
    fix="Use one numbering: {right} for '{label}'.",
    cites="proposal_2016_17",
    lacks=_no_mappings,
)
def numbering_differs(working: Checked) -> Iterator[Slip]:
    """A mapping that numbers the new schemes in another way than the scheme table does.

    Whoever follows the number then comes to another scheme.
    """
    schemes = {one.code: one for one in working.programme.measures if one.code}
    for item, one in enumerate(working.programme.mappings, 1):
        here = schemes.get(one.new_code or "")
        if not one.new or here is None or _same(here, one.new):
            continue
        others = [scheme for scheme in schemes.values() if _same(scheme, one.new)]
        if others:
            listed_there = _count(working, one, schemes)
            yield Slip(
                _subject(item, one),
                (working.programme.place("mappings", item, "new_code"),),
                {
                    "code": one.new_code,
                    "label": one.new,
                    "other": here.label,
                    "right": others[0].code,
                },
                message=(
                    "It goes to {code} '{label}', and the schemes call {code} '{other}'; "
                    f"'{{label}}' is {{right}} there.{listed_there}"
                ),
            )


def _same(scheme: Measure, label: str) -> bool:
    """Whether a label is that of a scheme: the same, or one is the beginning of the other."""
    mine, other = normalise(scheme.label or ""), normalise(label)
    short, long = sorted((mine, other), key=len)
    return len(short) >= ENDS and long.startswith(short)


def _count(working: Checked, one: Mapped, schemes: dict[str, Measure]) -> str:
    """How many schemes of the priority the mapping lists, and how many there are."""
    priority = schemes[one.new_code or ""].priority
    there = [code for code, scheme in schemes.items() if scheme.priority == priority]
    mapped = {m.new_code for m in working.programme.mappings if m.level == one.level and m.new_code}
    here = [code for code in there if code in mapped]
    if len(here) == len(there):
        return ""
    return f" The mapping lists {len(here)} schemes of priority {priority}, the table {len(there)}."


@check(
    "PRG-11",
    name="mapped-to-nothing-known",
    message="It goes to '{code}', which the programme does not have.",
    fix="{fix}",
    cites="proposal_2016_17",
    lacks=_no_mappings,
)
def mapped_to_nothing_known(working: Checked) -> Iterator[Slip]:
    """A mapping to a priority or scheme that is not in the programme."""
    schemes = tuple(one.code for one in working.programme.measures if one.code)
    for item, one in enumerate(working.programme.mappings, 1):
        known = working.priorities if one.level == "priority" else schemes
        if one.new_code and known and one.new_code not in known:
            near = nearest(one.new_code, known)
            yield Slip(
                _subject(item, one),
                (working.programme.place("mappings", item, "new_code"),),
                {
                    "code": one.new_code,
                    "fix": f"Did you mean {near}?" if near else "Use a code of the programme.",
                },
            )
