"""A programme as one JSON file, lossless; its schema is ``programmes.records.schema``."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from bettercare.errors import UnreadableFile
from bettercare.findings import Finding, Severity
from bettercare.formats.json_text import in_words, keys_twice, line_of, tree_of
from bettercare.formats.programme import ProgrammeReading
from bettercare.formats.programme_notes import controls_of, value_findings
from bettercare.formats.reading import noted, some
from bettercare.formats.text_files import decode, read_bytes
from bettercare.money import MOST_DECIMALS, MOST_DIGITS, is_in_range
from bettercare.programmes.records import TABLES, Programme
from bettercare.programmes.rules import load


def read(path: Path) -> ProgrammeReading:
    """Read a JSON programme. Raises ``UnreadableFile`` saying where it is not one."""
    text, findings = decode(read_bytes(path), path.name)
    programme, keys = _decoded(text, path.name)
    findings += [*keys, *value_findings(programme, load())]
    return ProgrammeReading(
        programme=programme, findings=tuple(findings), controls=controls_of(programme)
    )


def write(programme: Programme, path: Path) -> None:
    """Write a programme with every value; the same programme gives the same bytes."""
    path.write_bytes(
        msgspec.json.format(msgspec.json.encode(programme, order="deterministic")) + b"\n"
    )


def _decoded(text: str, name: str) -> tuple[Programme, list[Finding]]:
    try:
        tree, twice = tree_of(text)
        programme = msgspec.json.decode(text, type=Programme)
    except msgspec.ValidationError as error:
        raise _refusal(name, in_words(str(error))) from error
    except RecursionError as error:
        raise _refusal(name, "it is nested too deeply") from error
    except (ValueError, msgspec.DecodeError) as error:
        raise UnreadableFile(f"Cannot read {name}: it is not JSON{line_of(error)}.") from error
    odd = next(_out_of_range(programme), None)
    if odd is not None:
        most = f"at most {MOST_DIGITS} digits and {MOST_DECIMALS} decimals"
        raise _refusal(name, f"{odd} holds no number of {most}")
    return programme, [*_unknown_keys(tree, name), *keys_twice(twice, name)]


def _refusal(name: str, what: str) -> UnreadableFile:
    return UnreadableFile(f"Cannot read {name}: it is not a programme; {what}.")


def _out_of_range(programme: Programme) -> Iterator[str]:
    """The places of numbers that no cell can hold."""
    for name, number in programme.printed.items():
        if not is_in_range(number):
            yield f"printed.{name}"
    for table in TABLES:
        for at, record in enumerate(getattr(programme, table)):
            for field in record.__struct_fields__:
                value = getattr(record, field)
                held = value.values() if isinstance(value, Mapping) else (value,)
                if not all(is_in_range(one) for one in held if isinstance(one, Decimal)):
                    yield f"{table}[{at}].{field}"


def _unknown_keys(tree: Mapping[str, Any], name: str) -> Iterator[Finding]:
    """Keys that a programme or its records do not have, most likely misspelt."""
    unknown = [key for key in tree if key not in {"format", *Programme.__struct_fields__}]
    for table, kind in TABLES.items():
        found = {
            key for one in tree.get(table) or () for key in one.keys() - kind.__struct_fields__
        }
        unknown += [f"{table}: {key}" for key in sorted(found)]
    if unknown:
        what = f"A programme has no {some(unknown)}; not read."
        fix = "Mend the spelling, or take it away."
        yield noted("READ-04", Severity.WARNING, name, what, fix)
