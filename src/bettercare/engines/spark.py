"""Apache Spark by way of Ibis, for records that outgrow one machine.

It connects and nothing more. It needs the extra ``spark`` and Java 17 or later.
"""

import importlib.util
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import ibis

from bettercare.errors import BadRequest

LOCAL = "local[2]"


def lacking() -> str:
    """What this machine lacks to count on Spark, in words; "" where it lacks nothing."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed: pip install 'bettercare[spark]'"
    home = os.environ.get("JAVA_HOME", "")
    java = shutil.which("java", path=os.path.join(home, "bin")) if home else shutil.which("java")  # noqa: PTH118
    return "" if java else "Java is not installed: Spark needs Java 17 or later"


@contextmanager
def connect(
    cluster: str = LOCAL, *, settings: Mapping[str, str] | None = None
) -> Iterator[ibis.BaseBackend]:
    """A Spark session, stopped at the end of the block.

    ``cluster`` is its address, such as "spark://host:7077", "yarn" or "k8s://https://host:443";
    "local[2]" is two threads of this machine. ``settings`` are Spark's own, by name. Raises
    ``BadRequest`` where pyspark or Java is missing, in words.
    """
    if why := lacking():
        raise BadRequest(f"Cannot count on Spark: {why}.")
    session = _session(cluster, settings or {})
    try:
        yield ibis.pyspark.connect(session)
    finally:
        session.stop()


def _session(cluster: str, settings: Mapping[str, str]) -> Any:
    from pyspark.sql import SparkSession  # noqa: PLC0415  (only when Spark is asked for)

    builder = SparkSession.builder.master(cluster).appName("bettercare")
    asked = {
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": "true",  # what does not fit is an error, never another number
        "spark.ui.enabled": "false",
        **settings,
    }
    for name, value in asked.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()
