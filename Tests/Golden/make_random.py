"""Golden values for Tests/DataSourcesTests/RandomProcessTests.swift: every process once more, in Python's float64.

The stream, its logarithm and the equations are written again from their papers, with the operations in the order that
the Swift code promises, so the bits must agree. Run it and paste what it prints: `python3 make_random.py`.
"""
import math
import struct

MASK = (1 << 64) - 1


class SplitMix:
    def __init__(self, state):
        self.state = state

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)


def rotated(x, count):
    return ((x << count) | (x >> (64 - count))) & MASK


def logarithm(x):
    m, exponent = math.frexp(x)  # m in [1/2, 1)
    m, exponent = m * 2, exponent - 1
    if m > math.sqrt(2):
        m, exponent = m * 0.5, exponent + 1
    s = (m - 1) / (m + 1)
    square = s * s
    series = 1.0 / 21
    for odd in (19.0, 17.0, 15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0):
        series = series * square + 1 / odd
    high = exponent * 0.693147180369123816490
    low = exponent * 1.90821492927058770002e-10
    return high + (2 * s + (2 * s * square * series + low))


class Stream:
    """xoshiro256++ (Blackman & Vigna 2021)."""

    def __init__(self, seed):
        self.key, mixer, self.spare = seed, SplitMix(seed), None
        self.s = [mixer.next() for _ in range(4)]

    def split(self, label):
        mixer = SplitMix(self.key ^ 0x9E3779B97F4A7C15)
        key = mixer.next()
        for byte in str(label).encode():
            mixer.state = key ^ byte
            key = mixer.next()
        return Stream(key)

    def bits(self):
        s = self.s
        result = (rotated((s[0] + s[3]) & MASK, 23) + s[0]) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotated(s[3], 45)
        return result

    def uniform(self, low=None, high=None):
        u = (self.bits() >> 11) * 2.0**-53
        return u if low is None else low + (high - low) * u

    def gaussian(self):
        if self.spare is not None:
            value, self.spare = self.spare, None
            return value
        while True:
            u, v = self.uniform(-1.0, 1.0), self.uniform(-1.0, 1.0)
            s = u * u + v * v
            if s >= 1 or s == 0:
                continue
            factor = math.sqrt(-2 * logarithm(s) / s)
            self.spare = v * factor
            return u * factor


def exponential(x):
    k = float(round(x * 1.4426950408889634))
    r = (x - k * 0.693147180369123816490) - k * 1.90821492927058770002e-10
    term = 1.0 / 6227020800
    for n in range(12, -1, -1):
        term = term * r + 1.0 / math.factorial(n)
    return math.ldexp(term, int(k))


def gaussian(g):
    while True:
        yield 0.0 + 1.0 * g.gaussian()


def uniform(g):
    while True:
        yield g.uniform(0.0, 1.0)


def t3(g):
    while True:
        z, a, b, c = g.gaussian(), g.gaussian(), g.gaussian(), g.gaussian()
        yield z / math.sqrt((a * a + b * b + c * c) / 3)


def garch(g):
    variance = 0.05 / (1 - 0.1 - 0.85)
    while True:
        x = math.sqrt(variance) * g.gaussian()
        variance = 0.05 + 0.1 * x * x + 0.85 * variance
        yield x


def random_walk(g):
    x = 0.0
    while True:
        x = x + 0.0 + g.gaussian()
        yield x


def ar1(g):
    x = 0.0
    while True:
        x = 0.8 * x + g.gaussian()
        yield x


def ar2(g):
    x, before = 0.0, 0.0
    while True:
        x, before = 1.8450496 * x + -0.9409 * before + g.gaussian(), x
        yield x


def var1(g):
    row = [0.0] * 5
    while True:
        row = [0.5 * row[i] + 0.3 * row[(i + 1) % 5] + g.gaussian() for i in range(5)]
        yield row[0]


def ma1(g):
    last = g.gaussian()
    while True:
        shock = g.gaussian()
        yield shock + 0.8 * last
        last = shock


def copy(g):
    x, rest = [], math.sqrt(1 - 0.7071067811865476 * 0.7071067811865476)
    while True:
        shock = g.gaussian()
        x.append(shock if len(x) < 3 else 0.7071067811865476 * x[-3] + rest * shock)
        yield x[-1]


def ar1_noise(g):
    state = 0.0
    while True:
        state = 0.95 * state + 0.31225 * g.gaussian()
        yield state + 0.7 * g.gaussian()


def hmm(g):
    high = g.uniform() < 0.5
    while True:
        if g.uniform() >= 0.95:
            high = not high
        yield (1.0 if high else -1.0) + g.gaussian()


def tar1(g):
    x = 0.0
    while True:
        x = (0.8 if x <= 0 else -0.5) * x + g.gaussian()
        yield x


