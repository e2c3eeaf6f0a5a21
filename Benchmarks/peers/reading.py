"""reading.py READER RUNS FILE: reads a table several times, dates parsed, every column to typed memory, and prints the
JSON line that engram-benchmark prints. Readers: pandas, pandas-pyarrow, polars, duckdb, duckdb-table. All on one thread."""

import json
import sys
import time

reader, runs, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]


def memory(name):
    """A line of the system's account of this process, in kilobytes."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name + ":"))


# Each function returns what holds the whole table; the two others look at it afterwards, outside the time.
if reader.startswith("pandas"):
    import pandas

    engine = "c" if reader == "pandas" else "pyarrow"
    if engine == "pyarrow":
        import pyarrow

        pyarrow.set_cpu_count(1)

    def read():
        return pandas.read_csv(path, engine=engine, parse_dates=["Date"])

    def check(table):
        assert "datetime" in str(table["Date"].dtype)
        return len(table), table.shape[1], float(table["Close"].sum())

elif reader == "polars":
    import polars

    assert polars.thread_pool_size() == 1, "set POLARS_MAX_THREADS=1"

    def read():
        return polars.read_csv(path, try_parse_dates=True)

    def check(table):
        assert table["Date"].dtype in (polars.Date, polars.Datetime("us"))
        return table.height, table.width, table["Close"].sum()

else:
    import duckdb

    database = duckdb.connect()
    database.execute("SET threads = 1")

    def read():
        if reader == "duckdb":
            return database.execute("SELECT * FROM read_csv(?)", [path]).fetchnumpy()
        database.execute("CREATE OR REPLACE TABLE prices AS SELECT * FROM read_csv(?)", [path])

    def check(table):
        if table is not None:
            assert "datetime" in str(table["Date"].dtype)
            return len(table["Date"]), len(table), float(table["Close"].sum())
        columns = dict(database.execute("SELECT column_name, column_type FROM (DESCRIBE prices)").fetchall())
        assert columns["Date"] in ("DATE", "TIMESTAMP")
        return (*database.execute("SELECT count(*) FROM prices").fetchone(), len(columns),
                *database.execute("SELECT sum(Close) FROM prices").fetchone())


times, added = [], None
for _ in range(runs):
    table = None
    before = memory("VmRSS")
    start = time.perf_counter()
    table = read()
    times.append((time.perf_counter() - start) * 1e3)
    added = added or memory("VmHWM") - before
rows, columns, total = check(table)
print(json.dumps({"reader": reader, "rows": rows, "columns": columns, "sum": total, "addedKB": added, "ms": times}))
