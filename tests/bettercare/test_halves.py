"""Work shared between two processes gives what one process gives."""

import os
import sys
from functools import partial

import pytest

from bettercare import examples, formats, halves
from bettercare.calculations import Calculations
from bettercare.checks import registry, run
from bettercare.rounds import load

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux")


def test_every_piece_is_worked_out_once_in_its_place() -> None:
    assert halves.in_two([partial(pow, n, 2) for n in range(9)], int) == [
        0, 1, 4, 9, 16, 25, 36, 49, 64,
    ]  # fmt: skip


def test_no_pieces_give_nothing() -> None:
    assert halves.in_two([], int) == []


def test_a_copy_that_fails_loses_nothing() -> None:
    own = os.getpid()

    def piece() -> str:
        if os.getpid() != own:
            raise RuntimeError
        return "done"

    assert halves.in_two([piece] * 5, str) == ["done"] * 5


def test_what_cannot_be_sent_is_worked_out_again() -> None:
    assert (
        halves.in_two([lambda: "half a character \ud800"] * 5, str)
        == ["half a character \ud800"] * 5
    )


@linux_only
def test_a_fault_is_raised_and_leaves_no_process_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[int] = []
    fork = os.fork

    def noted() -> int:
        begun.append(fork())
        return begun[-1]

    monkeypatch.setattr(os, "fork", noted)

    def piece() -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        halves.in_two([piece] * 3, int)
    with pytest.raises(ChildProcessError):
        os.waitpid(begun[0], os.WNOHANG)


def test_the_report_is_the_same_in_one_process_and_in_two(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = formats.read(examples.path("leicester")).plan
    alone = run(Calculations(plan, load(plan.round)))
    monkeypatch.setattr(registry, "SHARED_FROM", 1)
    monkeypatch.setattr(registry, "can_share", lambda: True)
    shared = run(Calculations(plan, load(plan.round)))
    assert shared == alone
    assert len(alone.findings) > 10


@linux_only
def test_a_process_with_one_core_is_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    assert not halves.can_share()
