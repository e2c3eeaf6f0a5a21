"""Every kind of attack that docs/security.md promises to withstand, with a generator of its members. See Tests/attacks/run."""
import base64, hashlib, itertools, json, os, re, shutil, signal, subprocess, sys, threading, time, urllib.parse
import tracing
from place import *

HEAD = "engram_source: 1\ntitle: t\nname: "
TABLE = "format: {type: csv}\nrows: {date: date, value: v}\n"


def tap(place):
    return place.write("tap", f"#!/bin/sh\ntouch {place.here}/ran\nprintf 'date,v\\n'\n"
                       "for d in 1 2 3 4 5 6; do for i in 1 2 3 4 5 6 7 8 9; do echo 2020-0$d-0$i,$i.$d; done; done\n", 0o755)


# 1. A folder that one walks into.

def carriers(place, server):
    """What a folder may hold that would run a program or send a key: files, the request, and what the refusal names."""
    key = f"request: {{url: '{server.url('/steal')}', secret: {{env: BANK, query: q}}}}\n"
    header = f"request: {{url: '{server.url('/steal')}', secret: {{env: BANK, header: X-K}}}}\n"
    run = "run the program './tap'"
    sent = f"send the secret BANK to 127.0.0.1:{server.port}"
    for name in ("cboe", "ecb", "market", "mine"):
        yield {f"sources/{name}.yaml": HEAD + f"{name}\nfirst_of: {{X: ['exec:./tap']}}\n"}, [f"{name}:X"], run, 0
        yield {f"sources/{name}.yml": HEAD + f"{name}\n" + key + TABLE}, [f"{name}:all"], sent, 0
    yield {"sources/a.json": json.dumps({"engram_source": 1, "title": "t", "name": "fred",
                                         "first_of": {"X": ["random:ar1", "exec:./tap"]}})}, ["fred:X"], run, 0
    yield {"sources/m.yaml": HEAD + "m\n" + header + TABLE}, ["x=m:all"], sent, 0
    yield {"sources/m.yaml": HEAD + "m\nfirst_of: {X: ['first:exec:./tap,random:ar1']}\n"}, ["m:X"], run, 0
    for request in ("exec:./tap", "x=exec:./tap", "first:random:ar1,exec:./tap", "exec:'./tap'"):
        yield {"s.yaml": f"sources: [\"{request}\"]\n"}, ["s.yaml"], run, 0
    yield {"s.yaml": "sources: ['exec:./tap?secret=BANK']\n"}, ["s.yaml"], "with the secret BANK", 0
    yield {"s.yaml": "sources: ['m:X']\n", "sources/m.yaml": HEAD + "m\nfirst_of: {X: ['exec:./tap']}\n"}, ["s.yaml"], run, 0
    yield {"g.yaml": "grid: {sources: [['exec:./tap'], ['random:ar1']]}\nepochs: 2\n"}, ["g.yaml"], run, "sweep"


def trust():
    server = Server(lambda h: reply(h, table()))
    count = 0
    probe = Place()
    for files, request, words, kind in list(carriers(probe, server)):
        commands = ["sweep"] if kind == "sweep" else ["fetch", "align", "report", "fixture"]
        place = Place()
        tap(place)
        for name, text in files.items():
            place.write(name, text)
        for command in commands:
            more = {"report": SMALL, "fixture": [], "sweep": ["--quiet"]}.get(command, [])
            first = ["fixture", "record", "new"] if command == "fixture" else [command]
            done = place.run(*first, *request, "--allow-private", *more, env={"BANK": "p4ssw0rd-of-bank"})
            need(done.returncode in (2, 3), f"{files} {command}: ended with {done.returncode} {done.err}")
            need(words in done.err.decode() and "not trusted" in done.err.decode(), f"{files} {command}: {done.err}")
            need(not os.path.exists(place.here + "/ran") and not server.asked, f"{files} {command}: something ran or was sent")
            count += 1
        # With consent it works, until anything changes.
        trusted = sorted(files)
        for name in trusted:
            need(place.run("trust", name).returncode == 0, f"{name} cannot be trusted")
        if kind != "sweep":
            done = place.run("fetch", *request, "--allow-private", env={"BANK": "p4ssw0rd-of-bank"})
            need("not trusted" not in done.err.decode(), f"{files}: trusted, and refused: {done.err}")
            need(os.path.exists(place.here + "/ran") or server.asked or "random" in str(files), f"{files}: nothing happened")
            server.asked.clear()
            if os.path.exists(place.here + "/ran"):
                os.remove(place.here + "/ran")
            place.write(trusted[-1], files[trusted[-1]] + " ")
            if "tap" in words:
                place.write("tap", open(place.here + "/tap").read() + "# changed\n", 0o755)
            done = place.run("fetch", *request, "--allow-private", env={"BANK": "p4ssw0rd-of-bank"})
            need(done.returncode == 3 and not os.path.exists(place.here + "/ran") and not server.asked,
                 f"{files}: changed, and still trusted: {done.err}")
    ok(f"1: {count} ways in which a folder would run a program, send a key or replace a source")


