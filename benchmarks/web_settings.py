"""The service's settings, but for how hard SQLite waits for the disk: the benchmark compares it."""

import os

from bettercare_web.config.settings import *  # noqa: F403
from bettercare_web.config.settings import DATABASES

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    options = DATABASES["default"]["OPTIONS"]
    wanted = os.environ["BENCHMARK_SYNCHRONOUS"]
    options["init_command"] = options["init_command"].replace("=FULL", f"={wanted}")
