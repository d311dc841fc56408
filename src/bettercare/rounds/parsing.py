"""YAML as files of rules are written in it: no key twice, no date that no calendar has."""

from pathlib import Path
from typing import Any

import yaml

from bettercare.rounds.fault import Fault

_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TIMESTAMP = "tag:yaml.org,2002:timestamp"


class NotParsed(Exception):
    """A file that is not YAML, or holds no keys; ``fault`` says where and how to mend it."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


class _Loader(_SAFE):  # type: ignore[misc]
    """A safe loader that refuses a key given twice and a date that no calendar has."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        found: dict[Any, Any] = super().construct_mapping(node, deep)
        keys = [key.value for key, _ in node.value]
        for number, (key, _) in enumerate(node.value if len(found) < len(keys) else ()):
            if key.value in keys[:number]:
                what = f"'{key.value}' stands twice in one place"
                raise yaml.constructor.ConstructorError(None, None, what, key.start_mark)
        return found

    def construct_date(self, node: yaml.ScalarNode) -> Any:
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError as error:
            what = f"'{node.value}' is not a date ({error})"
            raise yaml.constructor.ConstructorError(None, None, what, node.start_mark) from error


_Loader.add_constructor(_TIMESTAMP, _Loader.construct_date)


def parsed(path: Path, text: str) -> dict[str, object]:
    """The keys of a file, from its text; raises ``NotParsed`` where it is not YAML with keys.

    >>> parsed(Path("round.yaml"), "years: [2019-20]")
    {'years': ['2019-20']}
    """
    try:
        found = yaml.load(text, _Loader)  # noqa: S506  (a safe loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        what = getattr(error, "problem", None) or "this is not YAML"
        fix = "Mend the YAML on this line or the one before it."
        raise NotParsed(Fault(path, line, f"{what}.", fix)) from error
    if not isinstance(found, dict):
        what, fix = "The file holds no keys.", "Start with a key such as 'sources:'."
        raise NotParsed(Fault(path, 1, what, fix))
    return found