def found_cache():
    server = Server(lambda h: reply(h, table(), headers=[("Cache-Control", "max-age=9999")]))
    place = Place()
    urls = [server.url("/one.csv"), server.url("/two.csv")]
    for url in urls:
        need(place.run("fetch", url, "--allow-private", "--cache", "cache").returncode == 0, "no cache was made")
    place.run("report", urls[0], *SMALL, "--offline", "--out", "r")
    text = open(place.here + "/r/results.json").read()
    need("served by the cache in the working folder, ./cache" in text, "a cache in the folder is not named in the report")
    entries = sorted(os.listdir(place.here + "/cache/v1/entries"))
    a, b = (f"{place.here}/cache/v1/entries/{name}" for name in entries)
    shutil.copy(a, b)
    results = [place.run("fetch", url, "--offline") for url in urls]
    need(sorted(r.returncode for r in results) == [0, 3], "an entry of another request was used")
    ok("1: a cache that came with the folder is named, and its entries are checked against their keys")


# 2. What is not ours.

def links():
    server = Server(lambda h: reply(h, table()))
    count = 0
    for level in ("cache", "cache/v1", "cache/v1/tmp", "cache/v1/entries", "cache/v1/blobs", "cache/v1/locks",
                  "cache/v1/quarantine"):
        place = Place()
        os.makedirs(place.here + "/" + os.path.dirname(level), exist_ok=True)
        os.symlink(place.precious + ("/v1/tmp" if level.endswith("tmp") else ""), place.here + "/" + level)
        if level != "cache":
            for words in (["fetch", server.url("/a"), "--allow-private"], ["cache", "verify"], ["cache", "clear"], ["cache", "list"]):
                place.run(*words, "--cache", "cache")
                place.untouched(f"{words} with {level} a link")
                count += 1
    for command, name in itertools.product(("sweep", "calibrate"), ("points", "settings.json", "sweep.csv", "drafts", "outcomes.jsonl",
                                                                    "calibration.csv", ".engram-draft-1-2")):
        place = Place()
        place.write("g.yaml", f"sources: ['{SERIES}']\nepochs: 2\nnetworks: 2\ngrid: {{hidden: [2, 3]}}\n")
        os.makedirs(place.here + "/out")
        os.symlink(place.precious + ("" if name in ("points", "drafts") else "/index.html"), f"{place.here}/out/{name}")
        words = ["sweep", "g.yaml"] if command == "sweep" else ["calibrate", "--rows", "100", "--realisations", "1", "--processes", "uniform"]
        place.run(*words, "--out", "out", "--quiet")
        place.untouched(f"{command} with {name} a link")
        count += 1
    ok(f"2: {count} links at every level of caches, sweeps and calibrations")


