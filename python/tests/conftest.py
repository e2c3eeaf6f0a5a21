import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

QUICK = {"epochs": 5, "networks": 2, "hidden": 4, "surrogates": 0, "control": False}
"""Settings under which a report takes a second."""


@pytest.fixture(scope="session")
def result():
    """A report of the sunspots, with a control."""
    import pandas

    import engram

    frame = pandas.read_csv(ROOT / "fixtures/real/sunspots_yearly.csv")
    return engram.report(frame, date="Year", **(QUICK | {"control": True, "epochs": 20}))


@pytest.fixture
def command_line(tmp_path):
    """Runs the console script in a temporary folder."""

    def run(*arguments, code=0):
        done = subprocess.run(["engram", *arguments], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == code, done.stderr
        return done

    return run
