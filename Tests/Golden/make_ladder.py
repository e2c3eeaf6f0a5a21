"""Writes ladder.json: what scipy, statsmodels and arch give for the tests and distributions that the memory ladder uses.

Run: python3 make_ladder.py   (needs the PyPI packages numpy, scipy, mpmath, statsmodels >= 0.15 and arch)

Tails are scipy's, checked here against mpmath at 40 digits as far as parameters of 300; where scipy itself is further off than 1e-12, mpmath's value is
taken. What no library has is written out in numpy from the formula of its paper. The errors of the two comparisons with
published p-values are those of the tests of HypothesisTests.jl; the first are the WWWusage errors of R's forecast::dm.test.
"""
import json
from pathlib import Path
import mpmath
import numpy as np
from arch.unitroot import VarianceRatio
from scipy import special, stats
from statsmodels.stats.diagnostic import acorr_ljungbox
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint
from statsmodels.tsa.adfvalues import mackinnoncrit
from statsmodels.tsa.ar_model import AutoReg, ar_select_order
from statsmodels.tsa.arima.model import ARIMA
from statsmodels.tsa.stattools import adfuller, diebold_mariano_test

here = Path(__file__).parent
rng = np.random.default_rng(20270301)
mpmath.mp.dps = 40
golden = {}


def short(a):
    return np.round(np.asarray(a, dtype=float), 6)


def flat(a):
    return [float(v) for v in np.asarray(a).ravel()]


# Distributions: arguments and value in a row.
m = mpmath.mpf


def chi_square(x, k):
    return mpmath.gammainc(m(k) / 2, m(x) / 2, mpmath.inf, regularized=True)


def student(x, k):
    x, k = m(x), m(k)
    half = mpmath.betainc(k / 2, m("0.5"), 0, k / (k + x * x), regularized=True) / 2
    return half if x >= 0 else 1 - half


def beta(x, a, b):
    return mpmath.betainc(m(a), m(b), 0, m(x), regularized=True)


far, unchecked = {}, {}


def table(name, of_scipy, exact, rows):
    out, far[name] = [], 0.0
    for row in rows:
        value = float(of_scipy(*row))
        try:
            if max(row) > 300:  # takes mpmath minutes
                raise ValueError
            truth = exact(*row)
        except ValueError:
            truth, unchecked[name] = m(value), unchecked.get(name, 0) + 1
        if not 1e-300 < abs(truth) < 1e300 and truth != 0:
            continue
        off = abs(float(m(value) / truth - 1)) if truth else abs(value)
        if off > 1e-12:
            print(name, row, "scipy", value, "mpmath", mpmath.nstr(truth, 17))
        far[name] = max(far[name], off)
        out.append([*map(float, row), value if off < 1e-12 else float(truth)])
    golden[name] = out


table("logGamma", special.gammaln, mpmath.loggamma, [(x,) for x in (1e-6, 0.01, 0.3, 0.5, 0.9, 1.1, 1.5, 2.5, 3, 7.25, 20, 100.5, 1e3, 1e5, 1e7)])
table("normalTail", stats.norm.sf, lambda x: mpmath.erfc(m(x) / mpmath.sqrt(2)) / 2,
      [(x,) for x in (-37, -9, -3.5, -1, -0.1, -1e-6, 0, 1e-6, 0.1, 0.5, 1, 1.2, 1.7, 1.8, 2, 3, 5, 8, 12, 20, 30, 37)])
table("chiSquareTail", lambda x, k: stats.chi2.sf(x, k), chi_square,
      [(x * k, k) for k in (1, 2, 3, 4, 6, 10, 27, 100, 1000) for x in (1e-8, 0.01, 0.3, 0.9, 1, 1.1, 1.5, 2.5, 6)]
      + [(x, k) for k in (1, 2, 5, 10, 50) for x in (40, 150, 600, 1300)])
table("studentTail", lambda x, k: stats.t.sf(x, k), student,
      [(x, k) for k in (1, 2, 3, 5, 19, 30, 249, 1000, 1e5, 1e6) for x in (-50, -3, -1, -1e-3, 0, 1e-6, 0.01, 0.5, 1, 1.7, 2.5, 6, 20, 200)]
      + [(1e60, 1), (1e100, 2)])
table("betaBelow", lambda x, a, b: special.betainc(a, b, x), beta,
      [(x, a, b) for a, b in ((0.5, 0.5), (1, 1), (1, 30), (30, 1), (2, 3), (0.1, 5), (25, 40), (200, 3), (3, 200), (500, 700), (5000, 0.5), (0.5, 5000), (2e4, 3e4))
       for x in (1e-12, 1e-3, 0.05, 0.3, 0.4, 0.5, 0.6, 0.9, 0.999)])
