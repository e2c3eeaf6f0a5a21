"""page.py RESULTS [PAGE]: prints the table of the results, and writes the page about them."""

import os
import sys
from statistics import median

from summary import FILES, GROWTH, IMPLS, READERS, Summary

summary = Summary(sys.argv[1])
found = summary.found


def number(value):
    """Three figures or so."""
    return f"{value:,.{0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3 if value >= 0.1 else 4}f}"


def listed(words):
    """a, b and c."""
    *others, last = words
    return " and ".join([", ".join(others), last])


def table(head, rows):
    """Numbers to the right; as wide as it has to be, so that it can be read as text, too."""
    rows = [[str(cell) for cell in row] for row in [head, *rows]]
    widths = [max(map(len, column)) for column in zip(*rows)]
    lines = [
        "| " + " | ".join(cell.ljust(w) if k == 0 else cell.rjust(w) for k, (cell, w) in enumerate(zip(row, widths))) + " |"
        for row in rows
    ]
    rule = "| " + " | ".join("-" * w if k == 0 else "-" * (w - 1) + ":" for k, w in enumerate(widths)) + " |"
    return "\n".join([lines[0], rule, *lines[1:]])


def training(kernel=None):
    lines = summary.training(kernel)
    impls = [impl for impl in IMPLS if any(impl in ms for _, ms, _, _ in lines)]
    rows = []
    for size, ms, share, best in lines:
        others = [f"{number(ms[i])} ({number(ms[i] / ms['engram'])}×)" if i in ms else "" for i in impls if i != "engram"]
        own = [number(ms["engram-16"]), number(ms["engram-1"])]
        *sizes, cell = size
        possible = None if kernel else summary.possible(sizes[2], cell)
        shares = [f"{share:.0%}", f"{best:.0%}", f"{possible:.0%}" if possible else ""]
        name = {"elman": "Elman", "gru": "GRU", "lstm": "LSTM"}[cell]
        rows.append([name, " × ".join(map(str, sizes)), *own, *shares, *others])
    return table(["cell", "T × D × H", "engram, 16 side by side", "one by itself", "share of peak", "at best", "possible", *(IMPLS[i] for i in impls if i != "engram")], rows)


def threads():
    return table(
        ["threads", "seconds", "times one thread"],
        [[count, f"{seconds:.3f}", f"{speed:.2f}"] for count, seconds, speed in summary.threads()])


def reading():
    rows = []
    for name, (size, readers) in summary.reading().items():
        for reader in READERS:
            if reader in readers:
                seconds, fastest, memory = readers[reader]
                rows.append([
                    name, READERS[reader], f"{seconds:.3f}", f"{fastest:.3f}", f"{size / seconds / 1e6:,.0f}",
                    f"{seconds / readers['engram'][0]:.1f}×", f"{memory:.2f}"])
    return table(["file", "reader", "seconds", "fastest", "MB/s", "beside engram", "memory / parsed"], rows)


def growth():
    rows = []
    for name, (x, y, whole, last) in summary.growth().items():
        rows.append([GROWTH[name], f"{x[0]:,} – {x[-1]:,}", f"{number(y[0])} – {number(y[-1])}", f"{whole:.2f}", f"{last:.2f}"])
    return table(["what grows", "from – to", "milliseconds", "slope", "slope of the last step"], rows)


def command():
    starts = found["command"]["help"]["ms"]
    rows = [[f"`engram --help`, median of {len(starts)}", f"{median(starts):.1f} ms", ""]]
    if first := found["command"].get("first answer"):
        rows.append([
            f"`engram report`, until it says whether the data have memory, median of {len(first['ms'])}",
            f"{median(first['ms']) / 1e3:.1f} s", ""])
    commands = {
        "report": "`engram report`, the default study",
        "wide report": "`engram report wide.csv --surrogates 0`, 200 columns of 500 rows",
        "test": "`engram test --each series-1000.csv`, 1,000 series of 1,000 rows",
    }
    for name, words in commands.items():
        if timed := found["command"].get(name):
            rows.append([words, f"{median(timed['ms']) / 1e3:.1f} s", f"{timed['peakMB']:.0f} MB"])
    long = found["command"]["long report"]
    rows.append([
        f"`engram report sensors.csv --window {long['window']} --epochs {long['epochs']} --surrogates 0`",
        f"{median(long['ms']) / 1e3:,.0f} s", f"{long['peakMB']:,.0f} MB"])
    return table(["command", "time", "peak memory"], rows)


def cold():
    names = {"report": "`make report`", "test": "`make test` after it"}
    rows = [
        [names[target], f"{time['seconds']:.0f}", f"{time['cpuSeconds']:.0f}"] for target, time in found["cold"].items()]
    return table(["in a fresh clone, nothing cached", "seconds", "CPU seconds"], rows)


def processor():
    machine = found["machine"]
    return (
        f"{machine['processor']} (family and model {machine['family and model']}; {machine['architecture']}),"
        f" {machine['cores']} cores, {machine['system']}, Swift {machine['swift']}; kernel `{summary.kernel}`")


