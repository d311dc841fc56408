"""What the library says of a plan: figures and findings, worked out once for each revision."""

from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime
from threading import Lock

import bettercare
from bettercare.findings import Severity
from bettercare.report import Summary
from bettercare_web.plans.core import to_core
from bettercare_web.plans.models import Plan, Row, Standing

KEPT = 64  # plans held in memory by each process
_held: OrderedDict[tuple[str, int, datetime], Summary] = OrderedDict()
_lock = Lock()


def summary_of(plan: Plan, rows: Iterable[Row] | None = None) -> Summary:
    """The library's summary of a stored plan as it is now.

    It is kept in memory by id, revision and the moment of the edit, so that it is never older than
    the plan, and an edit that was rolled back is never taken for the one that came in its place.
    ``rows`` saves a query where they are at hand.
    """
    key = (str(plan.pk), plan.revision, plan.edited)
    with _lock:
        if key in _held:
            _held.move_to_end(key)
            return _held[key]
    found = bettercare.summarise(to_core(plan.round, plan.rows.all() if rows is None else rows))
    _ = found.report  # worked out now, so that what is kept is whole
    with _lock:
        _held[key] = found
        while len(_held) > KEPT:
            _held.popitem(last=False)
    return found


def forget() -> None:
    """Drop what is kept, as after a restore: tests and the restore command call this."""
    with _lock:
        _held.clear()


def keep_standing(plan: Plan, summary: Summary) -> None:
    """Store what the pages of many plans show; an older revision never replaces a newer."""
    figures = summary.figures
    counts = summary.counts
    last = summary.working.year if summary.working.rules.several_years else ""
    ending = f".{last}" if last else ""
    balances = [f for key, f in figures.items() if key.startswith("balance.")]
    headroom = [f for key, f in figures.items() if _is_headroom(key)]
    done = [f.inputs for key, f in figures.items() if key.startswith("completeness.")]
    questions = [one for inputs in done for one in inputs]
    errors = summary.report.of(Severity.ERROR)
    pool = figures.get(f"income.total{ending}")
    values = {
        "revision": plan.revision,
        "pool": pool.value if pool else None,
        "errors": counts[Severity.ERROR],
        "warnings": counts[Severity.WARNING],
        "balanced": bool(balances) and all(one.value == 0 for one in balances),
        "met": all(one.value is not None and one.value >= 0 for one in headroom),
        "answered": sum(1 for one in questions if one.value),
        "asked": len(questions),
        "first_error": f"{errors[0].subject}. {errors[0].message}"[:300] if errors else "",
    }
    older = Standing.objects.filter(plan=plan, revision__lt=plan.revision)
    if not older.update(**values):
        Standing.objects.get_or_create(plan=plan, defaults=values)


def _is_headroom(figure_id: str) -> bool:
    return figure_id.startswith("required.") and ".headroom" in figure_id
