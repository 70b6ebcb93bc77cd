"""Reads a share with the official Python client (PyPI delta-sharing) and prints what it saw as JSON.

usage: delta_sharing_client.py PROFILE [VERSION]
Each step is told by itself, so that one that fails does not hide the others.
"""

import json
import sys

import delta_sharing


def frame(value):
    value = value.sort_values(by=list(value.columns)).reset_index(drop=True)
    return {
        "columns": list(value.columns),
        "rows": len(value),
        "first": json.loads(value.head(3).to_json(orient="records", date_format="iso")),
    }


def main(profile, version):
    client = delta_sharing.SharingClient(profile)
    tables = client.list_all_tables()
    seen = {"tables": [f"{it.share}.{it.schema}.{it.name}" for it in tables]}
    for name in seen["tables"]:
        url = f"{profile}#{name}"
        steps = {
            "version": lambda: delta_sharing.get_table_version(url),
            "metadata": lambda: json.loads(delta_sharing.get_table_metadata(url).schema_string)["fields"],
            "parquet": lambda: frame(delta_sharing.load_as_pandas(url, use_delta_format=False)),
            "delta": lambda: frame(delta_sharing.load_as_pandas(url, use_delta_format=True)),
            "resolved": lambda: frame(delta_sharing.load_as_pandas(url)),
            "limited": lambda: frame(delta_sharing.load_as_pandas(url, limit=2)),
            "earlier": lambda: frame(delta_sharing.load_as_pandas(url, version=version)),
            "changes": lambda: frame(
                delta_sharing.load_table_changes_as_pandas(url, starting_version=0)
            ),
            "deltaChanges": lambda: frame(
                delta_sharing.load_table_changes_as_pandas(
                    url, starting_version=0, use_delta_format=True
                )
            ),
        }
        for step, run in steps.items():
            try:
                seen[step] = run()
            except Exception as fault:  # a report of what failed is the purpose
                seen[step] = {"fault": f"{type(fault).__name__}: {fault}"}
    return seen


if __name__ == "__main__":
    at = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    sys.stdout.write("\n" + json.dumps(main(sys.argv[1], at), ensure_ascii=False, default=str) + "\n")