def foreign():
    for name in ("drafts/chapter.tex", "slurm/submit", "settings.json", "points/000001.json", "sweep.csv"):
        place = Place()
        place.write("g.yaml", f"sources: ['{SERIES}']\nepochs: 2\nnetworks: 2\ngrid: {{hidden: [2, 3]}}\n")
        place.write("paper/" + name, "precious")
        done = place.run("sweep", "g.yaml", "--out", "paper", "--quiet")
        need(done.returncode == 1 and tree(place.here + "/paper") == {name: b"precious"}, f"sweep --out paper with {name}")
    for name in ("calibration.csv", "calibration.svg", "outcomes.jsonl"):
        place = Place()
        place.write("c/" + name, "precious")
        done = place.run("calibrate", "--rows", "100", "--realisations", "1", "--processes", "uniform", "--out", "c", "--quiet")
        need(done.returncode == 1 and tree(place.here + "/c") == {name: b"precious"}, f"calibrate --out c with {name}: {done.err}")
    place = Place()
    place.run("report", SERIES, *SMALL, "--out", "r")
    for name in ("01-plot.svg", "notes.txt", "results.json.bak", ".hidden", "states-mine.npy"):
        place.write("r/" + name, "<svg>precious</svg>")
        done = place.run("report", SERIES, "--epochs", "1000000", "--quiet", "--out", "r", seconds=20)
        need(done.returncode == 1 and open(f"{place.here}/r/{name}").read() == "<svg>precious</svg>", f"report with {name}")
        os.remove(f"{place.here}/r/{name}")
    place.run("report", SERIES, *SMALL, "--out", "q")
    place.write("read-only", "precious", 0o444)
    place.write("target", "old", 0o640)
    os.symlink("target", place.here + "/link")
    os.symlink("nowhere", place.here + "/dangling")
    for path, code in (("/dev/null", 0), ("read-only", 1), ("link", 0), ("dangling", 1), ("/dev/full", 1), (".", 1)):
        before = os.lstat(os.path.join(place.here, path))
        done = place.run("compare", "r", "q", "--html", path)
        after = os.lstat(os.path.join(place.here, path))
        need(done.returncode == code, f"compare --html {path}: {done.returncode} {done.err}")
        need(before.st_mode == after.st_mode, f"compare --html {path} replaced it")
    need(open(place.here + "/read-only").read() == "precious", "a read-only file was replaced")
    need("<html" in open(place.here + "/target").read() and os.stat(place.here + "/target").st_mode & 0o777 == 0o640, "link")
    ok("2: files of somebody else in folders of sweeps, calibrations and reports; devices, links and read-only files")


# 3. Output that was not written.

def outputs():
    place = Place()
    place.run("report", SERIES, *SMALL, "--out", "r")
    place.write("g.yaml", f"sources: ['{SERIES}']\nepochs: 2\nnetworks: 2\ngrid: {{hidden: [2]}}\n")
    commands = [
        ["--help"], ["--version"], ["--generate-completion-script", "bash"], ["sources"], ["sources", "csv"], ["fetch", SERIES],
        ["fetch", SERIES, "--json"], ["align", SERIES, "--quiet"], ["align", SERIES, "--json"], ["align", "random:ar1?rows=100000", "--quiet"],
        ["compare", "r", "r"], ["report", SERIES, *SMALL, "--out", "r"], ["report", SERIES, *SMALL, "--json", "--out", "r"],
        ["sweep", "g.yaml", "--quiet"], ["sweep", "g.yaml", "--list"], ["cache", "verify"], ["demo", "--data-sets", "1", "--quiet"],
        ["calibrate", "--rows", "100", "--realisations", "1", "--processes", "uniform", "--quiet"],
    ]
    for words in commands:
        with open("/dev/full", "wb") as full:
            done = place.run(*words, stdout=full)
        need(done.returncode == 1 and done.err.count(b"writing to standard output") == 1, f"{words} > /dev/full: {done.returncode} {done.err}")
        done = subprocess.run(["sh", "-c", 'exec "$@" >&-', "sh", ENGRAM, *words], cwd=place.here, env=place.environment(), stderr=subprocess.PIPE)
        need(done.returncode == 1 and done.stderr.count(b"\n") == 1, f"{words} >&-: {done.returncode} {done.stderr}")
        for ignored in (False, True):
            read, write = os.pipe()
            os.close(read)
            done = place.run(*words, stdout=write, preexec_fn=(lambda: signal.signal(signal.SIGPIPE, signal.SIG_IGN)) if ignored else None)
            os.close(write)
            need(done.returncode == -signal.SIGPIPE and b"Error" not in done.err, f"{words} | true: {done.returncode} {done.err}")
    ok(f"3: {len(commands)} commands to a full disk, a closed output and a closed pipe")


# 4. Refused before the work, kept after it.

def early():
    place = Place()
    long = ["--epochs", "1000000", "--quiet"]
    places = ["x" * 256, "no/such/folder", "/proc/r", "file", "foreign"]
    place.write("file", "")
    place.write("foreign/notes", "")
    os.makedirs(place.here + "/mount")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", place.here + "/mount"], stderr=subprocess.DEVNULL).returncode == 0:
        places.append("mount")
    for out in places:
        done = place.run("report", SERIES, *long, "--out", out, seconds=20)
        need(done.returncode == 1 and not done.out, f"--out {out[:20]}: {done.err}")
    if "mount" in places:
        done = place.run("report", SERIES, *SMALL, "--out", "mount/r")
        kept = re.search(rb"The report is in (\S+) instead", done.err)
        need(done.returncode == 1 and b"Is there memory" in done.out and kept, f"a full disk: {done.err}")
        need(os.path.exists(kept[1] + b"/index.html") and not os.listdir(place.here + "/mount"), "the report was not kept")
        shutil.rmtree(kept[1])
        subprocess.run(["umount", place.here + "/mount"])
    need(not place.leftovers(), f"left: {place.leftovers()}")
    ok(f"4: {len(places)} places are refused before the work; a report whose disk is full is kept elsewhere")


