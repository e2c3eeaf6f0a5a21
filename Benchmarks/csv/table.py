"""table.py FILE...: medians of the times on standard input (file, reader, seconds, rows, sum), with ratios."""

import os
import statistics
import sys

times, work = {}, {}
for line in sys.stdin:
    path, reader, seconds, rows, total = line.split()
    times.setdefault((path, reader), []).append(float(seconds))
    # Sums may differ in the last digits, for they are not added in the same order.
    work.setdefault(path, set()).add((int(rows), float(f"{float(total):.9g}")))

print(f"{'file':<12} {'reader':<8} {'median s':>9} {'fastest s':>9} {'MB/s':>6} {'engram is faster by':>20}")
for path in sys.argv[1:]:
    assert len(work[path]) == 1, f"the readers do not agree on {path}: {work[path]}"
    ours = statistics.median(times[path, "engram"])
    for reader in ("engram", "pandas", "polars"):
        seconds = times[path, reader]
        median = statistics.median(seconds)
        rate = os.path.getsize(path) / median / 1e6
        print(
            f"{os.path.basename(path):<12} {reader:<8} {median:>9.3f} {min(seconds):>9.3f} {rate:>6.0f}"
            f" {median / ours:>20.1f}"
        )
