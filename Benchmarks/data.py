"""data.py FOLDER ROWS N...: tables of a date and five numbers, the same bytes every time.

daily.csv: business days as Yahoo writes them, the calendar of 1999-2018 again for every instrument.
minute.csv: one bar for every minute, with date and time.
returns.csv: changes of both signs as programs print them, with all their digits.
series-N.csv: N sequences of 1,000 rows, every second one with memory. wide.csv: the same, 200 of 500 rows.
sensors.csv: what a study of so many rows reads: five sensors by the minute, each remembering two rows, two with a daily cycle.
"""

import datetime
import math
import os
import random
import sys


def bars(seed):
    """Opening, highest, lowest, closing price with six decimals, and volume."""
    rng = random.Random(seed)
    close = 1228.1
    while True:
        start = close * (1 + rng.gauss(0, 0.002))
        close = start * (1 + rng.gauss(0, 0.01))
        if not 100 < close < 10_000:
            close = 1228.1
        high = max(start, close) * (1 + abs(rng.gauss(0, 0.003)))
        low = min(start, close) * (1 - abs(rng.gauss(0, 0.003)))
        volume = int(abs(rng.gauss(1e9, 3e8)))
        yield f"{start:.6f},{high:.6f},{low:.6f},{close:.6f},{volume}"


def returns(seed):
    rng = random.Random(seed)
    while True:
        yield ",".join(repr(rng.gauss(0, 0.01)) for _ in range(5))


def sensors(seed):
    rng = random.Random(seed)
    values = [(0.0, 0.0)] * 5
    minute = 0
    while True:
        values = [(0.6 * last + 0.3 * before + rng.gauss(0, 1), last) for last, before in values]
        cycle = 2 * math.sin(2 * math.pi * minute / 1440)
        yield ",".join(f"{value + (cycle if k < 2 else 0):.5f}" for k, (value, _) in enumerate(values))
        minute += 1


def sequences(seed, count):
    rng = random.Random(seed)
    values = [(0.0, 0.0)] * count
    while True:
        values = [
            (0.5 * last + (0.3 * before if k % 2 else 0) + rng.gauss(0, 1), last)
            for k, (last, before) in enumerate(values)]
        yield ",".join(f"{value:.5f}" for value, _ in values)


def days():
    first = datetime.date(1999, 1, 4)
    calendar = [first + datetime.timedelta(d) for d in range(7300)]
    calendar = [d.isoformat() for d in calendar if d.weekday() < 5]
    while True:
        yield from calendar


def minutes():
    time = datetime.datetime(2018, 1, 1)
    while True:
        yield str(time)
        time += datetime.timedelta(minutes=1)


def write(path, rows, dates, cells, names="Open,High,Low,Close,Volume"):
    if os.path.exists(path):
        return
    with open(path + ".part", "w", newline="\n") as file:
        file.write(f"Date,{names}\n")
        for _, date, row in zip(range(rows), dates, cells):
            file.write(f"{date},{row}\n")
    os.rename(path + ".part", path)


folder, rows = sys.argv[1], int(sys.argv[2])
os.makedirs(folder, exist_ok=True)
write(os.path.join(folder, "daily.csv"), rows, days(), bars(1))
write(os.path.join(folder, "minute.csv"), rows, minutes(), bars(2))
write(os.path.join(folder, "returns.csv"), rows, days(), returns(3))
write(os.path.join(folder, "sensors.csv"), rows, minutes(), sensors(4), "a,b,c,d,e")
for count in map(int, sys.argv[3:]):
    names = ",".join(f"s{k}" for k in range(count))
    write(os.path.join(folder, f"series-{count}.csv"), 1000, days(), sequences(5, count), names)
write(os.path.join(folder, "wide.csv"), 500, days(), sequences(6, 200), ",".join(f"s{k}" for k in range(200)))
# How the cost grows with the rows: the first of daily.csv.
for part in (2, 4, 8, 16):
    write(os.path.join(folder, f"daily-{rows // part}.csv"), rows // part, days(), bars(1))