# 5. Header values and files that never end.

def values():
    for value in ("", " ", "\t", "\x01", "x" * 3000):
        server = Server(lambda h: reply(h, table(), headers=[("ETag", value), ("Last-Modified", value)]))
        place = Place()
        for _ in range(3):
            done = place.run("fetch", server.url("/a"), "--allow-private", "--refresh", "--cache", "c")
            need(done.returncode == 0 and b"WARNING" not in done.err, f"ETag {value[:9]!r}: {done.err}")

    def trailers(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: a\r\n\r\n5\r\ndate,\r\n0\r\n")
        for k in range(200000):
            handler.wfile.write(b"a%d: %s\r\n" % (k, b"y" * 500))
    server = Server(trailers)
    done = Place().run("fetch", server.url("/a"), "--allow-private", seconds=20)
    need(done.returncode == 3, "endless trailers were taken")
    place = Place()
    for name in ("Host", "content-length", "Transfer-Encoding", "CONNECTION"):
        place.write("sources/h.yaml", HEAD + f"h\nrequest: {{url: 'https://a.example/', headers: {{{name}: x}}}}\n" + TABLE)
        done = place.run("fetch", "h:all")
        need(done.returncode == 2 and b"cannot be declared" in done.err, f"the header {name} was declared: {done.err}")
    os.remove(place.here + "/sources/h.yaml")
    for path, words in (("s.yaml", ["fetch", "s.yaml"]), ("sources/d.yaml", ["fetch", "random:ar1"]), ("g.yaml", ["sweep", "g.yaml"]),
                        ("t.yaml", ["trust", "t.yaml"]), ("n.yaml", ["sources", "test", "n.yaml"])):
        for make in (os.mkfifo, lambda p: os.symlink("/dev/zero", p), lambda p: place.write(p, "a: " + "x" * (5 << 20))):
            full = os.path.join(place.here, path)
            make(full)
            place.run(*words, seconds=10)
            os.remove(full)
    os.makedirs(place.home + "/.config/engram")
    os.mkfifo(place.home + "/.config/engram/secrets.json", 0o600)
    need(place.run("fetch", "fred-api:GDP", seconds=10).returncode == 3, "a pipe of keys")
    ok("5: headers that cannot be sent, endless trailers, declared hosts; pipes, devices and large files as files of the user's")


# 6. Secrets in any form.

def secrets():
    key = "Sup3r/Secret+Key=9"
    spellings = [key, key.lower(), urllib.parse.quote(key, safe=""), urllib.parse.quote(key, safe="").lower(), "".join(f"&#{ord(c)};" for c in key),
                 "".join(f"&#x{ord(c):x};" for c in key), "".join(f"\\u{ord(c):04x}" for c in key), "".join(f"%{ord(c):02X}" for c in key),
                 base64.b64encode(key.encode()).decode(), base64.b64encode(b"user:" + key.encode()).decode(), key.encode().hex()]
    quoted = urllib.parse.quote(key, safe="")
    server = Server(lambda h: reply(h, table()))
    place = Place()
    for form in (f"{server.url('/a')}?api_key={quoted}", f"x={server.url('/a')}?b=1&token={quoted}#value=v",
                 f"http://user:{quoted}@127.0.0.1:{server.port}/a", f"first:{server.url('/a')}%3Fapi_key={quoted},random:ar1"):
        place.write("g.yaml", f"sources: [\"{form}\"]\nepochs: 2\nnetworks: 2\ngrid: {{hidden: [2]}}\n")
        for words in (["fetch", form], ["fetch", form, "--json"], ["align", form], ["align", form, "--json"],
                      ["report", form, *SMALL, "--out", "r"], ["report", form, *SMALL, "--json", "--out", "r"],
                      ["report", form, "--verbose", "--out", "r", *SMALL], ["fixture", "record", "f", form],
                      ["sweep", "g.yaml", "--out", "sw"], ["sweep", "g.yaml", "--list", "--out", "sw"]):
            done = place.run(*words, "--allow-private", "--cache", "c")
            # Text is wrapped; a key must not hide in that either.
            seen = re.sub(rb"\s+", b"", done.out + done.err)
            need(quoted.encode() not in seen and key.encode() not in seen, f"{words}: a key was printed")
        for name, content in tree(place.here).items():
            if name != "g.yaml":
                need(quoted.encode() not in re.sub(rb"\s+", b"", content), f"{name} holds the key of {form}")
        for folder in ("r", "f", "sw"):
            shutil.rmtree(f"{place.here}/{folder}", ignore_errors=True)
    for spelling, status in itertools.product(spellings, (200, 401, 404)):
        server = Server(lambda h: reply(h, f"{{\"message\": \"you said {spelling}\"}}", status, [("X-Echo", "e")]))
        place = Place()
        place.write("sources/k.yaml", HEAD + f"k\nrequest: {{url: '{server.url('/a')}', rate: 99/s, secret: {{env: KEY, query: k}}}}\n" + TABLE)
        done = place.run("sources", "test", "k", "--allow-private", "--allow-secret", "KEY", env={"KEY": key})
        seen = done.out + done.err + b"".join(tree(place.home).values())
        need(server.asked and spelling[:-3].encode() not in seen, f"an echo as {spelling} was shown: {seen}")
    ok(f"6: keys in URLs at every exit, and {len(spellings)} spellings of a key that a server echoes")


# 7. Terminals and spreadsheets.

def terminals():
    bad = ["\x1b[31mred", "\x1b]0;title\x07", "a\rb", "a\x08b", "\x9b31m", "\u202eevil", "\u2066x", "\x7f", "a\x1b[2J"]
    raw = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
    for name in bad:
        place = Place()
        rows = table(60).split("\n", 1)[1]
        place.write("x.csv", f"date,{name}\n{rows}")
        server = Server(lambda h: reply(h, f"{{\"message\": {json.dumps(name)}}}".replace("\\u001b", "\x1b"), 400))
        for words in (["fetch", "csv:x.csv"], ["align", "csv:x.csv"], ["report", "csv:x.csv", *SMALL[:-1], "--verbose", "--out", "r"],
                      ["report", "csv:x.csv", *SMALL, "--colour", "always", "--out", "r"], ["fetch", server.url("/a"), "--allow-private"],
                      ["fetch", f"csv:{name}.csv"], ["report", name], ["compare", "r", name], ["sources", name], ["trust", name]):
            if words[0] == "report" and name in bad[3:] and len(words) > 2:
                continue
            done = place.run(*words)
            seen = (done.out + done.err).decode(errors="strict")
            if "always" in words:
                seen = re.sub("\x1b\\[[0-9;]*m", "", seen)
            need(not raw.search(seen), f"{words} printed {raw.search(seen) and raw.search(seen)[0]!r}")
    for name in ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "=HYPERLINK(1)"):
        place = Place()
        place.write("x.csv", f"date,\"{name}\"\n{table(60).split(chr(10), 1)[1]}")
        header = place.run("align", "csv:x.csv?value=" + urllib.parse.quote(name) if "\t" not in name else "csv:x.csv", "--quiet").out.decode()
        place.run("report", "csv:x.csv", *SMALL, "--out", "r")
        for text in [header] + [open(f"{place.here}/r/{file}").read() for file in ("panel.csv", "predictions.csv")
                                if os.path.exists(f"{place.here}/r/{file}")]:
            for cell in text.split("\n")[0].split(","):
                need(cell.lstrip('"')[:1] not in ("=", "+", "-", "@", "\t"), f"the cell {cell} would be run")
    ok(f"7: {len(bad)} kinds of control characters in names and answers; formulas in CSV files")


