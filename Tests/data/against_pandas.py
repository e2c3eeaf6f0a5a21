#!/usr/bin/env python3
"""Tables of many kinds, read by engram and by pandas: both must give the same rows, or engram refuses by name.

    Tests/data/against_pandas.py [PROGRAM]

Each case is a table with what is right for it: values by time, as the case itself states them, so that a reading is wrong
even where pandas reads the same. Pandas, if it is installed, is asked with the arguments that its user would write.
Prints a line for each difference and exits with 1 if there is one.
"""
import datetime as dt
import os
import subprocess
import sys
import tempfile

try:
    import pandas
except ImportError:
    pandas = None

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ".build/release/engram"
ROWS = 60
DAYS = [dt.date(2019, 1, 1) + dt.timedelta(days=k) for k in range(ROWS)]
HOURS = [dt.datetime(2019, 1, 1) + dt.timedelta(hours=k) for k in range(ROWS)]
MONTHS = [(2010 + k // 12, k % 12 + 1) for k in range(ROWS)]
QUARTERS = [(1990 + k // 4, k % 4 + 1) for k in range(ROWS)]
VALUES = [100 + (k * 37 % 61) / 4 for k in range(ROWS)]
EPOCH = dt.datetime(1970, 1, 1)


def table(cells, values=None, header="Date,x", sep=",", end="\n"):
    values = values or [repr(v) for v in VALUES]
    return header.replace(",", sep) + end + "".join(f"{c}{sep}{v}{end}" for c, v in zip(cells, values))


def quoted(texts):
    return [f'"{t}"' for t in texts]


day = [d.isoformat() for d in DAYS]
hour = [h.isoformat() + "Z" for h in HOURS]
month = [f"{y}-{m:02}" for y, m in MONTHS]
quarter = [f"{y}-Q{q}" for y, q in QUARTERS]
seconds = [int((dt.datetime(d.year, d.month, d.day) - EPOCH).total_seconds()) for d in DAYS]
midnight = [d + "T00:00:00Z" for d in day]
# name, text, options, times, values (None: must be refused), arguments for pandas (None: not asked)
CASES = []


def case(name, text, times=day, values=VALUES, options="", pandas_arguments=None):
    CASES.append((name, text, options, times, values, pandas_arguments))


def refused(name, text, options=""):
    CASES.append((name, text, options, None, None, None))


PLAIN = {"parse_dates": [0], "index_col": 0}

# Dates of days.
for name, form in [
    ("iso", "%Y-%m-%d"), ("slashes", "%Y/%m/%d"), ("dots, year first", "%Y.%m.%d"), ("english", "%d %b %Y"),
    ("hyphens", "%d-%b-%Y"), ("full month", "%d %B %Y"), ("year, month name", "%Y-%b-%d"), ("compact", "%Y%m%d"),
    ("weekday", "%a %d %b %Y"),
]:
    case("day: " + name, table([d.strftime(form) for d in DAYS]), pandas_arguments=PLAIN)
case("day: month first", table([d.strftime("%m/%d/%Y") for d in DAYS]), pandas_arguments=PLAIN)
case("day: day first", table([d.strftime("%d/%m/%Y") for d in DAYS]), pandas_arguments={**PLAIN, "dayfirst": True})
case("day: german", table([d.strftime("%d.%m.%Y") for d in DAYS], header="Datum,x"),
     pandas_arguments={**PLAIN, "dayfirst": True})
case("day: US, short", table([f"{d.month}/{d.day}/{d.year}" for d in DAYS]), pandas_arguments=PLAIN)
case("day: comma", table(quoted(d.strftime("%b %d, %Y") for d in DAYS)), pandas_arguments=PLAIN)
case("day: weekday, comma", table(quoted(d.strftime("%a, %d %b %Y") for d in DAYS)), pandas_arguments=PLAIN)
german = ["Januar", "Februar", "März"]
case("day: german months", table([f"{d.day}. {german[d.month - 1]} {d.year}" for d in DAYS]))
french = ["janvier", "février", "mars"]
case("day: french months", table([f"{d.day} {french[d.month - 1]} {d.year}" for d in DAYS]))
spanish = ["enero", "febrero", "marzo"]
case("day: spanish months", table([f"{d.day} de {spanish[d.month - 1]} de {d.year}" for d in DAYS]))
case("day: SAS", table([d.strftime("%d%b%Y") for d in DAYS]), pandas_arguments=PLAIN)
case("day: ISO week", table([f"{d.isocalendar()[0]}-W{d.isocalendar()[1]:02}-{d.isocalendar()[2]}" for d in DAYS]))
short = ["janv.", "févr.", "mars"]
case("day: french abbreviations", table([f"{d.day} {short[d.month - 1]} {d.year}" for d in DAYS]))
case("day: midnight", table([d + " 00:00:00" for d in day]), pandas_arguments=PLAIN)
case("day: midnight in Tokyo", table([d + " 00:00:00+09:00" for d in day]))
case("day: midnight in New York", table([d + "T00:00:00-05:00" for d in day]))
case("day: midnight, UTC", table([d + " 00:00:00+00:00" for d in day]))
case("day: numbers named Datum", table([d.strftime("%Y%m%d") for d in DAYS], header="Datum,Kurs"))
case("day: numbers named nothing usual", table([d.strftime("%Y%m%d") for d in DAYS], header="k,x"))
case("day: year, month, day", "Year,Month,Day,x\n" + "".join(
    f"{d.year},{d.month},{d.day},{v!r}\n" for d, v in zip(DAYS, VALUES)))
case("day: descending", table(day[::-1], [repr(v) for v in VALUES[::-1]]), pandas_arguments=PLAIN)
case("day: by name, not first", "published,date,x\n" + "".join(
    f"2020-02-{1 + k % 28:02},{d},{v!r}\n" for k, (d, v) in enumerate(zip(day, VALUES))))
case("day: serial numbers", table([43466 + k for k in range(ROWS)]), options="epoch=excel")

# Times of day.
for name, form in [
    ("iso", "%Y-%m-%dT%H:%M:%S"), ("blank", "%Y-%m-%d %H:%M:%S"), ("minutes", "%Y-%m-%d %H:%M"),
    ("fraction", "%Y-%m-%d %H:%M:%S.000"), ("UTC", "%Y-%m-%d %H:%M:%S UTC"), ("Z", "%Y-%m-%dT%H:%M:%SZ"),
    ("offset", "%Y-%m-%dT%H:%M:%S+00:00"), ("compact", "%Y%m%d%H%M%S"), ("compact, blank", "%Y%m%d %H%M%S"),
    ("US", "%m/%d/%Y %H:%M"), ("AM", "%m/%d/%Y %I:%M %p"), ("AM with seconds", "%Y-%m-%d %I:%M:%S %p"),
]:
    asks = None if "compact" in name else {**PLAIN, "date_format": form.replace("UTC", "%Z") if name == "UTC" else form}
    case("time: " + name, table([h.strftime(form) for h in HOURS]), times=hour, pandas_arguments=asks)
case("time: one digit", table([f"1/{h.day}/2019 {h.hour}:{h.minute:02}" for h in HOURS]), times=hour)
case("time: date and time", "Date,Time,x\n" + "".join(
    f"{h:%Y.%m.%d},{h:%H:%M},{v!r}\n" for h, v in zip(HOURS, VALUES)), times=hour)
case("time: date and hour", "Date,Hour,x\n" + "".join(
    f"{h:%Y-%m-%d},{h.hour},{v!r}\n" for h, v in zip(HOURS, VALUES)), times=hour)
case("time: year to hour", "year,month,day,hour,x\n" + "".join(
    f"{h.year},{h.month},{h.day},{h.hour},{v!r}\n" for h, v in zip(HOURS, VALUES)), times=hour)
case("time: parts named", "d,t,x\n" + "".join(
    f"{h:%Y-%m-%d},{h:%H:%M:%S},{v!r}\n" for h, v in zip(HOURS, VALUES)), times=hour, options="date=d%2Bt")
case("time: 24 hours", table(
    [(h - dt.timedelta(hours=1)).strftime("%Y-%m-%d ") + f"{(h - dt.timedelta(hours=1)).hour + 1:02}:00" for h in HOURS]),
     times=hour)
case("time: Berlin", table([(h + dt.timedelta(hours=1)).strftime("%Y-%m-%d %H:%M") for h in HOURS]), times=hour,
     options="zone=Europe/Berlin")
case("time: days of Tokyo", table([(dt.datetime(d.year, d.month, d.day) - dt.timedelta(hours=9)).isoformat() + "Z" for d in DAYS]),
     options="zone=Asia/Tokyo")
for name, factor in [("s", 1), ("ms", 10**3), ("us", 10**6), ("ns", 10**9)]:
    for header in ["timestamp,x", "open_time,x", "ts,x", "q,x"]:
        case(f"epoch: {name} named {header[:-2]}", table([s * factor for s in seconds], header=header), times=midnight)
    case(f"epoch: {name}, said", table([s * factor for s in seconds]), times=midnight, options=f"epoch={name}")

# Months, quarters, weeks, years.
for name, form in [
    ("iso", "%Y-%m"), ("slash", "%Y/%m"), ("name", "%b %Y"), ("full name", "%B %Y"), ("name, hyphen", "%b-%Y"),
    ("IMF", "%YM%m"), ("number", "%Y%m"), ("month first", "%m/%Y"),
]:
    case("month: " + name, table([dt.date(y, m, 1).strftime(form) for y, m in MONTHS], header="Month,x"), times=month)
case("month: year and month", "Year,Month,x\n" + "".join(
    f"{y},{m},{v!r}\n" for (y, m), v in zip(MONTHS, VALUES)), times=month)
case("month: year and name", "Year,Month,x\n" + "".join(
    f"{y},{dt.date(y, m, 1):%b},{v!r}\n" for (y, m), v in zip(MONTHS, VALUES)), times=month)
case("month: decimal year", table([f"{y + (m - 1) / 12:.3f}" for y, m in MONTHS], header="Year,x"), times=month)
case("month: middle, decimal year", table([f"{y + (m - 0.5) / 12:.4f}" for y, m in MONTHS], header="decimal,x"), times=month,
     options="date=decimal")
for name, form in [("hyphen", "{}-Q{}"), ("plain", "{}Q{}"), ("blank", "{} Q{}"), ("first", "Q{1} {0}"), ("slash", "Q{1}/{0}")]:
    case("quarter: " + name, table([form.format(y, q) for y, q in QUARTERS], header="Quarter,x"), times=quarter)
mondays = [dt.date(2018, 1, 1) + dt.timedelta(weeks=k) for k in range(ROWS)]
case("week: iso", table(["{}-W{:02}".format(*d.isocalendar()[:2]) for d in mondays], header="Week,x"),
     times=[d.isoformat() for d in mondays])
for header in ["Year,x", "Years,x", "Jahr,x", "Año,x", "jaar,x", "v,x"]:
    case("year: " + header, table(range(1900, 1960), header=header), times=[str(y) for y in range(1900, 1960)])
case("year: no header", "".join(f"{1900 + k},{v!r}\n" for k, v in enumerate(VALUES)), times=[str(y) for y in range(1900, 1960)])

# Numbers.
big = [4000 + v for v in VALUES]
mixed = [900 + 10 * k + 0.25 for k in range(ROWS)]
for name, write, values in [
    ("grouped", lambda v: f'"{v:,.2f}"', big), ("crosses 1000", lambda v: f'"{v:,.2f}"', mixed),
    ("millions", lambda v: f'"{v * 1000:,.0f}"', [v * 1000 for v in big]),
    ("dollar", lambda v: f"${v:.2f}", VALUES), ("euro after", lambda v: f"{v:.2f} €", VALUES),
    ("pound, grouped", lambda v: f'"£{v:,.2f}"', big), ("code", lambda v: f"USD {v:.2f}", VALUES),
    ("percent", lambda v: f"{v:.2f}%", VALUES), ("percent, blank", lambda v: f"{v:.2f} %", VALUES),
    ("science", lambda v: f"{v:.6e}", VALUES), ("plus", lambda v: f"+{v!r}", VALUES),
    ("negative", lambda v: repr(-v), [v for v in VALUES]),
    ("apostrophes", lambda v: f"{v:,.2f}".replace(",", "'"), big), ("blanks", lambda v: f"{v:,.2f}".replace(",", " "), big),
    ("no-break blanks", lambda v: f"{v:,.2f}".replace(",", "\u00a0"), big),
    ("narrow blanks", lambda v: f"{v:,.2f}".replace(",", "\u202f"), big),
    ("long minus", lambda v: f"\u2212{v!r}", VALUES),
]:
    sign = -1 if name in ("negative", "long minus") else 1
    right = [sign * round(v, 2) for v in values]
    if name == "millions":
        right = [round(v * 1000) for v in values]
    case("number: " + name, table(day, [write(v) for v in values]), values=right,
         options="minus=unicode" if name == "long minus" else "",
         pandas_arguments={**PLAIN, "thousands": ","} if name in ("grouped", "crosses 1000", "millions") else None)
case("number: K, M and B", table(day, [f"{v:.2f}{'KMB'[k % 3]}" for k, v in enumerate(VALUES)]),
     values=[round(v * 100) * 10 ** (3 * (k % 3) + 1) for k, v in enumerate(VALUES)])
case("number: german", table(day, [f"{v:,.2f}".translate(str.maketrans(",.", ".,")) for v in big], sep=";"), values=big,
     pandas_arguments={**PLAIN, "sep": ";", "decimal": ",", "thousands": "."})
case("number: german, small", table(day, [f"{v:.2f}".replace(".", ",") for v in VALUES], sep=";"),
     pandas_arguments={**PLAIN, "sep": ";", "decimal": ","})
case("number: comma in quotes", table(day, [f'"{v:.2f}"'.replace(".", ",") for v in VALUES]),
     pandas_arguments={**PLAIN, "decimal": ","})
case("number: tabs", table(day, sep="\t"), pandas_arguments={**PLAIN, "sep": "\t"})
case("number: a comma column beside a point column", "Date;a;x\n" + "".join(
    f"{d};{v:.2f};{v:.4f}\n".replace(".", ",", 1) if False else f"{d};" + f"{v:.2f}".replace(".", ",") + f";{v:.2f}\n"
    for d, v in zip(day, VALUES)), options="value=x")
gaps = [repr(v) if k % 7 else "-999.0" for k, v in enumerate(VALUES)]
case("missing: -999 said", table(day, gaps), times=[d for k, d in enumerate(day) if k % 7],
     values=[v for k, v in enumerate(VALUES) if k % 7], options="missing=-999",
     pandas_arguments={**PLAIN, "na_values": [-999]})
for marker in ["", "NA", "N/A", "nan", "null", ".", "-", "--", "#N/A", "ND"]:
    case(f"missing: {marker!r}", table(day, [repr(v) if k % 7 else marker for k, v in enumerate(VALUES)]),
         times=[d for k, d in enumerate(day) if k % 7], values=[v for k, v in enumerate(VALUES) if k % 7])

# Shapes.
case("shape: lines before", "Station 5\nunits: m\n\n" + table(day), pandas_arguments={**PLAIN, "skiprows": 3})
case("shape: lines before, said", "a,b\nc,d\n" + table(day), options="skip=2", pandas_arguments={**PLAIN, "skiprows": 2})
case("shape: units", table(["yyyy-mm-dd"] + day, ["degC"] + [repr(v) for v in VALUES]),
     pandas_arguments={**PLAIN, "skiprows": [1]})
case("shape: yfinance, one ticker", "Price,x\nTicker,AAA\nDate,\n" + table(day)[len("Date,x\n"):])
case("shape: footer", table(day) + "\nSource: an office\nDownloaded today\n")
case("shape: empty rows", table(day) + ",\n,\n")
case("shape: blanks", table(day) + "   \n\n")
case("shape: sep=", "sep=;\n" + table(day, sep=";"), pandas_arguments={**PLAIN, "skiprows": 1, "sep": ";"})
case("shape: single quotes", table([f"'{d}'" for d in day], [f"'{v!r}'" for v in VALUES], header="'Date','x'"),
     pandas_arguments={**PLAIN, "quotechar": "'"})
case("shape: blank before quotes", table(day, [f' "{v!r}"' for v in VALUES], header='Date, "x"'),
     pandas_arguments={**PLAIN, "skipinitialspace": True})
case("shape: data frame", ",Date,x\n" + "".join(f"{k},{d},{v!r}\n" for k, (d, v) in enumerate(zip(day, VALUES))))
case("shape: blanks between", table(day, sep="   "), options="delimiter=space", pandas_arguments={**PLAIN, "sep": r"\s+"})
case("shape: another delimiter", table(day, sep="^"), options="delimiter=^", pandas_arguments={**PLAIN, "sep": "^"})
case("shape: carriage returns", table(day, end="\r"))
case("shape: a column left out", "Date,y,x\n" + "".join(f"{d},7a,{v!r}\n" for d, v in zip(day, VALUES)), options="drop=y")
case("shape: long", "date,shop,x\n" + "".join(
    f"{d},A,{v!r}\n" for d, v in zip(day, VALUES)), options="key=shop")

# Refused by name.
for odd in [5, 55]:
    refused(f"refused: a text among dates, row {odd}", table([d if k != odd else "unknown" for k, d in enumerate(day)], header="Datum,x"))
    refused(f"refused: no date, row {odd}", table([d if k != odd else "" for k, d in enumerate(day)], header="Datum,x"))
    refused(f"refused: a text among numbers, row {odd}", table(day, [repr(v) if k != odd else "12 or so" for k, v in enumerate(VALUES)]))
    refused(f"refused: mixed currencies, row {odd}", table(day, [("€" if k == odd else "$") + repr(v) for k, v in enumerate(VALUES)]))
    refused(f"refused: percent among numbers, row {odd}", table(day, [repr(v) + ("%" if k == odd else "") for k, v in enumerate(VALUES)]))
    refused(f"refused: no such day, row {odd}", table([d if k != odd else "2019-02-30" for k, d in enumerate(day)]))
    refused(f"refused: another form, row {odd}", table([d if k != odd else "1/2/2019" for k, d in enumerate(day)]))
    refused(f"refused: total, row {odd}", table([d if k != odd else "Total" for k, d in enumerate(day)], header="Datum,x"))
    refused(f"refused: a change of unit, row {odd}", table([s * (1000 if k < odd else 10**6) for k, s in enumerate(seconds)], header="ts,x"),
            options="epoch=ms&date=ts")
refused("refused: quarters as fractions", table([f"{y}.{q}" for y, q in QUARTERS]))
refused("refused: seasons", table([f"{1960 + k}-{(61 + k) % 100:02}" for k in range(ROWS)], header="Season,x"))
refused("refused: clock times", table([f"{1000 + k}" for k in range(ROWS)], header="Time,x"))
refused("refused: years across", "name," + ",".join(str(1960 + k) for k in range(ROWS)) + "\n" + "".join(
    f"c{r}," + ",".join(repr(v + r) for v in VALUES) + "\n" for r in range(45)))
refused("refused: week numbers", table([f"KW {k + 1} 2019" for k in range(ROWS)], header="Woche,x"))
refused("refused: either order", table([f"{1 + k % 12}/{1 + k // 12}/2019" for k in range(ROWS)]))
refused("refused: either sign", table(day, [f'"{1 + k % 9},{100 + k}"' for k in range(ROWS)]))
refused("refused: long without a key", "date,shop,x\n" + "".join(
    f"{d},{s},{v + n!r}\n" for d, v in zip(day, VALUES) for n, s in enumerate("AB")))
refused("refused: microseconds", table([f"2019-01-01 09:30:00.{k:06}" for k in range(ROWS)]))
refused("refused: JSON", '{"Information": "quota"}\n')
refused("refused: a cut last row", table(day)[:-1] + "\n2019-03")


def engram(text, options, arguments=()):
    with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="", encoding="utf-8", delete=False) as file:
        file.write(text)
    try:
        done = subprocess.run(
            [PROGRAM, "align", "--raw", *arguments, "csv:" + file.name + ("?" + options if options else "")],
            capture_output=True, text=True, timeout=30)
    finally:
        os.unlink(file.name)
    if done.returncode:
        return None, done.stderr.strip()
    lines = [line.split(",") for line in done.stdout.strip().split("\n")]
    return {line[0]: [float(v) for v in line[1:]] for line in lines[1:]}, done.stderr


def by_pandas(text, arguments):
    import io
    frame = pandas.read_csv(io.StringIO(text), **arguments)
    frame = frame.dropna().sort_index()
    return [float(v) for v in frame.iloc[:, -1]], [t.to_pydatetime().replace(tzinfo=None) for t in frame.index]


def same(a, b):
    return len(a) == len(b) and all(abs(x - y) <= 1e-9 * max(1, abs(y)) for x, y in zip(a, b))


wrong = asked = 0
for name, text, options, times, values, arguments in CASES:
    found, said = engram(text, options)
    if values is None:
        lines = said.split("\n")
        if found is not None:
            wrong += 1
            print(f"{name}: read, and must be refused")
        elif len([line for line in lines if line.startswith("Error")]) != 1 or len(lines) > 3:
            wrong += 1
            print(f"{name}: refused in {len(lines)} lines")
        continue
    right = dict(sorted(zip(times, values)))
    if found is None:
        wrong += 1
        print(f"{name}: refused: {said[-300:]}")
        continue
    column = [v[-1] for v in found.values()]
    if list(found) != list(right) or not same(column, list(right.values())):
        wrong += 1
        print(f"{name}: {list(found.items())[:2]} where {list(right.items())[:2]} is right")
        continue
    if pandas is not None and arguments is not None:
        asked += 1
        try:
            theirs, index = by_pandas(text, arguments)
        except Exception as error:  # What pandas cannot read is no fault of engram's.
            print(f"note: {name}: pandas: {error}")
            continue
        mine = [dt.datetime.fromisoformat(t.rstrip("Z")) for t in found]
        if not same(column, theirs) or mine != index:
            wrong += 1
            print(f"{name}: pandas has {theirs[:2]} at {index[:2]}, engram {column[:2]} at {mine[:2]}")
# Periods: the right values are those of groups that the periods of the calendar make; pandas resamples beside it.
STAMPS = [dt.datetime(2019, 1, 1) + dt.timedelta(minutes=7 * k + 40 * (k // 97)) for k in range(9000)]
SERIES = [None if k % 41 == 3 else round(100 + (k * 37 % 611) / 8, 3) for k in range(16000)]
PERIODS = {
    "15min": lambda t: (t - EPOCH) // dt.timedelta(minutes=15), "1h": lambda t: (t - EPOCH) // dt.timedelta(hours=1),
    "6h": lambda t: (t - EPOCH) // dt.timedelta(hours=6), "day": lambda t: (t - EPOCH).days,
}
LONG = {
    "week": lambda t: ((t - EPOCH).days - 2) // 7, "2week": lambda t: ((t - EPOCH).days - 2) // 7 // 2,
    "month": lambda t: (t.year, t.month), "quarter": lambda t: (t.year, (t.month - 1) // 3),
    "6month": lambda t: (t.year, (t.month - 1) // 6), "year": lambda t: t.year,
}
FREQUENCIES = {"15min": "15min", "1h": "1h", "6h": "6h", "day": "1D", "week": "W-FRI", "month": "ME", "quarter": "QE", "year": "YE"}
TAKEN = {"last": lambda v: v[-1], "first": lambda v: v[0], "mean": lambda v: sum(v) / len(v), "sum": sum}


def resampled(times, written, periods):
    global wrong, asked
    count = 0
    text = table(written, ["" if v is None else repr(v) for v in SERIES[:len(times)]])
    for period, key in periods.items():
        groups = {}
        for t, v in zip(times, SERIES):
            if v is not None:
                groups.setdefault(key(t), []).append(v)
        for how, take in TAKEN.items():
            count += 1
            found, said = engram(text, "", ["--resample", period, "--aggregate", how])
            column = [v[-1] for v in found.values()] if found else None
            if column is None or not same(column, [take(v) for v in groups.values()]):
                wrong += 1
                print(f"resample {period}, {how}: {column and column[:3]} {said[-200:]}")
            if pandas is None or period not in FREQUENCIES:
                continue
            asked += 1
            frame = pandas.Series(SERIES[:len(times)], index=pandas.DatetimeIndex(times), dtype=float).dropna()
            theirs = frame.resample(FREQUENCIES[period])
            theirs = (theirs.sum(min_count=1) if how == "sum" else getattr(theirs, how)()).dropna()
            if column is not None and not same(column, list(theirs)):
                wrong += 1
                print(f"resample {period}, {how}: pandas has {list(theirs)[:3]}, engram {column[:3]}")
    return count


DATES = [dt.datetime(1960, 3, 4) + dt.timedelta(days=k + k // 11) for k in range(16000)]
MONTHLY = [dt.datetime(1950 + k // 12, k % 12 + 1, 1) for k in range(900)]
periods = resampled(STAMPS, [t.isoformat() + "Z" for t in STAMPS], PERIODS)
periods += resampled(DATES, [t.date().isoformat() for t in DATES], LONG)
periods += resampled(MONTHLY, [f"{t:%Y-%m}" for t in MONTHLY], {p: LONG[p] for p in ("quarter", "6month", "year")})
print(f"{len(CASES)} tables and {periods} periods, {asked} of them also read by pandas, {wrong} wrong")
sys.exit(1 if wrong else 0)
