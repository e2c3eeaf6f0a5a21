"""measure.py [--quick] [PART ...]: times everything, beside the peers turn by turn, and writes .build/performance.json.

--quick is a smoke test: engram alone, one size, few runs, small files, .build/quick.json.
PART names what is timed again: training, threads, growth, reading, command, parts or cold. The rest stays as it is there.
Whatever is compared runs on one core of its own (taskset -c 0); the report and the training on several threads are not
pinned.
"""

import importlib.metadata
import json
import os
import platform
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

quick = "--quick" in sys.argv[1:]
here = os.path.dirname(os.path.abspath(__file__))
root = os.path.dirname(here)
build = os.path.join(root, ".build", "release")
pinned = ["taskset", "-c", "0"] if shutil.which("taskset") else []
rounds = 1 if quick else 3
sizes = ["500,5,16", "500,5,16,gru"] if quick else [
    "500,5,16", "1000,5,32", "3000,5,64", "3000,5,128", "1000,5,256", "1000,32,32", "1000,128,32",
    *(f"1000,5,{H},{cell}" for cell in ("gru", "lstm") for H in (16, 32, 64, 128))]
# The same with the vectors of AVX2, on a machine that has longer ones.
narrow = ["500,5,16,elman,level3"] if quick else [
    *(f"{T},5,{H},elman,level3" for T, H in ((500, 16), (1000, 32), (3000, 64), (3000, 128))),
    *(f"1000,5,{H},{cell},level3" for cell in ("gru", "lstm") for H in (32, 64))]
readers = [] if quick else ["pandas", "pandas-pyarrow", "polars", "duckdb", "duckdb-table"]


def lines(command, **environment):
    """What a program prints, a JSON object a line."""
    done = subprocess.run(
        [str(word) for word in command], stdout=subprocess.PIPE, text=True, cwd=root, env={**os.environ, **environment}
    )
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed with status {done.returncode}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def engram(*arguments, cores=pinned):
    return lines([*cores, os.path.join(build, "engram-benchmark"), *arguments])


def peer(script, *arguments):
    command = [*pinned, sys.executable, os.path.join(here, "peers", script), *arguments]
    return lines(command, POLARS_MAX_THREADS="1")


def merged(turns):
    """Lines that differ only in what was measured become one, with all of its times and the most memory."""
    whole = {}
    for line in turns:
        measured = {"ms", "sum", "addedKB"}
        key = tuple((name, value) for name, value in line.items() if name not in measured)
        if key in whole:
            whole[key]["ms"] += line["ms"]
            if "addedKB" in line:
                whole[key]["addedKB"] = max(whole[key]["addedKB"], line["addedKB"])
        else:
            whole[key] = line
    return list(whole.values())


def peak():
    """The most that one core can do, in GFLOP/s, as peak.c says: the most that was seen in all rounds."""
    def most(rates, seen):
        for name, rate in rates.items():
            if isinstance(rate, dict):
                most(rate, seen.setdefault(name, {}))
            elif name != "check":
                seen[name] = max(rate, seen.get(name, 0))

    for line in lines([*pinned, os.path.join(here, ".build", "peak")]):
        most(line, found["peak"])


def training():
    turns = []
    has_longer = engram("epochs", 1, "20,1,2")[0]["kernel"] == "level4"
    for _ in range(rounds):
        for size in sizes + (narrow if has_longer else []):
            peak()
            turns += engram("epochs", 5, size)
            if not quick:
                turns += peer("training.py", 3, 16, size, *([] if size in narrow else ["torch-rnn"]), "jax-scan")
                if size.count(",") == 2:
                    turns += peer("training.py", 1, 16, size, "torch-loop")
    return merged(turns)


def threads():
    counts = [n for n in (1, 2, 4, 8, 16, 32) if n <= os.cpu_count()]
    size, networks = (("500,5,16", 32) if quick else ("1000,5,32", 64))
    turns = []
    for _ in range(1 if quick else 5):
        for count in counts:
            turns += engram("ensemble", 2, size, networks, count, cores=[])
        turns += apart(size, networks, counts[-1])
    return merged(turns)


