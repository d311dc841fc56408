"""The files of the project, read once for the tests in this folder."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "bettercare"

NOT_OURS = {".git", ".venv", "build", "dist", "site", "htmlcov", "__pycache__", ".hypothesis"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def is_ours(folder: str) -> bool:
    return folder not in NOT_OURS and not folder.endswith(("_cache", ".egg-info"))


@cache
def all_files() -> tuple[Path, ...]:
    """Every file of the project but those that a tool or a build leaves behind."""
    return tuple(_walk(ROOT))


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir() and is_ours(path.name):
            yield from _walk(path)
        elif path.is_file() and is_ours(path.name):  # in a second work tree, .git is a file
            yield path


@cache
def modules() -> tuple[Path, ...]:
    return tuple(path for path in all_files() if path.suffix == ".py" and PACKAGE in path.parents)


@cache
def parsed(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"), filename=str(module))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(module: Path) -> Iterator[Function]:
    """Every function and method of a module, also those inside another."""
    for node in ast.walk(parsed(module)):
        if isinstance(node, Function):
            yield node


def public_functions(scope: ast.Module | ast.ClassDef) -> Iterator[Function]:
    """The functions of a module and the methods of its classes that a user may call."""
    for node in scope.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            if isinstance(node, ast.ClassDef):
                yield from public_functions(node)
            elif "overload" not in map(ast.unparse, node.decorator_list):  # it only states types
                yield node
