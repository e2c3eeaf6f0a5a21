"""Reads the folders of reports as somebody else's program would, and holds what they say against one another.

usage: check.py SCHEMA FOLDER…

For each folder: results.json has the form the schema describes and holds no NaN; the models are run again in numpy, from
panel.csv, the weights and the scaler alone, and give predictions.csv and the states, and the same in PyTorch where it is
installed; the errors in results.json are those of predictions.csv; states.csv is a part of states-*.npy; what rungs 0, 1
and 3 say follows from score-test.npy, the states and predictions.csv. Prints a line for
each folder, fails at the first that is wrong.
"""

import csv
import hashlib
import json
import math
import pathlib
import sys

import jsonschema
import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file

try:
    import torch
except ImportError:
    torch = None

# Float32 on both sides, sums in another order: in standard deviations of the training part.
TOLERANCE = 1e-5


def wrong(sentence):
    sys.exit(f"FAILED: {sentence}")


def refuse_constant(text):
    wrong(f"results.json holds {text}")


def table(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    if any(len(row) != len(rows[0]) for row in rows):
        wrong(f"{path}: lines of different length")
    return rows[0], rows[1:]


def close(mine, theirs, what, tolerance=TOLERANCE):
    mine, theirs = np.asarray(mine, float), np.asarray(theirs, float)
    if mine.shape != theirs.shape:
        wrong(f"{what}: shapes {mine.shape} and {theirs.shape}")
    # Relative where values are large: a free level may lie far outside the training part.
    off = np.abs(mine - theirs) / np.maximum(1, np.abs(theirs))
    if not (np.isfinite(off).all() and off.max(initial=0) <= tolerance):
        wrong(f"{what}: off by {off.max(initial=0):.2e}, more than {tolerance}")
    return off.max(initial=0)


# The last columns of predictions.csv.
PREDICTORS = [
    "memory",
    "twin",
    "anchored_memory",
    "anchored_twin",
    "persistence",
    "placebo",
    "linear",
    "strong_memoryless",
    "autoregression",
]
# The weights of each model, and its column of predictions.csv.
MODELS = {"memory": 0, "twin": 1, "anchored-memory": 2, "anchored-twin": 3, "placebo": 5}

SIGMA = {
    "tanh": np.tanh,
    "sigmoid": lambda a: 0.5 + 0.5 * np.tanh(0.5 * a),
    "relu": lambda a: np.maximum(a, 0),
}


def gru(w, x, state):
    """PyTorch's equations; the gates are r, z, n."""
    r, z, n = np.split(w["rnn.weight_ih_l0"] @ x + w["rnn.bias_ih_l0"], 3)
    hr, hz, hn = np.split(w["rnn.weight_hh_l0"] @ state + w["rnn.bias_hh_l0"], 3)
    r, z = SIGMA["sigmoid"](r + hr), SIGMA["sigmoid"](z + hz)
    return (1 - z) * np.tanh(n + r * hn) + z * state


def lstm(w, x, state):
    """PyTorch's equations; the gates are i, f, g, o, the state is [h ; c]."""
    h, c = np.split(state, 2)
    sums = w["rnn.weight_ih_l0"] @ x + w["rnn.bias_ih_l0"] + w["rnn.weight_hh_l0"] @ h + w["rnn.bias_hh_l0"]
    i, f, g, o = np.split(sums, 4)
    c = SIGMA["sigmoid"](f) * c + SIGMA["sigmoid"](i) * np.tanh(g)
    return np.concatenate([SIGMA["sigmoid"](o) * np.tanh(c), c])


GATED = {"gru": (gru, 1), "lstm": (lstm, 2)}


def run(weights, prefix, meta, x):
    """States T × N and predictions T × D of one network, in float64."""
    w = {name.removeprefix(prefix): t.astype(float) for name, t in weights.items() if name.startswith(prefix)}
    sigma = SIGMA[meta["activation"]]
    present = x if meta["readout"] == "anchored" else 0
    if meta["cell"] in GATED:
        step, parts = GATED[meta["cell"]]
        H = int(meta["hidden"])
        zero = np.zeros(parts * H)
        states = [zero]
        # Of a twin every row begins at 0, of a placebo at the state that the row alone gives.
        for row in x:
            start = states[-1] if meta["kind"] == "memory" else step(w, row, zero) if meta["kind"] == "placebo" else zero
            states.append(step(w, row, start))
        states = np.array(states[1:])
        return states, present + states[:, :H] @ w["readout.weight"].T + w["readout.bias"]
    recurrent = "rnn.weight_hh_l0" in w
    w_x = w["rnn.weight_ih_l0" if recurrent else "hidden.weight"]
    b = w["rnn.bias_ih_l0"] + w["rnn.bias_hh_l0"] if recurrent else w["hidden.bias"]
    driven = x @ w_x.T + b
    states = np.zeros_like(driven)
    y = np.zeros(len(b))
    for t in range(len(x)):
        if meta["kind"] == "placebo":
            y = sigma(driven[t])
        y = sigma(driven[t] + w["rnn.weight_hh_l0"] @ y) if recurrent else sigma(driven[t])
        states[t] = y
    return states, present + states @ w["readout.weight"].T + w["readout.bias"]


def run_in_torch(weights, prefix, meta, x):
    """States y and predictions in PyTorch's own modules, whose names the weights have; None where they lack the
    activation."""
    state = {n.removeprefix(prefix): torch.from_numpy(t) for n, t in weights.items() if n.startswith(prefix)}
    recurrent = "rnn.weight_hh_l0" in state
    if recurrent and meta["activation"] == "sigmoid":
        return None
    inputs, hidden = state["readout.weight"].shape
    if meta["cell"] in GATED:
        first = {"rnn": {"gru": torch.nn.GRU, "lstm": torch.nn.LSTM}[meta["cell"]](inputs, hidden, batch_first=True)}
    elif recurrent:
        first = {"rnn": torch.nn.RNN(inputs, hidden, nonlinearity=meta["activation"], batch_first=True)}
    else:
        first = {"hidden": torch.nn.Linear(inputs, hidden)}
    model = torch.nn.ModuleDict({**first, "readout": torch.nn.Linear(hidden, inputs)})
    model.load_state_dict(state)
    x = torch.from_numpy(x.astype(np.float32))
    # One sequence; of a twin with gates a sequence for each row.
    present = x if meta["readout"] == "anchored" else 0 * x
    x = x[None] if meta["kind"] == "memory" else x[:, None]
    with torch.no_grad():
        y = model["rnn"](x)[0] if "rnn" in model else getattr(torch, meta["activation"])(model["hidden"](x))
        predictions = model["readout"](y).reshape(-1, inputs) + present.reshape(-1, inputs)
        return y.reshape(-1, hidden).numpy(), predictions.numpy()


def autoregression(x, order):
    """Intercept and slopes of x_t on the values before it."""
    rows = np.arange(order, len(x))
    z = np.column_stack([np.ones(len(rows))] + [x[rows - k] for k in range(1, order + 1)])
    return np.linalg.lstsq(z, x[rows], rcond=None)[0]


def block_length(series):
    """Politis & White 2004, corrected by Patton, Politis & White 2009: the stationary bootstrap's."""
    n = len(series)
    if n <= 2:
        return 1
    e = series - series.mean()
    decades = math.log10(n)
    run = max(5, int(decades))
    largest = min(math.ceil(math.sqrt(n)) + run, n - 1)
    r = np.array([e[: n - k] @ e[k:] / n for k in range(largest + 1)])
    if r[0] <= 0:
        return 1
    quiet = [k for k in range(max(0, largest - run) + 1) if k + run <= largest]
    quiet = [k for k in quiet if (np.abs(r[k : k + run] / r[0]) < 2 * math.sqrt(decades / n)).all()]
    m = min(2 * max(quiet[0], 1) if quiet else largest, largest)
    k = np.arange(1, m + 1)
    window = np.where(k / m <= 0.5, 1, 2 * (1 - k / m))
    g, total = 2 * (window * k * r[1 : m + 1]).sum(), r[0] + 2 * (window * r[1 : m + 1]).sum()
    longest = math.ceil(min(3 * math.sqrt(n), n / 3))
    if g == 0 or total == 0:
        return 1 if total != 0 else longest
    return max(1, min((g * g / total**2 * n) ** (1 / 3), longest))


def check_gain(where, data, x, predicted, observed):
    """Rung 3 from predictions.csv: the competitor, the skill, its block length, the tests, the regressions anew.

    `predicted`: held-out rows × predictors × columns, scaled; `observed`: held-out rows × columns.
    """
    useful, panel = data["ladder"]["useful"], data["panel"]
    errors = {name: predicted[:, k] - observed for k, name in enumerate(PREDICTORS)}
    errors["mean"] = x[: panel["trainRows"]].mean(axis=0) - observed
    rows = {name: (e**2).mean(axis=1) for name, e in errors.items()}
    judged = "anchored_memory" if useful["model"] == "anchored" else "memory"
    names = {
        "memory-less twin": "twin",
        "anchored memory-less twin": "anchored_twin",
        "placebo twin": "placebo",
        "strong memory-less": "strong_memoryless",
        "mean": "mean",
        "persistence": "persistence",
        "linear": "linear",
    }
    best = min(rows[name].mean() for name in names.values())
    mine, other = rows[judged], rows[names[useful["competitor"]]]
    close(other.mean() / best, 1, f"{where}: the competitor is not the best", 1e-6)
    close(other.mean() / useful["competitorError"], 1, f"{where}: the competitor's error", 1e-6)
    for name in ("mean", "linear", "strong_memoryless"):
        said = data["baselines"]["strongMemoryless" if name == "strong_memoryless" else name]
        close(rows[name].mean() / said, 1, f"{where}: the error of {name}", 1e-6)
    close(rows["autoregression"].mean() / useful["linear"]["error"], 1, f"{where}: the error of the autoregression", 1e-6)
    skill = 1 - mine.mean() / other.mean()
    close(skill, useful["skill"]["mean"], f"{where}: the skill", 1e-5)
    influence = mine - (1 - skill) * other
    together = [abs(np.corrcoef(influence, e)[0, 1]) * block_length(e) for e in (mine, other) if min(e.std(), influence.std()) > 0]
    length = max([block_length(influence)] + [one for one in together if math.isfinite(one)])
    close(length / useful["blockLength"], 1, f"{where}: the block length", 1e-2)
    linear = useful["linear"]
    close(1 - rows["autoregression"].mean() / other.mean(), linear["skill"]["mean"], f"{where}: linear memory", 1e-5)
    # Diebold and Mariano's statistic with the correction for one step ahead.
    d = mine - rows["autoregression"]
    if linear["dieboldMariano"]["statistic"] is not None and d.std() > 1e-9 * mine.mean():
        t = d.mean() / math.sqrt(d.var() / len(d)) * math.sqrt((len(d) - 1) / len(d))
        close(t, linear["dieboldMariano"]["statistic"], f"{where}: Diebold-Mariano", 1e-2)
    # The least squares anew, on the training part.
    train, first = panel["trainRows"], panel["trainRows"] + panel["validationRows"]
    z = np.column_stack([np.ones(len(x)), x])
    b = np.linalg.lstsq(z[: train - 1], x[1:train], rcond=None)[0]
    spread = np.abs(observed).max() + 1
    close(z[first - 1 : -1] @ b / spread, predicted[:, PREDICTORS.index("linear")] / spread, f"{where}: linear", 1e-4)
    for c, order in enumerate(linear["orders"]):
        a = autoregression(x[:train, c], order)
        again = a[0] + sum((a[k] * x[first - k : len(x) - k, c] for k in range(1, order + 1)), np.zeros(len(observed)))
        close(again / spread, predicted[:, -1, c] / spread, f"{where}: the autoregression of column {c}", 1e-4)


def check_score_test(folder, data, values):
    """Of rung 0: the targets, and the figures that what both regressions left gives."""
    there = (data["ladder"] or {}).get("there")
    if not there:
        return
    left = np.load(folder / "score-test.npy", allow_pickle=False)
    if left.dtype != np.float32 or left.shape != (there["rows"] - 13, len(there["columns"]), 3):
        wrong(f"{folder}/score-test.npy is {left.dtype} {left.shape}")
    read = values[-there["rows"] :]
    levels = (read - read.mean(axis=0)) / read.std(axis=0)
    for d, column in enumerate(there["columns"]):
        target, smooth, forest = left[:, d].astype(float).T
        what = f"{folder}/score-test.npy, {column['name']}: "
        mine = levels[13:, d] - (levels[12:-1, d] if column["isNearUnitRoot"] else 0)
        close(mine, target, what + "the target", 1e-6)
        if column["unexplained"] > 1e-3:
            close((smooth * forest).mean() / target.var(), column["unexplained"], what + "what is left", 1e-4)
            close(np.corrcoef(smooth, forest)[0, 1], column["agreement"], what + "agreement", 1e-4)


PENALTIES = [10, 1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-6, 1e-8, 1e-10]


def decoded(states, x, lag, train, validation):
    """R² of ridge regressions from the states to the rows so far back, averaged over the columns (docs/definitions.md)."""
    lags = min(20, train // 4)
    parts = [slice(lags, train), slice(train, train + validation), slice(train + validation, len(x))]
    past = np.roll(x, lag, axis=0)
    (fit, choose, score) = [states[part] - states[parts[0]].mean(axis=0) for part in parts]
    targets = [past[part] - past[parts[0]].mean(axis=0) for part in parts]
    gram, cross = fit.T @ fit, fit.T @ targets[0]
    unit = max(np.trace(gram) / len(gram), np.finfo(float).tiny)
    best, lowest = np.zeros_like(cross), (targets[1] ** 2).sum(axis=0)
    for penalty in PENALTIES:
        try:
            np.linalg.cholesky(gram + penalty * unit * np.eye(len(gram)))
        except np.linalg.LinAlgError:
            continue
        b = np.linalg.solve(gram + penalty * unit * np.eye(len(gram)), cross)
        errors = ((targets[1] - choose @ b) ** 2).sum(axis=0)
        best, lowest = np.where(errors < lowest, b, best), np.minimum(errors, lowest)
    error = ((targets[2] - score @ best) ** 2).sum(axis=0)
    total = ((targets[2] - targets[2].mean(axis=0)) ** 2).sum(axis=0)
    return np.maximum(0, 1 - error / total).mean()


def check_stored(folder, data, runs, x):
    """Rung 1: what ridge regression reads of the past from the states of all networks of the model that is judged."""
    stored = (data["ladder"] or {}).get("stored")
    if not stored or len(runs) != stored["memory"]["networks"]:
        return
    panel = data["panel"]
    for lag in (0, 1, 5):
        if lag <= stored["lags"]:
            mine = np.mean([decoded(s, x, lag, panel["trainRows"], panel["validationRows"]) for s, _ in runs])
            said = stored["memory"]["state"][lag]["mean"]
            close(mine, said, f"{folder}: R² of the row {lag} back, decoded from the states", 2e-3)


def check(folder, schema):
    text = (folder / "results.json").read_text(encoding="utf-8")
    results = json.loads(text, parse_constant=refuse_constant)
    for fault in jsonschema.Draft202012Validator(schema).iter_errors(results):
        wrong(f"{folder}/results.json: {fault.json_path}: {fault.message[:300]}")
    data = next(d for d in results["datasets"] if d["role"] == "data")
    panel = data["panel"]
    bytes_of_panel = (folder / "panel.csv").read_bytes()
    if hashlib.sha256(bytes_of_panel).hexdigest() != panel["sha256"]:
        wrong(f"{folder}/panel.csv has another checksum than results.json says")

    header, rows = table(folder / "panel.csv")
    if header[1:] != panel["columns"] or len(rows) != panel["rows"]:
        wrong(f"{folder}/panel.csv has other columns or rows than results.json says")
    values = np.array([[float(cell) for cell in row[1:]] for row in rows])
    centre, scale = np.array(panel["scaler"]["centre"]), np.array(panel["scaler"]["scale"])
    x = ((values - centre) / scale).astype(np.float32).astype(float)
    train, validation, D = panel["trainRows"], panel["validationRows"], len(panel["columns"])
    first = train
    check_score_test(folder, data, values)

    header, rows = table(folder / "predictions.csv")
    if header != ["row", "time", "part", "column", "observed", *PREDICTORS]:
        wrong(f"{folder}/predictions.csv has the header {header}")
    expected = [(str(r), c) for r in range(first, panel["rows"]) for c in panel["columns"]]
    if [(row[0], row[3]) for row in rows] != expected:
        wrong(f"{folder}/predictions.csv has other rows or columns than the panel")
    written = np.array([[float(cell or "nan") for cell in row[4:]] for row in rows]).reshape(-1, D, 1 + len(PREDICTORS))
    held_out = np.array([row[2] == "held-out" for row in rows]).reshape(-1, D)[:, 0]
    if held_out.sum() != panel["testRows"]:
        wrong(f"{folder}/predictions.csv has {held_out.sum()} rows held out")
    if not (written[:, :, 0] == values[first:]).all() or not (written[:, :, 5] == values[first - 1 : -1]).all():
        wrong(f"{folder}/predictions.csv: what came and what came before are not those of panel.csv")
    errors = (((written[:, :, 1:] - written[:, :, :1]) / scale[:, None]) ** 2)[held_out].mean(axis=(0, 1))
    models = data["models"]
    judged = models["memory"]["readout"]
    said = [models["memory"]["ensembleTestLoss"], models["twin"]["ensembleTestLoss"], data["baselines"]["persistence"]]
    what = f"{folder}: the errors of predictions.csv and of results.json"
    close(errors[[2, 3, 4] if judged == "anchored" else [0, 1, 4]] / said, [1, 1, 1], what, 1e-6)
    useful = (data["ladder"] or {}).get("useful")
    if useful:
        if useful["model"] != judged:
            wrong(f"{folder}/results.json: another model is judged than looked into")
        if useful["skill"]:
            scaled = (written[held_out] - centre[:, None]) / scale[:, None]
            check_gain(str(folder), data, (values - centre) / scale, scaled[:, :, 1:].swapaxes(1, 2), scaled[:, :, 0])
        close(errors[2 if useful["model"] == "anchored" else 0] / useful["error"], 1, what + ", judged", 1e-6)
        if useful["nested"]["skill"]:
            close(1 - errors[2] / errors[3], useful["nested"]["skill"]["mean"], what + ", nested pair", 1e-6)

    header, rows = table(folder / "states.csv")
    worst, in_torch = 0, 0
    shown = {"memory": "memory", "twin": "twin"}
    if judged == "anchored":
        shown = {"anchored-memory": "memory", "anchored-twin": "twin"}
    for name, k in MODELS.items():
        with safe_open(folder / f"weights-{name}.safetensors", "numpy") as file:
            meta = file.metadata()
            weights = {key: file.get_tensor(key) for key in file.keys()}
        whole = load_file(folder / f"weights-{name}.safetensors")
        if whole.keys() != weights.keys() or any((whole[key] != weights[key]).any() for key in whole):
            wrong(f"{folder}/weights-{name}.safetensors reads otherwise as a whole")
        if json.loads(meta["scaler.centre"]) != list(centre) or json.loads(meta["columns"]) != panel["columns"]:
            wrong(f"{folder}/weights-{name}.safetensors: another scaler than in results.json")
        if results["training"]["cell"] != meta["cell"]:
            wrong(f"{folder}/weights-{name}.safetensors are of another cell than results.json says")
        networks = json.loads(meta["networks"])
        if not networks:
            continue
        runs = [run(weights, n + ".", meta, x) for n in networks]
        mean = np.mean([p for _, p in runs], axis=0)[first - 1 : -1]
        where = f"{folder}: predictions of the {name} model, and the same from its weights"
        worst = max(worst, close(mean, (written[:, :, 1 + k] - centre) / scale, where))
        theirs = [run_in_torch(weights, n + ".", meta, x) for n in networks] if torch and name != "placebo" else []
        if theirs and theirs[0]:
            what = f"{folder}: the {name} model in PyTorch"
            mean = np.mean([p for _, p in theirs], axis=0)[first - 1 : -1]
            worst = max(worst, close(mean, (written[:, :, k + 1] - centre) / scale, what))
            in_torch += len(theirs)
        if name not in shown:
            continue

        name = shown[name]
        if name == "memory":
            check_stored(folder, data, runs, x)
        if len(networks) != models[name]["networks"] or len(json.loads(meta["diverged"])) != models[name]["diverged"]:
            wrong(f"{folder}: the {name} model has {len(networks)} networks")
        states = np.load(folder / f"states-{name}.npy", allow_pickle=False)
        numbers = int(meta["hidden"]) * (2 if meta["cell"] == "lstm" else 1)
        if states.dtype != np.float32 or states.shape not in [(c, len(x), numbers) for c in (1, len(networks))]:
            wrong(f"{folder}/states-{name}.npy is {states.dtype} {states.shape}")
        for number in range(len(states)):
            close(runs[number][0], states[number], f"{folder}/states-{name}.npy, network {number}")
            if theirs and theirs[0]:
                what = f"{folder}: the {name} model in PyTorch, states of network {number}"
                close(theirs[number][0], states[number][:, : int(meta["hidden"])], what)
        mine = [row for row in rows if row[3] == name]
        if [row[0] for row in mine] != [str(r) for r in range(first, len(x))]:
            wrong(f"{folder}/states.csv has other rows than the panel")
        if {f"network.{int(row[4]):02}" for row in mine} != {networks[0]} or models[name]["shown"] != int(mine[0][4]):
            wrong(f"{folder}/states.csv shows another network than results.json says")
        close(np.array([row[5:] for row in mine], float), states[0, first:], f"{folder}/states.csv, {name}", 1e-4)
    size = sum(file.stat().st_size for file in folder.iterdir())
    print(
        f"ok: {folder.name}: the schema holds; {panel['rows']} rows, {models['memory']['networks']} and "
        f"{models['twin']['networks']} networks run again, {in_torch} of them in PyTorch too, off by {worst:.1e} at most; {size / 1e6:.1f} MB")
    return size


def main():
    schema = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    sizes = [check(pathlib.Path(folder), schema) for folder in sys.argv[2:]]
    # The default report comes first.
    if sizes[0] > 8e6:
        wrong(f"{sys.argv[2]} has {sizes[0]} bytes, more than 8 MB")


main()
