"""Turns the JSON lines of one run into a table with ratios."""
import json, sys

rows, peak = {}, None
for line in sys.stdin:
    r = json.loads(line)
    if r["impl"] == "peak":
        peak = r["gflops"]
    else:
        rows.setdefault((r["T"], r["D"], r["H"]), {})[r["impl"]] = r
print(f"milliseconds per epoch and network, median; one core; FMA peak {peak:.0f} GFLOP/s")
print(f"{'T x D x H':>14} {'engram':>9} {'share of peak':>14} {'PyTorch loop':>22} {'nn.RNN':>20} {'JAX scan':>20}")
for size, impls in rows.items():
    own = impls["engram"]["ms_per_epoch_per_network_median"]
    cells = []
    for name, width in (("torch-loop", 22), ("torch-rnn", 20), ("jax-scan", 20)):
        other = impls.get(name)
        ms = other["ms_per_epoch_per_network_median"] if other else None
        cells.append(f"{ms:.3f} ({ms / own:,.1f}x)".rjust(width) if other else "-".rjust(width))
    share = impls["engram"]["gflops"] / peak
    print(f"{'x'.join(map(str, size)):>14} {own:9.4f} {share:14.0%} " + " ".join(cells))