tables = {
    "Training: milliseconds per epoch and network": training,
    "Whole trainings on several threads": threads,
    "Reading tables": reading,
    "The command": command,
    "How the cost grows": growth,
}
if found.get("cold"):
    tables["From clone to report"] = cold
for title, make in tables.items():
    print(f"\n{title}\n\n{make()}")
print(f"\nFMA peak of one core {summary.peak:.0f} GFLOP/s, unfused {summary.unfused:.0f}; {processor()}")
if len(sys.argv) < 3:
    sys.exit()

ensemble = found["threads"][0]
rows = max(line["rows"] for line in found["reading"])
long = found["command"]["long report"]
sizes = listed(summary.products)
products = listed(f"{rate:.0f}" for rate in summary.products.values())
programs, apart = summary.apart()
versions = ", ".join(f"{name} {version}" for name, version in found["versions"].items())
narrow = ""
if any(line.get("kernel") == "level3" for line in found["training"]) and summary.kernel != "level3":
    narrow = f"""### With the vectors of AVX2

{training("level3")}

engram and JAX held to eight numbers at a time on the same machine, as on one without longer vectors; the shares are of the
same peak.

"""
name = os.path.splitext(os.path.basename(sys.argv[2]))[0]
page = f"""# Performance

Written by `make bench`, each part from one run; all times are in [{name}.json]({name}.json). Times of different
machines, or of one machine on different days, say little beside each other: what counts is what was measured in turns.

![Time per epoch beside the peers, share of the peak, threads, reading, and how the cost grows]({name}.svg)

Measured on: {processor()}.

Beside: {versions}.

## Training

{training()}

One epoch is forward, loss, back-propagation through the whole run, and a step of Adam, in float32, on one core; the
numbers are milliseconds per epoch *and network*, medians, and in brackets how many times the faster of engram's two
layouts. JAX trains sixteen networks at once, PyTorch one; PyTorch loop is the explicit loop over time, nn.RNN is nn.GRU or
nn.LSTM for those cells. The share is that of the fused
multiply-adds which the core does on registers alone, {summary.peak:.0f} GFLOP/s, counting the operations of the matrix products
only. Training is never fused in engram; unfused the core does {summary.unfused:.0f} GFLOP/s at most. `at best` is that of the fastest
epoch, on a machine whose speed changes the fairer one, because the peak is the highest that was seen. `possible`: at
every step Elman's network needs all its weights for one vector, forward and again back, and there the core multiplies and adds
{products} GFLOP/s for {sizes} units, as weights come from the nearest cache that holds them.

{narrow}## Threads

{threads()}

The training of {ensemble["networks"]} networks ({ensemble["T"]} × {ensemble["D"]} × {ensemble["H"]}, {ensemble["epochs"]} epochs)
from their first weights to predictions and free runs. Sixteen networks are one piece of work. {programs} programs at once, each
with its share of the networks and one thread, are done {apart:.2f} times as fast as one program with all: the cores share what is
beyond their own caches, and perhaps more.

## Reading tables

{reading()}

Files of {rows:,} rows and six columns, a date and five numbers, read on one core, dates parsed, all columns to memory.
`memory / parsed` is the most that the first reading adds to the process, over the eight bytes that each value and date
has once it is parsed.

{chr(10).join(f"* {words}" for words in FILES.values())}

## The command

{command()}

`sensors.csv` has {long["rows"]:,} rows of five columns: sixteen networks of each kind are trained on it by truncated
back-propagation, again on noise of the same size, and everything else is done but surrogates, each of which would be such
a study again.

## How the cost grows

{growth()}

Slopes of the line through the logarithms of size and time: 1 is proportional, 2 the square. T, D and H: an epoch of one
network in the faster layout, one growing and the others at T 1,000, D 5 and H 32. Networks: an epoch of all of them, in a
whole training on one thread. Rows: reading the first rows of `daily`. Sequences: `engram test --each` on all threads, of
sequences of 1,000 rows.
"""
titles = {"rungs": "The memory ladder", "report": "Writing the report"}
for name, text in found["parts"].items():
    page += f"\n## {titles.get(name, name)}\n\n" + "\n".join(f"    {line}".rstrip() for line in text.splitlines()) + "\n"
if found.get("cold"):
    page += f"""
## From clone to report

{cold()}

The packages are fetched, everything is built, and the default report or all tests are run.
"""
page += """
## Again

    make bench                      # installs the peers from PyPI into Benchmarks/.build
    Benchmarks/run --quick          # engram alone, in seconds: does it still run
    Benchmarks/run threads reading  # these parts again, the others as they are

One core is left to what is timed (`taskset -c 0`), with nothing else running. Each comparison goes round in turns, so that
a machine that slows down does so for all.
"""
with open(sys.argv[2], "w") as file:
    file.write(page)
