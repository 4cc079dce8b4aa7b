"""What maintainers of a gazetteer do: check, format, edit, lineage, compare, suggest, import, export.

Every module does one job and returns plain results; the command line only prints them.
"""
