"""Many files at once: a process a core, and no file that stops the rest.

One file is one task: then whatever a task dies of is the fault of that file's reading, and handing
over a task costs a hundredth of reading a plan.
"""

import gc
import multiprocessing
import os
import re
import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from importlib import import_module
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import NamedTuple

import msgspec

from bettercare import formats
from bettercare.errors import UnreadableFile
from bettercare.national import parts
from bettercare.national.collating import Collated, Options, Part, collated
from bettercare.national.parts import Kept
from bettercare.places.geography import areas

FEWEST = 4  # files that are worth a process of their own
Told = Callable[[int, Kept], None]
_LINE = re.compile(r'File "([^"]+)", line (\d+)')


class Work(NamedTuple):
    """What a process has to know of the whole: how to read, and where to keep what it gives."""

    options: Options
    folder: Path
    rounds: str = ""


class _Ended(Exception):
    """A process ended in the middle of a file."""


def run(files: Sequence[Path], work: Work, jobs: int, told: Told) -> dict[int, Kept]:
    """The part of each file, by its number; ``told`` hears of each as it is done.

    A file on which a process of ours dies is tried again alone, and then it is our fault.
    """
    left: dict[int, Path] = dict(enumerate(files))
    done: dict[int, Kept] = {}

    def finish(number: int, kept: Kept) -> None:
        del left[number]
        done[number] = kept
        told(number, kept)

    while left:
        _together(left, work, jobs, finish)
        for number in _suspects(left, work):
            finish(number, _alone(number, left[number], work))
    return done


def processes(files: int, jobs: int | None = None) -> int:
    """How many processes to use: one a core, and no more than there are files worth it.

    >>> processes(3, 8), processes(150, 8), processes(0, 8)
    (1, 8, 1)
    """
    if jobs is None:
        known = hasattr(os, "sched_getaffinity")
        jobs = len(os.sched_getaffinity(0)) if known else os.cpu_count() or 1
    return max(1, min(jobs, files // FEWEST))


def warm_up(files: Sequence[Path]) -> None:
    """Load what every process needs before they part, so that each need not load it again."""
    import_module("bettercare.checks")
    areas()
    for suffix in {"" if one.is_dir() else one.suffix.casefold() for one in files}:
        import_module(formats.FORMATS[suffix].reader, formats.__name__)


def keep(number: int, path: Path, work: Work) -> Kept:
    """The part of one file: taken over from an earlier run, or made and kept now."""
    mark = _mark(number, work)
    mark.touch()
    try:
        content, size = parts.fingerprint(path)
    except UnreadableFile as error:
        mark.unlink()
        return Kept(Part(status="not read", reason=str(error)))
    place = work.folder / f"{parts.key_of(path.name, content, work.options, work.rounds)}.json"
    part = parts.load(place)
    if part is None:
        made = collated(path, work.options)
        part = msgspec.structs.replace(made.part, sha256=content, size=size)
        parts.save(place, Collated(part=part, rows=made.rows))
        mark.unlink()
        return Kept(part, place)
    mark.unlink()
    return Kept(part, place, taken_over=True)


def _together(
    left: Mapping[int, Path], work: Work, jobs: int, finish: Callable[[int, Kept], None]
) -> None:
    """Run what is left until all is done or a process dies; what it took with it stays left."""
    with _pool(processes(len(left), jobs)) as pool:
        numbers: dict[Future[Kept], int] = {}
        try:
            with suppress(BrokenProcessPool):  # the first may die before the last is handed over
                for number, path in left.items():
                    numbers[pool.submit(keep, number, path, work)] = number
            for future in as_completed(numbers):
                error = future.exception()
                if not isinstance(error, BrokenProcessPool):
                    finish(numbers[future], future.result() if error is None else _fault(error))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _suspects(left: Mapping[int, Path], work: Work) -> list[int]:
    """The files that were being read when a process died; if it died before any, the first."""
    begun = [number for number in left if _mark(number, work).exists()]
    return begun or list(left)[:1]


def _alone(number: int, path: Path, work: Work) -> Kept:
    with _pool(1) as pool:
        error = (future := pool.submit(keep, number, path, work)).exception()
        if error is None:
            return future.result()
    _mark(number, work).unlink(missing_ok=True)
    return _fault(_Ended() if isinstance(error, BrokenProcessPool) else error)


def _fault(error: BaseException) -> Kept:
    """A file that bettercare failed on: our fault, with the kind and place of it and no value."""
    if isinstance(error, _Ended):
        what = "the process that read it ended, twice"
    else:
        lines = _LINE.findall(str(error.__cause__))
        where = f" at {Path(lines[-1][0]).name}:{lines[-1][1]}" if lines else ""
        what = f"{type(error).__name__}{where}"
    reason = f"Something went wrong in bettercare itself, not in the file. Report this: {what}."
    return Kept(Part(status="our fault", reason=reason))


def _mark(number: int, work: Work) -> Path:
    """The file that says that a process has begun on an input and not ended yet."""
    return work.folder / f"{number}.started"


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=_context(), initializer=_start)


def _context() -> BaseContext:
    """Fork, which takes over what is loaded; but never beside threads, which it would break."""
    forks = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forks else "spawn")


def _start() -> None:
    """A process leaves it to its parent to hear of Ctrl+C, and keeps no plan that it is done with.

    What was loaded before is never garbage, and looking through it again and again would cost time.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    gc.enable()