# 8. Programs end with us.

def programs():
    script = ("#!/bin/sh\n# {mark}\nmkdir -p a/b; touch a/b/c; ln -s {precious} link; chmod 0 a/b\n"
              "setsid sh -c 'sleep 4321; : {mark}' &\n(trap '' HUP TERM; setsid setsid sleep 4322) &\nsh -c 'sleep 4323' & sleep 4324\n")
    for number, how in enumerate((signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL, signal.SIGQUIT, "timeout", "end")):
        place = Place()
        text = script.format(mark=place.root, precious=place.precious)
        place.write("slow", text.replace("& sleep 4324", "& sleep 0.3; echo date,v") if how == "end" else text, 0o755)
        request = "exec:./slow?timeout=1" if how == "timeout" else "exec:./slow"
        process = place.start("align", request)
        if isinstance(how, int):
            wait_until(lambda: processes("sleep\x004324"), "the program did not start")
            process.send_signal(how)
        process.wait(timeout=60)
        if how in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            need(process.returncode == 130, f"{how} ended it with {process.returncode}")
        wait_until(lambda: not processes(place.root) and not processes("sleep\x00432"), f"{how}: a program outlived us")
        wait_until(lambda: not os.listdir(place.tmp), f"{how}: left something in the temporary folder")
        place.untouched(how)
    # A signal while the program is starting: none is lost, so nobody waits for the end of the time limit.
    for number in range(20):
        place = Place()
        place.write("slow", "#!/bin/sh\nsleep 4324\n", 0o755)
        process = place.start("align", "exec:./slow?timeout=3600")
        time.sleep(0.005 * number)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        need(process.returncode in (130, -signal.SIGINT), f"Ctrl-C after {5 * number} ms ended it with {process.returncode}")
    ok("8: programs, their sessions and folders after Ctrl-C, SIGTERM, SIGHUP, SIGQUIT, kill -9, a timeout and their own end")


