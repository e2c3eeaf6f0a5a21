"""Writes statistics.json: what numpy, scipy, statsmodels and arch give for the numbers that Numbers and Memory compute.

Run: python3 make_statistics.py   (needs the PyPI packages numpy, scipy, statsmodels and arch)

Arrays are row-major. Nothing here shares a formula with the Swift code where a library has one of its own.
"""
import json
import numpy as np
from arch.bootstrap import optimal_block_length
from scipy import stats
from statsmodels.stats.proportion import proportion_confint
from statsmodels.tsa.api import VAR
from statsmodels.tsa.stattools import acf

rng = np.random.default_rng(20261124)
golden = {}


def short(a):
    """Six decimals are as good an input as sixteen, and leave a file that can be read."""
    return np.round(np.asarray(a), 6)


def normal(*shape):
    return short(rng.standard_normal(shape))



def flat(a):
    return [float(v) for v in np.asarray(a).ravel()]


# Eigenvalues: random, rotation, companion, Jordan block, permutation, graded, nothing.
def companion(roots):
    c = np.poly(roots)
    m = np.diag(np.ones(len(roots) - 1), -1)
    m[0] = -c[1:]
    return m


matrices = {f"random {n}": normal(n, n) for n in (1, 2, 3, 5, 8, 20)}
matrices["rotation"] = np.array([[np.cos(1), -np.sin(1)], [np.sin(1), np.cos(1)]])
matrices["companion of 1 to 6"] = companion(np.arange(1, 7))
matrices["cyclic permutation"] = np.roll(np.eye(5), 1, axis=0)
matrices["graded"] = normal(6, 6) * np.outer(10.0 ** np.arange(0, -6, -1), np.ones(6))
matrices["zero"] = np.zeros((4, 4))
matrices["rank one"] = np.outer(normal(6), normal(6))
golden["eigenvalues"] = []
for name, a in matrices.items():
    a = short(a) if name != "graded" else a
    v = np.linalg.eigvals(a)
    golden["eigenvalues"].append({"name": name, "order": len(a), "matrix": flat(a), "real": flat(v.real), "imaginary": flat(v.imag),
                                  "symmetric": flat(np.linalg.eigvalsh(a + a.T)[::-1])})

# Regression: ordinary by lstsq, ridge by lstsq on the augmented system.
x = np.column_stack([np.ones(40), normal(40, 3)])
y = short(x @ normal(4, 2) + normal(40, 2))
ridge = {str(k): flat(np.linalg.lstsq(np.vstack([x, np.sqrt(k) * np.eye(4)]), np.vstack([y, np.zeros((4, 2))]), rcond=None)[0])
         for k in (0.1, 10.0)}
golden["regression"] = {"x": flat(x), "y": flat(y), "ordinary": flat(np.linalg.lstsq(x, y, rcond=None)[0]), "ridge": ridge}

# States: three units, the second slow and often saturated, the last dead.
n, H = 160, 3
e = normal(n, 2)
z = np.zeros((n, 2))
for t in range(1, n):
    z[t] = [0.5, 0.95] * z[t - 1] + e[t]
states = short(np.column_stack([np.tanh(z), 0.3 + 0.001 * normal(n)]))
curves = [acf(states[:, i], nlags=20, adjusted=False, fft=False) for i in range(2)]
whole = [acf(states[:, i], nlags=n - 1, adjusted=False, fft=False) for i in range(2)]
times = [1 + 2 * c[1:int(np.argmax(c <= 0))].sum() for c in whole]
lam = np.linalg.eigvalsh(np.cov(states.T))
golden["states"] = {"units": H, "values": flat(states), "saturation": float(np.mean(np.abs(states) > 0.95)),
                    "saturationByUnit": flat(np.mean(np.abs(states) > 0.95, axis=0)), "activityByUnit": flat(states.std(axis=0)),
                    "autocorrelation": [flat(c) for c in curves], "integratedTime": flat(times),
                    "effectiveDimension": float(lam.sum() ** 2 / (lam ** 2).sum())}

