"""The same settings on Apache Spark, for records whose pairs outgrow one machine.

It needs the extra ``spark`` and Java 17. Records are made comparable on one machine all the same.
"""

from typing import Any

from splink.backends.spark import SparkAPI, similarity_jar_location


def session_settings() -> dict[str, str]:
    """What a Spark session must be made with, so that it knows how alike two names are."""
    return {"spark.jars": similarity_jar_location()}


def spark_api(session: Any) -> Any:
    """Splink's way to Spark, to be given to ``link`` as ``api``.

    ``session`` is a Spark session made with ``session_settings``.
    """
    make: Any = SparkAPI
    return make(spark_session=session, break_lineage_method="persist")
