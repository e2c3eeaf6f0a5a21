"""Tables of pandas, polars, numpy or plain Python, as the CSV that the program reads."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Mapping
from datetime import date as Date
from datetime import datetime
from typing import Any

_PERIODS = {"Y": "%Y", "A": "%Y", "Q": "%F-Q%q", "M": "%Y-%m"}


def write_csv(table: object, path: str | os.PathLike[str], *, date: str | None = None) -> str:
    """Writes a table as CSV and returns the source, ``csv:PATH?…``, by which the program reads it.

    Numbers are the shortest text that reads back as the same bits. A missing value is ``NaN``. Whatever is no number is
    written as text, so that the program refuses it and says where.

    Args:
        table: a DataFrame or Series of pandas or polars, an array of numpy, or columns by name.
        path: the file.
        date: the column of times, or the name of pandas' index. The default is the index or the column that holds dates;
            where there is none, rows are counted.

    Raises:
        TypeError: the table is of no such kind.
        ValueError: it has no values, two columns of one name or of dates, or columns of different lengths.
    """
    columns = _columns(table, date)
    time = _time(columns, date)
    names = [name for name in columns if name != time]
    if not names:
        raise ValueError("the table has no column of values")
    cells = [_numbers(columns[name]) for name in names]
    if time is not None:
        cells.insert(0, _times(columns[time], time))
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"the columns have different lengths: {lengths}")
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*([] if time is None else [time]), *names])
        writer.writerows(zip(*cells, strict=True))
    options = {"date": "none" if time is None else time, "value": _choice(names, time), "header": "first"}
    return f"csv:{_escaped(os.fspath(path), '?')}?" + "&".join(f"{k}={_escaped(v, '&')}" for k, v in options.items())


def read_columns(path: str | os.PathLike[str]) -> dict[str, list[Any]]:
    """The columns of a CSV of the program, by name: numbers with their bits where all are numbers, else text."""
    with open(path, encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return {name: _parsed([row[place] for row in rows]) for place, name in enumerate(header)}


def _parsed(cells: list[str]) -> list[Any]:
    for kind in (int, lambda cell: float(cell or "nan")):
        try:
            return [kind(cell) for cell in cells]
        except ValueError:
            continue
    return cells


def _columns(table: object, date: str | None) -> dict[str, list[Any]]:
    """The columns by name, pandas' index among them where it holds times."""
    library = type(table).__module__.partition(".")[0]
    if library in ("pandas", "polars") and hasattr(table, "to_frame"):
        table = table.to_frame() if getattr(table, "name", None) not in (None, "") else table.to_frame("value")
    if library == "pandas" and hasattr(table, "items"):
        pairs = [(_name(name), _cells(column)) for name, column in table.items()]
        index: Any = table.index  # type: ignore[attr-defined]
        cells = _cells(index)
        if _is_temporal(cells) or (date is not None and date == index.name):
            name = "time" if index.name is None else _name(index.name)
            while any(other == name for other, _ in pairs):
                name += "_"
            pairs.insert(0, (name, cells))
    elif library == "polars" and hasattr(table, "get_columns"):
        pairs = [(_name(column.name), _cells(column)) for column in table.get_columns()]
    elif library == "numpy" and hasattr(table, "dtype"):
        pairs = _of_array(table)
    elif isinstance(table, Mapping):
        pairs = [(_name(name), _cells(column)) for name, column in table.items()]
    else:
        raise TypeError(
            f"a {type(table).__module__}.{type(table).__name__} is no table: "
            "give a DataFrame of pandas or polars, an array of numpy, or a dict of columns"
        )
    columns = dict(pairs)
    if len(columns) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"two columns have the name '{next(name for name in names if names.count(name) > 1)}'")
    return columns


