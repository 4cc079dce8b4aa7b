"""GeoNames dumps: places (`cities15000.txt`, `allCountries.txt`) and `alternateNamesV2.txt`, in one import.

Told apart by the number of columns: 19 for places, 4 to 10 for alternate names
(https://download.geonames.org/export/dump/readme.txt). Give the places first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from resolver.authoring.exchange.collecting import Grouped, Options, Record, Skipped, language_code, put_name

_PLACE_COLUMNS: Final = 19
# Codes that stand in the column of the language and are none.
_EXTERNAL: Final = {"wkdt": "wikidata", "iata": "iata", "icao": "icao", "unlc": "unlocode"}
_NO_NAMES: Final = frozenset({"link", "post", "faac", "tcid", "phon", "piny"})


def read_geonames(lines: Iterator[tuple[int, str]], options: Options, skipped: Skipped) -> Iterator[Record]:
    """Alternate names of places that are not in the import are left out, unless it has no places at all."""
    grouped = Grouped()
    places = False
    for number, line in lines:
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) == _PLACE_COLUMNS:
            places = True
            record = grouped.record(options.prefix + cells[0])
            record |= {"type": "place", "name": cells[1]}
            record["external"] = {"geonames": cells[0]}
        elif 4 <= len(cells) <= 10:
            id = options.prefix + cells[1]
            if places and id not in grouped.records:
                skipped.add("a name of a place that is not imported", cells[3], number)
                continue
            _alternate(grouped.record(id), cells, number, options, skipped)
        else:
            skipped.add("neither 19 columns nor 4 to 10", line.strip()[:60], number)
    for id, record in grouped.records.items():
        if "name" not in record:
            _choose_name(record, options)
        if "name" not in record:
            skipped.add("no name", id)
            continue
        yield record


def _alternate(record: Record, cells: list[str], number: int, options: Options, skipped: Skipped) -> None:
    record.setdefault("type", "place")
    language, name = cells[2], cells[3]
    preferred, _short, colloquial, historic = (cell == "1" for cell in (cells + [""] * 8)[4:8])
    if language in _EXTERNAL:
        record.setdefault("external", {}).setdefault(_EXTERNAL[language], name)
    elif language in _NO_NAMES:
        skipped.add(f"“{language}” is no language", name, number)
    elif language == "abbr":
        put_name(record, "acronyms" if name.isupper() else "aliases", name)
    elif historic:
        put_name(record, "former", name)
    elif colloquial:
        put_name(record, "nicknames", name)
    elif not language:
        put_name(record, "aliases", name)
    elif options.wants(code := language_code(language)):
        put_name(record, "", name, code)
        spellings = record.get("names", {}).get(code, [])
        if preferred and name in spellings:
            spellings.insert(0, spellings.pop(spellings.index(name)))


def _choose_name(record: Record, options: Options) -> None:
    """Without the places file, the name in the wanted language or the first there is."""
    names = record.get("names", {})
    if options.language in names:
        record["name"] = names[options.language].pop(0)
        if not names[options.language]:
            del names[options.language]
    elif record.get("aliases"):
        record["name"] = record["aliases"].pop(0)
    elif names:
        record["name"] = next(iter(names.values()))[0]
    for field in ("names", "aliases"):
        if field in record and not record[field]:
            del record[field]
