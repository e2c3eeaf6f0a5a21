"""Prints a sheet of a workbook as CSV for engram: excel.py FILE [SHEET]"""
import csv
import datetime
import sys


def stop(text):
    print(" ".join(text.split()), file=sys.stderr)
    sys.exit(78)


try:
    import openpyxl
except ImportError:
    stop(f"{sys.executable} has no openpyxl; install it: {sys.executable} -m pip install openpyxl")
path, wanted = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None
try:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    formulas = openpyxl.load_workbook(path, read_only=True)
except Exception as error:
    stop(f"{path} cannot be read as a workbook (.xlsx, .xlsm): {error}")
names = [sheet.title for sheet in book.worksheets]
filled = [n for n in names if any(v is not None for row in book[n].iter_rows(values_only=True) for v in row)]
if wanted in names:
    name = wanted
elif wanted is not None and wanted.isdigit() and 1 <= int(wanted) <= len(names):
    name = names[int(wanted) - 1]
elif wanted is not None:
    stop(f"there is no sheet '{wanted}'; there are: {', '.join(names)}")
elif len(filled) == 1:
    name = filled[0]
else:
    stop(f"the workbook has {len(filled)} sheets with cells: {', '.join(filled)}; name one: sheet=NAME")


def text(value, place, formula):
    if value is None:
        if isinstance(formula, str) and formula.startswith("="):
            stop(f"cell {place} has the formula {formula[:40]} and no value; open the workbook in a spreadsheet and save it")
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, datetime.datetime):
        plain = value.time() == datetime.time() and value.tzinfo is None
        return value.date().isoformat() if plain else value.isoformat(sep=" ", timespec="milliseconds")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return repr(value) if isinstance(value, float) else str(value)


def column(number):
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


rows = []
both = zip(book[name].iter_rows(values_only=True), formulas[name].iter_rows(values_only=True))
for line, (row, written) in enumerate(both, 1):
    rows.append([text(v, f"{column(k)}{line}", f) for k, (v, f) in enumerate(zip(row, written), 1)])
width = max((k + 1 for row in rows for k, cell in enumerate(row) if cell), default=0)
while rows and not any(rows[-1]):
    rows.pop()
writer = csv.writer(sys.stdout, lineterminator="\n")
for row in rows:
    writer.writerow(row[:width])
