"""Crosswalks: what became of the codes of one round in another.

Rows of data say it from one round to a later one, many to many, each with how well the two fit and
how sure that is. Codes that no row names are the same in both rounds where both have them. Over
several rounds the steps between are followed one after the other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Literal, cast

import msgspec

from bettercare.errors import UnknownRound
from bettercare.rounds import crosswalk_files, loader
from bettercare.rounds.crosswalk_files import FITS, LISTS, Line, codes
from bettercare.rounds.lists import Certainty
from bettercare.rounds.schema import Round

Fit = Literal["same", "part", "similar", "not_comparable", "none"]
Why = Literal["ended", "not_comparable", "not_said"]

NO_SUB_TYPES = "The scheme type has no sub types any more."
_Known = Mapping[str, tuple["Successor", ...]]


class Successor(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a code.

    ``fit``: ``same``; ``part`` (it became a part of the successor, or only a part of it went
    there); ``similar`` (the nearest there is); ``not_comparable`` (it took its place, but figures
    of the two cannot be compared); ``none`` (nothing took its place: ``code`` is blank).
    ``reference`` is the title of the document it rests on, blank for a code that is in both rounds.
    """

    code: str
    fit: Fit
    certainty: Certainty
    reference: str = ""
    note: str = ""

    @property
    def comparable(self) -> bool:
        """Whether figures of the two can be set side by side."""
        return self.fit in {"same", "part", "similar"}


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """A code with nothing to compare it with in the other round.

    ``why``: ``ended`` (a row says that nothing took its place), ``not_comparable`` (what took its
    place, in ``codes``, cannot be compared), ``not_said`` (no row names it).
    """

    list: str
    code: str
    label: str
    why: Why
    codes: tuple[str, ...] = ()
    certainty: Certainty = Certainty.CONFIRMED
    reference: str = ""
    note: str = ""


class Crosswalk:
    """What became of every code of ``before`` in ``after``; ``path`` names the rounds followed."""

    def __init__(
        self, before: Round, after: Round, known: Mapping[str, _Known], path: Sequence[str] = ()
    ) -> None:
        self.before = before
        self.after = after
        self.path = tuple(path) or (before.round, after.round)
        self._known = known

    def successors(self, name: str, code: str | None) -> tuple[Successor, ...]:
        """What became of a code of a list, best fit first; empty where nothing did.

        ``name`` is a list: sources, scheme_types, sub_types (codes type/sub), areas_of_spend,
        commissioners, providers or metrics.

        >>> same = load("2019-20", "2019-20")
        >>> [(one.code, one.fit) for one in same.successors("sources", "ibcf")]
        [('ibcf', 'same')]
        """
        return tuple(one for one in self._known[name].get(code or "", ()) if one.code)

    def related(self, name: str, code: str | None, other: str | None) -> bool:
        """Whether a code of the round before may have become a code of the round after."""
        return any(one.code == other and one.comparable for one in self.successors(name, code))

    def only(self, name: str, code: str | None) -> Successor | None:
        """The one comparable successor of a code, where there is just one."""
        found = [one for one in self.successors(name, code) if one.comparable]
        return found[0] if len(found) == 1 else None

    def gaps(self) -> tuple[Gap, ...]:
        """The codes that have no successor or none that can be compared, list by list.

        A scheme type without one speaks for its sub types, which are not named again.

        >>> load("2019-20", "2019-20").gaps()
        ()
        """
        return tuple(
            _gap(name, code, label, self._known[name].get(code, ()))
            for name in LISTS
            for code, label in codes(self.before, name).items()
            if not self._goes_on(name, code) and not self._said_by_type(name, code)
        )

    def _goes_on(self, name: str, code: str) -> bool:
        return any(one.comparable for one in self._known[name].get(code, ()))

    def _said_by_type(self, name: str, code: str) -> bool:
        kind = code.partition("/")[0]
        return name == "sub_types" and not self._goes_on("scheme_types", kind)

    def arrivals(self) -> tuple[Gap, ...]:
        """The codes that are new in the later round: no earlier code became them."""
        return tuple(gap for gap in self.reversed().gaps() if gap.why == "not_said")

    def reversed(self) -> "Crosswalk":
        """The same, asked from the later round: which codes a code came from."""
        return self._reversed

    @cached_property
    def _reversed(self) -> "Crosswalk":
        known = {name: _turned(self._known[name]) for name in LISTS}
        turned = Crosswalk(self.after, self.before, known, self.path[::-1])
        turned.__dict__["_reversed"] = self  # turned again, nothing that rows say is lost
        return turned


