"""figure.py RESULTS FIGURE: the results as small multiples."""

import sys

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
from matplotlib.ticker import FuncFormatter
from summary import GROWTH, IMPLS, READERS, Summary

BLUE, ORANGE, GREY, DARK, GRID = "#0072b2", "#d55e00", "#8d949b", "#30343a", "#e6e8eb"
WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
COLOURS = {"engram": BLUE, "torch-loop": DARK, "torch-rnn": GREY, "jax-scan": ORANGE}
plt.rcParams.update({
    "svg.fonttype": "none", "svg.hashsalt": "engram", "font.family": "sans-serif", "font.size": 9,
    "font.sans-serif": ["Helvetica", "Arial", "DejaVu Sans"], "axes.spines.top": False, "axes.spines.right": False,
    "axes.edgecolor": GREY, "axes.grid": True, "grid.color": GRID, "axes.axisbelow": True, "axes.titlesize": 10,
    "axes.titleweight": "bold", "axes.titlelocation": "left", "text.color": "#1b1d21", "xtick.color": "#5b6168",
    "ytick.color": "#5b6168", "axes.labelcolor": "#5b6168",
})
plain = FuncFormatter(lambda value, _: f"{value:,g}")
summary = Summary(sys.argv[1])
figure = plt.figure(figsize=(12, 10), layout="constrained")
rows = figure.subfigures(3, 1, height_ratios=[1.3, 1, 1])

# One curve, over the hidden units of Elman's network; the other sizes are on the page.
training = [line for line in summary.training() if line[0][1] == 5 and line[0][3] == "elman"]
names = ["×".join(map(str, size[:3])) for size, *_ in training]
epoch, share, thread = rows[0].subplots(1, 3, width_ratios=[5, 3, 2])
axes = epoch
for impl, name in IMPLS.items():
    ms = [line[1].get(impl) for line in training]
    if None not in ms:
        axes.plot(names, ms, "o-", color=COLOURS[impl], label=name, linewidth=2.2 if impl == "engram" else 1.2, markersize=5)
axes.set(yscale="log", title="One epoch of one Elman network, milliseconds", xlabel="rows × columns × hidden units")
axes.yaxis.set_major_formatter(plain)
axes.legend(frameon=False, ncols=2)

axes = share
for k, (size, _, part, best) in enumerate(training):
    axes.bar(names[k], 100 * best, color=BLUE, alpha=0.35, width=0.6, label="at best" if k == 0 else None)
    axes.bar(names[k], 100 * part, color=BLUE, width=0.6, label="in the median" if k == 0 else None)
    axes.text(k, 2, f"{100 * part:.0f}–\n{100 * best:.0f} %", ha="center", va="bottom", color="white")
    if possible := summary.possible(*size[2:]):
        axes.plot([k - 0.4, k + 0.4], [100 * possible] * 2, color="#1b1d21", linewidth=1.2)
        axes.text(k, 100 * possible + 1, "possible", color="#5b6168", ha="center", va="bottom", bbox=WHITE)
axes.set(title=f"Share of the FMA peak, {summary.peak:.0f} GFLOP/s", ylim=(0, 112))
unfused = 100 * summary.unfused / summary.peak
axes.axhline(unfused, color=GREY, linestyle="--", linewidth=1)
axes.text(-0.4, unfused + 1, "unfused\nat most", color="#5b6168")
axes.legend(frameon=False, ncols=2, loc="upper left")
axes.tick_params(axis="x", rotation=35)

axes = thread
counts, _, speeds = zip(*summary.threads())
axes.plot(counts, counts, color=GREY, linestyle="--", linewidth=1, label="proportional")
axes.plot(counts, speeds, "o-", color=BLUE, linewidth=2.2, label="engram")
axes.annotate(f"{speeds[-1]:.2f}", (counts[-1], speeds[-1]), xytext=(-2, -40), textcoords="offset points", ha="center")
axes.set(title="Threads: speed-up", xticks=counts, xlim=(0.8, counts[-1] + 0.2), ylim=(0.8, counts[-1] + 0.3))
axes.legend(frameon=False)

reading = summary.reading()
widest = max(seconds for _, readers in reading.values() for seconds, _, _ in readers.values())
for axes, (name, (_, readers)) in zip(rows[1].subplots(1, len(reading)), reading.items()):
    order = [reader for reader in reversed(READERS) if reader in readers]
    axes.barh(
        [READERS[reader] for reader in order], [readers[reader][0] for reader in order],
        color=[BLUE if reader == "engram" else GREY for reader in order])
    for row, reader in enumerate(order):
        axes.text(readers[reader][0], row, f" {readers[reader][0]:.3f}", va="center")
    axes.set(title=f"Reading {name}.csv, seconds", xlim=(0, 1.18 * widest))
    axes.grid(axis="y", visible=False)

growth = summary.growth()
for k, (axes, (name, (x, y, whole, last))) in enumerate(zip(rows[2].subplots(1, len(growth)), growth.items())):
    axes.plot(x, y, "o-", color=BLUE, linewidth=1.8, markersize=4)
    axes.plot([x[0], x[-1]], [y[-1] * x[0] / x[-1], y[-1]], color=GREY, linestyle="--", linewidth=1)
    axes.set(xscale="log", yscale="log", title=f"slope {whole:.2f},\nat last {last:.2f}", xlabel=GROWTH[name])
    axes.minorticks_off()
    axes.yaxis.set_major_formatter(plain)
    axes.set_xticks([x[0], x[-1]], [f"{x[0]:,}", f"{x[-1]:,}"])
    if k == 0:
        axes.set_ylabel("milliseconds; dashed: proportional")
figure.savefig(sys.argv[2], metadata={"Date": None, "Creator": None})