def xor(g):
    last = g.gaussian() >= 0
    before = g.gaussian() >= 0
    while True:
        x = (1.0 if last == before else -1.0) + g.gaussian()
        last, before = x >= 0, last
        yield x


def noisy_map(g):
    x = g.uniform(-0.5, 0.5)
    while True:
        x = exponential(-6.2 * x * x) + -0.5 + 0.1 * g.gaussian()
        yield x


def logistic(g):
    s = g.split("orbit").uniform(0.01, 0.99)
    while True:
        s = 4.0 * s * (1 - s)
        yield s


def henon(g):
    x = g.uniform(-0.1, 0.1)
    before = g.uniform(-0.1, 0.1)
    while True:
        x, before = 1 - 1.4 * x * x + 0.3 * before, x
        yield x


def sine(g):
    phase, t = g.uniform(), 0
    while True:
        turns = t / 25.0 + phase
        # The libm's sine may differ from ours in the last place; compared to 1e-15, not to the bit.
        yield math.sin(6.283185307179586 * (turns - math.floor(turns))) + 0.05 * g.gaussian()
        t += 1


def lorenz_system(g, interval, steps):
    def slope(p):
        x, y, z = p
        return (10.0 * (y - x), x * (28.0 - z) - y, x * y - 2.6666666666666665 * z)

    h = interval / steps
    p = tuple(g.uniform(0.5, 1.5) for _ in range(3))
    while True:
        for _ in range(steps):
            k1 = slope(p)
            k2 = slope([a + (h / 2) * k for a, k in zip(p, k1)])
            k3 = slope([a + (h / 2) * k for a, k in zip(p, k2)])
            k4 = slope([a + h * k for a, k in zip(p, k3)])
            p = tuple(a + (h / 6) * (b + 2 * c + 2 * d + e) for a, b, c, d, e in zip(p, k1, k2, k3, k4))
        yield p[0]


def lorenz(g):
    return lorenz_system(g, 0.05, 5)


def lorenz_states(g):
    return lorenz_system(g, 0.3, 30)


def events(g):
    while True:
        event = g.uniform() < 0.05
        amount = exponential(0.0 * g.gaussian())
        yield amount if event else 0.0


def poisson_count(g, rate):
    limit, count, product = exponential(-rate), 0, g.uniform()
    while product > limit:
        count, product = count + 1, product * g.uniform()
    return count


def poisson(g):
    while True:
        yield float(poisson_count(g, 0.1))


def inar(g):
    last = 0
    while True:
        old = sum(g.uniform() < 0.5 for _ in range(last))
        last = old + poisson_count(g, 0.5)
        yield float(last)


def chain(g):
    on = False
    while True:
        on = g.uniform() < (0.7 if on else 0.1)
        yield 1.0 if on else 0.0


def skewed_ar1(g):
    x = 0.0
    while True:
        x = 0.5 * x - 1.0 * logarithm(1 - g.uniform())
        yield x


def garch_ar1(g):
    x, variance = 0.0, 0.05 / (1 - 0.15 - 0.8)
    while True:
        shock = math.sqrt(variance) * g.gaussian()
        variance = 0.05 + 0.15 * shock * shock + 0.8 * variance
        x = 0.6 * x + shock
        yield x


def kesten(g):
    x = 0.2
    while True:
        growth = 0.8 * exponential(0.4 * g.gaussian())
        x = growth * x - 0.2 * logarithm(1 - g.uniform())
        yield x


def doubling(g):
    x = g.uniform()
    while True:
        y = (x / 0.3 if x < 0.3 else (x - 0.3) / (1 - 0.3)) + 0.02 * g.gaussian()
        x = y - math.floor(y)
        yield x


def coupled_maps(g):
    row = [g.uniform(0.01, 0.99) for _ in range(5)]
    while True:
        f = [3.9 * x * (1 - x) for x in row]
        row = [(1 - 0.2) * f[i] + 0.2 / 2 * (f[(i + 4) % 5] + f[(i + 1) % 5]) + 0.02 * g.gaussian() for i in range(5)]
        row = [min(max(x, 0.001), 0.999) for x in row]
        yield row[0]


def clock(g):
    profile = [g.gaussian() for _ in range(24)]
    limit = MASK - MASK % 24
    draw = g.bits()
    while draw >= limit:
        draw = g.bits()
    hour = draw % 24
    while True:
        before, hour = hour, (hour + 1) % 24
        yield profile[before] + 0.5 * g.gaussian()  # The second column: the first is the hour.


def arma11(g):
    x, last = 0.0, g.gaussian()
    while True:
        shock = g.gaussian()
        x = 0.5 * x + 1.0 * (shock + 0.4 * last)
        last = shock
        yield x


