"""The texts of the smaller commands."""

from pathlib import Path

import msgspec

from bettercare import examples, formats
from bettercare.errors import UnknownFigure
from bettercare.formats import Reading
from bettercare.labels import listed
from bettercare.money import pounds
from bettercare.plan import records
from bettercare.report import (
    compare_data,
    data,
    merge_data,
    roll_forward_data,
    summarise,
    what_if_data,
)
from bettercare.report.text_check import check_text
from bettercare.rounds import loader

DEMO_FIGURE = "required.nhs_out_of_hospital.planned"


def converted_text(reading: Reading, source: str, target: Path) -> str:
    """What was written, table by table, and how much was noticed while reading."""
    lines = [f"Wrote {target}."]
    for one in reading.controls:
        money = f", {pounds(one.sum_kept)}" if one.sum_read else ""
        lines.append(f"  {one.table:<14}{one.rows_kept:>7,} of {one.rows_read:,} rows{money}")
    if reading.findings:
        count = len(reading.findings)
        noticed = "1 finding" if count == 1 else f"{count} findings"
        lines.append(f"{noticed} while reading. See: bettercare check {source}")
    return "\n".join(lines)


def schema_text(of: str) -> str:
    """The JSON Schema of a format. Raises ``UnknownFigure`` for a format there is none of."""
    from bettercare.programmes import records as programme_records
    from bettercare.report import programme_data

    makers = {
        "plan": records.schema,
        "report": data.schema,
        "compare": compare_data.schema,
        "what-if": what_if_data.schema,
        "merge": merge_data.schema,
        "roll-forward": roll_forward_data.schema,
        "round": loader.schema,
        "programme": programme_records.schema,
        "programme-report": programme_data.schema,
    }
    if of not in makers:
        raise UnknownFigure(f"There is no schema of '{of}'. Choose {listed(makers, 'or')}.")
    return msgspec.json.format(msgspec.json.encode(makers[of]())).decode()


def demo_text() -> str:
    """The main job on the shipped plans."""
    parts = ["Two real plans of 2019-20, as published in council papers.", ""]
    for name in ("leicester", "rotherham"):
        summary = summarise(formats.read(examples.path(name)))
        parts += [f"$ bettercare check {name}", check_text(summary, name), ""]
        if name == "leicester":
            figure = summary.figure(DEMO_FIGURE)
            parts += [f"$ bettercare explain {name} {DEMO_FIGURE}", figure.explain(), ""]
    parts.append("Try your own: bettercare check FOLDER --round 2019-20")
    return "\n".join(parts)
