"""The command line: exit codes, and a sentence for everything that can go wrong."""

import gc
import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from traceback import extract_tb
from typing import NoReturn

import typer

from bettercare.errors import BetterCareError, ExitCode

# The packages that an install without extras lacks, by the extra that brings them.
EXTRAS = {
    "measures": ("altair", "ibis", "numpy", "pyarrow", "scipy", "vl_convert"),
    "linkage": ("pandas", "splink"),
    "spark": ("pyspark",),
}


def main() -> NoReturn:
    """Run the command line and leave with its exit code.

    A command lives for a tenth of a second: collecting garbage and taking every module down again
    would cost more than some commands do, so neither is done.
    """
    gc.disable()
    _show_every_letter()
    code = run(sys.argv[1:])
    with suppress(BrokenPipeError):  # whoever read our output has had enough
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def run(arguments: list[str]) -> int:
    """Run one command and give its exit code; errors are said on standard error.

    >>> run(["explain", "leicester", "balance.tottal"])
    2
    """
    from bettercare.cli.app import app
    from bettercare.cli.colour import harmless

    try:
        app(arguments, prog_name="bettercare", standalone_mode=True)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    except BetterCareError as error:
        typer.echo(harmless(str(error)), err=True)
        return int(ExitCode.CANNOT_READ)
    except ModuleNotFoundError as missing:
        lacks = _lacks(missing)
        typer.echo(lacks or _our_fault(missing), err=True)
        return int(ExitCode.CANNOT_READ if lacks else ExitCode.OUR_FAULT)
    except Exception as fault:  # noqa: BLE001  (the one place that turns a bug into a sentence)
        typer.echo(_our_fault(fault), err=True)
        return int(ExitCode.OUR_FAULT)
    return int(ExitCode.NO_ERRORS)


def _show_every_letter() -> None:
    """Where a terminal or pipe has no sign for a letter of a plan, show "?" and go on."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _lacks(missing: ModuleNotFoundError) -> str:
    """What to install, in words; "" for a module that no extra brings.

    >>> _lacks(ModuleNotFoundError(name="ibis.expr"))
    "This needs the extra 'measures', which is not installed. Install bettercare[measures]."
    """
    package = (missing.name or "").partition(".")[0]
    extra = next((extra for extra, names in EXTRAS.items() if package in names), "")
    what = f"This needs the extra '{extra}', which is not installed."
    return f"{what} Install bettercare[{extra}]." if extra else ""


def _our_fault(fault: Exception) -> str:
    """A sentence with the kind and place of a bug, and no value of anybody's plan."""
    last = extract_tb(fault.__traceback__)[-1]
    return (
        "Sorry, something went wrong in bettercare itself; your files are as they were. "
        f"Report this: {type(fault).__name__} at {Path(last.filename).name}:{last.lineno}."
    )
