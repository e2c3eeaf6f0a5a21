"""Two OHLCV files of a million rows: generate.py FOLDER. The same bytes every time.

daily.csv: business days as Yahoo writes them, the calendar of 1999-2018 again for every instrument.
minute.csv: one bar for every minute, with date and time.
"""

import datetime
import os
import random
import sys

ROWS = 1_000_000


def bars(seed):
    """Opening, highest, lowest, closing price with six decimals, and volume."""
    rng = random.Random(seed)
    close = 1228.1
    for _ in range(ROWS):
        start = close * (1 + rng.gauss(0, 0.002))
        close = start * (1 + rng.gauss(0, 0.01))
        if not 100 < close < 10_000:
            close = 1228.1
        high = max(start, close) * (1 + abs(rng.gauss(0, 0.003)))
        low = min(start, close) * (1 - abs(rng.gauss(0, 0.003)))
        volume = int(abs(rng.gauss(1e9, 3e8)))
        yield f"{start:.6f},{high:.6f},{low:.6f},{close:.6f},{volume}"


def days():
    first = datetime.date(1999, 1, 4)
    calendar = [first + datetime.timedelta(d) for d in range(7300)]
    calendar = [d.isoformat() for d in calendar if d.weekday() < 5]
    return (calendar[i % len(calendar)] for i in range(ROWS))


def minutes():
    first = datetime.datetime(2018, 1, 1)
    return (str(first + datetime.timedelta(minutes=i)) for i in range(ROWS))


def write(path, dates, seed):
    if os.path.exists(path):
        return
    with open(path + ".part", "w", newline="\n") as file:
        file.write("Date,Open,High,Low,Close,Volume\n")
        for date, bar in zip(dates, bars(seed)):
            file.write(f"{date},{bar}\n")
    os.rename(path + ".part", path)


folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
write(os.path.join(folder, "daily.csv"), days(), 1)
write(os.path.join(folder, "minute.csv"), minutes(), 2)