def load(from_round: str, to_round: str, folders: Sequence[Path] = ()) -> Crosswalk:
    """The crosswalk from one round to another, either way round, over the rounds between them.

    ``folders`` may hold further rounds, and a folder ``crosswalks`` beside them. Raises
    ``UnknownRound`` for a round that is not at hand and ``UnusableRound`` where a file names what
    does not exist.

    >>> load("2019-20", "2019-20").path
    ('2019-20',)
    """
    homes = (loader.SHIPPED, *folders)
    before, after = (loader.load(one, tuple(folders)) for one in (from_round, to_round))
    if _order(before) > _order(after):
        return load(to_round, from_round, folders).reversed()
    lines = crosswalk_files.read_all(homes)
    path = _path(before, after, {line.rounds for line in lines}, folders)
    steps = [loader.load(one, tuple(folders)) for one in path]
    known: dict[str, _Known] = {
        name: {code: (_as_is(code),) for code in codes(before, name)} for name in LISTS
    }
    for one, other in pairwise(steps):
        step = _step(one, other, lines)
        known = {name: _followed(known[name], step[name]) for name in LISTS}
    return Crosswalk(before, after, known, path)


def _order(rules: Round) -> tuple[object, bool, str]:
    return rules.in_force.start, bool(rules.amends), rules.round


def _path(
    before: Round, after: Round, said: set[tuple[str, str]], folders: Sequence[Path]
) -> tuple[str, ...]:
    """The rounds to go through: as few steps as can be that no file speaks of, then as few as can.

    A round that amends another has its codes, so that step is as good as one of a file.
    """
    if before.round == after.round:
        return (before.round,)
    if (before.round, after.round) in said:
        return before.round, after.round
    known = _by_date(folders)
    found: dict[str, tuple[int, int, tuple[str, ...]]] = {before.round: (0, 0, (before.round,))}
    for _ in known:
        for one, other, cost in _edges(known, said):
            if one in found:
                silent, steps, path = found[one]
                new = (silent + cost, steps + 1, (*path, other))
                found[other] = min(found.get(other, new), new)
    if after.round not in found:
        raise UnknownRound(f"Nothing leads from round {before.round} to {after.round}.")
    return found[after.round][2]


def _by_date(folders: Sequence[Path]) -> Mapping[str, Round]:
    rounds = [loader.load(one, tuple(folders)) for one in loader.available(folders)]
    return {one.round: one for one in sorted(rounds, key=_order)}


def _edges(
    known: Mapping[str, Round], said: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str, int]]:
    """Steps between rounds: those of files, of amendments, and from each round to the next."""
    order = list(known)
    for one, other in said:
        if one in known and other in known and order.index(one) < order.index(other):
            yield one, other, 0
    whole = [one.round for one in known.values() if not one.amends]
    yield from ((one, other, 1) for one, other in pairwise(whole))
    for rules in known.values():
        if rules.amends in known:
            yield rules.amends, rules.round, 0
            yield rules.round, rules.amends, 0


def _step(before: Round, after: Round, all_lines: Sequence[Line]) -> Mapping[str, _Known]:
    """What became of every code from one round to the next one followed."""
    lines = _lines_of(before, after, all_lines)
    crosswalk_files.refuse(list(crosswalk_files.meaning_faults(lines, before, after)))
    said: dict[tuple[str, str], list[Successor]] = {}
    for line in lines:
        reference = (after if line.reference in after.references else before).cite(line.reference)
        said.setdefault((line.list, line.from_code), []).append(
            Successor(
                code=line.to_code,
                fit=cast("Fit", line.fit),
                certainty=Certainty(line.certainty),
                reference=reference,
                note=line.note,
            )
        )
    found: dict[str, _Known] = {}
    for name in LISTS:
        there = codes(after, name)
        found[name] = {
            code: tuple(said.get((name, code)) or ([_as_is(code)] if code in there else []))
            for code in codes(before, name)
        }
    found["sub_types"] = dict(_with_sub_types(found, after))
    return found


