"""The report of an audit as data: a row for each comparison, as CSV, and the whole as JSON."""

import csv
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any

import msgspec

from bettercare.equity.auditing import Audit, ServiceAudit
from bettercare.equity.comparing import Compared
from bettercare.equity.shares import Share
from bettercare.equity.words import BANNER, for_release, headline
from bettercare.formats.values import guarded

DECIMALS = 6  # of a percentage
PER_CENT = 100
PARTS = ("users", "people", "level")
FIELDS = (
    *("service", "name", "part", "period", "basis", "ages", "people_ages", "areas", "by", "group"),
    *(f"{part}{end}" for part in PARTS for end in ("", "_of", "_percent", "_lower", "_upper")),
    *("verdict", "improves", "further", "hidden", "disclosure", "level_of_interval", "method"),
    "reference",
)


def audit_rows(audit: Audit) -> list[dict[str, Any]]:
    """Every comparison as a flat row; what is hidden is ``None``, with "small" in ``hidden``."""
    return [
        _row(audit, one, found)
        for one in audit.compared
        for found in (one.compared, *(row for rows in one.groups.values() for row in rows))
        if found is not None
    ]


def _row(audit: Audit, one: ServiceAudit, found: Compared) -> dict[str, Any]:
    service = one.service
    parts = {name: getattr(found, name) for name in PARTS}
    cells = {key: value for name, part in parts.items() for key, value in _share(name, part)}
    return {
        "service": service.code,
        "name": service.name,
        "part": service.part,
        "period": service.period,
        "basis": service.basis,
        "ages": str(service.ages),
        "people_ages": str(service.beside[1]),
        "areas": "; ".join(service.areas),
        "by": found.by,
        "group": found.group,
        **cells,
        "verdict": found.verdict.value if found.verdict else None,
        "improves": found.verdict.improves if found.verdict else None,
        "further": found.further,
        "hidden": found.hidden,
        "disclosure": disclosure(audit),
        "level_of_interval": audit.rules.level,
        "method": audit.rules.method,
        "reference": audit.rules.reference,
    }


def _share(name: str, share: Share | None) -> Iterator[tuple[str, Any]]:
    counts = (share.number, share.of) if share else (None, None)
    fractions = share[2:] if share else (None, None, None)
    yield from zip((name, f"{name}_of"), counts, strict=True)
    for end, value in zip(("percent", "lower", "upper"), fractions, strict=True):
        yield f"{name}_{end}", None if value is None else round(value * PER_CENT, DECIMALS)


def disclosure(audit: Audit) -> str:
    """Whether small numbers are hidden: "applied", or that the file is not for release."""
    return f"{BANNER}: {audit.not_for_release}" if audit.not_for_release else "applied"


def audit_csv(audit: Audit) -> str:
    """The comparisons as CSV, safe to open in a spreadsheet; hidden cells are empty."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(FIELDS)
    for row in audit_rows(audit):
        writer.writerow([_cell(row[field]) for field in FIELDS])
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return guarded(value) if isinstance(value, str) else str(value)


def audit_json(audit: Audit, *, release: bool = False) -> str:
    """The whole as JSON; for ``release`` without findings about rows of users."""
    found = {
        "title": audit.title,
        "headline": headline(audit),
        "disclosure": disclosure(audit),
        "has_errors": audit.has_errors,
        "rules": audit.rules,
        "rows_read": audit.rows_read,
        "left_out": audit.left_out,
        "comparisons": audit_rows(audit),
        "slopes": _slopes(audit),
        "not_compared": [one.service.code for one in audit.services if one.compared is None],
        "participation": audit.participation and audit.participation._asdict(),
        "printed": [_printed(one) for one in audit.printed],
        "findings": for_release(audit) if release else audit.findings,
    }
    text = msgspec.json.encode(found, enc_hook=str)
    return msgspec.json.format(text, indent=2).decode()


def _slopes(audit: Audit) -> list[Mapping[str, Any]]:
    return [
        {"service": one.service.code, "per": 1_000, **one.slope._asdict()}
        for one in audit.services
        if one.slope
    ]


def _printed(one: Any) -> Mapping[str, Any]:
    return {
        "code": one.row.code,
        "wilson": one.is_wilson,
        "pairs": len(one.pairs),
        "verdict": one.verdict.value,
        "verdict_agrees": one.verdict_agrees,
        "level": one.standing.value,
        "slip": one.slip and one.slip._asdict(),
        "above_fewest": one.above,
    }
