"""A little world of invented names, so that no test depends on what the default gazetteer knows."""

WORLD = """
[marta-kowalenko]
type = "person"
name = "Marta Kowalenko"
short = ["Kowalenko"]
variants = ["Marta Kovalenco"]
names = { uk = ["Марта Коваленко"] }
country = "veldoria"
external = { wikidata = "Q900000001" }

[veldoria]
type = "place"
name = "Veldoria"
demonyms = ["Veldorian"]
variants = ["Weldoria", { of = "Veldorian", spelling = "Weldorian" }]
external = { iso3166 = "VE" }

[sorren-institute]
type = "organization"
name = "Sørren Institute"
acronyms = ["SRI"]
variants = ["Sorren Institute"]
country = "veldoria"
note = "Studies <rivers> & lakes."

[old-veldoria]
type = "place"
name = "Old Veldoria"
replaced_by = "veldoria"

[sorren-society]
type = "organization"
name = "Sorren Society"
retired = true
"""

# With namesakes and others, for the service.
SERVED = (
    WORLD
    + """
[marta-kowalenko-singer]
type = "person"
name = "Marta Kowalenko"
country = "tarnia"
external = { wikidata = "Q900000002" }
ambiguous = ["Marta Kowalenko"]

[tarnia]
type = "place"
name = "Tarnia"

[henrik-aldous]
type = "person"
name = "Henrik Aldous"
short = ["Aldous"]
country = "veldoria"

[orrin-vale-north]
type = "place"
name = "Orrin Vale"
ambiguous = ["Orrin Vale"]

[orrin-vale-south]
type = "place"
name = "Orrin Vale"
ambiguous = ["Orrin Vale"]

[sorren-union]
type = "organization"
name = "Sorren Union"
replaced_by = ["sorren-institute", "henrik-aldous"]
"""
)
