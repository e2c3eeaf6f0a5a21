"""From a table to a result."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping

from ._program import Progress, run
from ._result import Result
from ._table import write_csv

Setting = str | int | float | bool | Mapping[str, object] | None


def report(
    table: object,
    *,
    date: str | None = None,
    out: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
    **settings: Setting,
) -> Result:
    """Trains both models on a table and returns what was found.

    Args:
        table: a DataFrame or Series of pandas or polars, an array of numpy, or columns by name; or, as text, a source
            as on the command line: ``"random:ar2?rows=500"``.
        date: the column of times, or the name of pandas' index. The default is the index or the column that holds dates;
            where there is none, rows are counted.
        out: the folder of the report; an older report there is replaced. The default is a temporary one, which is
            removed with the result.
        progress: called with what is being done and the share of it that is done.
        **settings: the program's own, with underscores for hyphens: ``change="log-returns"``, ``learning_rate=0.02``,
            ``control=False``, ``lag={"sp500": 1}``; ``from_`` for ``from``. The program checks names and values.

    Raises:
        EngramError: the program refused something or failed; it says what.
        TypeError, ValueError: the table is none, see `write_csv`.
    """
    arguments = [argument for name, value in settings.items() for argument in _arguments(name, value)]
    if not progress:
        arguments.append("--quiet")
    folder = tempfile.mkdtemp(prefix="engram-")
    try:
        if isinstance(table, str):
            source, place = table, None
        else:
            # The report names its source, which must not depend on where temporary folders are: a relative path.
            file = os.path.join(folder, "data.csv")
            source = write_csv(table, file, date=date).replace(file, "data.csv", 1)
            place = folder
        kept = os.path.join(folder, "report") if out is None else os.path.abspath(out)
        run(["report", *arguments, f"--out={kept}", "--", source], folder=place, progress=progress)
        if out is None:
            return Result(kept, owning=folder)
        result = Result(kept)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(folder, ignore_errors=True)
    return result


def read(folder: str | os.PathLike[str]) -> Result:
    """The result in the folder of an earlier report."""
    return Result(folder)


def _arguments(name: str, value: Setting) -> list[str]:
    """A setting as the command line has it."""
    option = name.rstrip("_").replace("_", "-")
    if value is None:
        return []
    if isinstance(value, bool):
        return [f"--{option}" if value else f"--no-{option}"]
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # R has no other numbers.
    if isinstance(value, Mapping):
        value = ",".join(f"{column}={one}" for column, one in value.items())
    return [f"--{option}={value}"]