table("normalQuantile", stats.norm.ppf, lambda p: -mpmath.sqrt(2) * mpmath.erfinv(1 - 2 * m(p)) if p > 1e-30 else m(float(stats.norm.ppf(p))),
      [(p,) for p in (1e-200, 1e-50, 1e-12, 1e-5, 0.001, 0.01, 0.025, 0.05, 0.2, 0.499, 0.8, 0.95, 0.975, 0.99, 0.999999)])
golden["clopperPearson"] = [[k, n, c, *map(float, proportion_confint(k, n, alpha=1 - c, method="beta"))]
                            for k, n in ((0, 1), (1, 1), (0, 20), (20, 20), (3, 16), (9, 200), (200, 4000), (77, 100000)) for c in (0.9, 0.95, 0.99)]
print("largest relative distance of scipy from mpmath:", {k: f"{v:.1e}" for k, v in far.items()}, "not checked:", unchecked)


# Diebold and Mariano.
def autocovariances(d, lags):
    e = d - d.mean()
    return np.array([(e[: len(e) - k] * e[k:]).sum() / len(e) for k in range(lags + 1)])


def truncated(d, lags):
    g = autocovariances(d, lags)
    return g[0] + 2 * g[1:].sum()


def bartlett(d, lags):
    g = autocovariances(d, lags)
    return g[0] + 2 * sum((1 - k / (lags + 1)) * g[k] for k in range(1, lags + 1))


ets = [0.002241270, -0.000661906, -1.200002613, -4.000218178, 3.799373533, 3.401005111, -1.199692125, -0.800490048, -1.200048999, 3.399847229,
       7.000708948, 2.200989241, -4.800165569, -1.201043375, 3.400167556, 3.000709085, 0.400267950, -6.800169207, -2.401259050, 1.200112198]
arima = [0.1209998, 8.0622269, -0.9189429, -1.7952436, 5.3431277, 2.0459823, -0.6073261, 0.5516816, -0.7633238, 4.1229472,
         5.8785333, 1.2828331, -3.4854233, 1.1971370, 3.1709314, 2.3408457, 0.4962286, -5.9841362, 0.1537114, 0.4207951]
golden["published"] = {
    "ets": ets, "arima": arima,
    # horizon, two-sided, less, greater: of squared errors.
    "dieboldMariano": [[1, 0.8871, 0.4435, 0.5565], [10, 0.9362, 0.4681, 0.5319]],
    # Of absolute errors.
    "absolute": [[1, 0.7818, 0.6091, 0.3909]],
    "small": [9.78432, 12.73500, 8.67224, 2.62740, 5.60947, 7.57809, 4.53774, 2.51084, 0.49290, 3.48394,
              9.46152, 9.41220, 2.36289, 0.34495, 3.33599, 5.31357, 4.28219, -3.74471, -5.73575, -3.71781],
    "large": [2.82053, 4.39754, -1.78647, -4.30662, 3.69526, 3.37259, -1.09002, -0.50984, -0.78973, 3.89077,
              7.52849, 2.82373, -3.95838, -0.13606, 4.54444, 4.18216, 1.67993, -5.38077, -0.85686, 2.70479],
    # horizon, two-sided, one-sided.
    "clarkWest": [[1, 0.0002, 0.0001], [3, 0.0157, 0.0079]],
}
golden["dieboldMariano"], golden["clarkWest"] = [], []
for n, horizon, lags, phi in ((60, 1, 0, 0.0), (60, 1, 4, 0.5), (250, 1, 6, 0.3), (120, 4, 5, 0.6), (120, 3, None, 0.6), (30, 5, None, -0.3)):
    e = rng.standard_normal((n, 2))
    for t in range(1, n):
        e[t] += phi * e[t - 1]
    a, b = short(1.2 * e[:, 0]), short(e[:, 1] + 0.5 * e[:, 0])
    d = a**2 - b**2
    if lags is None:  # the acf rule, which statsmodels has not
        v = truncated(d, horizon - 1)
        assert v > 0
        k = np.sqrt((n + 1 - 2 * horizon + horizon * (horizon - 1) / n) / n)
        statistic = d.mean() / np.sqrt(v / n) * k
        p = 2 * stats.t.sf(abs(statistic), n - 1)
    else:
        r = diebold_mariano_test(np.zeros(n), a, b, lags=lags, harvey_adj=True, horizon=horizon)
        statistic, p = r.statistic, r.pvalue
    golden["dieboldMariano"].append({"first": flat(a), "second": flat(b), "horizon": horizon, "lags": lags, "statistic": float(statistic), "p": float(p)})
    f = 2 * a * (a - b)
    lag = int(np.floor(n ** (1 / 3) + 1e-9))
    z = [f.mean() / np.sqrt(v / n) for v in (bartlett(f, lag), truncated(f, horizon - 1))]
    golden["clarkWest"].append({"small": flat(a), "large": flat(b), "horizon": horizon, "statistics": flat(z), "p": flat(stats.norm.sf(z))})

