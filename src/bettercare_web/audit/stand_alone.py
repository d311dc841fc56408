"""Check an export of the audit trail with nothing but Python: python verify.py EXPORT [ANCHORS].

EXPORT is the file that ``bettercare-web audit export`` writes, ANCHORS the anchors kept elsewhere.
The exit code is 0 when every stream is whole and 1 when one is not; its place is printed.
This file is a program of its own: it uses no other part of the service, so anybody can read it.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

Line = dict[str, Any]


def canonical(value: object) -> bytes:
    """The bytes of a value, always the same ones (RFC 8785, of text and whole numbers only)."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")


def read(path: str) -> list[Line]:
    """The lines of a file, each a JSON object with a body and a hash."""
    with Path(path).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def wrong(line: Line, last_seq: int, last_hash: str) -> str:
    """The first field of an event that is wrong, or nothing."""
    body = line["body"]
    if body["seq"] != last_seq + 1:
        return "seq"
    if hashlib.sha256(canonical(body)).hexdigest() != line["hash"]:
        return "hash"
    return "" if body["prev"] == last_hash else "prev"


def check(lines: list[Line], anchors: list[Line]) -> tuple[int, list[tuple[str, int, str]]]:
    """How many events there are, and the first place of each stream that is wrong."""
    last: dict[str, tuple[int, str]] = {}
    hashes: dict[tuple[str, int], str] = {}
    found: dict[str, tuple[str, int, str]] = {}
    for line in lines:
        stream = line["body"]["stream"]
        seq, before = last.get(stream, (0, "0" * 64))
        if field := wrong(line, seq, before):
            found.setdefault(stream, (stream, seq + 1, field))
        last[stream] = (line["body"]["seq"], line["hash"])
        hashes[stream, line["body"]["seq"]] = line["hash"]
    for line in anchors:
        body = line["body"]
        heads = [(one["field"], int(one["old"]), one["new"]) for one in body["changes"]]
        for stream, seq, expected in [*heads, (body["stream"], body["seq"], line["hash"])]:
            if hashes.get((stream, seq)) != expected:
                found.setdefault(stream, (stream, seq, "anchor"))
    return len(lines), sorted(found.values())


def main(export: str, anchors: str = "") -> int:
    """Print what is wrong, or that all is whole."""
    count, found = check(read(export), read(anchors) if anchors else [])
    for stream, seq, field in found:
        sys.stdout.write(f"BROKEN {stream} {seq}: {field}\n")
    if not found:
        sys.stdout.write(f"Whole: {count} events.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
