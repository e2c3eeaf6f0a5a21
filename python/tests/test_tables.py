"""A table reaches the program with the same numbers and times, whatever library it is of."""

import csv
import subprocess
from datetime import date, datetime, timedelta, timezone

import numpy
import pandas
import polars
import pytest
from conftest import QUICK

import engram

DAYS = pandas.date_range("2020-01-01", periods=120, freq="D")
VALUES = numpy.random.default_rng(1).normal(size=(120, 2)) * [1e-9, 1e7]


def written(table, path, **options):
    source = engram.write_csv(table, path, **options)
    with open(path, encoding="utf-8", newline="") as file:
        return source, list(csv.reader(file))


def test_the_same_table_of_each_library_gives_the_same_results(tmp_path):
    columns = {"low": VALUES[:, 0], "high": VALUES[:, 1]}
    tables = {
        "pandas": pandas.DataFrame(columns, index=pandas.DatetimeIndex(DAYS, name="time")),
        "pandas column": pandas.DataFrame({"time": DAYS, **columns}),
        "polars": polars.DataFrame({"time": [day.date() for day in DAYS], **columns}),
        "numpy columns": {"time": DAYS.to_numpy(), **columns},
        "structured": numpy.rec.fromarrays([DAYS.to_numpy(), *columns.values()], names="time,low,high"),
        "lists": {"time": DAYS.to_pydatetime().tolist(), "low": VALUES[:, 0].tolist(), "high": VALUES[:, 1].tolist()},
    }
    texts = {}
    for name, table in tables.items():
        kept = engram.report(table, out=tmp_path / "report", **QUICK).folder / "results.json"
        texts[name] = kept.read_bytes()
    assert set(texts.values()) == {texts["pandas"]}


def test_the_folder_has_the_bytes_of_the_command_line(tmp_path, command_line):
    table = pandas.DataFrame({"a": VALUES[:, 0], "b": VALUES[:, 1]}, index=DAYS)
    source = engram.write_csv(table, tmp_path / "data.csv").replace(str(tmp_path) + "/", "")
    command_line(
        "report", source, "--epochs", "5", "--networks", "2", "--hidden", "4", "--surrogates", "0", "--no-control",
        "--change", "differences", "--out", "by-hand",
    )  # fmt: skip
    engram.report(table, change="differences", out=tmp_path / "by-python", **QUICK)
    subprocess.run(["diff", "-r", tmp_path / "by-hand", tmp_path / "by-python"], check=True)


def test_numbers_keep_their_bits(tmp_path):
    numbers = [0.1, 1 / 3, 5e-324, 1.7976931348623157e308, -0.0, 2**53 + 0.0, 1e22, 123456789.123456789]
    _, rows = written({"a": numbers}, tmp_path / "a.csv")
    assert [float(cell).hex() for (cell,) in rows[1:]] == [number.hex() for number in numbers]
    single = numpy.array(numbers[:2], dtype=numpy.float32)
    _, rows = written({"a": single}, tmp_path / "a.csv")
    assert [float(cell) for (cell,) in rows[1:]] == single.astype(float).tolist()


def test_missing_values_of_every_kind_are_counted(tmp_path):
    holes = VALUES[:, 0].copy()
    holes[[3, 50]] = numpy.nan
    for table in [
        pandas.DataFrame({"a": holes}),
        pandas.DataFrame({"a": pandas.array(holes, dtype="Float64")}),
        polars.DataFrame({"a": [None if numpy.isnan(value) else value for value in holes]}),
        holes,
    ]:
        found = engram.report(table, **QUICK)
        assert found.results["datasets"][0]["panel"]["sources"][0]["missing"] == 2
        assert len(found.panel()) == 118


def test_times_are_written_as_they_are(tmp_path):
    zone = timezone(timedelta(hours=-5))
    for times, expected in {
        (date(2020, 1, 1), date(2020, 1, 2)): ["2020-01-01", "2020-01-02"],
        (datetime(2020, 1, 1), datetime(2020, 1, 2)): ["2020-01-01", "2020-01-02"],
        (datetime(2020, 1, 1, 9), datetime(2020, 1, 2)): ["2020-01-01T09:00:00", "2020-01-02T00:00:00"],
        (datetime(2020, 1, 1, 9, tzinfo=zone),): ["2020-01-01T09:00:00-05:00"],
        tuple(pandas.period_range("2020Q4", periods=2, freq="Q")): ["2020-Q4", "2021-Q1"],
        tuple(pandas.period_range("2020-12", periods=2, freq="M")): ["2020-12", "2021-01"],
        tuple(pandas.period_range("2020", periods=2, freq="Y")): ["2020", "2021"],
        tuple(pandas.period_range("2020-01-06", periods=2, freq="W")): ["2020-01-06", "2020-01-13"],
    }.items():
        source, rows = written({"t": list(times), "a": [1.0] * len(times)}, tmp_path / "a.csv")
        assert [row[0] for row in rows[1:]] == expected
        assert "date=t&" in source


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_an_index_with_a_zone_keeps_its_instants_over_a_change_of_clocks(library):
    hours = pandas.date_range("2021-03-27 20:00", periods=120, freq="h", tz="Europe/Berlin", name="time")
    table = pandas.DataFrame({"a": VALUES[:, 0]}, index=hours)
    if library == "polars":
        instants = polars.Series(hours.tz_convert("UTC").to_pydatetime().tolist())
        table = polars.DataFrame({"time": instants.dt.convert_time_zone("Europe/Berlin"), "a": VALUES[:, 0]})
    panel = engram.report(table, **QUICK).results["datasets"][0]["panel"]
    assert (panel["resolution"], panel["rows"]) == ("instant", 120)
    assert pandas.Timestamp(panel["first"]) == hours[0]
    assert pandas.Timestamp(panel["last"]) == hours[-1]


def test_midnights_of_a_zone_are_its_days():
    days = pandas.date_range("2021-03-01", periods=120, freq="D", tz="Europe/Berlin")
    panel = engram.report(pandas.Series(VALUES[:, 0], index=days, name="a"), **QUICK).results["datasets"][0]["panel"]
    assert (panel["resolution"], panel["first"], panel["rows"]) == ("day", "2021-03-01", 120)


def test_names_of_any_letters_stay():
    names = ["日付", "Größe μ", "a|b", "x=1&y", "100%", 'say "q"', "=SUM(A1)", "two\nlines", "NaN", "-"]
    table = {name: column for name, column in zip(names, numpy.random.default_rng(2).normal(size=(10, 300)), strict=True)}
    found = engram.report(table, **QUICK)
    assert found.results["datasets"][0]["panel"]["columns"] == names
    assert [column.name for column in found.columns] == names


def test_rows_are_counted_where_no_column_holds_dates(tmp_path):
    for table, names in [
        (VALUES[:, 0], ["value"]),
        (VALUES, ["column_0", "column_1"]),
        (pandas.Series(VALUES[:, 0]), ["value"]),
        (polars.Series("a", VALUES[:, 0]), ["a"]),
        (pandas.DataFrame({("a", "close"): VALUES[:, 0]}), ["a close"]),
        ({2: VALUES[:, 0], 1: VALUES[:, 1]}, ["2", "1"]),
        (pandas.DataFrame({"a": VALUES[:, 0]}, index=range(7, 127)), ["a"]),
    ]:
        source, rows = written(table, tmp_path / "a.csv")
        assert "?date=none&" in source
        assert rows[0] == names
        assert len(rows) == 121
