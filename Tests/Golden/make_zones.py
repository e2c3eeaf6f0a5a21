"""Writes zones.csv: what the tz database gives, through Python's zoneinfo, for the zones that TimeSeries has.

Run: python3 make_zones.py   (needs the system's tz files; 2025b was used)

A block is a line `zone,NAME NAME …` of zones that agree, then
  change,S,BEFORE,AFTER,FIRST,SECOND
     the clocks change at S: the offset before and from then on, in minutes east of Greenwich; and the offsets of
     the instants that are meant, with fold 0 and fold 1, by the local time half-way through the hour that is
     skipped or repeated
  at,S,OFFSET
     the offset at an instant
S is seconds since 1970 in UTC. All changes from 1970, or from the first year that the table states, to 2035, that
year's first instant, and forty instants from 1990 on.
"""
import datetime as dt
import pathlib
import re
import zoneinfo

here = pathlib.Path(__file__).parent
source = (here / "../../Sources/TimeSeries/ZoneTable.swift").read_text()
utc = dt.timezone.utc
HOUR = 3600


def table():
    """The names in the table and the years it states."""
    for call in re.findall(r"\bat\(\s*([^()]*?from: [^()]*)\)", source):
        year = int(re.search(r"from: (\d+)", call).group(1))
        for name in re.findall(r'"([^"]+)"', call):
            if name != "Z":
                yield name, year


def offset(zone, seconds):
    return int(dt.datetime.fromtimestamp(seconds, utc).astimezone(zone).utcoffset().total_seconds()) // 60


def changes(zone, start, end):
    """Every change of the offset, found by halving steps of three days."""
    before, here = offset(zone, start), start
    while here < end:
        there = here + 72 * HOUR
        after = offset(zone, there)
        if after != before:
            low, high = here, there
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(zone, middle) == before else (low, middle)
            yield high, before, after
        before, here = after, there


def epoch(year):
    return int(dt.datetime(year, 1, 1, tzinfo=utc).timestamp())


def meant(zone, local, fold):
    naive = dt.datetime(1970, 1, 1) + dt.timedelta(seconds=local)
    return int(naive.replace(tzinfo=zone, fold=fold).utcoffset().total_seconds()) // 60


def lines(zone, year):
    start, early = epoch(max(1990, year)), epoch(max(1970, year))
    yield "at", early, offset(zone, early)
    for change, before, after in changes(zone, early, epoch(2036)):
        middle = change + (before + after) * 30
        # Python reads a skipped time with fold 1 on the clock after the change; there is but one such instant here.
        second = meant(zone, middle, 1) if after < before else meant(zone, middle, 0)
        yield "change", change, before, after, meant(zone, middle, 0), second
    for k in range(40):
        seconds = start + (epoch(2036) - start) * k // 40 // HOUR * HOUR + 12 * HOUR
        yield "at", seconds, offset(zone, seconds)


blocks = {}
for name, year in table():
    block = tuple(lines(zoneinfo.ZoneInfo(name), year))
    blocks.setdefault(block, []).append(name)
with open(here / "zones.csv", "w") as out:
    for block, names in blocks.items():
        print("zone," + " ".join(names), file=out)
        for line in block:
            print(*line, sep=",", file=out)
print(sum(map(len, blocks.values())), "zones in", len(blocks), "blocks")
