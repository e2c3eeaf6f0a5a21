"""What each run of engram did to files, programs and servers, from a log of strace, and what of it was not asked for."""
import codecs, os, re, subprocess

MAKING = "creat,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,rmdir,link,linkat,symlink,symlinkat,truncate"
CHANGING = "chmod,fchmodat,chown,lchown,fchownat,mknod,mknodat,utimensat,setxattr,lsetxattr,removexattr"
STARTING = "execve,execveat,clone,clone3,fork,vfork,chdir,fchdir"
# -v shows whole environments, -y the folders of descriptors; other calls are not even stopped at.
STRACE = ["strace", "-f", "-v", "-y", "-qq", "-s", "65536", "--seccomp-bpf", "-e",
          f"trace=open,openat,openat2,connect,{MAKING},{CHANGING},{STARTING}", "-e", "signal=none"]
FOLDERS = {"report": "report", "sweep": "sweep", "calibrate": "calibration"}
TEXT = r'"((?:[^"\\]|\\.)*)"'


class Run:
    """One run of engram: its words, environment and folder, and what it did."""

    def __init__(self, words, environment, folder):
        self.words, self.environment, self.folder = words, environment, folder
        self.written, self.programs, self.servers = [], [], []


class Process:
    def __init__(self, folder, run=None):
        self.folder, self.run = folder, run


def traced(words, log, cwd, **options):
    """The end of a command, and all runs of engram in it."""
    done = subprocess.run([*STRACE, "-o", log, *words], cwd=cwd, **options)
    return done, runs(log, cwd) if done.returncode >= 0 and os.path.exists(log) else []


def plain(text):
    return os.fsdecode(codecs.escape_decode(text.encode())[0])


def calls(log):
    """Process, name, arguments and result of every call, the two halves of an interrupted one joined."""
    halves = {}
    for line in open(log, errors="surrogateescape"):
        number, _, rest = line.rstrip("\n").partition(" ")
        rest = rest.lstrip()
        if rest.endswith("<unfinished ...>"):
            halves[number] = rest[:-len("<unfinished ...>")]
            continue
        second = re.match(r"<\.\.\. \w+ resumed>", rest)
        if second:
            rest = halves.pop(number, "") + rest[second.end():]
        call = re.match(r"(\w+)\((.*)\)\s+= (-?\d+|\?)", rest, re.S)
        if call:
            yield number, call[1], call[2], call[3], rest
        elif rest.startswith("+++"):
            yield number, "end", "", "0", rest


def runs(log, folder):
    """All runs of a program named engram below a process that began in `folder`, in their order."""
    found, known, early = [], {}, {}

    def take(number, name, arguments, result, line):
        if number not in known:
            # The child was faster than the call that made it.
            if known:
                return early.setdefault(number, []).append((number, name, arguments, result, line))
            known[number] = Process(folder)
        process = known[number]
        if name == "end":
            del known[number]
        elif name in ("clone", "clone3", "fork", "vfork"):
            if result.isdigit() and result != "0":
                shared = "CLONE_FS" in arguments
                known[result] = process if shared else Process(process.folder, process.run)
                for call in early.pop(result, []):
                    take(*call)
        elif name == "chdir" and result == "0":
            process.folder = os.path.join(process.folder, plain(re.match(TEXT, arguments)[1]))
        elif name == "fchdir" and result == "0":
            process.folder = re.match(r"\d+<([^>]*)>", arguments)[1]
        elif name == "execve" and result == "0":
            program, words, environment = texts(arguments)
            if process.run:
                process.run.programs.append((os.path.join(process.folder, program), words))
            process.run = None
            if os.path.basename(program) == "engram":
                variables = dict(one.partition("=")[::2] for one in environment)
                process.run = Run(words, variables, process.folder)
                found.append(process.run)
        elif process.run and name == "connect":
            process.run.servers.append(arguments)
        elif process.run:
            process.run.written += [(path, line) for path in written(name, arguments, result, line, process.folder)]

    for call in calls(log):
        take(*call)
    return found


def texts(arguments):
    """The program, its words and its environment, of an execve."""
    lists, depth = [[], [], []], 0
    for text, mark in re.findall(TEXT + r"|(\[|\])", arguments):
        if mark:
            depth += mark == "["
        else:
            lists[min(depth, 2)].append(plain(text))
    return lists[0][0], lists[1], lists[2]


def written(name, arguments, result, line, folder):
    """The paths that a call opens for writing, makes, changes or removes. Attempts count as well."""
    if name.startswith("open") and not re.search("O_WRONLY|O_RDWR|O_CREAT|O_TRUNC", arguments):
        return []
    if name.startswith("mkdir") and "EEXIST" in line:
        return []
    found = []
    for at, path in re.findall(r"(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?" + TEXT, arguments):
        found.append(os.path.normpath(os.path.join(folder, plain(at) if at else "", plain(path))))
    # What a link leads to stays as it is.
    return found[1:] if name in ("symlink", "symlinkat", "link", "linkat") else found[:1] if "xattr" in name else found


def option(words, name):
    """The values of an option, in both spellings."""
    return [words[k + 1] for k in range(len(words) - 1) if words[k] == name] + [
        word[len(name) + 1:] for word in words if word.startswith(name + "=")]


def places(run):
    """The folders and files in which a run may write, and the beginnings of names that it may make elsewhere."""
    words, home = run.words[1:], run.environment.get("HOME", "/nowhere")
    command = words[0] if words else ""
    named = option(words, "--out") or [FOLDERS[command]] if command in FOLDERS else option(words, "--out")
    named += option(words, "--html") + option(words, "--svg")
    if words[:2] in (["fixture", "record"], ["cache", "export"]):
        # The first word after an option's value or flag cannot be told from it, so every word may be the folder.
        named += words[2:]
    named = [absolute(run, name) for name in named]
    caches = [absolute(run, name) for name in option(words, "--cache")] or [
        run.folder + "/cache", run.environment.get("XDG_CACHE_HOME", home + "/.cache") + "/engram"]
    settings = [run.environment.get("XDG_CONFIG_HOME", home + "/.config") + "/engram"] if command == "trust" else []
    temporary = run.environment.get("TMPDIR", "/tmp").rstrip("/")
    drafts = [os.path.dirname(name) + "/.engram-draft-" for name in named + settings + caches]
    # A report whose disk is full is kept among the temporary files.
    return named + caches + settings, drafts + [temporary + "/engram-", temporary + "/.engram-draft-"]


def absolute(run, name):
    return os.path.normpath(os.path.join(run.folder, name))


def faults(run):
    folders, beginnings = places(run)
    for path, line in run.written:
        inside = any(path == folder or path.startswith(folder + "/") for folder in folders)
        above = line.startswith("mkdir") and any(folder.startswith(path + "/") for folder in folders)
        if not (inside or above or path.startswith(tuple(beginnings)) or path in ("/dev/null", "/dev/tty")):
            yield f"wrote {path}: {line}"
    asked = " ".join(run.words)
    for program, words in run.programs:
        name = os.path.basename(program)
        if not (program in asked or f"exec:{name}" in asked or f"exec:./{name}" in asked or "--open" in run.words
                or name == "python3" and re.search("parquet:|excel:", asked)):
            yield f"started {program} {words}"
    for server in run.servers:
        if "AF_INET" in server and not re.search(r'inet_addr\("127\.|"::1"', server):
            yield f"asked {server}"
