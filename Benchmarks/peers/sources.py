"""Engram's matrix of whose past helps whom beside Granger tests of statsmodels, on VAR(2) systems with known zeros. Prints how
often a pair is named, where the past of one column beyond the present row enters the other and where it does not.

    sources.py ENGRAM [RUNS] [ROWS]

needs numpy and statsmodels. Both are corrected for the number of pairs and ask at 1 %. Granger's test of a pair asks whether
lags 2 and 3 of one column help the other, given the present row of all columns; it is a test of lines, as the systems are.
"""
import json
import os
import subprocess
import sys
import tempfile

import numpy as np
import statsmodels.api as sm

LEVEL, COLUMNS = 0.01, 4


def system(rng, rows):
    """x_t = A x_{t-1} + B x_{t-2} + e; entry [i, j] of B, where it is not 0, lets the past of j help i."""
    a = 0.3 * np.eye(COLUMNS) + 0.1 * rng.standard_normal((COLUMNS, COLUMNS))
    b = np.where(rng.random((COLUMNS, COLUMNS)) < 0.25, 0.2 * rng.choice([-1, 1], (COLUMNS, COLUMNS)), 0)
    companion = np.block([[a, b], [np.eye(COLUMNS), np.zeros((COLUMNS, COLUMNS))]])
    if np.abs(np.linalg.eigvals(companion)).max() > 0.95:
        return system(rng, rows)
    x = np.zeros((rows + 200, COLUMNS))
    for t in range(2, len(x)):
        x[t] = a @ x[t - 1] + b @ x[t - 2] + rng.standard_normal(COLUMNS)
    # With B, a column reaches others through those between as well: only the rows of B name who needs whose past.
    return b != 0, x[200:]


def granger(x):
    n, p = len(x), np.ones((COLUMNS, COLUMNS))
    present, past = x[2:n - 1], [np.column_stack([x[1:n - 2, j], x[:n - 3, j]]) for j in range(COLUMNS)]
    for i in range(COLUMNS):
        full = sm.OLS(x[3:, i], sm.add_constant(np.column_stack([present] + past))).fit()
        for j in range(COLUMNS):
            names = np.zeros((2, full.params.size))
            names[[0, 1], [1 + COLUMNS + 2 * j, 2 + COLUMNS + 2 * j]] = 1
            p[i, j] = min(1, COLUMNS**2 * float(full.f_test(names).pvalue))
    return p


def engram(program, x):
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "x.csv")
        np.savetxt(file, x, delimiter=",", header=",".join(f"c{j}" for j in range(COLUMNS)), comments="")
        words = [program, "report", f"csv:{file}?date=none", "--networks", "2", "--epochs", "1", "--hidden", "2", "--no-control",
                 "--surrogates", "0", "--quiet", "--out", os.path.join(folder, "r")]
        subprocess.run(words, check=True, capture_output=True)
        results = json.load(open(os.path.join(folder, "r", "results.json")))
    return np.array(results["datasets"][0]["ladder"]["there"]["sources"])


def main():
    program, runs, rows = sys.argv[1], int((sys.argv[2:] or [20])[0]), int((sys.argv[3:] or [1000])[0])
    rng = np.random.default_rng(1)
    counts = {name: np.zeros((2, 2), int) for name in ("engram", "Granger")}
    for _ in range(runs):
        truth, x = system(rng, rows)
        for name, p in (("engram", engram(program, x)), ("Granger", granger(x))):
            counts[name] += [[(p <= LEVEL)[truth == kind].sum(), (truth == kind).sum()] for kind in (True, False)]
    print("| test | pairs with an effect, named | pairs without, named |\n| --- | --- | --- |")
    for name, ((found, real), (false, none)) in counts.items():
        print(f"| {name} | {found} of {real} | {false} of {none} |")


if __name__ == "__main__":
    main()
