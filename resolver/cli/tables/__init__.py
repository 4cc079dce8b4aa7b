"""Tables: columns of names or texts in CSV, TSV, JSON lines and Parquet, with all else kept byte for byte.

`run` does the work of `--columns`. A module a format: what a row is, what is read of it, how it is written.
"""
