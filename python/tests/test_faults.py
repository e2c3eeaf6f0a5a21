"""Whatever is wrong is said in a sentence, and leaves nothing behind."""

import os
import pickle
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import numpy
import pandas
import pytest
from conftest import QUICK

import engram

GOOD = numpy.random.default_rng(3).normal(size=100)


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    """A folder for temporary files, which must be empty after each test."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield folder
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("table", "settings", "code", "sentence"),
    [
        ({"a": GOOD, "b": ["x"] * 100}, {}, 3, "data.csv:2: column 2 ('b'): not a number, found 'x'"),
        ({"a": [True] * 100}, {}, 3, "not a number, found 'True'"),
        ({"a": [1.0, numpy.inf] * 50}, {}, 3, "data.csv:3: column 1 ('a'): not a number, found 'inf'"),
        ({"a": [numpy.nan] * 100}, {}, None, "'a'"),
        ({"a": []}, {}, 3, "it has a header and no rows"),
        ({"a": GOOD[:20]}, {}, 1, "a panel needs at least 40"),
        (
            pandas.DataFrame({"a": GOOD}, index=pandas.DatetimeIndex(["2020-01-01"] * 100)),
            {},
            1,
            "for 2020-01-01; correct the source, or choose which to take: first, last or mean",
        ),
        ({"a": GOOD}, {"epoch": 3}, 2, "Unknown option '--epoch'. Did you mean '--epochs'?"),
        ({"a": GOOD}, {"no_such": True}, 2, "Unknown option '--no-such'"),
        ({"a": GOOD}, {"epochs": 0}, 2, "epochs is '0': it must be a whole number from 1 to 1000000"),
        ({"a": GOOD}, {"seed": -1}, 2, "seed is '-1'"),
        ({"a": GOOD}, {"lag": {"b": 1}}, 2, "the option 'lag' names the unknown column 'b'"),
        ("random:arr2?rows=400", {}, 2, "Did you mean 'ar2'?"),
        ("", {}, None, "it is empty"),
    ],
)
def test_the_program_says_what_is_wrong(table, settings, code, sentence):
    with pytest.raises(engram.EngramError) as caught:
        engram.report(table, **(QUICK | settings))
    assert sentence in str(caught.value)
    assert "Usage" not in str(caught.value) and not str(caught.value).startswith("Error")
    assert code is None or caught.value.code == code
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.code, again.stderr) == (str(caught.value), caught.value.code, caught.value.stderr)


DAY = pandas.Timestamp("2020-01-01")


@pytest.mark.parametrize(
    ("table", "options", "kind", "sentence"),
    [
        (object(), {}, TypeError, "a builtins.object is no table"),
        ([1.0, 2.0], {}, TypeError, "a builtins.list is no table"),
        (numpy.zeros((2, 2, 2)), {}, TypeError, "3 axes"),
        ({"a": "text"}, {}, TypeError, "not the text 'text'"),
        ({}, {}, ValueError, "no column of values"),
        ({"t": [DAY]}, {}, ValueError, "no column of values"),
        ({"a": [1.0], "b": [1.0, 2.0]}, {}, ValueError, "different lengths: {'a': 1, 'b': 2}"),
        ({"t": [DAY], "u": [DAY], "a": [1.0]}, {}, ValueError, "t and u all hold dates"),
        ({"a": [1.0]}, {"date": "t"}, ValueError, "there is no column 't' for date=; there are a"),
        ({"t": [DAY, None], "a": [1.0, 2.0]}, {}, ValueError, "row 1 has no time in 't'"),
        ({"a": [1.0], " a": [1.0]}, {}, ValueError, "two columns have the name 'a'"),
        ({"a|b": [1.0], "1": [1.0]}, {}, ValueError, "rename one of them"),
        (pandas.DataFrame([[1.0, 2.0]], columns=["a", "a"]), {}, ValueError, "two columns have the name 'a'"),
    ],
)
def test_what_is_no_table_is_refused(table, options, kind, sentence):
    with pytest.raises(kind) as caught:
        engram.report(table, **options)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("/nowhere/engram", "running /nowhere/engram: no such file or directory. Correct ENGRAM_PROGRAM"),
        ("/etc/passwd", "running /etc/passwd: permission denied. Correct ENGRAM_PROGRAM"),
        ("/bin/true", "it is not the result of a report"),
        ("/bin/false", "the program ended with code 1 and no message"),
    ],
)
def test_another_program_is_recognised(monkeypatch, program, sentence):
    monkeypatch.setenv("ENGRAM_PROGRAM", program)
    with pytest.raises(engram.EngramError) as caught:
        engram.report({"a": GOOD})
    assert sentence in str(caught.value)


def test_results_of_another_version_are_refused(tmp_path):
    (tmp_path / "results.json").write_text('{"schema": "engram.results/1"}')
    with pytest.raises(engram.EngramError, match="has the form engram\\.results/1 and"):
        engram.read(tmp_path)


LONG = """
    import sys, engram
    print("ready", flush=True)
    engram.report("random:ar2?rows=20000", epochs=100000, networks=16, {options})
"""


def children(process):
    """The processes that a process started, by their ids."""
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()


@pytest.mark.parametrize("whole_group", [False, True])
def test_an_interrupt_ends_the_program_and_its_folder(temporary, tmp_path, whole_group):
    out = tmp_path / "place" / "report"
    out.parent.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(LONG.format(options=f"out={str(out)!r}"))],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout.readline() == "ready\n"
    deadline = time.monotonic() + 30
    while not (started := children(process)):
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.05)
    time.sleep(0.5)
    (os.killpg if whole_group else os.kill)(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert "KeyboardInterrupt" in said
    assert not any(Path("/proc", child).exists() for child in started)
    assert list(out.parent.iterdir()) == []


def test_a_callback_that_throws_ends_the_program():
    class Enough(Exception):
        pass

    def refuse(stage, share):
        raise Enough

    with pytest.raises(Enough):
        engram.report("random:ar2?rows=20000", epochs=100000, progress=refuse)
