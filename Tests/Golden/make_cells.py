"""Writes cells.json: float64 values from PyTorch for the GRU, the LSTM and the reservoir, as memory model, twin and placebo.

Run: python3 make_cells.py   (needs the PyPI package torch; CPU is enough)

The memory model is torch.gru, torch.lstm or torch.rnn_tanh, which are what torch.nn.GRU, LSTM and RNN call, over the
whole sequence; the twin is the same over sequences of one row, each from the state 0; the placebo the same, each from the
state that the row gives from 0. Row-major arrays. x: T x D. W_x: GH x D, W_h: GH x H (not in a twin), W_out: D x H,
b_out: D. Of PyTorch's two biases those that only count as a sum are one, b: GH, and bias_hh is 0 but for the n gate of
the GRU, whose bias_hh are the last H of b: 4H. Where bias is false b is 0 and not trained. states: T-1 x N, [h ; c] for
the LSTM. prediction_t = W_out h_t + b_out for t = 0..T-2, and x_t where the readout is anchored;
loss = mean over t and D of (prediction_t - x_{t+1})^2. Of a reservoir W_out and b_out alone are trained, and W_h has a
spectral radius of 0.9. adam: torch.optim.Adam(lr=1e-2), defaults otherwise; the parameters after 1 and 10 steps.
rollout: 10 free-running predictions with the INITIAL parameters, from the last x and the state after the row before it.
"""
import json, pathlib, torch
torch.set_default_dtype(torch.float64)
GATES = {"gru": 3, "lstm": 4, "reservoir": 1}

def layer(cell, p, x, state):
    """x: batch x steps x D, state: batch x N before them; the states after each step, batch x steps x N."""
    H = p["W_out"].shape[1]
    h = state[:, :H].contiguous()[None]
    G = GATES[cell]
    W_h = p["W_h"] if "W_h" in p else torch.zeros(G * H, H)
    b_hh = torch.zeros(G * H)
    if cell == "gru": b_hh = torch.cat([torch.zeros(2 * H), p["b"][3 * H:]])
    parts = [p["W_x"], W_h, p["b"][:G * H], b_hh]
    if cell == "lstm":
        # Of the whole run PyTorch gives h alone, so c comes step by step.
        c, states = state[:, H:].contiguous()[None], []
        for t in range(x.shape[1]):
            _, h, c = torch.lstm(x[:, t:t + 1], (h, c), parts, True, 1, 0.0, False, False, True)
            states.append(torch.cat([h[0], c[0]], 1))
        return torch.stack(states, 1)
    f = torch.gru if cell == "gru" else torch.rnn_tanh
    return f(x, h, parts, True, 1, 0.0, False, False, True)[0]

def case(cell, kind, bias, anchored, T, D, H, seed):
    g = torch.Generator().manual_seed(seed)
    G, N = GATES[cell], H * (2 if cell == "lstm" else 1)
    P = 4 * H if cell == "gru" else G * H
    u = lambda *s: (torch.rand(*s, generator=g) * 2 - 1) * 1.5 / (D + H) ** 0.5
    x = torch.randn(T, D, generator=g)
    p = {"W_x": u(G * H, D), "W_h": u(G * H, H), "b": u(P) if bias else torch.zeros(P), "W_out": u(D, H), "b_out": u(D)}
    if cell == "reservoir": p["W_h"] *= 0.9 / torch.linalg.eigvals(p["W_h"]).abs().max()
    if kind == "twin": del p["W_h"]
    train = ["W_out", "b_out"] if cell == "reservoir" else [k for k in p if bias or k != "b"]
    for k in train: p[k].requires_grad_(True)

    def states(x, start):
        """T' x N"""
        if kind == "memory": return layer(cell, p, x[None], start[None])[0]
        rows, zero = x[:, None], torch.zeros(len(x), N)
        if kind == "placebo": zero = layer(cell, p, rows, zero)[:, 0]
        return layer(cell, p, rows, zero)[:, 0]
    def readout(x, s): return s[..., :H] @ p["W_out"].T + p["b_out"] + (x if anchored else 0)
    def run():
        s = states(x[:-1], torch.zeros(N))
        return s, readout(x[:-1], s)
    L = lambda: ((run()[1] - x[1:]) ** 2).mean()
    dump = lambda: {k: v.detach().tolist() for k, v in p.items()}
    out = {"cell": cell, "kind": kind, "bias": bias, "anchored": anchored, "T": T, "D": D, "H": H, "x": x.tolist(),
           "parameters": dump()}
    s, predictions = run(); loss = L(); loss.backward()
    out |= {"states": s.tolist(), "predictions": predictions.tolist(), "loss": loss.item(),
            "gradients": {k: p[k].grad.tolist() for k in train}}
    with torch.no_grad():
        state, r, xt = s[-1], [], x[-1:]
        for _ in range(10):
            state = states(xt, state)[0]; xt = readout(xt, state[None]); r.append(xt[0].tolist())
        out["rollout"] = r
    opt = torch.optim.Adam([p[k] for k in train], lr=1e-2)
    out["adam"] = {}
    for i in range(1, 11):
        opt.zero_grad(); L().backward(); opt.step()
        if i in (1, 10): out["adam"][str(i)] = dump()
    out["loss_after_10"] = L().item()
    return out

# The modules say the same as the functions they call.
for cell, module in [("gru", torch.nn.GRU), ("lstm", torch.nn.LSTM)]:
    m, x = module(2, 3, batch_first=True), torch.randn(1, 7, 2)
    with torch.no_grad():
        m.bias_hh_l0[: 6 if cell == "gru" else 12] = 0
        b = m.bias_ih_l0 if cell == "lstm" else torch.cat([m.bias_ih_l0, m.bias_hh_l0[6:]])
        p = {"W_x": m.weight_ih_l0, "W_h": m.weight_hh_l0, "b": b, "W_out": torch.zeros(2, 3)}
        N = 3 * (2 if cell == "lstm" else 1)
        assert torch.allclose(layer(cell, p, x, torch.zeros(1, N))[..., :3], m(x)[0], rtol=1e-13, atol=1e-15)

cases = []
for cell in GATES:
    for kind in ("memory", "twin", "placebo"):
        cases.append(case(cell, kind, True, False, 12, 2, 3, 1 + len(cases)))
    cases.append(case(cell, "memory", False, True, 12, 1, 4, 1 + len(cases)))
# Longer than a block of steps of the way back.
for cell in ("gru", "lstm"): cases.append(case(cell, "memory", True, False, 70, 2, 3, 1 + len(cases)))
# Shortest digits that read back as the same number, a line for each case.
lines = ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases)
pathlib.Path(__file__).with_name("cells.json").write_text("[\n" + lines + "\n]\n")
