"""The audit trail from the command line: verify, anchor, export, redact.

The exit code is 0 when the trail is whole, 1 when it is broken, and 3 for a fault of ours.
"""

import shutil
import sys
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bettercare_web.audit import anchors, redaction
from bettercare_web.audit.actors import SYSTEM
from bettercare_web.audit.models import Event
from bettercare_web.audit.verify import Broken, Whole, exported, streams, verify, wrong_long_texts
from bettercare_web.plans.models import Plan
from bettercare_web.plans.replay import replay, wrong_versions

BROKEN, OURS = 1, 3


class Command(BaseCommand):
    help = "Verify, anchor, export the audit trail, or take a private value out of it."

    def add_arguments(self, parser: CommandParser) -> None:
        """One word says what to do; each has its own options."""
        actions = parser.add_subparsers(dest="do", required=True)
        one = actions.add_parser("verify", help="Say whether the trail is whole.")
        one.add_argument(
            "--stream", default="", help="Only this stream: an area's code, system ..."
        )
        one.add_argument("--against", type=Path, help="A file of anchors kept elsewhere.")
        actions.add_parser("anchor", help="Write an anchor now.")
        one = actions.add_parser("export", help="Write the events as JSON Lines.")
        one.add_argument("--stream", default="")
        one.add_argument("--to", type=Path, required=True, help="A folder.")
        one = actions.add_parser("redact", help="Take private values out of an event.")
        one.add_argument("--stream", default="")
        one.add_argument("--seq", type=int)
        one.add_argument("--field", action="append", default=[])
        one.add_argument("--reason", default="")
        one.add_argument("--again", action="store_true", help="All that were taken out before.")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run it. A fault of ours ends with 3, so that it is never taken for a broken trail."""
        actions = {
            "verify": self._verify,
            "anchor": self._anchor,
            "export": self._export,
            "redact": self._redact,
        }
        try:
            code = actions[options["do"]](options)
        except CommandError:
            raise
        except Exception as error:  # noqa: BLE001  (the one place where every fault is told apart)
            self.stderr.write(f"Not verified, a fault of ours: {type(error).__name__}: {error}")
            sys.exit(OURS)
        if code:
            sys.exit(code)

    def _verify(self, options: dict[str, Any]) -> int:
        found = list(_checked(options["stream"], options["against"]))
        wrong = [one for one in found if isinstance(one, Broken)]
        for one in wrong:
            self.stdout.write(f"BROKEN {one}")
        if not wrong:
            whole = [one for one in found if isinstance(one, Whole)]
            count = f"{sum(one.seq for one in whole):,}"
            self.stdout.write(f"Whole: {count} events in {len(whole)} streams.")
        return BROKEN if wrong else 0

    def _anchor(self, _: dict[str, Any]) -> int:
        event = anchors.anchor()
        self.stdout.write(f"Anchor {event.seq} is in {anchors.anchor_file()}.")
        return 0

    def _export(self, options: dict[str, Any]) -> int:
        folder: Path = options["to"]
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (folder / "events.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(exported(options["stream"]))
        if anchors.anchor_file().exists():
            shutil.copyfile(anchors.anchor_file(), folder / "anchors.jsonl")
        with as_file(files("bettercare_web.audit") / "stand_alone.py") as program:
            shutil.copyfile(program, folder / "verify.py")
        self.stdout.write(f"Written to {folder}. Check it with: python verify.py events.jsonl")
        return 0

    def _redact(self, options: dict[str, Any]) -> int:
        if options["again"]:
            self.stdout.write(f"{redaction.redact_again()} private values were taken out again.")
            return 0
        event = Event.objects.filter(stream=options["stream"], seq=options["seq"]).first()
        if event is None or not options["reason"].strip():
            raise CommandError("Give --stream and --seq of an event, and --reason.")
        try:
            redaction.redact(event, by=SYSTEM, reason=options["reason"], fields=options["field"])
        except redaction.NothingToRedact as error:
            raise CommandError(f"{error} holds no private value of that field.") from error
        self.stdout.write(f"The private values of {event} were taken out.")
        return 0


def _checked(only: str, against: Path | None) -> Iterator[Whole | Broken]:
    """Everything that is checked, stream by stream and plan by plan."""
    for stream in [only] if only else streams():
        yield verify(stream)
    for sha256 in wrong_long_texts():
        yield Broken(only, 0, "text", f"the text kept as {sha256} is not what it was")
    plans = Plan.objects.select_related("area")
    for plan in plans.filter(area__code=only) if only else plans:
        wrong = replay(plan)
        if wrong is not None:
            yield wrong
        yield from wrong_versions(plan)
    if against is not None:
        wrong = anchors.against(anchors.read(against), only)
        if wrong is not None:
            yield wrong