# 9. Two at once.

def twice():
    server = Server(lambda h: (time.sleep(0.2), reply(h, table())))
    for words, files in (
        (["report", SERIES, *SMALL, "--epochs", "400", "--out", "o"], ["o/index.html", "o/results.json"]),
        (["sweep", "g.yaml", "--out", "o", "--quiet"], ["o/sweep.csv", "o/sweep.json", "o/index.html"]),
        (["calibrate", "--rows", "100", "--realisations", "2", "--processes", "uniform", "--quiet", "--out", "o"], ["o/calibration.csv"]),
        (["fixture", "record", "o", server.url("/a"), server.url("/b"), "--allow-private"], ["o/manifest.json"]),
        (["fetch", server.url("/a"), server.url("/b"), "--allow-private", "--cache", "o"], ["o/CACHEDIR.TAG"]),
    ):
        place = Place()
        place.write("g.yaml", f"sources: ['{SERIES}']\nepochs: 200\nnetworks: 2\ngrid: {{hidden: [2, 3]}}\n")
        both = [place.start(*words), place.start(*words)]
        ends = [process.communicate() + (process.returncode,) for process in both]
        need(0 in [end[2] for end in ends], f"{words} twice: {ends}")
        for out, err, code in ends:
            need(code in (0, 1) and (code == 0 or b"another run" in err), f"{words} twice: {code} {err}")
        for name in files:
            need(os.path.exists(f"{place.here}/{name}"), f"{words} twice: no {name}")
        need(not place.leftovers(), f"{words} twice left {place.leftovers()}")
    ok("9: two reports, sweeps, calibrations, recordings and fetches at once into one place")


# 10, 11. Cancellation.

def cancelled():
    place = Place()
    place.write("slow", "#!/bin/sh\nsleep 60\n", 0o755)
    runs = [["report", "random:gaussian?rows=300&columns=40", "--networks", "2", "--epochs", "20", "--surrogates", "3", "--quiet", "--out", "r"],
            ["report", "random:gaussian?rows=20000", "--networks", "2", "--epochs", "5", "--surrogates", "0", "--quiet", "--out", "r"],
            ["align", "exec:./slow"], ["demo", "--data-sets", "10000", "--quiet"],
            ["calibrate", "--realisations", "9999", "--quiet", "--out", "c"]]
    worst = 0
    for words in runs:
        for delay in (0.4, 1.5):
            process = place.start(*words)
            wait_until(lambda: process.poll() is not None or listens(process), f"{words}: it does not wait for Ctrl-C")
            time.sleep(delay * RANDOM.uniform(0.7, 1.3))
            if process.poll() is not None:
                continue
            before, process_time = children_time(), running_time(process)
            process.send_signal(signal.SIGINT)
            err = process.communicate(timeout=300)[1]
            worst = max(worst, children_time() - before - process_time)
            # It may have been done at that moment.
            need(process.returncode in (0, 130), f"{words}: Ctrl-C ended it with {process.returncode} {err}")
    need(worst < 10, f"Ctrl-C was heard after {worst:.1f} s of processor time")
    place.write("g.yaml", f"sources: ['{SERIES}']\ngrid:\n" + "".join(
        f"  {name}: [{', '.join(str(k) for k in range(1, 60))}]\n" for name in ("hidden", "seed", "epochs", "networks", "last-rows")))
    done = place.run("sweep", "g.yaml", "--list")
    need(done.returncode == 2 and b"points" in done.err, f"a grid of 700 million points: {done.err}")
    ok(f"10, 11: Ctrl-C ends with 130 everywhere, after {worst:.1f} s of processor time at most; a grid's size is checked before it is built")


# 12. Pages.

