"""Writes demo.json: the original experiment's own training loop, in float64, for 50 epochs.

Run: python3 make_demo.py   (needs the PyPI package numpy)

The loop is written as the original writes it: z_t = [x_t ; y_{t-1}], in the twin z_t = x_t; one weight matrix W (H x columns
of z); loss = sum over the steps of the mean over the columns; torch.optim.Adam(lr=1e-3) with its defaults. Weights start
as PyTorch's nn.Linear draws them. Back-propagation is checked against central differences before anything is written.
losses: the loss after 0, 1, 10 and 50 steps. outside: share of states outside 0.1 .. 0.9 after the last. unit_deviation: mean over the
units of the standard deviation over the steps. rollout: 30 steps of free running from the last row and a state of zero.
held_out: mean squared error of the next 30 rows, the state carried on.
"""
import json
import numpy as np

T, D, AFTER = 30, 5, (0, 1, 10, 50)

def sigmoid(a): return 1 / (1 + np.exp(-a))

def step(p, x, y, memory):
    y = sigmoid(p["W"] @ (np.concatenate([x, y]) if memory else x) + p["b"])
    return p["W_out"] @ y + p["b_out"], y

def run(p, x, memory):
    y, states, predictions = np.zeros(len(p["b"])), [], []
    for t in range(len(x) - 1):
        prediction, y = step(p, x[t], y, memory)
        states.append(y); predictions.append(prediction)
    return np.array(states), np.array(predictions)

def loss(p, x, memory): return sum(np.mean((q - r) ** 2) for q, r in zip(run(p, x, memory)[1], x[1:]))

def gradient(p, x, memory):
    states, predictions = run(p, x, memory)
    H = len(p["b"])
    g = {k: np.zeros_like(v) for k, v in p.items()}
    later = np.zeros(H)
    for t in reversed(range(len(states))):
        e = 2 / D * (predictions[t] - x[t + 1])
        before = states[t - 1] if t > 0 else np.zeros(H)
        z = np.concatenate([x[t], before]) if memory else x[t]
        da = (p["W_out"].T @ e + later) * states[t] * (1 - states[t])
        g["W_out"] += np.outer(e, states[t]); g["b_out"] += e
        g["W"] += np.outer(da, z); g["b"] += da
        later = p["W"][:, D:].T @ da if memory else np.zeros(H)
    return g

def check(p, x, memory):
    g = gradient(p, x, memory)
    for k in p:
        for i in np.ndindex(p[k].shape):
            old, h = p[k][i], 1e-6
            p[k][i] = old + h; up = loss(p, x, memory)
            p[k][i] = old - h; down = loss(p, x, memory)
            p[k][i] = old
            assert abs((up - down) / (2 * h) - g[k][i]) < 1e-7, (k, i)

def case(name, H, memory, seed):
    r = np.random.default_rng(seed)
    x = r.standard_normal((2 * T, D))
    learned = x[:T]
    n = D + H if memory else D
    uniform = lambda *shape, n: r.uniform(-1, 1, shape) / np.sqrt(n)
    p = {"W": uniform(H, n, n=n), "b": uniform(H, n=n), "W_out": uniform(D, H, n=H), "b_out": uniform(D, n=H)}
    check(p, learned, memory)
    start = {"W_x": p["W"][:, :D].tolist(), "W_h": p["W"][:, D:].tolist(), **{k: p[k].tolist() for k in ("b", "W_out", "b_out")}}
    m = {k: np.zeros_like(v) for k, v in p.items()}
    v = {k: np.zeros_like(v) for k, v in p.items()}
    losses = {0: loss(p, learned, memory)}
    for n in range(1, max(AFTER) + 1):
        g = gradient(p, learned, memory)
        for k in p:
            m[k] = 0.9 * m[k] + 0.1 * g[k]
            v[k] = 0.999 * v[k] + 0.001 * g[k] ** 2
            p[k] = p[k] - 1e-3 * (m[k] / (1 - 0.9 ** n)) / (np.sqrt(v[k] / (1 - 0.999 ** n)) + 1e-8)
        if n in AFTER: losses[n] = loss(p, learned, memory)
    states, predictions = run(p, x, memory)
    q, y, path = learned[-1], np.zeros(H), []
    for _ in range(30):
        q, y = step(p, q, y, memory)
        path.append(q)
    states = states[:T - 1]
    return {"name": name, "H": H, "memory": memory, "x": x.tolist(), "start": start, "losses": [losses[n] for n in AFTER],
            "outside": float(np.mean((states < 0.1) | (states > 0.9))), "unit_deviation": float(np.mean(states.std(axis=0))),
            "held_out": float(np.mean((predictions[T - 1:] - x[T:]) ** 2)), "rollout": np.array(path).tolist()}

if __name__ == "__main__":
    cases = [case("memory", 10, True, 1), case("twin", 10, False, 2), case("matched", 19, False, 3)]
    with open(__file__.replace("make_demo.py", "demo.json"), "w") as f: json.dump(cases, f, separators=(",", ":")); f.write("\n")