def apart(size, networks, programs):
    """As many programs at once, each with its share of the networks and one thread: what the machine has to give."""
    command = [os.path.join(build, "engram-benchmark"), "ensemble", "2", size, str(networks // programs), "1"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) for _ in range(programs)]
    printed = [program.communicate()[0] for program in running]
    if any(program.returncode for program in running):
        sys.exit(f"{' '.join(command)} failed")
    turns = [json.loads(text) for text in printed]
    # Done when the last is.
    ms = [max(times) for times in zip(*(line["ms"] for line in turns))]
    return [{**turns[0], "ms": ms, "networks": networks, "programs": programs}]


def growth():
    """How the cost grows: one thing at a time, all others as they are."""
    epochs = {
        "T": [f"{T},5,32" for T in (500, 1000, 2000, 4000, 8000)],
        "D": [f"1000,{D},32" for D in (2, 4, 8, 16, 32, 64)],
        "H": [f"1000,5,{H}" for H in (16, 32, 64, 128, 256)],
    }
    if quick:
        epochs = {name: some[:2] for name, some in epochs.items()}
    turns = {name: [] for name in [*epochs, "networks"]}
    for _ in range(rounds):
        for name, some in epochs.items():
            turns[name] += engram("epochs", 5, *some)
        for networks in (16, 32) if quick else (16, 32, 64, 128):
            turns["networks"] += engram("ensemble", 2, "1000,5,32", networks, 1)
    turns["sequences"] = [
        {"sequences": count, "ms": [each(count)[0]]} for _ in range(rounds) for count in counts_of_sequences]
    return {name: merged(some) for name, some in turns.items()}


def each(count):
    """The test of so many series, each by itself."""
    return program("test", "--each", os.path.join(folder, f"series-{count}.csv"))


def reading(folder, rows):
    """Three tables beside the peers; then shorter ones alone, which say how the cost grows."""
    table = []
    for _ in range(rounds):
        for name in ("daily", "minute", "returns"):
            path = os.path.join(folder, name + ".csv")
            with open(path, "rb") as file:
                while file.read(1 << 20):
                    pass
            turn = engram("reading", 3, path)
            for reader in readers:
                turn += peer("reading.py", reader, 3, path)
            assert len({(line["rows"], line["columns"]) for line in turn}) == 1, f"the readers do not agree on {path}"
            # Sums may differ in the last digits: they are not added in the same order.
            sums = [line["sum"] for line in turn]
            assert max(sums) - min(sums) <= 1e-9 * max(abs(sums[0]), rows), f"the readers do not agree on {path}"
            table += [{"file": name, "bytes": os.path.getsize(path), **line} for line in turn]
    lengths = []
    for _ in range(rounds):
        for name in [f"daily-{rows // part}" for part in (16, 8, 4, 2)] + ["daily"]:
            lengths += engram("reading", 5, os.path.join(folder, name + ".csv"))
    found["growth"]["rows"] = merged(lengths)
    return merged(table)


def program(*arguments):
    """Milliseconds and the most memory, in MB, of one run of engram."""
    start = time.perf_counter()
    child = subprocess.Popen(
        [os.path.join(build, "engram"), *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=root)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"engram {' '.join(arguments)} failed with status {child.returncode}")
    return (time.perf_counter() - start) * 1e3, usage.ru_maxrss / 1024


def command():
    starts = [program("--help")[0] for _ in range(5 if quick else 20)]
    timed = {"help": {"ms": starts}}
    if not quick:
        timed["first answer"] = {"ms": [first_answer() for _ in range(5)]}
        with tempfile.TemporaryDirectory() as reports:
            runs = [program("report", "--out", os.path.join(reports, str(k))) for k in range(2)]
        timed["report"] = {"ms": [run[0] for run in runs], "peakMB": max(run[1] for run in runs)}
        with tempfile.TemporaryDirectory() as report:
            wide = program("report", os.path.join(folder, "wide.csv"), "--surrogates", "0", "--out", report)
        timed["wide report"] = {"ms": [wide[0]], "peakMB": wide[1]}
        tests = [each(counts_of_sequences[-1]) for _ in range(3)]
        timed["test"] = {"ms": [run[0] for run in tests], "peakMB": max(run[1] for run in tests)}
    timed["long report"] = long_report()
    return timed


def first_answer():
    """Milliseconds until the report of the default study says whether the data have memory."""
    with tempfile.TemporaryDirectory() as reports:
        start = time.perf_counter()
        child = subprocess.Popen(
            [os.path.join(build, "engram"), "report", "--verbose", "--out", os.path.join(reports, "report")],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=root)
        if not any("0 there: " in line for line in child.stderr):
            sys.exit("engram report ended without an answer of rung 0")
        ms = (time.perf_counter() - start) * 1e3
        child.send_signal(signal.SIGINT)
        child.communicate()
    return ms


def long_report():
    """A study of a long table: everything but surrogates, each of which is such a study again."""
    window, epochs = (100, 1) if quick else (500, 3)
    with tempfile.TemporaryDirectory() as folder_of_report:
        ms, megabytes = program(
            "report", os.path.join(folder, "sensors.csv"), "--window", str(window), "--epochs", str(epochs), "--surrogates", "0",
            "--out", folder_of_report)
    return {"ms": [ms], "peakMB": megabytes, "rows": rows, "window": window, "epochs": epochs}


def cold():
    """A fresh clone with nothing cached: how long `make report` takes, and `make test` after it."""
    timed = {}
    with tempfile.TemporaryDirectory() as folder:
        clone = os.path.join(folder, "engram")
        subprocess.run(["git", "clone", "--quiet", root, clone], check=True)
        # SwiftPM keeps packages and clang its modules below this folder.
        environment = {**os.environ, "XDG_CACHE_HOME": os.path.join(folder, "cache")}
        for target in ("report", "test"):
            with open(os.path.join(folder, target + ".log"), "w") as log:
                before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
                done = subprocess.run(
                    ["make", target], cwd=clone, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
                seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
            if done.returncode != 0:
                with open(log.name) as file:
                    sys.exit(f"make {target} failed in a fresh clone:\n" + "".join(file.readlines()[-20:]))
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            timed[target] = {"seconds": round(seconds, 1), "cpuSeconds": round(cpu, 1)}
            print(f"make {target}: {seconds:.0f} s, {cpu:.0f} s of CPU", file=sys.stderr, flush=True)
    return timed


def parts():
    """Parts of the default study, as lines of text: the rungs of the ladder, and the writing of the report."""
    [found] = engram("rungs")
    plain = found["parts"][0]["seconds"]
    rungs = ["{rows} rows, {columns} columns, one core".format(**found), ""] + [
        f"{part['part']:<58}{part['seconds']:>8.2f} s{part['seconds'] / plain:>8.1f} x" for part in found["parts"]]
    with tempfile.TemporaryDirectory() as folder:
        [found] = engram("writing", os.path.join(folder, "report"), cores=[])
    writing = ["{bytes:,} bytes, after an analysis of {analysis} s".format(**found), ""] + [
        f"{name:<10}{times['best']:>8.3f} s at best{times['worst']:>8.3f} s at worst"
        for name, times in found["parts"].items()]
    return {"rungs": "\n".join(rungs), "report": "\n".join(writing)}


def machine():
    with open("/proc/cpuinfo") as file:
        about = dict(line.split(":", 1) for line in file.read().split("\n\n")[0].splitlines())
    about = {name.strip(): value.strip() for name, value in about.items()}
    release = platform.freedesktop_os_release() if hasattr(platform, "freedesktop_os_release") else {}
    swift = subprocess.run(["swift", "--version"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    numbers = [about[name] for name in ("cpu family", "model") if name in about]
    return {
        "processor": about.get("model name", platform.machine()),
        "family and model": ", ".join(numbers),
        "architecture": platform.machine(),
        "cores": os.cpu_count(),
        "system": release.get("PRETTY_NAME", platform.system()),
        "swift": next((word for word in swift.split() if word[0].isdigit()), ""),
    }


def versions():
    names = ["torch", "jax", "pandas", "pyarrow", "polars", "duckdb", "numpy"]
    return {"python": platform.python_version(), **{name: importlib.metadata.version(name) for name in names}}


counts_of_sequences = [10, 20] if quick else [125, 250, 500, 1000]
rows = 50_000 if quick else 1_000_000
folder = os.path.join(here, ".build", f"data-{rows}")
subprocess.run([sys.executable, os.path.join(here, "data.py"), folder, str(rows), *map(str, counts_of_sequences)], check=True)
parts_by_name = {
    "training": training,
    "threads": threads,
    "growth": growth,
    "reading": lambda: reading(folder, rows),
    "command": command,
    "parts": lambda: {} if quick else parts(),
    "cold": lambda: {} if quick else cold(),
}
again = [name for name in sys.argv[1:] if name != "--quick"]
if unknown := [name for name in again if name not in parts_by_name]:
    sys.exit(f"there is no part {unknown[0]}: it is one of {', '.join(parts_by_name)}")
results = os.path.join(here, ".build", "quick.json" if quick else "performance.json")
found = {"machine": machine(), "versions": {} if quick else versions(), "peak": {}}
if again:
    with open(results) as file:
        before = json.load(file)
    if before["machine"] != found["machine"]:
        sys.exit(f"{results} is of another machine, {before['machine']}: measure everything")
    found = {**before, "peak": before["peak"] if "training" not in again else {}}


for name, measure in parts_by_name.items():
    if again and name not in again:
        continue
    start = time.perf_counter()
    found[name] = measure()
    print(f"{name}: {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    # What there is, is kept if a later part fails.
    with open(results, "w") as file:
        json.dump(found, file, indent=1)
        file.write("\n")
