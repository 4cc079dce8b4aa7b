"""Learns what `resolver/names/data/` holds from groups of equivalent name parts.

    python -m resolver.training spellings NAME-GROUPS.txt.gz [SCRIPT …] [--without FILE …]

NAME-GROUPS is the file `name-groups.txt.gz`: one group a line, `form, form, … => QID`, forms in any script.
It comes with the PyPI package rigour 1.8.2 (MIT); its facts come from Wikidata's items of given and family
names. `--without` leaves out every group line that has a name of those files (tab-separated, two names a
line): so a figure measured on them is a figure for names never seen. The files written are the same to the
byte whenever the input is.
"""
