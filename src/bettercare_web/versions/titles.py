"""What to call the rows of a plan in a list of changes, also those that are gone."""

from collections.abc import Callable

from bettercare.rounds import Round
from bettercare_web.plans.core import WHOLE, record_of
from bettercare_web.plans.findings_places import table_words
from bettercare_web.plans.history import plain
from bettercare_web.plans.models import Plan, Row
from bettercare_web.versions.timeline import Change, Span, changes_in

# The field that names a row of each table; a scheme has its number before its name.
NAMED_BY = {
    "schemes": "scheme_name",
    "income": "source_of_funding",
    "metrics": "metric",
    "hicm": "change",
    "requirements": "code",
    "narrative": "section",
    "sign_off": "role",
    "answers": "question",
    "conditions": "code",
    "progress": "scheme_name",
    "capacity": "service",
    "documents": "title",
}


class Titles:
    """The titles of a plan's rows; those that were taken away are found in its trail."""

    def __init__(self, plan: Plan, rules: Round) -> None:
        self._plan = plan
        self._rules = rules
        self._rows: dict[str, tuple[int, Row]] = {}
        counts: dict[str, int] = {}
        for row in plan.rows.exclude(table=WHOLE):
            counts[row.table] = counts.get(row.table, 0) + 1
            self._rows[str(row.pk)] = (counts[row.table], row)
        self._gone: dict[str, str] | None = None

    def of(self, change: Change) -> str:
        """The title of the row that a change is about."""
        return self.of_row(change.table, change.row)

    def of_row(self, table: str, row_id: str) -> str:
        """The title of a row: its number and name, or its table where it has no name."""
        held = self._rows.get(row_id)
        if held is None:
            name = self._name_of_gone(row_id) or table_words(self._rules, table)
            return f"{name} (taken away)"
        number, row = held
        named = getattr(record_of(row), NAMED_BY.get(table, ""), None)
        if table == "schemes":
            return f"{number} {named or '(no name)'}"
        return str(named or f"{table_words(self._rules, table)}, line {number}")

    def order(self) -> Callable[[str, str], tuple[int, int]]:
        """The order of rows: by table as on the template, then by number; those gone come last."""
        tables = list(NAMED_BY)
        return lambda table, row: (
            tables.index(table) if table in tables else len(tables),
            self._rows[row][0] if row in self._rows else 1_000_000,
        )

    def _name_of_gone(self, row_id: str) -> str:
        if self._gone is None:
            told = [one for one in _told(self._plan) if one.field == NAMED_BY.get(one.table)]
            self._gone = {one.row: plain(one.old) or plain(one.new) or "" for one in told}
        return self._gone.get(row_id, "")


def _told(plan: Plan) -> list[Change]:
    """The last change of each field of each row since the plan was started."""
    started = plan.versions.order_by("number").first()
    return changes_in(plan, Span(started.seq if started else 0))