# Intervals.
golden["student"] = {str(k): float(stats.t.ppf(0.975, k)) for k in (1, 2, 3, 7, 10, 11, 15, 31, 63, 127, 1000)}
golden["wilson"] = [[k, m, *map(float, proportion_confint(k, m, method="wilson"))] for k, m in ((0, 16), (16, 16), (3, 16), (1, 1), (50, 200))]
v = normal(9)
ci = stats.t.interval(0.95, 8, loc=v.mean(), scale=stats.sem(v))
golden["interval"] = {"values": flat(v), "mean": float(v.mean()), "low": float(ci[0]), "high": float(ci[1])}

# Block lengths of the stationary bootstrap.
golden["blockLength"] = []
for phi, n in ((0.0, 200), (0.7, 200), (0.95, 300), (-0.5, 100), (0.3, 40)):
    s = np.zeros(n)
    e = normal(n)
    for t in range(1, n):
        s[t] = phi * s[t - 1] + e[t]
    s = short(s)
    golden["blockLength"].append({"series": flat(s), "length": float(optimal_block_length(s)["stationary"].iloc[0])})

# A panel of two columns: VAR(1) and the other simple competitors.
T, train, validation = 120, 72, 18
p = np.zeros((T, 2))
for t in range(1, T):
    p[t] = [0.2, -0.1] + np.array([[0.6, 0.2], [-0.3, 0.5]]) @ p[t - 1] + 0.5 * normal(2)
p = short(p)
fit = VAR(p[:train]).fit(1)
first = train + validation
forecast = fit.intercept + p[first - 1:-1] @ fit.coefs[0].T
golden["panel"] = {"values": flat(p), "train": train, "validation": validation, "coefficients": flat(fit.params),
                   "mean": float(np.mean((p[first:] - p[:train].mean(axis=0)) ** 2)),
                   "persistence": float(np.mean((p[first:] - p[first - 1:-1]) ** 2)), "linear": float(np.mean((p[first:] - forecast) ** 2))}

# A driven tanh network: the largest Lyapunov exponent by QR of all columns; the Jacobian of the free run by differences.
D, H, n = 2, 5, 300
Wx, Wh, b = normal(H, D), short(1.2 * normal(H, H) / np.sqrt(H)), 0.1 * normal(H)
Wo, bo = normal(D, H), normal(D)
u = normal(n, D)
yt, ys, Q, growth = np.zeros(H), [], np.eye(H), []
for t in range(n):
    yt = np.tanh(Wx @ u[t] + Wh @ yt + b)
    ys.append(yt)
    Q, R = np.linalg.qr(np.diag(1 - yt ** 2) @ Wh @ Q)
    growth.append(np.log(np.abs(np.diag(R))))


def free(v):
    y = np.tanh(Wx @ v[:D] + Wh @ v[D:] + b)
    return np.concatenate([Wo @ y + bo, y])


v = np.concatenate([np.zeros(D), np.zeros(H)])
for _ in range(3):
    v = free(v)
h = 1e-6
J = np.column_stack([(free(v + h * e) - free(v - h * e)) / (2 * h) for e in np.eye(D + H)])
golden["network"] = {"inputs": D, "hidden": H, "weights": flat(Wx) + flat(Wh) + flat(b) + flat(Wo) + flat(bo), "drive": flat(u),
                     "lyapunov": float(np.mean(growth[30:], axis=0)[0]), "spectralRadius": float(np.abs(np.linalg.eigvals(Wh)).max()),
                     "point": flat(v), "stateAfterPoint": flat(free(v)[D:]), "freeRunningRadius": float(np.abs(np.linalg.eigvals(J)).max())}

with open("statistics.json", "w") as f:
    json.dump(golden, f)
    f.write("\n")
