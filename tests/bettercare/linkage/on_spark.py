"""Scores pairs on Spark in a process of its own, since Spark takes its settings at its start.

Run as a script: the file of pairs to write, then seed and number of the people.
"""

import sys
import warnings

import msgspec
import pandas as pd


def main(target: str, count: int, seed: int) -> None:
    from pyspark.sql import SparkSession

    from bettercare.linkage.model import score
    from bettercare.linkage.people import comparable
    from bettercare.linkage.settings import shipped
    from bettercare.linkage.spark import session_settings, spark_api
    from bettercare.synthetic.people import people

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    # A few rows are counted sooner without compiling each query first.
    quick = {
        "spark.sql.shuffle.partitions": "1",
        "spark.default.parallelism": "1",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.adaptive.enabled": "false",
    }
    for name, value in (session_settings() | quick).items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    made = people(count, seed)
    frames = []
    for persons in (made.social_care, made.health):
        frame = pd.DataFrame(persons, columns=persons[0]._fields)
        frame.insert(0, "row", range(1, len(frame) + 1))
        frames.append(comparable(frame, "people").frame)
    settings = msgspec.structs.replace(shipped(), fewest_to_learn=10**9)
    score(settings, frames, spark_api(session)).pairs.to_csv(target, index=False)
    session.stop()


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # of pyspark's own
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
