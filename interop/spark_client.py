"""Reads a share with Apache Spark and the Delta Sharing connector, and prints what it saw as JSON.

usage: spark_client.py PROFILE SHARE.SCHEMA.TABLE
Needs pyspark 4 (PyPI), Java 17, and in DELTA_SHARING_SPARK the Maven coordinates of the connector
(io.delta:delta-sharing-spark_…) that fits that pyspark.
"""

import json
import os
import sys

from pyspark.sql import SparkSession

connector = os.environ["DELTA_SHARING_SPARK"]


def frame(value):
    return {"columns": value.columns, "rows": value.count()}


def main(profile, table):
    spark = (
        SparkSession.builder.master("local[1]")
        .appName("interop")
        .config("spark.jars.packages", connector)
        .config("spark.ui.enabled", "false")
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    url = f"{profile}#{table}"
    reader = lambda **options: spark.read.format("deltaSharing").options(**options).load(url)
    steps = {
        "parquet": lambda: frame(reader(responseFormat="parquet")),
        "delta": lambda: frame(reader(responseFormat="delta")),
        "earlier": lambda: frame(reader(responseFormat="parquet", versionAsOf="0")),
    }
    seen = {}
    for step, run in steps.items():
        try:
            seen[step] = run()
        except Exception as fault:  # a report of what failed is the purpose
            seen[step] = {"fault": str(fault)[:400]}
    spark.stop()
    return seen


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(main(sys.argv[1], sys.argv[2]), ensure_ascii=False) + "\n")
