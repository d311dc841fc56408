"""Asking a fresh process to read a file, and stopping it when it takes too much of anything."""

import os
import selectors
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import msgspec

from bettercare_web.uploads.answers import Answer, Refused

CHILD = "bettercare_web.uploads.child"
WALL_SECONDS = 30.0
MOST_ANSWER = 64 * 1024 * 1024  # bytes of JSON
PIECE = 1024 * 1024
GAVE_UP = (
    "Cannot read {name}: reading it takes more time or memory than a plan should. Save it again as "
    "an Excel workbook (.xlsx) with only the plan in it, and try once more."
)


def ask(
    folder: Path,
    name: str,
    round_id: str = "",
    *,
    seconds: float = WALL_SECONDS,
    child: str = CHILD,
) -> Answer:
    """What a process of its own reads in a file of a folder; never raises for a bad file.

    ``name`` is the file's name in the folder, which we gave it. ``round_id`` is the round to take
    where the file does not say one. ``seconds`` and ``child`` are for tests.
    """
    words = [sys.executable, "-I", "-B", "-m", child, str(folder), name, round_id]
    process = subprocess.Popen(  # noqa: S603  (the words are ours)
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={},
        start_new_session=True,
    )
    try:
        said = _heard(process, time.monotonic() + seconds)
        whole = process.wait(timeout=1) == 0 if said else False
    except subprocess.TimeoutExpired:
        whole = False
    finally:
        _end(process)
    return _decoded(said, name) if whole else Refused(GAVE_UP.format(name=name))


def _heard(process: subprocess.Popen[bytes], until: float) -> bytes:
    """All that a process writes; nothing where it writes too much or for too long."""
    pipe = process.stdout
    if pipe is None:
        return b""
    heard = bytearray()
    with selectors.DefaultSelector() as waiting:
        waiting.register(pipe, selectors.EVENT_READ)
        while (left := until - time.monotonic()) > 0:
            if not waiting.select(left):
                continue
            piece = os.read(pipe.fileno(), PIECE)
            if not piece:
                return bytes(heard)
            heard += piece
            if len(heard) > MOST_ANSWER:
                return b""
    return b""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with all it may have started, and take it off the list of the system."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    if process.stdout is not None:
        process.stdout.close()
    process.wait()


def _decoded(said: bytes, name: str) -> Answer:
    """The answer; what is no answer of ours is a file that could not be read."""
    try:
        answer: Answer = msgspec.json.decode(said, type=Answer)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return Refused(GAVE_UP.format(name=name))
    return answer
