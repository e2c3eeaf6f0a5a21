"""Writes docs/gallery/beads.csv: where a bead on a spring is, in 24 trials of 250 rows, pushed by noise.

In trials of one kind it sits in syrup: x_{t+1} = 0.8 x_t + noise, so that its place says all about what follows. In the
others it swings in air with a period of 12 rows and loses a tenth of its swing a row, so that it also counts whether it
comes or goes: x_{t+1} = 2 · 0.9 cos(2π/12) x_t − 0.9² x_{t−1} + noise.
"""

import math
import random

random.seed(1)
print("trial,row,place")
in_air = [True, False] * 12
random.shuffle(in_air)
for trial, air in enumerate(in_air, 1):
    first, second = (1.8 * math.cos(math.pi / 6), -0.81) if air else (0.8, 0)
    x = [0.0, 0.0]
    for _ in range(350):
        x.append(first * x[-1] + second * x[-2] + random.gauss(0, 1))
    for row, place in enumerate(x[-250:], 1):
        print(f"{'air' if air else 'syrup'}-{trial:02},{row},{place:.3f}")
