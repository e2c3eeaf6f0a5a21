"""Rung 0 of engram beside other tests of the same null hypothesis, E[x_{t+1} | past] = E[x_{t+1} | x_t]: how often each
rejects at 1 %, and how long it takes, on processes whose answer is known. Prints a table in Markdown.

    memory_tests.py ENGRAM [RUNS] [ROWS] [TEST…]

needs numpy, scipy, scikit-learn and tigramite. All tests see the same series, own lags 1 to 12 beyond the present row and as
many of other columns, and are corrected for their number.

gcm       generalised covariance measure (Shah & Peters 2020): a line and trees of the present row, out of fold in blocks of time
pcm       projected covariance measure (Lundborg, Kim, Shah & Samworth 2024): a predictor learnt on the first half of the
          rows from a window of 6, judged on the second half
parcorr   partial correlation of tigramite 5.2 given the present row
cmiknn    conditional mutual information by neighbours of tigramite 5.2, lags 1 to 3, 199 permutations, a tenth of the runs
"""
import json
import subprocess
import sys
import time

import numpy as np
from scipy.stats import norm
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.linear_model import LinearRegression
from tigramite.independence_tests.cmiknn import CMIknn
from tigramite.independence_tests.parcorr import ParCorr

LEVEL, LAGS, WINDOW = 0.01, 12, 6
PROCESSES = [
    ("ar1", False), ("garch-ar1", False), ("events?spread=0.8", False), ("clock", False), ("lorenz-states", False),
    ("ma1", True), ("copy?delay=24&strength=0.5", True), ("signs?first=4&second=5", True), ("xor", True), ("leader", True),
]


def series(engram, process, rows, seed):
    source = f"x=random:{process}{'&' if '?' in process else '?'}rows={rows}&seed={seed}"
    text = subprocess.run([engram, "align", source, "--raw", "--quiet"], capture_output=True, text=True, check=True).stdout
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return source, np.array([[float(cell) for cell in line.split(",")[1:]] for line in lines[1:]])


def smallest(ps):
    return min(1.0, len(ps) * min(ps))


def parts(x, d):
    """The next value of a column, the present row, and lagged values, each a column."""
    n = len(x)
    past = [(j, k) for j in range(x.shape[1]) for k in range(1, LAGS + 1)]
    return x[LAGS + 1:, d], x[LAGS:n - 1], np.column_stack([x[LAGS - k:n - 1 - k, j] for j, k in past])


class LineAndTrees:
    """A line, and trees on what it leaves; one or several targets."""

    def fit(self, x, y):
        self.line = LinearRegression().fit(x, y)
        self.trees = ExtraTreesRegressor(40, min_samples_leaf=5, random_state=0, n_jobs=1).fit(x, y - self.line.predict(x))
        return self

    def predict(self, x):
        return self.line.predict(x) + self.trees.predict(x)


def left(targets, present):
    """What the present row leaves, out of fold in five blocks of time."""
    out, edges = np.empty(targets.shape), np.linspace(0, len(targets), 6).astype(int)
    for start, end in zip(edges, edges[1:]):
        rows = np.r_[0:max(0, start - 20), min(len(targets), end + 20):len(targets)]
        out[start:end] = targets[start:end] - LineAndTrees().fit(present[rows], targets[rows]).predict(present[start:end])
    return out


def gcm(x):
    ps = []
    for d in range(x.shape[1]):
        y, present, past = parts(x, d)
        rest = left(np.column_stack([y, past]), present)
        products = rest[:, :1] * rest[:, 1:]
        ps += list(2 * norm.sf(np.abs(products.sum(0)) / np.sqrt((products**2).sum(0))))
    return smallest(ps)


def pcm(x):
    ps = []
    for d in range(x.shape[1]):
        y, present, past = parts(x, d)
        window = np.column_stack([present] + [past[:, j * LAGS:j * LAGS + WINDOW] for j in range(x.shape[1])])
        first, second = slice(0, len(y) // 2), slice(len(y) // 2, len(y))
        learnt, known = LineAndTrees().fit(window[first], y[first]), LineAndTrees().fit(present[first], y[first])
        gain = learnt.predict(window) - known.predict(present)
        gain = gain[second] - LineAndTrees().fit(present[first], gain[first]).predict(present[second])
        product = (y - known.predict(present))[second] * gain
        ps.append(norm.sf(product.sum() / np.sqrt((product**2).sum() + 1e-300)))
    return smallest(ps)


def tigramite(test, lags):
    def p(x):
        ps = []
        for d in range(x.shape[1]):
            y, present, past = parts(x, d)
            for j in range(x.shape[1]):
                for k in range(lags):
                    column = past[:, j * LAGS + k]
                    array = np.vstack([y, column, present.T])
                    xyz = np.array([0, 1] + [2] * present.shape[1])
                    value = test.get_dependence_measure(array, xyz)
                    if hasattr(test, "sig_samples") and test.significance == "shuffle_test":
                        ps.append(test.get_shuffle_significance(array, xyz, value))
                    else:
                        ps.append(test.get_analytic_significance(value, T=len(y), dim=len(array), xyz=xyz))
        return smallest(ps)
    return p


def main():
    engram, runs, rows = sys.argv[1], int((sys.argv[2:] or [40])[0]), int((sys.argv[3:] or [1000])[0])
    tests = {
        "gcm": (gcm, 1), "pcm": (pcm, 1), "parcorr": (tigramite(ParCorr(significance="analytic"), LAGS), 1),
        "cmiknn": (tigramite(CMIknn(significance="shuffle_test", sig_samples=199, workers=1), 3), 10),
    }
    tests = {name: tests[name] for name in sys.argv[4:] or tests}
    # A shuffled p cannot be below 1 / 200: corrected for its pairs cmiknn rejects at 5 %.
    levels = {name: 0.05 if name == "cmiknn" else LEVEL for name in tests}
    print(f"| process, {rows} rows | memory | engram | " + " | ".join(tests) + " |")
    print("| --- | --- |" + " ---: |" * (1 + len(tests)))
    for process, has_memory in PROCESSES:
        rejected, spent, tried = {name: 0 for name in ["engram", *tests]}, {}, {name: 0 for name in ["engram", *tests]}
        for run in range(runs):
            source, x = series(engram, process, rows, 5000 + run)
            start = time.perf_counter()
            found = subprocess.run([engram, "test", source, "--json", "--quiet", "--threads", "1", "--full"],
                                   capture_output=True, text=True, check=True).stdout
            spent["engram"] = spent.get("engram", 0) + time.perf_counter() - start
            tried["engram"] += 1
            rejected["engram"] += any(one["memory"] == "yes" for one in json.loads(found)["series"])
            for name, (test, every) in tests.items():
                if run % every or (name == "cmiknn" and x.shape[1] > 3):
                    continue
                start = time.perf_counter()
                rejected[name] += test(x) <= levels[name]
                spent[name] = spent.get(name, 0) + time.perf_counter() - start
                tried[name] += 1
        cells = [f"{rejected[n]} of {tried[n]}, {spent[n] / tried[n]:.1f} s" if tried[n] else "—" for n in rejected]
        print(f"| {process} | {'yes' if has_memory else 'no'} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
