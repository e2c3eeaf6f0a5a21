"""What pyproject.toml cannot say: the version is the program's, and the wheel holds a program but no module in C."""

import subprocess
from pathlib import Path

from setuptools import Distribution, setup
from setuptools.command.bdist_wheel import bdist_wheel

PROGRAM = Path(__file__).parent / "src/engram/bin/engram"


class WithProgram(Distribution):
    """Built for one platform, as with a module in C."""

    def has_ext_modules(self):
        return True


class AnyPython(bdist_wheel):
    """The program is the same for every Python."""

    def get_tag(self):
        return "py3", "none", super().get_tag()[2]


if not PROGRAM.exists():
    raise SystemExit(f"there is no program in {PROGRAM.parent}: build the wheel with `make wheel`, which puts it there")
version = subprocess.run([PROGRAM, "--version"], check=True, capture_output=True, text=True).stdout.strip()
setup(version=version, distclass=WithProgram, cmdclass={"bdist_wheel": AnyPython})
