"""A table of 500 rows as people hold them, made of names of an invented world: the same for every entry."""

from __future__ import annotations

from itertools import cycle, islice

GAZETTEER = """
[marta-kowalenko]
type = "person"
name = "Marta Kowalenko"
names = { uk = ["Марта Коваленко"], ka = ["მარტა კოვალენკო"] }
country = "veldoria"

[jean-ondaye]
type = "person"
name = "Jean-François Ondaye"
country = "sarnia-isle"

[veldoria]
type = "place"
name = "Veldoria"
demonyms = ["Veldorian"]
names = { ja = ["ヴェルドリア"] }

[sarnia-isle]
type = "place"
name = "Sarnia Isle"

[sorren-institute]
type = "organization"
name = "Sørren Institute"
acronyms = ["SRI"]
country = "veldoria"

[tarnholm-veldoria]
type = "place"
name = "Tarnholm"
country = "veldoria"
ambiguous = ["Tarnholm"]

[tarnholm-sarnia]
type = "place"
name = "Tarnholm"
country = "sarnia-isle"
ambiguous = ["Tarnholm"]
"""

_NAMES: tuple[str | None, ...] = (
    "Marta Kowalenko",
    "Marta Kovalenco",
    "Kowalenko, Marta",
    "Kovalenco, Marta",
    "MARTA KOWALENKO",
    "Марта Коваленко",
    "მარტა კოვალენკო",
    'Marta "Marty" Kowalenko',
    "Dr. Marta Kowalenko",
    "Jean-Franc\u0327ois Ondaye",
    "Jean-François Ondaye",
    "Jean Francois Ondaye",
    "Jean-François\nOndaye",
    "Jean-François\r\nOndaye",
    "  Veldoria  ",
    "Weldoria",
    "ヴェルドリア",
    "Veldoria\t",
    "Sørren Institute",
    "Sorren Institute",
    "SRI",
    "Tarnholm",
    "Sarnia Isle;",
    "Name",
    "NAME",
    "id",
    "Mr",
    "42",
    "007",
    "3.14",
    "1e5",
    "-",
    "?",
    "N/A",
    "null",
    "None",
    "NaN",
    "true",
    "=1+1",
    "Quentin Nobody",
    "Nobody, Quentin",
    'O\'Brien, "Q."',
    "🙂",
    "a\u2028b",
    "\ufeffVeldoria",
    "Иванов Иван",
    "",
    None,
    "   ",
    "x" * 300,
)
_COUNTRIES = (None, "Veldoria", "", "Sarnia Isle", "Nowhere", "veldoria", "  Veldoria ")
_TYPES = (None, "", "person", "Place", "organization")

#: Rows: a name, or what stands where one should; a country; a type; a number.
ROWS = list(islice(zip(cycle(_NAMES), cycle(_COUNTRIES), cycle(_TYPES), cycle(range(13)), strict=False), 500))
NAMES = [row[0] for row in ROWS]
COUNTRIES = [row[1] for row in ROWS]
TYPES = [row[2] for row in ROWS]

_SENTENCES = (
    "{} left Tarnholm, and {} stayed.",
    "In {}, nobody knew {}.",
    'They said: "{}".\nThen {}.',
    "{}, {}",
)
#: A text a row, with names of the rows in it; missing where the name is.
TEXTS = [
    None if name is None else sentence.format(name, NAMES[(7 * number) % 40] or "who")
    for number, (name, sentence) in enumerate(zip(NAMES, cycle(_SENTENCES), strict=False))
]
