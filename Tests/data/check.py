"""Reads the folders of reports as somebody else's program would, and holds what they say against one another.

usage: check.py SCHEMA FOLDER…

For each folder: results.json has the form the schema describes and holds no NaN; the models are run again in numpy, from
panel.csv, the weights and the scaler alone, and give predictions.csv and the states, and the same in PyTorch where it is
installed; the errors in results.json are those of predictions.csv; states.csv is a part of states-*.npy. Prints a line for
each folder, fails at the first that is wrong.
"""

import csv
import hashlib
import json
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


# The last five columns of predictions.csv.
PREDICTORS = ["memory", "twin", "anchored_memory", "anchored_twin", "persistence"]

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
    if meta["cell"] in GATED:
        step, parts = GATED[meta["cell"]]
        H = int(meta["hidden"])
        zero = np.zeros(parts * H)
        states = [zero]
        # Of a twin every row begins at 0.
        for row in x:
            states.append(step(w, row, states[-1] if meta["model"] == "memory" else zero))
        states = np.array(states[1:])
        return states, states[:, :H] @ w["readout.weight"].T + w["readout.bias"]
    recurrent = "rnn.weight_hh_l0" in w
    w_x = w["rnn.weight_ih_l0" if recurrent else "hidden.weight"]
    b = w["rnn.bias_ih_l0"] + w["rnn.bias_hh_l0"] if recurrent else w["hidden.bias"]
    driven = x @ w_x.T + b
    states = np.zeros_like(driven)
    y = np.zeros(len(b))
    for t in range(len(x)):
        y = sigma(driven[t] + w["rnn.weight_hh_l0"] @ y) if recurrent else sigma(driven[t])
        states[t] = y
    return states, states @ w["readout.weight"].T + w["readout.bias"]


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
    x = x[None] if meta["model"] == "memory" else x[:, None]
    with torch.no_grad():
        y = model["rnn"](x)[0] if "rnn" in model else getattr(torch, meta["activation"])(model["hidden"](x))
        return y.reshape(-1, hidden).numpy(), model["readout"](y).reshape(-1, inputs).numpy()


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
    if not (written[:, :, 0] == values[first:]).all() or not (written[:, :, -1] == values[first - 1 : -1]).all():
        wrong(f"{folder}/predictions.csv: what came and what came before are not those of panel.csv")
    errors = (((written[:, :, 1:] - written[:, :, :1]) / scale[:, None]) ** 2)[held_out].mean(axis=(0, 1))
    models = data["models"]
    said = [models["memory"]["ensembleTestLoss"], models["twin"]["ensembleTestLoss"], data["baselines"]["persistence"]]
    what = f"{folder}: the errors of predictions.csv and of results.json"
    close(errors[[0, 1, 4]] / said, [1, 1, 1], what, 1e-6)
    useful = (data["ladder"] or {}).get("useful")
    if useful:
        close(errors[2 if useful["model"] == "anchored" else 0] / useful["error"], 1, what + ", judged", 1e-6)
        if useful["nested"]["skill"]:
            close(1 - errors[2] / errors[3], useful["nested"]["skill"]["mean"], what + ", nested pair", 1e-6)

    header, rows = table(folder / "states.csv")
    worst, in_torch = 0, 0
    for k, name in enumerate(["memory", "twin"]):
        with safe_open(folder / f"weights-{name}.safetensors", "numpy") as file:
            meta = file.metadata()
            weights = {key: file.get_tensor(key) for key in file.keys()}
        whole = load_file(folder / f"weights-{name}.safetensors")
        if whole.keys() != weights.keys() or any((whole[key] != weights[key]).any() for key in whole):
            wrong(f"{folder}/weights-{name}.safetensors reads otherwise as a whole")
        if json.loads(meta["scaler.centre"]) != list(centre) or json.loads(meta["columns"]) != panel["columns"]:
            wrong(f"{folder}/weights-{name}.safetensors: another scaler than in results.json")
        networks = json.loads(meta["networks"])
        if len(networks) != models[name]["networks"] or len(json.loads(meta["diverged"])) != models[name]["diverged"]:
            wrong(f"{folder}/weights-{name}.safetensors holds {len(networks)} networks")
        runs = [run(weights, n + ".", meta, x) for n in networks]
        mean = np.mean([p for _, p in runs], axis=0)[first - 1 : -1]
        where = f"{folder}: predictions of the {name} model, and the same from its weights"
        worst = max(worst, close(mean, (written[:, :, 1 + k] - centre) / scale, where))

        states = np.load(folder / f"states-{name}.npy", allow_pickle=False)
        numbers = int(meta["hidden"]) * (2 if meta["cell"] == "lstm" else 1)
        if states.dtype != np.float32 or states.shape not in [(c, len(x), numbers) for c in (1, len(networks))]:
            wrong(f"{folder}/states-{name}.npy is {states.dtype} {states.shape}")
        for number in range(len(states)):
            close(runs[number][0], states[number], f"{folder}/states-{name}.npy, network {number}")
        mine = [row for row in rows if row[3] == name]
        if [row[0] for row in mine] != [str(r) for r in range(first, len(x))]:
            wrong(f"{folder}/states.csv has other rows than the panel")
        if {f"network.{int(row[4]):02}" for row in mine} != {networks[0]} or models[name]["shown"] != int(mine[0][4]):
            wrong(f"{folder}/states.csv shows another network than results.json says")
        close(np.array([row[5:] for row in mine], float), states[0, first:], f"{folder}/states.csv, {name}", 1e-4)
        theirs = [run_in_torch(weights, n + ".", meta, x) for n in networks] if torch else []
        if theirs and theirs[0]:
            what = f"{folder}: the {name} model in PyTorch"
            mean = np.mean([p for _, p in theirs], axis=0)[first - 1 : -1]
            worst = max(worst, close(mean, (written[:, :, k + 1] - centre) / scale, what))
            for number in range(len(states)):
                close(theirs[number][0], states[number][:, : int(meta["hidden"])], f"{what}, states of network {number}")
            in_torch += len(theirs)
        if results["training"]["cell"] != meta["cell"]:
            wrong(f"{folder}/weights-{name}.safetensors are of another cell than results.json says")
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
    if sizes[0] > 5e6:
        wrong(f"{sys.argv[2]} has {sizes[0]} bytes, more than 5 MB")


main()
