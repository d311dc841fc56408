"""A plan carried to a later round, as data: JSON with the draft, and CSV with a row a finding."""

import msgspec

from bettercare.comparison.roll_forward import RolledForward
from bettercare.plan import Plan
from bettercare.report.compare_data import Exact
from bettercare.report.data import FindingData, csv_text, finding_data, plain
from bettercare.report.what_if_data import SettingData, setting_data


class RollForwardData(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="format", tag="bettercare-roll-forward-1"
):
    """What ``roll-forward`` says, as one JSON object; ``planned`` by year of the later round."""

    area: str | None
    from_round: str
    from_year: str
    to_round: str
    planned_before: Exact
    planned: dict[str, Exact]
    income: tuple[SettingData, ...]
    findings: tuple[FindingData, ...]
    plan: Plan


def roll_forward_data(found: RolledForward) -> RollForwardData:
    """A plan carried forward, as plain data."""
    return RollForwardData(
        area=found.plan.area,
        from_round=found.from_round,
        from_year=found.from_year,
        to_round=found.plan.round,
        planned_before=plain(found.planned_before) or "0",
        planned={year: plain(amount) or "0" for year, amount in found.planned.items()},
        income=tuple(setting_data(one) for one in found.income),
        findings=tuple(finding_data(one) for one in found.findings),
        plan=found.plan,
    )


def roll_forward_json(found: RolledForward) -> str:
    """A plan carried forward, as JSON text, indented."""
    return msgspec.json.format(msgspec.json.encode(roll_forward_data(found))).decode()


def roll_forward_csv(found: RolledForward) -> str:
    """One row a finding."""
    head = ["code", "name", "severity", "subject", "message", "fix", "rows"]
    rows = [
        [
            one.code,
            one.name,
            one.severity.value,
            one.subject,
            one.message,
            one.fix,
            "; ".join(str(place.item) for place in one.places),
        ]
        for one in found.findings
    ]
    return csv_text([head, *rows])


def schema() -> dict[str, object]:
    """The JSON Schema of roll-forward.

    >>> schema()["$ref"]
    '#/$defs/RollForwardData'
    """
    return msgspec.json.schema(RollForwardData)