def _lines_of(before: Round, after: Round, all_lines: Sequence[Line]) -> list[Line]:
    """The rows of a step; a round that amends another goes on as that one does in all else."""
    own = [line for line in all_lines if line.rounds == (before.round, after.round)]
    said = {(line.list, line.from_code) for line in own}
    return own + [
        line
        for line in all_lines
        if before.amends
        and line.rounds == (before.amends, after.round)
        and (line.list, line.from_code) not in said
    ]


def _with_sub_types(
    found: Mapping[str, _Known], after: Round
) -> Iterator[tuple[str, tuple[Successor, ...]]]:
    """Sub types that no row names go where their type goes, where it has one of the same code."""
    there = codes(after, "sub_types")
    for code, known in found["sub_types"].items():
        kind, _, sub = code.partition("/")
        types = [one for one in found["scheme_types"].get(kind, ()) if one.code]
        alike = tuple(
            msgspec.structs.replace(one, code=f"{one.code}/{sub}")
            for one in types
            if f"{one.code}/{sub}" in there
        )
        bare = bool(types) and all(after.scheme_types[one.code].sub_types is None for one in types)
        ended = (Successor(code="", fit="none", certainty=Certainty.CONFIRMED, note=NO_SUB_TYPES),)
        yield code, known or alike or (ended if bare else ())


def _as_is(code: str) -> Successor:
    return Successor(code=code, fit="same", certainty=Certainty.CONFIRMED)


def _followed(known: _Known, step: _Known) -> _Known:
    """One step further: each code with what became of what became of it."""
    return {
        code: _best(
            _joined(one, then)
            for one in found
            for then in (step.get(one.code, ()) if one.code else (one,))
        )
        for code, found in known.items()
    }


def _joined(first: Successor, then: Successor) -> Successor:
    """Two steps as one: as poor a fit and as unsure as the worse of them."""
    if first == _as_is(first.code):
        return then
    unsure = Certainty.UNCONFIRMED in {first.certainty, then.certainty}
    notes = dict.fromkeys(filter(None, (first.note, then.note)))
    return Successor(
        code=then.code,
        fit=max(first.fit, then.fit, key=FITS.index),
        certainty=Certainty.UNCONFIRMED if unsure else Certainty.CONFIRMED,
        reference=then.reference or first.reference,
        note=" ".join(notes),
    )


def _best(found: Iterable[Successor]) -> tuple[Successor, ...]:
    """Each successor once, by its best fit, best first; an end only where nothing goes on."""
    ordered = sorted(found, key=lambda one: FITS.index(one.fit))
    once = {one.code: one for one in reversed(ordered)}
    return tuple(one for one in ordered if once[one.code] is one and (one.code or len(once) == 1))


def _turned(known: _Known) -> _Known:
    """What each later code came from."""
    found: dict[str, list[Successor]] = {}
    for code, successors in known.items():
        for one in successors:
            if one.code:
                found.setdefault(one.code, []).append(msgspec.structs.replace(one, code=code))
    return {code: _best(ones) for code, ones in found.items()}


def _gap(name: str, code: str, label: str, known: Sequence[Successor]) -> Gap:
    why: Why = "not_said"
    if known:
        why = "not_comparable" if known[0].code else "ended"
    unsure = any(one.certainty is Certainty.UNCONFIRMED for one in known)
    return Gap(
        list=name,
        code=code,
        label=label,
        why=why,
        codes=tuple(one.code for one in known if one.code),
        certainty=Certainty.UNCONFIRMED if unsure else Certainty.CONFIRMED,
        reference=next((one.reference for one in known if one.reference), ""),
        note=" ".join(dict.fromkeys(one.note for one in known if one.note)),
    )
