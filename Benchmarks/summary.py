"""What the table, the page and the figure say, from the times of measure.py."""

import json
import math
from statistics import median

IMPLS = {"engram": "engram", "torch-loop": "PyTorch loop", "torch-rnn": "nn.RNN", "jax-scan": "JAX scan, vmapped"}
READERS = {
    "engram": "engram",
    "pandas": "pandas",
    "pandas-pyarrow": "pandas, pyarrow",
    "polars": "polars",
    "duckdb": "duckdb to numpy",
    "duckdb-table": "duckdb to a table",
}
FILES = {
    "daily": "daily: dates, prices with six decimals, volumes",
    "minute": "minute: the same with the time of day",
    "returns": "returns: numbers of both signs with all their digits",
}
GROWTH = {
    "T": "rows of the panel, T",
    "D": "columns, D",
    "H": "hidden units, H",
    "networks": "networks",
    "rows": "rows of a file",
    "sequences": "sequences that are tested",
}


class Summary:
    def __init__(self, path):
        with open(path) as file:
            self.found = json.load(file)
        peak = self.found["peak"]
        self.peak, self.unfused, self.products = peak["fused"], peak["unfused"], peak["products"]

    @property
    def kernel(self):
        """engram's fastest on this machine."""
        return next(line["kernel"] for line in self.found["training"] if line["impl"] == "engram")

    def training(self, kernel=None):
        """By size, of a kernel or the fastest: T, D, H and cell, milliseconds per epoch and network of each, and engram's share of the peak, in the median and
        at best. engram is the faster of its two layouts, which are there too: engram-16 side by side, engram-1 by itself."""
        sizes, fastest = {}, {}
        for line in self.found["training"]:
            if line.get("kernel", self.kernel) != (kernel or self.kernel):
                continue
            size = (line["T"], line["D"], line["H"], line.get("cell", "elman"))
            ms = sizes.setdefault(size, {})
            name = f"engram-{line['networks']}" if line["impl"] == "engram" else line["impl"]
            ms[name] = median(line["ms"]) / line["networks"]
            if line["impl"] == "engram":
                fastest[size] = min(min(line["ms"]) / line["networks"], fastest.get(size, math.inf))
        for ms in sizes.values():
            ms["engram"] = min(ms["engram-16"], ms["engram-1"])
        return [
            (size, ms, self.share(*size, ms["engram"]), self.share(*size, fastest[size])) for size, ms in sizes.items()]

    def possible(self, H, cell):
        """The share of the peak that Elman's network by itself could have: of three products of H x H weights the two with a vector
        as fast as weights come from where they fit, the third, of a block of steps, as fast as registers. None for sizes
        that peak.c does not measure."""
        rate = self.products.get(str(H)) if cell == "elman" else None
        return rate and 1 / (2 / 3 / rate + 1 / 3 / self.unfused) / self.peak

    def share(self, T, D, H, cell, ms):
        """Multiplications and additions of the matrix products alone, forward once, backward twice, without dL/dx."""
        G = {"elman": 1, "gru": 3, "lstm": 4}[cell]
        operations = 2 * (T - 1) * (3 * (G * H * (D + H) + D * H) - G * H * D)
        return operations / ms / 1e6 / self.peak

    def threads(self):
        """Threads, seconds of the whole training, times as fast as on one."""
        seconds = {
            line["threads"]: median(line["ms"]) / 1e3 for line in self.found["threads"] if "programs" not in line}
        return [(count, time, seconds[1] / time) for count, time in seconds.items()]

    def apart(self):
        """Programs at once with one thread each, and how much faster they are done than one program would be."""
        line = next(line for line in self.found["threads"] if "programs" in line)
        return line["programs"], self.threads()[0][1] / (median(line["ms"]) / 1e3)

    def reading(self):
        """By file: bytes, and of each reader seconds, the fastest, memory beside that of the parsed columns."""
        files = {}
        for line in self.found["reading"]:
            parsed = line["rows"] * line["columns"] * 8
            files.setdefault(line["file"], (line["bytes"], {}))[1][line["reader"]] = (
                median(line["ms"]) / 1e3, min(line["ms"]) / 1e3, line["addedKB"] * 1024 / parsed)
        return files

    def growth(self):
        """By what grows: its values, milliseconds of each, and the slopes over all and over the last step."""
        curves = {}
        for name in GROWTH:
            costs = {}
            for line in self.found["growth"][name]:
                cost = median(line["ms"]) / line.get("epochs", 1)
                if name in "TDH":
                    cost /= line["networks"]
                # Of the two layouts the faster.
                costs[line[name]] = min(cost, costs.get(line[name], cost))
            curves[name] = (sorted(costs), [costs[value] for value in sorted(costs)])
        return {name: (x, y, slope(x, y), slope(x[-2:], y[-2:])) for name, (x, y) in curves.items()}


def slope(x, y):
    """Of the line through the logarithms, by least squares."""
    x, y = [math.log(v) for v in x], [math.log(v) for v in y]
    mx, my = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mx) * (b - my) for a, b in zip(x, y)) / sum((a - mx) ** 2 for a in x)
