"""A plan as one JSON file, lossless; its schema is ``bettercare.plan.records.schema``."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from bettercare.dates import short_year
from bettercare.errors import UnreadableFile
from bettercare.findings import Finding, Severity
from bettercare.formats.headers import fields_of
from bettercare.formats.json_text import in_words, keys_twice, line_of, tree_of
from bettercare.formats.notes import value_findings
from bettercare.formats.plan_fields import fact_findings
from bettercare.formats.reading import Reading, controls_of, noted, round_asked, some
from bettercare.formats.text_files import decode, read_bytes
from bettercare.money import MOST_DECIMALS, MOST_DIGITS, is_in_range
from bettercare.plan import Plan
from bettercare.plan.records import TABLES
from bettercare.rounds import Round

TAG = str(Plan.__struct_config__.tag)


def read(path: Path, load: Callable[[str], Round], round_id: str | None) -> Reading:
    """Read a JSON plan. Raises ``UnreadableFile`` saying where it is not a plan."""
    text, findings = decode(read_bytes(path), path.name)
    plan, keys = _decoded(text, path.name)
    findings += keys
    chosen = short_year(plan.round)
    if round_id:
        chosen, differs = round_asked(round_id, chosen, f"{path.name}, round")
        findings += differs
    rules = load(chosen)
    plan = msgspec.structs.replace(plan, round=chosen)
    findings += [*fact_findings(plan.facts), *value_findings(plan, rules)]
    return Reading(plan=plan, findings=tuple(findings), controls=controls_of(plan))


def write(plan: Plan, path: Path, rules: Round) -> None:  # noqa: ARG001  (every writer has rules)
    """Write a plan with every value and place; the same plan gives the same bytes."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(plan, order="deterministic")) + b"\n")


def _decoded(text: str, name: str) -> tuple[Plan, list[Finding]]:
    """The plan, and a note of keys that a plan does not have or that come twice."""
    try:
        tree, twice = tree_of(text)
        if isinstance(tree, dict) and tree.get("format") != TAG:
            raise UnreadableFile(_refusal(name, f'its "format" is not "{TAG}"'))
        plan = msgspec.json.decode(text, type=Plan)
    except msgspec.ValidationError as error:
        raise UnreadableFile(_refusal(name, in_words(str(error)))) from error
    except RecursionError as error:
        raise UnreadableFile(_refusal(name, "it is nested too deeply")) from error
    except (ValueError, msgspec.DecodeError) as error:
        raise UnreadableFile(f"Cannot read {name}: it is not JSON{line_of(error)}.") from error
    odd = next(_out_of_range(plan), None)
    if odd is not None:
        what = f"{odd} holds no number of at most {MOST_DIGITS} digits and {MOST_DECIMALS} decimals"
        raise UnreadableFile(_refusal(name, what))
    return plan, [*_unknown_keys(tree, name), *keys_twice(twice, name)]


def _refusal(name: str, what: str) -> str:
    return f"Cannot read {name}: it is not a plan; {what}."


def _out_of_range(plan: Plan) -> Iterator[str]:
    """The places of numbers that no cell of a plan can hold."""
    for home in ("given", "printed"):
        for key, number in getattr(plan, home).items():
            if not is_in_range(number):
                yield f"{home}.{key}"
    for table in TABLES:
        numbers = [f for f, (kind, _) in fields_of(TABLES[table]).items() if kind != "text"]
        for at, record in enumerate(getattr(plan, table) or ()):
            for field in numbers:
                value = getattr(record, field)
                held = (value,) if isinstance(value, Decimal) else (value or {}).values()
                if not all(map(is_in_range, held)):
                    yield f"{table}[{at}].{field}"


def _unknown_keys(tree: Mapping[str, Any], name: str) -> Iterator[Finding]:
    """Keys that a plan or its records do not have, most likely misspelt."""
    unknown = [key for key in tree if key not in {"format", *Plan.__struct_fields__}]
    for table, kind in TABLES.items():
        known = set(kind.__struct_fields__)
        found = {key for record in tree.get(table) or () for key in record.keys() - known}
        unknown += [f"{table}: {key}" for key in sorted(found)]
    if unknown:
        what = f"A plan has no {some(unknown)}; not read."
        fix = "Mend the spelling, or take it away."
        yield noted("READ-04", Severity.WARNING, name, what, fix)