def pages():
    place = Place()
    place.write("x.csv", "date,\"</style><script>alert(1)</script><img src=x onerror=alert(1)>\"\n" + table(60).split("\n", 1)[1])
    place.write("g.yaml", "name: '<script>alert(1)</script>'\nsources: ['csv:x.csv']\nepochs: 2\nnetworks: 2\ngrid: {hidden: [2, 3]}\n")
    place.run("report", "csv:x.csv", *SMALL, "--out", "r")
    place.run("sweep", "g.yaml", "--quiet")
    place.run("compare", "r", "r", "--html", "c.html")
    for name in ("r/index.html", "sweep/index.html", "c.html"):
        text = open(f"{place.here}/{name}").read()
        policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"/>', text)
        need(policy and "default-src 'none'" in policy[1], f"{name} has no policy")
        need(text.index(policy[0]) < text.index("<style"), f"{name}: the policy comes too late")
        for tag in ("style", "script"):
            for content in re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.S):
                digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
                need(f"{tag}-src 'sha256-{digest}'" in policy[1], f"{name}: a {tag} that the policy does not know")
        need(not re.search(r" (style|on\w+)=\"", text), f"{name} has inline styles or handlers")
        need("<script>alert" not in text and "<img" not in text, f"{name} has markup from a name")
    ok("12: every page allows its own style and script alone")


# Kill -9 at random moments.

def kills(count):
    server = Server(lambda h: reply(h, table(), headers=[("ETag", '"1"')]))
    scenarios = [
        (["report", SERIES, *SMALL, "--out", "r"], "r"),
        (["sweep", "g.yaml", "--out", "sw", "--quiet"], "sw"),
        (["calibrate", "--rows", "100", "--realisations", "2", "--processes", "uniform", "--quiet", "--out", "c"], "c"),
        (["fetch", server.url("/a"), server.url("/b"), "--allow-private", "--refresh", "--cache", "k"], None),
        (["fixture", "record", "f", server.url("/a"), "--allow-private", "--cache", "k"], None),
        (["align", "exec:./tap", "--quiet"], None), (["cache", "clear", "--cache", "k"], None),
        (["demo", "--data-sets", "2", "--quiet", "--html", "d.html"], "d.html"),
        (["test", "--list", "series", "--out", "t", "--quiet"], "t"), (["test", "x.csv", "--each", "--quiet"], None),
        (["compare", "r", "r", "--html", "c.html"], "c.html"),
    ]
    place = Place()
    tap(place)
    place.write("x.csv", table())
    place.write("series", "x.csv\nrandom:ar1?rows=90\nrandom:ar2?rows=90\n")
    place.write("g.yaml", f"sources: ['{SERIES}']\nepochs: 2\nnetworks: 2\ngrid: {{hidden: [2, 3]}}\n")
    length = {}
    for k, (words, folder) in enumerate(scenarios):
        start = time.time()
        done = place.run(*words)
        need(done.returncode == 0, f"{words}: {done.err}")
        length[k] = time.time() - start
    wanted = {folder: tree(f"{place.here}/{folder}") for _, folder in scenarios if folder}
    for number in range(count):
        k = number % len(scenarios)
        words, folder = scenarios[k]
        whole = bool(folder) and (folder == "r" or folder.endswith(".html"))
        if folder and RANDOM.random() < 0.5:
            remove(f"{place.here}/{folder}")
        process = place.start(*words)
        time.sleep(RANDOM.uniform(0, 1.1 * length[k]))
        process.kill()
        process.communicate()
        if whole and os.path.exists(f"{place.here}/{folder}"):
            need(tree(f"{place.here}/{folder}") == wanted[folder], f"{folder} is neither old nor new")
        done = place.run(*words)
        need(done.returncode == 0, f"{words} after a kill: {done.err}")
        if folder:
            need(tree(f"{place.here}/{folder}") == wanted[folder], f"{words} gives something else after a kill")
        time.sleep(0.02)
        need(not place.leftovers(), f"{words} left {place.leftovers()} after a kill and the next run")
        place.untouched(words)
    need(place.run("cache", "verify", "--cache", "k").returncode == 0, "the cache is damaged")
    ok(f"kill -9 at {count} random moments: nothing lost, nothing left after the next run")


# What is opened.

def can_trace(place):
    return shutil.which("strace") and tracing.traced(["true"], place.root + "/trace", place.here, stderr=subprocess.PIPE)[0].returncode == 0


