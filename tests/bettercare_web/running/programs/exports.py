"""Every plan as its JSON and its workbook, as hashes of their bytes, by area and kind of file."""

import hashlib
import json
import tempfile
from pathlib import Path

import django


def exports() -> dict[str, str]:
    """Hashes of the files of every plan as it is stored."""
    from bettercare import formats
    from bettercare_web.plans.core import to_core
    from bettercare_web.plans.models import Plan

    found = {}
    with tempfile.TemporaryDirectory() as place:
        for plan in Plan.objects.all():
            core = to_core(plan.round, plan.rows.all())
            for kind in ("json", "xlsx"):
                file = Path(place) / f"{plan.area.code}.{kind}"
                formats.write(core, file)
                found[file.name] = hashlib.sha256(file.read_bytes()).hexdigest()
    return found


if __name__ == "__main__":
    django.setup()
    print(json.dumps(exports()))  # noqa: T201
