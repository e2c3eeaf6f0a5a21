"""peers.py NAME FILE TIMES: reads a file several times, dates parsed, and prints what csv-benchmark prints."""

import sys
import time

name, path, times = sys.argv[1], sys.argv[2], int(sys.argv[3])

if name == "pandas":
    import pandas

    def read():
        table = pandas.read_csv(path, engine="c", parse_dates=["Date"])
        assert "datetime" in str(table["Date"].dtype)
        return len(table), table["Close"].sum()

else:
    import polars

    assert polars.thread_pool_size() == 1, "set POLARS_MAX_THREADS=1"

    def read():
        table = polars.read_csv(path, try_parse_dates=True)
        assert table["Date"].dtype in (polars.Date, polars.Datetime("us"))
        return len(table), table["Close"].sum()


for _ in range(times):
    start = time.perf_counter()
    rows, total = read()
    print(name, time.perf_counter() - start, rows, total)
