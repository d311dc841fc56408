"""Processes that try, under the limits of a reader, what no reader may do; run as modules."""

import os
import sys
from pathlib import Path

from bettercare_web.uploads.confined import Forbidden, confine


def read_elsewhere(folder):
    Path(folder).parent.joinpath("secret.txt").read_text()


def write_here(folder):
    Path(folder, "made.txt").write_text("x")


def write_by_number(folder):
    """Past the interpreter's hook: the system itself refuses, as nothing may be written."""
    handle = os.memfd_create("made")
    os.write(handle, b"x")
    del folder


def connect(folder):
    import socket

    del folder
    socket.create_connection(("127.0.0.1", 9), timeout=1)


def fork(folder):
    del folder
    os.fork()


def shell(folder):
    import subprocess

    subprocess.run(["true"], cwd=folder, check=False)


def take_memory(folder):
    del folder
    return bytearray(2 * 1024**3)


def loop(folder):
    del folder
    while True:
        pass


def sleep(folder):
    import time

    del folder
    time.sleep(600)


def answer_too_much(folder):
    del folder
    while True:
        os.write(1, b"x" * 1_000_000)


def open_many(folder):
    kept = [open("/dev/null") for _ in range(100)]  # noqa: SIM115, PTH123
    del kept, folder


TRIES = {
    one.__name__: one
    for one in (
        read_elsewhere, write_here, write_by_number, connect, fork, shell, take_memory, loop,
        sleep, answer_too_much, open_many,
    )
}  # fmt: skip

if __name__ == "__main__":
    folder, name = sys.argv[1:3]
    confine(Path(folder))
    try:
        TRIES[name](folder)
    except (Forbidden, OSError, MemoryError) as error:
        os.write(1, f'{{"type":"refused","why":"stopped: {type(error).__name__}"}}'.encode())
    else:
        os.write(1, b'{"type":"refused","why":"it could"}')