def momentum(g):
    x, step = 0.0, 0.0
    while True:
        step = 0.6 * step + 1.0 * g.gaussian()
        x = x + step
        yield x


def bilinear(g):
    x, before, last = 0.0, 0.0, 0.0
    while True:
        shock = g.gaussian()
        x, before = 0.4 * before * last + shock, x
        last = shock
        yield x


def local_level(g):
    level = 0.0
    while True:
        level = level + 0.3 * g.gaussian()
        yield level + 1.0 * g.gaussian()


def long_memory(g):
    weights = [1 - 0.5 / (1 << k) for k in range(5)]
    shocks = [math.sqrt(1 - w * w) for w in weights]
    parts = [0.0] * 5
    while True:
        total = 0.0
        for k in range(5):
            parts[k] = weights[k] * parts[k] + shocks[k] * g.gaussian()
        for part in parts:
            total = total + part
        yield total


def switching_ar(g):
    x, slope = 0.0, 0.8
    while True:
        if g.uniform() < 0.03:
            slope = -slope
        x = slope * x + 1.0 * g.gaussian()
        yield x


def recursion(g, lags, step):
    x = []
    while True:
        shock = g.gaussian()
        x.append(shock if len(x) < lags else step(x, shock))
        yield x[-1]


def signs(g):
    def step(x, shock):
        product = x[-2] * x[-3]
        return 0.7 * (1 if product > 0 else -1 if product < 0 else 0) + 1.0 * shock

    return recursion(g, 3, step)


def magnitude(g):
    return recursion(g, 2, lambda x, shock: 0.8 * (min(abs(x[-2]), 3) - 0.75) + 0.7 * shock)


def tar_delay(g):
    return recursion(g, 2, lambda x, shock: (-0.6 if x[-2] <= 0 else 0.6) * x[-1] + 1.0 * shock)


def leader(g):
    rest, past = math.sqrt(1 - 0.45 * 0.45), []
    while True:
        row = [g.gaussian() for _ in range(5)]
        if len(past) > 2:
            row[0] = 0.45 * past[-3] + rest * row[0]
        past.append(row[4])
        yield row[0]


def trend(g):
    t = 0
    while True:
        yield 0.003 * t + 1.0 * g.gaussian()
        t += 1


def shift(g):
    t = 0
    while True:
        yield 1.0 * g.gaussian() + (1.0 if t >= 600 else 0.0)
        t += 1


def mackey_glass(g):
    def production(x):
        square = x * x
        fourth = square * square
        return 0.2 * x / (1 + fourth * fourth * square)

    h, x = 0.1, [g.uniform(0.5, 1.5)] * 171
    while True:
        for _ in range(60):
            now, old, then = x[-1], x[-171], x[-170]
            first, middle, last = production(old), production((old + then) / 2), production(then)
            k1 = first - 0.1 * now
            k2 = middle - 0.1 * (now + h / 2 * k1)
            k3 = middle - 0.1 * (now + h / 2 * k2)
            k4 = last - 0.1 * (now + h * k3)
            x.append(now + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4))
        yield x[-1]


LONG = ["garch", "ar1", "ar2", "var1", "ar1-noise", "tar1", "skewed-ar1", "garch-ar1", "kesten", "arma11", "bilinear",
        "long-memory", "switching-ar", "tar-delay"]
MIDDLE = ["noisy-map", "logistic", "henon", "lorenz", "inar", "chain", "doubling", "coupled-maps", "lorenz-states",
          "signs", "magnitude"]
BURN_IN = {"xor": 100, "mackey-glass": 500} | {name: 5000 for name in LONG} | {name: 1000 for name in MIDDLE}
JOINT = ["var1", "coupled-maps", "clock", "lorenz-states", "leader"]
PROCESSES = [gaussian, uniform, t3, garch, random_walk, ar1, var1, tar1, noisy_map, logistic, events, poisson, inar,
             chain, skewed_ar1, garch_ar1, kesten, doubling, coupled_maps, clock, lorenz_states,
             ar2, ma1, copy, ar1_noise, hmm, xor, henon, sine, lorenz, mackey_glass, arma11, momentum, bilinear,
             local_level, long_memory, switching_ar, signs, magnitude, tar_delay, leader, trend, shift]

if __name__ == "__main__":
    for process in PROCESSES:
        name = process.__name__.replace("_", "-")
        stream = Stream(2026).split(name)
        values = process(stream if name in JOINT else stream.split("#0"))
        run = [next(values) for _ in range(BURN_IN.get(name, 0) + 3)][-3:]
        bits = [struct.unpack(">Q", struct.pack(">d", value))[0] for value in run]
        print(f'    ("{name}", [{", ".join(f"0x{b:016X}" for b in bits)}]),')
