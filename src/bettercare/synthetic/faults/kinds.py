"""The kinds of fault that can be planted, and the one register of them."""

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from bettercare.findings import Finding
from bettercare.rounds import Round
from bettercare.synthetic.faults.site import Site, written


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """The truth about one planted fault.

    ``code`` is the check, or note of reading, that must find it; ``table``, ``item`` (from 1) and
    ``field`` say where it was planted, ``was`` and ``now`` what stood there before and since.
    Where it is told of in another place, ``subject`` is in the subject of the finding.
    """

    kind: str
    code: str
    table: str
    item: int
    field: str
    was: str
    now: str
    words: str
    subject: str = ""

    def is_found_by(self, finding: Finding) -> bool:
        """Whether a finding tells of this fault, in its place."""
        if finding.code != self.code:
            return False
        if self.subject:
            return self.subject in finding.subject
        return any((one.table, one.item) == (self.table, self.item) for one in finding.places)


class Planting(NamedTuple):
    """Where a fault was put, and what is told of it."""

    table: str
    item: int
    field: str
    was: object
    now: object
    words: str
    subject: str = ""


Plant = Callable[[Site], Planting | None]


class Kind(NamedTuple):
    """A kind of fault: its name, the code that must find it, and how it is planted."""

    name: str
    code: str
    plant: Plant

    def applies(self, rules: Round) -> bool:
        """Whether the round runs the check that must find it; readers note things in any."""
        rule = rules.checks.get(self.code)
        return self.code.startswith("READ") or (rule is not None and rule.severity is not None)

    def planted(self, site: Site) -> Fault | None:
        """Plant one; ``None`` where the plan has no place for it."""
        found = self.plant(site)
        if found is None:
            return None
        told = found._replace(was=written(found.was), now=written(found.now))
        return Fault(kind=self.name, code=self.code, **told._asdict())


KINDS: dict[str, Kind] = {}


def kind(name: str, code: str) -> Callable[[Plant], Plant]:
    """Register a kind of fault under a name, with the code that must find it."""

    def register(plant: Plant) -> Plant:
        if name in KINDS:
            raise ValueError(f"{name} is registered twice")
        KINDS[name] = Kind(name, code, plant)
        return plant

    return register


def cell(site: Site, table: str, item: int, change: tuple[str, object], words: str) -> Planting:
    """A fault in one cell: the field and its new value are written, and told."""
    field, now = change
    was = getattr(site.get(table, item), field)
    site.set(table, item, **{field: now})
    return Planting(table, item, field, was, now, words)
