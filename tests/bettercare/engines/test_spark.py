"""Spark: what it lacks is said before anything starts. Counting on it is tested with the counts."""
# mypy: disable-error-code="operator, arg-type, type-var, misc, attr-defined, index"

import pytest

from bettercare.engines import spark
from bettercare.errors import BadRequest


def test_without_java_it_says_so(monkeypatch, tmp_path):
    pytest.importorskip("pyspark")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert spark.lacking() == "Java is not installed: Spark needs Java 17 or later"
    with pytest.raises(BadRequest, match=r"^Cannot count on Spark: Java is not installed"):
        spark.connect().__enter__()


def test_without_pyspark_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(spark.importlib.util, "find_spec", lambda _: None)
    assert spark.lacking() == "pyspark is not installed: pip install 'bettercare[spark]'"
