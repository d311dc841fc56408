"""Starting the web server."""

import os
import sys
from pathlib import Path
from typing import NamedTuple

FINISHING = 20  # seconds that requests have to finish when the server is told to stop


class Certificate(NamedTuple):
    """The files of a certificate and its key, where no proxy holds them."""

    file: Path
    key: Path


def serve(
    port: int,
    *,
    host: str = "127.0.0.1",
    workers: int = 2,
    certificate: Certificate | None = None,
) -> None:
    """Become the web server: this process is replaced by it.

    Each worker answers one request at a time; a worker that dies is started anew.
    """
    granian = Path(sys.executable).with_name("granian")
    words = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(port),
        "--workers": str(workers),
        "--blocking-threads": "1",
        "--workers-kill-timeout": str(FINISHING),
        "--log-level": "warning",
    }
    if certificate is not None:
        words |= {
            "--ssl-certificate": str(certificate.file),
            "--ssl-keyfile": str(certificate.key),
            "--ssl-protocol-min": "tls1.2",
        }
    flags = ["--no-ws", "--respawn-failed-workers", "bettercare_web.config.wsgi:application"]
    given = [one for pair in words.items() for one in pair]
    os.execv(granian, [str(granian), *given, *flags])  # noqa: S606  (the words are ours)
