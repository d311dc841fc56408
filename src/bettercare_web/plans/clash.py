"""Two people changed the same field: both values on one page, and a choice for each field.

The page sends the form again as it was, with the version that is there now, and for each field in
question the value that was chosen. Any page of a plan may use it: ``clash_page`` makes its context
and ``plans/clash.jinja`` shows it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from bettercare.rounds import Round
from bettercare_web.plans.asked import field_of_column
from bettercare_web.plans.edits import Clash
from bettercare_web.plans.money_shown import shown

KINDLESS = {"given": "money"}  # fields of the plan as a whole, which no table of the round has


class Named(NamedTuple):
    """How a page names a field: the titles of its line and of the field, its inputs by name."""

    title: str
    label: str
    name: str
    version: str


class Contested(NamedTuple):
    """A field that two people changed: the name of its input, and the three values."""

    name: str
    title: str
    label: str
    was: str
    mine: str
    theirs: str


class ClashPage(NamedTuple):
    """What the page shows: the fields to choose, the rest of what was sent, and what is gone."""

    contested: Sequence[Contested]
    kept: Sequence[tuple[str, str]]
    gone: int


def clash_page(
    rules: Round,
    table: str,
    clashes: Iterable[Clash],
    sent: Mapping[str, Any],
    named: Callable[[str, str], Named],
) -> ClashPage:
    """The page for some clashes of a form.

    ``named`` says of the row and field of a clash how the page names them.
    """
    clashes = list(clashes)
    kept = {name: str(sent[name]) for name in sent if name != "csrfmiddlewaretoken"}
    contested = []
    for clash in clashes:
        for path, values in clash.fields.items():
            title, label, name, version = named(clash.row_id, path)
            kept.pop(name, None)
            kept[version] = str(clash.version)
            was, mine, theirs = (_shown(rules, table, path, value) for value in values)
            contested.append(Contested(name, title, label, was, mine, theirs))
    gone = sum(1 for clash in clashes if clash.gone)
    return ClashPage(contested, tuple(kept.items()), gone)


def _shown(rules: Round, table: str, path: str, value: str | None) -> str:
    name, _, key = path.partition(".")
    column = rules.column(table, name, key)
    kind = (
        field_of_column(rules, table, column, None).kind if column else KINDLESS.get(name, "text")
    )
    return shown(kind, value or "")
