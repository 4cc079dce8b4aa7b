"""What the default gazetteer must hold, and that it is in order: the promises of gazetteer/README.md."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from pathlib import Path

import pytest

import resolver
from resolver.authoring.check import check
from resolver.authoring.findings import as_text
from resolver.authoring.formatting import format_gazetteer
from resolver.authoring.stats import statistics
from resolver.entities.entity import Entity
from resolver.entities.sources import Sources, load_sources
from resolver.index.loading import default_folder

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
LANGUAGES = (
    "fr",
    "de",
    "es",
    "it",
    "pt",
    "ru",
    "uk",
    "az",
    "hy",
    "ka",
    "tr",
    "ar",
    "fa",
    "he",
    "zh",
    "ja",
    "ko",
    "pl",
)
# Countries of the founding articles, whose neighbours and towns matter too.
SOUTH_CAUCASUS = ("azerbaijan", "armenia", "georgia")


@pytest.fixture(scope="module")
def shipped() -> Sources:
    return load_sources(default_folder())


@pytest.fixture(scope="module")
def countries(shipped: Sources) -> dict[str, Entity]:
    """By ISO 3166 code."""
    return {e.external["iso3166"]: e for e in shipped.entities.values() if "iso3166" in e.external}


def test_check_and_format_find_nothing() -> None:
    assert as_text(check(default_folder())) == ""
    assert format_gazetteer(default_folder(), dry_run=True) == []


def test_size(shipped: Sources) -> None:
    found = statistics(shipped.entities.values())
    assert found.entities >= 1_500
    assert found.names >= 20_000


def test_every_entity_has_a_source(shipped: Sources) -> None:
    headers = {
        str(file): tomllib.loads(file.read_text(encoding="utf-8")).get("source")
        for file in (default_folder() / "entities").rglob("*.toml")
    }
    without = [
        id for id, e in shipped.entities.items() if not (e.sources or headers.get(str(shipped.places[id][0])))
    ]
    assert without == []


def test_countries_have_names_in_every_language(countries: dict[str, Entity]) -> None:
    # 249 codes of ISO 3166-1, and Kosovo's, which it leaves to its users
    assert len(countries) == 250
    missing = [
        f"{code} {lang}" for code, e in countries.items() for lang in LANGUAGES if not e.names.get(lang)
    ]
    # What the sources have is no name of this one alone ("Congo"), or one syllable (괌).
    assert sorted(missing) == ["CG es", "GU ko", "SX fr"]


def test_countries_have_codes_items_and_people(countries: dict[str, Entity]) -> None:
    codes = [code for code, e in countries.items() if not {"iso3166_alpha3", "wikidata"} <= e.external.keys()]
    assert codes == []
    # The rest has no word of its own in the sources: overseas parts of others, islands where nobody lives.
    assert sum(bool(e.demonyms) for e in countries.values()) >= 226
    official = ("Republic of Armenia", "French Republic", "Russian Federation", "Republic of Moldova")
    names = {name.spelling for e in countries.values() for name in e.all_names()}
    assert set(official) <= names


def test_cities(shipped: Sources, countries: dict[str, Entity]) -> None:
    cities = [e for e in shipped.entities.values() if "geonames" in e.external]
    by_country = Counter(e.country for e in cities)
    assert len(cities) >= 950
    assert all(
        by_country[country] >= count for country, count in zip(SOUTH_CAUCASUS, (55, 18, 15), strict=True)
    )
    assert len(by_country) >= 190, "nearly every country has its capital here, or is called as it is"
    assert {
        "tokyo",
        "lagos",
        "sao-paulo",
        "karachi",
        "ganja",
        "vanadzor",
        "batumi",
    } <= shipped.entities.keys()


def test_parts_of_the_world_and_of_countries(shipped: Sources) -> None:
    externals = [e.external for e in shipped.entities.values()]
    states = [e["iso3166_2"] for e in externals if e.get("iso3166_2", "").startswith("US-")]
    assert len(states) == 51, "the states and the District of Columbia"
    assert sum("m49" in e for e in externals) == 30, "the UN's regions"


@pytest.mark.parametrize(
    "acronym",
    [
        "UN",
        "EU",
        "NATO",
        "WHO",
        "UNESCO",
        "IMF",
        "WTO",
        "OSCE",
        "CIS",
        "OTS",
        "AFP",
        "BBC",
        "AZERTAC",
        "ICC",
        "IAEA",
        "OPEC",
        "ASEAN",
        "OECD",
        "OIC",
        "SCO",
    ],
)
def test_organizations_by_their_acronyms(shipped: Sources, acronym: str) -> None:
    bearers = [id for id, e in shipped.entities.items() if acronym in (e.name, *e.acronyms)]
    assert len(bearers) == 1, bearers


def test_a_wheel_carries_all_but_the_imports() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    carried = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    there = {path.name for path in (ROOT / "gazetteer").iterdir() if not path.name.startswith((".", "__"))}
    assert {f"gazetteer/{name}" for name in there - {"imports"}} == set(carried)
    assert all(target == f"resolver/_{source}" for source, target in carried.items())


def test_imported_entities_are_in_order() -> None:
    for file in (default_folder() / "entities" / "imported").glob("*.jsonl"):
        ids = [json.loads(row)["id"] for row in file.read_text(encoding="utf-8").splitlines()]
        assert ids == sorted(ids)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We trust in America's farmers.", ["united-states"]),
        ("The Americas are two continents.", ["americas"]),
        ("Both Houses and the States must agree.", []),
        ("North of the river, Sergeant White met Captain Cook.", []),
        ("A market for all, the Common Market, was founded then.", []),
        ("The National Security Council met at noon.", []),
        ("The UN Security Council met at noon.", ["un-security-council"]),
        ("Native American dancers came to the fair.", []),
        ("American dancers came to the fair.", ["united-states"]),
        ("John Pole sold cloth.", []),
        ("Many Poles live in Warsaw, and one Pole in Gdansk.", ["poland", "warsaw", "poland", "gdansk"]),
        ("No American was hurt, so American tourists stayed.", ["united-states", "united-states"]),
        ("General Marshall drew up a plan.", []),
        ("The Marshall Islands drew up a plan.", ["marshall-islands"]),
        ("Merry Christmas, said Lucia and Pierre.", []),
    ],
)
def test_parts_of_names_are_other_things(text: str, found: list[str]) -> None:
    assert [m.id for m in resolver.load().link(text)] == found
