"""House rules about the code of the library that no linter keeps."""

import ast
from statistics import median

import pytest

from tests.repository.tree import (
    PACKAGE,
    Function,
    functions,
    modules,
    named,
    parsed,
    public_functions,
)

LONGEST_FILE = 400  # lines
MEDIAN_FUNCTION = 10  # lines of body, without the docstring
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}
MAY_CATCH_EVERYTHING = {"src/bettercare/cli/__init__.py", "src/bettercare/cli/main.py"}
CATCH_ALL = {"Exception", "BaseException"}
BANNED_CALLS = {"eval", "exec", "__import__"}
BANNED_MODULES = {"pickle", "marshal", "shelve", "dill"}

every_module = pytest.mark.parametrize("module", modules(), ids=named)


@every_module
def test_a_file_is_short_enough_to_read_at_one_sitting(module):
    length = len(module.read_text(encoding="utf-8").splitlines())
    assert length <= LONGEST_FILE


@every_module
def test_a_module_is_named_after_its_subject(module):
    assert not EMPTY_NAMES & set(module.relative_to(PACKAGE).with_suffix("").parts)


@every_module
def test_every_public_function_has_a_docstring(module):
    silent = [f.name for f in public_functions(parsed(module)) if not ast.get_docstring(f)]
    assert silent == []


@every_module
def test_nothing_runs_text_as_code_or_starts_a_shell(module):
    assert [ast.unparse(node) for node in ast.walk(parsed(module)) if _is_banned(node)] == []


def test_the_median_function_is_short():
    lengths = [_body_lines(function) for module in modules() for function in functions(module)]
    assert lengths
    assert median(lengths) < MEDIAN_FUNCTION


def test_only_the_command_line_may_catch_everything_and_in_one_place():
    places = [
        named(module)
        for module in modules()
        for node in ast.walk(parsed(module))
        if isinstance(node, ast.ExceptHandler) and _catches_everything(node)
    ]
    assert set(places) <= MAY_CATCH_EVERYTHING
    assert len(places) <= 1


def _body_lines(function: Function) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return sum((node.end_lineno or node.lineno) - node.lineno + 1 for node in body)


def _catches_everything(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    return bool(CATCH_ALL & {n.id for n in ast.walk(handler.type) if isinstance(n, ast.Name)})


def _is_banned(node: ast.AST) -> bool:
    if isinstance(node, ast.Import):
        return any(alias.name.split(".")[0] in BANNED_MODULES for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").split(".")[0] in BANNED_MODULES
    if isinstance(node, ast.keyword):
        return node.arg == "shell" and getattr(node.value, "value", True) is not False
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in BANNED_CALLS
