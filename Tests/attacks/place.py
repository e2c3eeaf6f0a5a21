"""A place to attack: folders of their own, the program, and files of a user's that nothing may touch."""
import fcntl, hashlib, http.server, os, random, re, shutil, signal, socket, socketserver, struct, subprocess, sys, tempfile
import threading, time

ENGRAM = sys.argv[1]
SMALL = "--epochs 3 --networks 2 --hidden 4 --surrogates 0 --no-control --quiet".split()
SERIES = "random:ar1?rows=150"
BASE = tempfile.mkdtemp(prefix="engram-attacks-")
RANDOM = random.Random(1)


def place_of(name):
    """From now on all places are in a folder of this name."""
    global BASE
    BASE += "/" + name
    os.makedirs(BASE)


def begin():
    """Loopback is down in a new network namespace."""
    try:
        with socket.socket() as s:
            request = struct.pack("16sh", b"lo", 0x1 | 0x40)
            fcntl.ioctl(s, 0x8914, request)
    except OSError:
        pass


def die(message):
    print("FAILED: " + message, file=sys.stderr, flush=True)
    os._exit(1)


def need(truth, message):
    if not truth:
        die(str(message)[:1500])


def wait_until(happens, message, seconds=60):
    """Long, as the machine may be busy."""
    deadline = time.time() + seconds
    while not happens():
        need(time.time() < deadline, message)
        time.sleep(0.02)


def ok(message):
    print("ok: " + message, flush=True)


class Place:
    """A folder that somebody walks into, a home, and a folder of precious files."""
    count = 0

    def __init__(self):
        Place.count += 1
        self.root = f"{BASE}/{Place.count}"
        self.here, self.home = self.root + "/here", self.root + "/home"
        self.precious, self.tmp = self.root + "/precious", self.root + "/tmp"
        for folder in (self.here, self.home, self.precious + "/v1/tmp", self.precious + "/points", self.tmp):
            os.makedirs(folder)
        for name in ("thesis.tex", "1-2", ".engram-draft-1-2x", "v1/tmp/notes", "points/000001.json", "settings.json",
                     "index.html", "01-plot.svg", "calibration.csv", "drafts", "manifest.json"):
            self.write(self.precious + "/" + name, "precious " + name)
            os.utime(self.precious + "/" + name, (1, 1))
        self.before = self.digest()

    def write(self, path, text, mode=0o644):
        path = os.path.join(self.here, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)
        os.chmod(path, mode)
        return path

    def environment(self, more=None):
        environment = {"HOME": self.home, "PATH": "/usr/local/bin:/usr/bin:/bin", "TMPDIR": self.tmp, "LANG": "C.UTF-8"}
        return environment | (more or {})

    def start(self, *words, env=None, **options):
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL, "cwd": self.here} | options
        return subprocess.Popen([ENGRAM, *words], env=self.environment(env), **options)

    def run(self, *words, env=None, seconds=60, **options):
        process = self.start(*words, env=env, **options)
        try:
            out, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            die(f"{words} still runs after {seconds} s")
        process.out, process.err = (b or b"" for b in (out, err))
        need(process.returncode >= 0 or process.returncode == -signal.SIGPIPE, f"{words} crashed: {process.returncode} {err}")
        return process

    def digest(self):
        found = []
        for folder, folders, files in os.walk(self.precious):
            for name in sorted(files + folders):
                path = os.path.join(folder, name)
                status = os.lstat(path)
                content = open(path, "rb").read() if os.path.isfile(path) and not os.path.islink(path) else b""
                found.append((path, status.st_mode, status.st_ino, hashlib.sha256(content).hexdigest()))
        return found

    def untouched(self, what):
        need(self.digest() == self.before, f"{what}: precious files were touched")

    def leftovers(self):
        found = [f"{folder}/{name}" for folder, folders, files in os.walk(self.root) for name in files + folders
                 if name.startswith(".engram-draft-") and not folder.startswith(self.precious)]
        return found + [f"{self.tmp}/{name}" for name in os.listdir(self.tmp)]


def tree(folder):
    """All files below a folder, or one file, with their content."""
    found = {"": open(folder, "rb").read()} if os.path.isfile(folder) else {}
    for base, _, files in os.walk(folder):
        for name in files:
            path = os.path.join(base, name)
            content = open(path, "rb").read()
            # Outcomes are kept as they come, from several threads.
            found[os.path.relpath(path, folder)] = b"\n".join(sorted(content.split(b"\n"))) if name.endswith(".jsonl") else content
    return found


def remove(path):
    """A file or a folder with all that is in it."""
    if os.path.isfile(path):
        os.remove(path)
    else:
        shutil.rmtree(path, ignore_errors=True)


def processes(mark):
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if mark.encode() in open(f"/proc/{pid}/cmdline", "rb").read():
                found.append(int(pid))
        except OSError:
            pass
    return found


def listens(process):
    """Whether it catches SIGINT by now."""
    try:
        caught = re.search(r"SigCgt:\s*(\w+)", open(f"/proc/{process.pid}/status").read())
    except OSError:
        return True
    return bool(caught and int(caught[1], 16) >> signal.SIGINT - 1 & 1)


def running_time(process):
    """Seconds of processor time so far, of a process that runs: the wall clock says how busy the machine is."""
    try:
        fields = open(f"/proc/{process.pid}/stat").read().rsplit(")", 1)[1].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def children_time():
    """Seconds of processor time of all processes that have ended."""
    times = os.times()
    return times.children_user + times.children_system


class Server:
    """Answers with what a function makes of the path and headers, and remembers both."""

    def __init__(self, answer):
        asked = self.asked = []

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
                try:
                    answer(self)
                except OSError:
                    pass

            def log_message(self, *_):
                pass

        class Threads(socketserver.ThreadingMixIn, http.server.HTTPServer):
            daemon_threads = True

        self.server = Threads(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"


def table(rows=60):
    return "date,v\n" + "".join(f"2020-{1 + k // 28:02}-{1 + k % 28:02},{(k * k * 7 + k * 3 + k * k * k) % 17}.{k % 10}\n" for k in range(rows))


def reply(handler, body, status=200, headers=()):
    body = body.encode() if isinstance(body, str) else body
    handler.send_response_only(status)
    for name, value in [("Content-Length", len(body)), *headers]:
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)
