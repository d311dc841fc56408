"""What is kept beside a plan that was pulled: from where, and at which version."""

import json
from pathlib import Path
from typing import Any, NamedTuple


class Pulled(NamedTuple):
    """From which service a plan was pulled, and the version that it then had."""

    origin: str
    etag: str


def beside(place: Path) -> Path:
    """The file that is kept beside a plan.

    >>> beside(Path("plans/leicester.json")).name
    'leicester.json.pulled'
    """
    return place.with_name(f"{place.name}.pulled")


def note_pulled(place: Path, pulled: Pulled) -> None:
    """Write beside a plan where it came from."""
    text = json.dumps(pulled._asdict(), indent=2)
    beside(place).write_text(f"{text}\n", encoding="utf-8")


def pulled_from(place: Path) -> Pulled | None:
    """Where a plan was pulled from; ``None`` where it was not, or that cannot be read."""
    try:
        found: dict[str, Any] = json.loads(beside(place).read_text(encoding="utf-8"))
        return Pulled(str(found["origin"]), str(found["etag"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
