#!/usr/bin/env python3.11
"""Set up, run and test bettercare, from one file that needs nothing but Python 3.11.

    python3.11 dev.py demo          set up what is needed to run, then `bettercare demo`
    python3.11 dev.py web           set up the web service, then `bettercare-web demo`
    python3.11 dev.py test          set up, then every check and every test, side by side
    python3.11 dev.py test PATH     only pytest, with the arguments given
    python3.11 dev.py cover         every test, with what of the code they did not reach
    python3.11 dev.py check         every check but the tests
    python3.11 dev.py docs          build the documentation in site/
    python3.11 dev.py bench         run benchmarks/run.py, then benchmarks/workbooks.py
    python3.11 dev.py generate      compile the rounds, and write the generated documentation
    python3.11 dev.py lock          compile requirements/*.lock again (--upgrade for newer versions)
    python3.11 dev.py devenv        only set up the environment for development

It works from any folder. Everything is installed in .venv, by hash, from requirements/*.lock;
a second run installs nothing unless a lock or pyproject.toml has changed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent
REQUIREMENTS = ROOT / "requirements"
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
UV = BIN / "uv"

# In this order: each is compiled to agree with those before it.
LOCKS = ("uv", "app", "web", "measures", "linkage", "spark", "test")

# The longest first: they run two at a time.
CHECKS: tuple[tuple[str, ...], ...] = (
    ("mypy",),
    ("mkdocs", "build", "--strict", "--quiet"),
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("lint-imports",),
)
AT_ONCE = 2
SURROUNDINGS = {
    "NO_MKDOCS_2_WARNING": "1",  # a notice of several screens about another product
    "PYTHONDONTWRITEBYTECODE": "",  # tests start Python hundreds of times: compile only once
}
# Three processes on two cores, as a third of the time goes by waiting for browsers and servers. The
# tests of a file go to one of them: they share what takes long to make.
TESTS = ("pytest", "-n", "3", "--dist", "loadfile", "--no-loadscope-reorder")


def call(*command: str | Path) -> int:
    """Run a command at the root of the project, show it, and return its exit code."""
    words = [str(word) for word in command]
    print("+", *(word.removeprefix(f"{ROOT}{os.sep}") for word in words), flush=True)
    return subprocess.run(words, cwd=ROOT, check=False, env=os.environ | SURROUNDINGS).returncode


def must(*command: str | Path) -> None:
    """Run a command, and stop with its exit code if it fails."""
    code = call(*command)
    if code:
        sys.exit(code)


def tool(*command: str) -> int:
    """Run a command that is installed in the environment, and return its exit code."""
    return call(BIN / command[0], *command[1:])


def quiet(command: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """Run a command that is installed in the environment, and keep what it says."""
    return subprocess.run(
        [BIN / command[0], *command[1:]],
        cwd=ROOT,
        check=False,
        env=os.environ | SURROUNDINGS,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def ensure_pip() -> None:
    """Debian keeps the part of Python that makes environments in a package of its own."""
    try:
        import ensurepip  # noqa: F401, PLC0415
    except ImportError:
        package = f"python3.{sys.version_info.minor}-venv"
        if not (shutil.which("apt-get") and os.geteuid() == 0):
            sys.exit(f"Install {package} first (as root: apt-get install {package}).")
        must("apt-get", "update", "-qq")
        must("apt-get", "install", "-y", "-qq", "--no-install-recommends", package)


def create_environment() -> None:
    """Make .venv afresh, holding the tools that install everything else."""
    ensure_pip()
    must(sys.executable, "-m", "venv", "--clear", VENV)
    must(PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", "requirements/uv.lock")


def fingerprint(*files: Path) -> str:
    """Return one hash over the content of some files."""
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def set_up_tools() -> None:
    """Make .venv, unless its stamp says that it holds the tools that are wanted."""
    stamp = VENV / ".stamp-uv"
    wanted = fingerprint(REQUIREMENTS / "uv.lock")
    if not is_stamped(stamp, wanted):
        create_environment()
        stamp.write_text(wanted)


def set_up(lock: str) -> None:
    """Bring .venv in line with a lock, unless its stamp says that it is already."""
    set_up_tools()
    stamp = VENV / f".stamp-{lock}"
    wanted = fingerprint(REQUIREMENTS / f"{lock}.lock", ROOT / "pyproject.toml")
    if not is_stamped(stamp, wanted):
        install(lock)
        stamp.write_text(wanted)


def is_stamped(stamp: Path, wanted: str) -> bool:
    """Say whether a stamp file exists and holds what is wanted."""
    return stamp.exists() and stamp.read_text() == wanted


def install(lock: str) -> None:
    """Install the packages of a lock, then bettercare itself as an editable package."""
    into = (UV, "pip", "install", "-q", "--python", PYTHON)
    must(*into, "--require-hashes", "-r", f"requirements/{lock}.lock")
    must(*into, "--no-deps", "--no-build-isolation", "-e", ".")


def demo(arguments: list[str]) -> int:
    """Set up what is needed to run, then show the demonstration."""
    set_up("app")
    return tool("bettercare", "demo", *arguments)


def web(arguments: list[str]) -> int:
    """Set up the web service, then serve its demonstration on this machine."""
    set_up("app")  # what the library needs; the web's lock holds what comes on top
    set_up("web")
    return tool("bettercare-web", "demo", *arguments)


def devenv(_: list[str]) -> int:
    """Set up the environment for development."""
    set_up("test")
    return 0


def check(_: list[str]) -> int:
    """Run every check but the tests, two at a time, all of them even if one fails."""
    set_up("test")
    failed = []
    with ThreadPoolExecutor(AT_ONCE) as workers:
        for command, done in zip(CHECKS, workers.map(quiet, CHECKS), strict=True):
            print("+", *command)
            print(done.stdout, end="", flush=True)
            if done.returncode:
                failed.append(command)
    for command in failed:
        print("failed:", *command, flush=True)
    return 1 if failed else 0


def test(arguments: list[str]) -> int:
    """Run every check and, beside them, every test; with arguments, only pytest with them."""
    if arguments:
        set_up("test")
        return tool("pytest", *arguments)
    set_up("test")
    with ThreadPoolExecutor(1) as beside:
        checks = beside.submit(check, [])
        tests_failed = tool(*TESTS)
        return checks.result() or tests_failed


def cover(_: list[str]) -> int:
    """Run every test and measure what they reach, which takes about twice as long."""
    set_up("test")
    return tool(*TESTS, "--cov")


def docs(_: list[str]) -> int:
    """Build the documentation in site/."""
    set_up("test")
    return tool("mkdocs", "build", "--strict")


def bench(arguments: list[str]) -> int:
    """Run the benchmarks."""
    set_up("test")
    files = arguments or ("benchmarks/run.py", "benchmarks/workbooks.py")
    return max([tool("python", file) for file in files])


def generate(_: list[str]) -> int:
    """Write what is made from other files: compiled rounds and generated documentation."""
    set_up("test")
    must(PYTHON, "-m", "bettercare.rounds")
    return tool("python", "docs/generate.py")


def lock(arguments: list[str]) -> int:
    """Compile each requirements/*.in into a lock with hashes and without addresses."""
    set_up_tools()
    how = ("--universal", "--generate-hashes", "--python-version", "3.11")
    bare = ("--no-header", "--no-emit-index-url", "--no-emit-find-links")
    for name in LOCKS:
        files = (f"requirements/{name}.in", "-o", f"requirements/{name}.lock")
        must(UV, "pip", "compile", "-q", *how, *bare, *arguments, *files)
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "demo": demo,
    "web": web,
    "test": test,
    "cover": cover,
    "check": check,
    "docs": docs,
    "bench": bench,
    "generate": generate,
    "lock": lock,
    "devenv": devenv,
}


def main(arguments: list[str]) -> int:
    """Run the command that is named first, with the arguments after it."""
    if sys.version_info < (3, 11):
        sys.exit("bettercare needs Python 3.11 or later: python3.11 dev.py ...")
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__)
        return 0 if arguments in (["-h"], ["--help"]) else 2
    return COMMANDS[arguments[0]](arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
