"""The program inside the wheel, and how it is run."""

from __future__ import annotations

import os
import re
import signal
import ssl
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from ._error import EngramError

__version__: str = metadata.version("engram")

Progress = Callable[[str, float], object]
"""Called with what is being done and the share of it that is done, from 0 to 1."""

_STATUS = re.compile(r"\r(?:\d+/\d+ (?P<stage>[^\r]*?) (?P<percent>\d+) %[^\r]*?)?\x1b\[K")


def program() -> Path:
    """The program: the wheel's own, or that of the environment variable ENGRAM_PROGRAM."""
    return Path(os.environ.get("ENGRAM_PROGRAM") or Path(__file__).parent / "bin/engram")


def environment() -> dict[str, str]:
    """The environment of the program: that of Python, and where the root certificates are.

    The wheel's libcurl comes from Debian and looks for them where Debian has them, which is wrong on other systems.
    """
    found = dict(os.environ)
    if not found.get("CURL_CA_BUNDLE"):
        certificates = _certificates()
        if certificates:
            found["CURL_CA_BUNDLE"] = certificates
    return found


def _certificates() -> str | None:
    places = [
        os.environ.get("SSL_CERT_FILE"),
        "/etc/ssl/certs/ca-certificates.crt",
        ssl.get_default_verify_paths().cafile,
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem",
    ]
    for place in places:
        if place and os.path.isfile(place):
            return place
    certifi = find_spec("certifi")
    return str(Path(certifi.origin).with_name("cacert.pem")) if certifi and certifi.origin else None


def main() -> None:
    """The console script ``engram``: becomes the program."""
    path = program()
    try:
        os.execve(path, sys.argv, environment())
    except OSError as error:
        sys.exit(f"Error: {_unrunnable(path, error)}")


def run(
    arguments: Sequence[str], *, folder: str | None = None, output: str | None = None, progress: Progress | None = None
) -> str:
    """Runs the program in a folder and returns what it wrote to standard error.

    Its standard output becomes the file `output`, or is dropped. An exception, KeyboardInterrupt too, ends the program
    before it goes on.
    """
    path = program()
    results = open(output or os.devnull, "wb")
    # The program shows progress on a terminal only.
    reader, writer = os.openpty() if progress else os.pipe()
    try:
        process = subprocess.Popen(
            [path, *arguments],
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=results,
            stderr=writer,
        )
    except OSError as error:
        os.close(reader)
        raise EngramError(_unrunnable(path, error)) from error
    finally:
        os.close(writer)
        results.close()
    try:
        text = _read(reader, progress)
        code = process.wait()
    except BaseException as error:
        # Ctrl-C in a terminal or a notebook reaches the program by itself: give it time to tidy up.
        _end(process, may_be_ending=isinstance(error, KeyboardInterrupt))
        raise
    finally:
        os.close(reader)
    if code != 0:
        raise EngramError.of(text, code)
    return text


def _unrunnable(path: Path, error: OSError) -> str:
    remedy = "Correct ENGRAM_PROGRAM" if os.environ.get("ENGRAM_PROGRAM") else "Install the wheel of engram again"
    return f"running {path}: {(error.strerror or str(error)).lower()}. {remedy}"


def _read(reader: int, progress: Progress | None) -> str:
    """All that is written, without the lines of progress, which are handed on as they come."""
    data, seen = b"", 0
    while True:
        try:
            piece = os.read(reader, 65536)
        except OSError:  # How a terminal ends.
            piece = b""
        if not piece:
            text = data.decode(errors="replace")
            return _STATUS.sub("", text).replace("\r\n", "\n") if progress else text
        data += piece
        if progress:
            for line in _STATUS.finditer(data[seen:].decode(errors="replace")):
                if line["stage"]:
                    progress(line["stage"], int(line["percent"]) / 100)
            seen = max(seen, data.rfind(b"\x1b[K") + 3)


def _end(process: subprocess.Popen[bytes], *, may_be_ending: bool) -> None:
    """Ends the program. Its first signal lets it tidy up, its second ends it at once."""
    only_wait = [(0, 2.0)] if may_be_ending else []
    for number, patience in [*only_wait, (signal.SIGINT, 5.0), (signal.SIGINT, 5.0), (signal.SIGKILL, 60.0)]:
        process.send_signal(number)
        try:
            process.wait(patience)
            return
        except subprocess.TimeoutExpired:
            continue
