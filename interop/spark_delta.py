"""Lets Apache Spark read what a share answers, and prints what it saw as JSON.

usage: spark_delta.py PROFILE SHARE.SCHEMA.TABLE
Needs pyspark 4 (PyPI), Java 17, and in DELTA_SPARK the Maven coordinates of the Delta reader that fits
that pyspark, such as io.delta:delta-spark_2.13:4.0.1.

The Delta Sharing connector for Spark turns an answer in the format `delta` into a Delta log of its own and
hands that to the Delta reader, and fetches files by byte ranges from their addresses. Where the connector is
not to be had, this does both by hand: the requests are those it sends (same members, same headers), and the
log and the files that Spark then reads are those it would read. It is no proof for the connector itself.
"""

import json
import os
import sys
import tempfile
import urllib.request

from pyspark.sql import SparkSession

AGENT = "Delta-Sharing-Spark/4.0.1 Spark/4.0.1 Hadoop/3.4.1 Linux/6.1 java/17 scala/2.13.16"
FEATURES = "deletionVectors,columnMapping,timestampNtz,typeWidening,variantType,v2Checkpoint"


class Share:
    """The requests of the connector, over one profile."""

    def __init__(self, profile, table):
        with open(profile, encoding="utf-8") as file:
            self.profile = json.load(file)
        share, schema, name = table.split(".")
        self.table = f"{self.profile['endpoint'].rstrip('/')}/shares/{share}/schemas/{schema}/tables/{name}"

    def ask(self, path, form, body=None):
        asked = f"responseformat={form}" + (f";readerfeatures={FEATURES}" if "delta" in form else "")
        request = urllib.request.Request(
            f"{self.table}/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self.profile['bearerToken']}",
                "User-Agent": AGENT,
                "delta-sharing-capabilities": asked,
                **({} if body is None else {"Content-type": "application/json"}),
            },
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            told = answer.headers.get("delta-sharing-capabilities", "")
            said = dict(part.split("=", 1) for part in told.lower().split(";") if "=" in part)
            if said.get("responseformat", "parquet") not in form.split(","):
                raise ValueError(f"asked for {form}, answered in {told}")
            version = int(answer.headers["Delta-Table-Version"])
            return version, [json.loads(line) for line in answer.read().decode().splitlines()]

    def files(self, form, version=None):
        """All members that the connector knows, absent ones left out as Jackson does."""
        body = {"predicateHints": [], "includeRefreshToken": version is None}
        if version is not None:
            body["version"] = version
        told, lines = self.ask("query", form, body)
        if version is not None and told != version:
            raise ValueError(f"asked for version {version}, answered {told}")
        return [line for line in lines if "endStreamAction" not in line]


def fetch(url, size, path):
    """By ranges, each answered 206; the last one to the last byte."""
    with open(path, "wb") as file:
        for start in range(0, size, 1 << 20):
            request = urllib.request.Request(url, headers={"Range": f"bytes={start}-{size - 1}"})
            with urllib.request.urlopen(request, timeout=60) as answer:
                if answer.status != 206:
                    raise ValueError(f"a range was answered with {answer.status}")
                file.write(answer.read(1 << 20))


def frame(value):
    return {"columns": value.columns, "rows": value.count()}


def read_delta(spark, share, folder, version=None):
    protocol, metadata, *files = share.files("delta", version)
    log = os.path.join(folder, "_delta_log")
    os.makedirs(log)
    actions = [
        {"protocol": protocol["protocol"]["deltaProtocol"]},
        {"metaData": metadata["metaData"]["deltaMetadata"]},
    ]
    for n, line in enumerate(files):
        add = dict(line["file"]["deltaSingleAction"]["add"])
        fetch(add["path"], add["size"], os.path.join(folder, f"{n}.parquet"))
        add["path"] = f"{n}.parquet"
        actions.append({"add": add})
    with open(os.path.join(log, "00000000000000000000.json"), "w", encoding="utf-8") as file:
        file.writelines(json.dumps(action) + "\n" for action in actions)
    return spark.read.format("delta").load(folder)


def read_parquet(spark, share, folder):
    from pyspark.sql.types import StructType

    share.ask("metadata", "parquet")
    _, metadata, *files = share.files("parquet")
    for n, line in enumerate(files):
        fetch(line["file"]["url"], line["file"]["size"], os.path.join(folder, f"{n}.parquet"))
    schema = StructType.fromJson(json.loads(metadata["metaData"]["schemaString"]))
    return spark.read.schema(schema).parquet(folder)


def read_changes(share):
    _, lines = share.ask("changes?startingVersion=0&includeHistoricalMetadata=true", "delta")
    return {"rows": len([line for line in lines if "file" in line])}


def main(profile, table):
    spark = (
        SparkSession.builder.master("local[1]")
        .appName("interop")
        .config("spark.jars.packages", os.environ["DELTA_SPARK"])
        .config("spark.ui.enabled", "false")
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    share = Share(profile, table)
    steps = {
        "delta": lambda folder: frame(read_delta(spark, share, folder)),
        "earlier": lambda folder: frame(read_delta(spark, share, folder, 0)),
        "parquet": lambda folder: frame(read_parquet(spark, share, folder)),
        "changes": lambda folder: read_changes(share),
    }
    seen = {}
    for step, run in steps.items():
        with tempfile.TemporaryDirectory() as folder:
            try:
                seen[step] = run(folder)
            except Exception as fault:  # a report of what failed is the purpose
                seen[step] = {"fault": str(fault)[:400]}
    spark.stop()
    return seen


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(main(sys.argv[1], sys.argv[2]), ensure_ascii=False) + "\n")
