"""Prints a Parquet file as CSV for engram: parquet.py FILE [COLUMN ...]"""
import sys

try:
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet
except ImportError:
    sys.exit(print(f"{sys.executable} has no pyarrow; install it: {sys.executable} -m pip install pyarrow", file=sys.stderr) or 78)

path, wanted = sys.argv[1], sys.argv[2:]
try:
    file = pa.parquet.ParquetFile(path)
except Exception as error:
    sys.exit(print(f"{path} cannot be read as Parquet: {error}".replace("\n", " "), file=sys.stderr) or 78)
names = file.schema_arrow.names
columns = [name for name in wanted if name in names] or None


def plain(column):
    kind = column.type
    if pa.types.is_dictionary(kind):
        return plain(column.combine_chunks().dictionary_decode() if hasattr(column, "combine_chunks") else column.dictionary_decode())
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        # Text, which engram reports as left out.
        return pa.array([None if v is None else "value " + str(v)[:40] for v in column.to_pylist()], pa.string())
    if pa.types.is_boolean(kind):
        return column.cast(pa.int8())
    if pa.types.is_float16(kind):
        return column.cast(pa.float64())
    if pa.types.is_duration(kind):
        return column.cast(pa.int64())
    return column


first = True
for batch in file.iter_batches(columns=columns):
    table = pa.table({name: plain(column) for name, column in zip(batch.schema.names, batch.columns)})
    pa.csv.write_csv(table, sys.stdout.buffer, pa.csv.WriteOptions(include_header=first))
    first = False
if first:
    table = file.schema_arrow.empty_table()
    pa.csv.write_csv(table if columns is None else table.select(columns), sys.stdout.buffer)
