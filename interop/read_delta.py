"""Opens a Delta table with delta-rs and prints what it sees as one line of JSON.

Needs: pip install deltalake==1.6.6 pyarrow
Usage: python interop/read_delta.py <table directory> [version]
"""

import json
import sys

from deltalake import DeltaTable


def main() -> None:
    folder = sys.argv[1]
    version = int(sys.argv[2]) if len(sys.argv) > 2 else None
    table = DeltaTable(folder, version=version)
    # One thread: the reading pool sometimes aborts the interpreter when it exits.
    content = table.to_pyarrow_dataset().to_table(use_threads=False)
    seen = {
        "version": table.version(),
        "rows": content.num_rows,
        "files": len(table.file_uris()),
        "columns": {field.name: str(field.type) for field in content.schema},
        "first": {name: str(values[0]) for name, values in content.slice(0, 1).to_pydict().items() if values},
        "numRecords": sum(table.get_add_actions(flatten=True).column("num_records").to_pylist()),
        "minReader": table.protocol().min_reader_version,
        "minWriter": table.protocol().min_writer_version,
    }
    print(json.dumps(seen, ensure_ascii=False))


if __name__ == "__main__":
    main()