def traced():
    server = Server(lambda h: reply(h, table()))
    place = Place()
    tap(place)
    if not can_trace(place):
        return print("skipped: strace may not trace here")
    place.write("g.yaml", f"sources: ['{SERIES}']\nepochs: 2\nnetworks: 2\ngrid: {{hidden: [2]}}\n")
    commands = [
        ["report", SERIES, *SMALL, "--out", "r"], ["report", SERIES, *SMALL, "--out", "r"], ["sweep", "g.yaml", "--out", "sw", "--quiet"],
        ["compare", "r", "r", "--html", "c.html"], ["fetch", server.url("/a"), "--allow-private"], ["align", "exec:./tap", "--quiet"],
        ["calibrate", "--rows", "100", "--realisations", "1", "--processes", "uniform", "--quiet", "--out", "c"],
        ["fixture", "record", "f", server.url("/a"), "--allow-private"], ["trust", "g.yaml"], ["cache", "clear"],
        ["test", SERIES, "--each", "--out", "t", "--quiet"], ["demo", "--data-sets", "1", "--quiet", "--html", "d.html"], ["sources"],
    ]
    for words in commands:
        done, runs = tracing.traced([ENGRAM, *words], place.root + "/trace", place.here, env=place.environment(),
                                    stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        need(done.returncode == 0 and len(runs) == 1, f"{words} under strace: {done.stderr}")
        for fault in tracing.faults(runs[0]):
            die(f"{words} {fault}")
    place.untouched("strace")
    ok(f"{len(commands)} commands under strace write and remove nothing outside the folders that they were given")


def looks():
    """Counts how often the entries of a large cache are opened, whatever the time that takes."""
    server = Server(lambda h: reply(h, table(), headers=[("Cache-Control", "max-age=9999")]))
    place = Place()
    if not can_trace(place):
        return print("skipped: strace may not trace here")

    def opened(*words):
        log = place.root + "/trace"
        tracing.traced([ENGRAM, *words, "--cache", "k"], log, place.here, env=place.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        paths = [call[2] for call in tracing.calls(log) if call[1].startswith("open")]
        return sum(name in path for path in paths for name in foreign), sum("v1/entries" in path and ".json" in path for path in paths)

    foreign = []
    need(place.run("fetch", server.url("/first"), "--allow-private", "--cache", "k").returncode == 0, "no cache was made")
    entries = place.here + "/k/v1/entries"
    first = open(f"{entries}/{os.listdir(entries)[0]}").read()
    for number in range(400):
        foreign.append(hashlib.sha256(str(number).encode()).hexdigest() + ".json")
        place.write(f"{entries}/{foreign[-1]}", first.replace("/first", f"/{number}"))
    wanted = [server.url(f"/wanted{k}") for k in range(20)]
    for _ in range(2):
        others, own = opened("fetch", *wanted, "--allow-private")
        need(others == 0 and own <= 6 * len(wanted), f"a fetch of 20 documents opened {others} entries of others, {own} in all")
    others, _ = opened("fetch", *[url + "?missing" for url in wanted], "--offline")
    need(others == len(foreign), f"20 missing documents opened {len(foreign)} entries {others} times")
    place.write("list", "\n".join(wanted + [url + "?missing" for url in wanted]))
    others, own = opened("test", "--list", "list", "--offline", "--quiet")
    need(others == len(foreign), f"a list with 20 missing documents opened {len(foreign)} entries {others} times")
    ok(f"many documents and a cache of {len(foreign)} more: those that are asked for are opened, all of them once at most")


def kill_nine():
    kills(int(sys.argv[2]))


def main():
    """Each attack in a process of its own, four at a time, the longest first."""
    begin()
    # A shell ignores them for what runs in the background or under nohup, and a program that starts inherits that.
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)
    start = time.time()
    only = os.environ.get("ATTACKS", "").split()
    waiting = [one for one in (trust, secrets, outputs, terminals, kill_nine, values, twice, cancelled, foreign, links, traced, looks, programs, early,
                               pages, found_cache) if not only or one.__name__ in only]
    running, failed = {}, False
    while running or (waiting and not failed):
        while waiting and len(running) < 4 and not failed:
            attack = waiting.pop(0)
            child = os.fork()
            if child == 0:
                place_of(attack.__name__)
                attack()
                sys.stdout.flush()
                os._exit(0)
            running[child] = attack.__name__
        child, status = os.wait()
        if child in running:
            name = running.pop(child)
            if status and not failed:
                print(f"FAILED: the attack '{name}'", file=sys.stderr)
                failed = True
    shutil.rmtree(BASE, ignore_errors=True)
    print(f"attacks: {time.time() - start:.0f} s")
    sys.exit(1 if failed else 0)


main()
