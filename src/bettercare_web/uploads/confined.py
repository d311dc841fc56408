"""Limits that a process puts on itself before it reads a stranger's file.

Each is put on by the process itself, first thing, while all the code it runs is still ours. A
system that lacks one of them (Windows, macOS) does without; the wall clock outside always holds.
"""

import ctypes
import os
import sys
from contextlib import suppress
from pathlib import Path

MEMORY = 1024**3
CPU_SECONDS = 20
FILES = 64
CLONE_NEWUSER, CLONE_NEWNET = 0x1000_0000, 0x4000_0000
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

# Events of the interpreter that nothing which reads a plan has a use for.
FORBIDDEN = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system",
    "os.kill", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink",
    "os.chmod", "os.chown", "os.truncate", "os.putenv", "shutil.", "ftplib.", "http.", "urllib.",
    "smtplib.", "pty.", "webbrowser.", "sqlite3.", "pickle.", "ctypes.", "code.__new__", "_winapi.",
)  # fmt: skip


class Forbidden(BaseException):
    """Something was tried that no reader of files does. Not an error that a reader may catch."""


def confine(folder: Path) -> None:
    """Take from this process all it does not need to read one folder and answer on its pipe."""
    sys.dont_write_bytecode = True
    cut_network()
    set_limits()
    roots = (str(folder), *_roots())
    sys.addaudithook(lambda event, arguments: _judge(event, arguments, roots))


def set_limits() -> None:
    """Limit memory, time, open files; no file can be written, and no core is dumped."""
    with suppress(ImportError):  # Windows has none
        _set_limits()


def _set_limits() -> None:
    import resource  # noqa: PLC0415

    for name, most in (
        ("RLIMIT_AS", MEMORY),
        ("RLIMIT_CPU", CPU_SECONDS),
        ("RLIMIT_NOFILE", FILES),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
    ):
        if hasattr(resource, name):
            with suppress(ValueError, OSError):
                resource.setrlimit(getattr(resource, name), (most, most))


def cut_network() -> None:
    """Leave for a network of this process's own, which reaches nothing, where the host allows."""
    if sys.platform != "linux":
        return
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET)


def _roots() -> tuple[str, ...]:
    """Where code and its data are read from while a file is read."""
    import bettercare  # noqa: PLC0415

    ours = Path(bettercare.__file__).resolve().parent.parent
    places = {sys.prefix, sys.base_prefix, sys.exec_prefix, str(ours), *filter(None, sys.path)}
    return (*places, "/dev/null", "/dev/urandom", "/usr/share/zoneinfo", "/etc/localtime")


def _judge(event: str, arguments: tuple[object, ...], roots: tuple[str, ...]) -> None:
    """Raise ``Forbidden`` for what a reader never does; a second line behind the system's own."""
    if event == "open":
        path, _, flags = arguments
        if isinstance(flags, int) and flags & WRITING:
            raise Forbidden(event)
        if isinstance(path, str | bytes) and not _is_below(os.fsdecode(path), roots):
            raise Forbidden(event)
    elif event.startswith(FORBIDDEN):
        raise Forbidden(event)


def _is_below(path: str, roots: tuple[str, ...]) -> bool:
    whole = os.path.realpath(path)
    return any(whole == root or whole.startswith(root.rstrip("/") + "/") for root in roots)
