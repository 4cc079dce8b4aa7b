"""Names and texts in columns: one kernel, and thin adapters for where people keep their tables.

`arrow` is the kernel over anything that speaks Arrow. `pandas`, `polars`, `duckdb`, `spacy` and `spark` each
need the extra of that name (`pip install 'resolver[polars]'`) and are imported by nothing else. `cells` and
`once` are what all of them, and the command line, do with a value; they need no extra.
"""
