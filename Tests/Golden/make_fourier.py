"""Writes fourier.json: what numpy gives for discrete Fourier transforms of many lengths.

Run: python3 make_fourier.py   (needs the PyPI package numpy)

Lengths: one, powers of two, products of small primes, primes beyond the largest factor that is done directly.
"""
import json
import numpy as np

rng = np.random.default_rng(20261124)
cases = []
for n in (1, 2, 3, 4, 5, 7, 8, 12, 15, 16, 30, 31, 37, 49, 74, 97, 128, 2 * 3 * 5 * 7):
    x = np.round(rng.standard_normal(n) + 1j * rng.standard_normal(n), 4)
    y = np.fft.fft(x)
    cases.append({"real": x.real.tolist(), "imaginary": x.imag.tolist(),
                  "transformReal": y.real.tolist(), "transformImaginary": y.imag.tolist()})
with open("fourier.json", "w") as file:
    json.dump(cases, file)