# Ljung and Box: an autoregression, and the residuals of ARMA(1,1) on the yearly sunspots, of which the documentation of
# statsmodels once printed 214.106992 at lag 10 (its optimiser of then stopped a hair elsewhere).
spots = np.loadtxt(here / "../../fixtures/real/sunspots_yearly.csv", delimiter=",", skiprows=1)[:, 1]
residuals = short(ARIMA(spots, order=(1, 0, 1)).fit().resid)
x = np.zeros(80)
e = rng.standard_normal(80)
for t in range(1, 80):
    x[t] = 0.2 * x[t - 1] + e[t]
golden["ljungBox"] = []
for name, series, lags, fitted in (("autoregression", short(x), 1, 0), ("autoregression", short(x), 10, 0), ("autoregression", short(x), 12, 3), ("sunspots", residuals, 10, 0)):
    r = acorr_ljungbox(series, lags=[lags], model_df=fitted)
    golden["ljungBox"].append({"name": name, "series": flat(series), "lags": lags, "fitted": fitted,
                               "statistic": float(r["lb_stat"].iloc[0]), "p": float(r["lb_pvalue"].iloc[0])})

# Variance ratios of levels: a random walk with drift, an autoregression, steps whose variance comes in clusters.
golden["varianceRatio"], golden["dickeyFuller"] = [], []
walk = short(5 + np.cumsum(0.1 + rng.standard_normal(150)))
slow = np.zeros(200)
e = rng.standard_normal(200)
for t in range(1, 200):
    slow[t] = 0.9 * slow[t - 1] + e[t]
slow = short(1000 + slow)
garch, v = [0.0], 1.0
for t in range(200):
    step = np.sqrt(v) * rng.standard_normal()
    v = 0.1 + 0.2 * step**2 + 0.7 * v
    garch.append(garch[-1] + step)
garch = short(garch)
for name, series in (("walk", walk), ("autoregression", slow), ("clusters", garch)):
    for q in (2, 3, 8):
        r = VarianceRatio(series, lags=q, trend="c", robust=True, overlap=True, debiased=True)
        golden["varianceRatio"].append({"name": name, "series": flat(series), "horizon": q, "ratio": float(r.vr), "statistic": float(r.stat), "p": float(r.pvalue)})
    for lags in (0, 1, 5):
        r = adfuller(series, maxlag=lags, autolag=None, regression="c", result_object=True)
        golden["dickeyFuller"].append({"name": name, "series": flat(series), "lags": lags, "statistic": float(r.statistic), "rows": int(r.nobs),
                                       "criticalValue": float(mackinnoncrit(N=1, regression="c", nobs=r.nobs)[1])})

# Several tests at once.
golden["multiplicity"] = []
for p in ([0.01, 0.04, 0.03, 0.005], [0.5], [0.02, 0.02, 0.02], [1, 0.9, 1e-12, 0.3, 0.011, 0.049, 0.05], [0, 0, 1]):
    golden["multiplicity"].append({"p": p, "holm": flat(multipletests(p, method="holm")[1]), "benjaminiHochberg": flat(multipletests(p, method="fdr_bh")[1])})

# Autoregressions: BIC of all orders on the same rows; statsmodels counts the variance as a parameter and n (1 + ln 2π) too.
golden["autoregression"] = []
for name, coefficients, mean, n in (("noise", [], 0, 100), ("AR(1)", [0.7], 3, 100), ("AR(3)", [0.4, 0, 0.4], -50, 150), ("sunspots", None, 0, 309)):
    if coefficients is None:
        x = spots
    else:
        x = np.zeros(n + 50)
        for t in range(3, n + 50):
            x[t] = sum(c * x[t - 1 - k] for k, c in enumerate(coefficients)) + rng.standard_normal()
        x = short(x[50:] + mean)
    longest = 9
    chosen = ar_select_order(x, longest, ic="bic", trend="c")
    order = len(chosen.ar_lags) if chosen.ar_lags else 0
    criterion = []
    for p in range(longest + 1):
        r = AutoReg(x, p, trend="c", hold_back=longest).fit()
        criterion.append(float(r.bic - (r.nobs * (1 + np.log(2 * np.pi)) + np.log(r.nobs))))
    assert int(np.argmin(criterion)) == order
    golden["autoregression"].append({"name": name, "series": flat(x), "longest": longest, "criterion": criterion, "order": order,
                                     "coefficients": flat(AutoReg(x, order, trend="c").fit().params)})

with open(here / "ladder.json", "w") as f:
    json.dump(golden, f)
    f.write("\n")