def _of_array(array: Any) -> list[tuple[str, list[Any]]]:
    """The fields of a structured array, or the columns of one with one or two axes, named by their numbers."""
    if array.dtype.names:
        return [(_name(name), _cells(array[name])) for name in array.dtype.names]
    if array.ndim == 1:
        return [("value", _cells(array))]
    if array.ndim == 2:
        return [(f"column_{number}", _cells(array[:, number])) for number in range(array.shape[1])]
    raise TypeError(f"an array with {array.ndim} axes is no table: give rows × columns")


def _name(name: object) -> str:
    """As the program reads it: without spaces at the ends."""
    return (" ".join(map(str, name)) if isinstance(name, tuple) else str(name)).strip()


def _cells(column: Any) -> list[Any]:
    """The values as those of plain Python."""
    if type(column).__module__ == "numpy" and column.dtype.kind == "M" and column.dtype.name != "datetime64[D]":
        column = column.astype("datetime64[us]")  # Nanoseconds would become integers.
    if isinstance(column, (str, bytes)):
        raise TypeError(f"a column must be a list or an array, not the text {column!r}")
    for convert in ("tolist", "to_list"):
        if hasattr(column, convert):
            return list(getattr(column, convert)())
    return list(column)


def _is_missing(cell: Any) -> bool:
    return cell is None or type(cell).__name__ in ("NAType", "NaTType") or (isinstance(cell, float) and cell != cell)


def _is_temporal(cells: Iterable[Any]) -> bool:
    first = next((cell for cell in cells if not _is_missing(cell)), None)
    return isinstance(first, Date) or type(first).__name__ == "Period"


def _time(columns: Mapping[str, list[Any]], date: str | None) -> str | None:
    """The column of times; none where rows are counted."""
    if date is not None:
        if date not in columns:
            raise ValueError(f"there is no column '{date}' for date=; there are {', '.join(columns)}")
        return date
    temporal = [name for name, cells in columns.items() if _is_temporal(cells)]
    if len(temporal) > 1:
        raise ValueError(f"{' and '.join(temporal)} all hold dates: name the one to use with date=, leave the others out")
    return temporal[0] if temporal else None


def _times(cells: list[Any], name: str) -> list[str]:
    """ISO 8601; days where no time of day is given."""
    for row, cell in enumerate(cells):
        if _is_missing(cell):
            raise ValueError(f"row {row} has no time in '{name}': leave the row out or give it a time")
    cells = [_start(cell) for cell in cells]
    stamps = [cell for cell in cells if isinstance(cell, datetime)]
    if len(stamps) == len(cells) and not any(
        stamp.tzinfo or stamp.hour or stamp.minute or stamp.second or stamp.microsecond for stamp in stamps
    ):
        return [stamp.date().isoformat() for stamp in stamps]
    return [str(cell.isoformat()) if isinstance(cell, Date) else str(cell) for cell in cells]


def _start(cell: Any) -> Any:
    """Of a period of pandas: its name where the program knows such names, else its first instant."""
    if type(cell).__name__ != "Period":
        return cell
    pattern = _PERIODS.get(cell.freqstr.partition("-")[0])
    return cell.strftime(pattern) if pattern else cell.start_time


def _numbers(cells: list[Any]) -> list[str]:
    """Numbers as the shortest text with the same bits; all else as its text."""
    return [
        repr(cell) if type(cell) is float and cell == cell else "NaN" if _is_missing(cell) else str(cell) for cell in cells
    ]


def _choice(names: list[str], time: str | None) -> str:
    """The value of ``value=``: names, or numbers of columns where a name holds the bar that separates them."""
    if not any("|" in name for name in names):
        return "|".join(names)
    if any(name.isdecimal() for name in names):
        raise ValueError(f"a name with '|' beside one that is a number, among {', '.join(names)}: rename one of them")
    first = 1 if time is None else 2
    return "|".join(str(number) for number in range(first, first + len(names)))


def _escaped(text: str, separator: str) -> str:
    return text.replace("%", "%25").replace(separator, f"%{ord(separator):02X}")
