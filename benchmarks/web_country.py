"""Programs of benchmarks/web.py that need the service's own code, each run as a process.

``build N M`` fills an empty database with N areas, each with a lead and a plan of M schemes;
``sessions`` signs every lead in; ``profile N`` says where the time of a save and of pages goes;
``answers N`` how long each of N saves took.
"""
# ruff: noqa: PLC0415  (models can be imported once Django is set up)

import cProfile
import io
import json
import os
import pstats
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

ROUND = "2019-20"


def build(areas: int, schemes: int) -> dict[str, Any]:
    """Areas, leads and plans, through the service's own action that starts a plan."""
    from django.core.management import call_command

    from bettercare.rounds import load
    from bettercare.synthetic.nation import area_names
    from bettercare_web.areas.models import Region

    call_command("set_up", stdout=io.StringIO())
    began = time.perf_counter()
    Region.objects.create(code="Y60", name="Midlands")
    for number, name in enumerate(area_names(load(ROUND), areas, seed=1)):
        _build_area(number, name, schemes)
    return {"areas": areas, "schemes": schemes, "seconds": round(time.perf_counter() - began, 1)}


def _build_area(number: int, name: str, schemes: int) -> None:
    from django.utils import timezone

    from bettercare.rounds import load
    from bettercare.synthetic import synthesise
    from bettercare_web.areas.models import Area, Body, Grant, Partnership, Person
    from bettercare_web.audit.actors import Actor
    from bettercare_web.plans.actions import start_plan
    from bettercare_web.plans.answers import keep_standing, summary_of

    area = Area.objects.create(code=f"S{number:08}", name=name, region_id="Y60")
    council = Body.objects.create(code=area.code, name=f"{name} Council", kind="council")
    Partnership.objects.create(area=area, body=council, leads=True)
    lead = Person.objects.create(email=f"lead@s{number}.example", name=f"Lead {number}")
    ends = timezone.now() + timedelta(days=30)
    Grant.objects.create(
        person=lead, role="LD", scope_kind="area", scope_id=str(area.pk), ends=ends
    )
    plan = synthesise(load(ROUND), name, seed=number, schemes=schemes)
    started = start_plan(area, ROUND, plan, by=Actor(person_id=str(lead.pk), channel="command"))
    keep_standing(started, summary_of(started))


def sessions(folder: Path) -> list[dict[str, Any]]:
    """Every lead signed in, with their plan, its rows and a workbook of it to bring in."""
    from bettercare import formats
    from bettercare_web.areas.models import Person
    from bettercare_web.plans.core import to_core
    from bettercare_web.plans.models import Plan, Row
    from tests.bettercare_web.running.programs.sign_in import sign_in

    found = [sign_in(one.email) for one in Person.objects.filter(email__startswith="lead@s")]
    for one in found:
        rows = Row.objects.filter(pk__in=one["schemes"]).values_list("pk", "version")
        one["versions"] = {str(pk): version for pk, version in rows}
    plan = Plan.objects.get(pk=found[0]["plan"])
    formats.write(to_core(plan.round, plan.rows.all()), folder / "upload.xlsx")
    return found


def profile(times: int, *, profiled: bool = True) -> dict[str, Any]:
    """Where the time of saves and of pages goes: the functions with the most time below them.

    Without it, the milliseconds of each of as many saves.
    """
    from django.test import Client

    import bettercare_web.config.wsgi  # noqa: F401  (a worker starts by it)
    from bettercare_web.areas.models import Person
    from bettercare_web.plans.models import Plan

    plan = Plan.objects.order_by("pk").first()
    assert plan is not None
    rows = list(plan.rows.filter(table="schemes"))
    lead = Person.objects.get(pk=plan.started_by_id)
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(lead)

    def save(number: int) -> None:
        row = rows[number % len(rows)]
        row.refresh_from_db()
        change = {
            "row": str(row.pk),
            "version": row.version,
            "fields": {"scheme_name": f"p {number}"},
        }
        key = f"profile-{time.time_ns()}"
        body = json.dumps({"key": key, "revision": plan.revision + number, "changes": [change]})
        path = f"/plans/{plan.pk}/schemes/save"
        said = browser.post(path, body, content_type="application/json")
        assert said.status_code == 200, said.content

    def page(_: int) -> None:
        assert browser.get(f"/plans/{plan.pk}/schemes/").status_code == 200

    if not profiled:
        return _timed(save, times)
    return {name: _profiled(do, times) for name, do in (("save", save), ("grid page", page))}


def _timed(do: Any, times: int) -> dict[str, list[float]]:
    """Milliseconds of each call, by the clock and of the processor."""
    do(0)
    found: dict[str, list[float]] = {"clock": [], "processor": []}
    for number in range(1, times + 1):
        clock, processor = time.perf_counter(), time.process_time()
        do(number)
        found["clock"].append(1000 * (time.perf_counter() - clock))
        found["processor"].append(1000 * (time.process_time() - processor))
    return found


def _profiled(do: Any, times: int) -> dict[str, Any]:
    """Wall time, processor time and time in the database of one call; then a profile of the rest.

    The profile counts processor time, which a busy machine does not stretch.
    """
    do(0)
    numbers = iter(range(1, 3 * times))
    wall, processor = time.perf_counter(), time.process_time()
    with _database() as waited:
        for _ in range(times):
            do(next(numbers))
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    held = cProfile.Profile(time.process_time)
    held.enable()
    for _ in range(times):
        do(next(numbers))
    held.disable()
    stats: dict[Any, Any] = pstats.Stats(held).stats  # type: ignore[attr-defined]
    below = {
        f"{_short(file)} {name}": under
        for (file, _, name), (_, _, _, under, _) in stats.items()
        if "bettercare" in file and name not in {"answer", "__call__"}
    }
    alone = {f"{_short(file)} {name}": own for (file, _, name), (_, _, own, _, _) in stats.items()}
    each = [1000 / times * one for one in (wall, processor, sum(waited))]
    whole = sum(alone.values())
    shares = [{name: one / whole for name, one in times.items()} for times in (below, alone)]
    return {"each": each, "below": _most(shares[0]), "alone": _most(shares[1])}


@contextmanager
def _database() -> Iterator[list[float]]:
    """The seconds of every query and every commit meanwhile."""
    from django.db import connection

    spent: list[float] = []
    commit = connection._commit  # type: ignore[attr-defined]

    def timed(do: Any, *words: Any) -> Any:
        began = time.perf_counter()
        try:
            return do(*words)
        finally:
            spent.append(time.perf_counter() - began)

    connection._commit = lambda: timed(commit)  # type: ignore[attr-defined]
    with connection.execute_wrapper(timed):
        yield spent
    connection._commit = commit  # type: ignore[attr-defined]


def _short(file: str) -> str:
    return f"{Path(file).parent.name}/{Path(file).name}"


def _most(times: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(times.items(), key=lambda one: -one[1])[:12]


def main(words: list[str]) -> Any:
    """Do what the first word says."""
    if words[0] == "build":
        return build(int(words[1]), int(words[2]))
    if words[0] == "sessions":
        return sessions(Path(words[1]))
    return profile(int(words[1]), profiled=words[0] == "profile")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bettercare_web.config.settings")
    django.setup()
    print(json.dumps(main(sys.argv[1:])))
