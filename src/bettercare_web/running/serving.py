"""Starting the web server."""

import os
import sys
from pathlib import Path


def serve(port: int, *, host: str = "127.0.0.1", workers: int = 2) -> None:
    """Become the web server: this process is replaced by it."""
    granian = Path(sys.executable).with_name("granian")
    words = [
        str(granian),
        "--interface",
        "wsgi",
        "--host",
        host,
        "--port",
        str(port),
        "--workers",
        str(workers),
        "--blocking-threads",
        "1",
        "--no-ws",
        "bettercare_web.config.wsgi:application",
    ]
    os.execv(granian, words)  # noqa: S606  (the words are ours)
