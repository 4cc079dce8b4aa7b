"""A small gazetteer folder in layout, with its lock, for edits to work on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from resolver.authoring.formatting import format_gazetteer

PEOPLE = """\
# People of the valley.
source = "parish register, 2024"
licence = "CC0"

# The two writers are sisters.
[mira-tolvane]
type = "person"
name = "Mira Tolvane"  # as she signs
short = ["Tolvane"]
not = ["Mora Tolvane"]
country = "veldoria"
examples = ["The novel by [Mira Tolvane] sold well."]
counterexamples = ["A cousin, [Petra Tolvane], paints."]

[oskar-brenn]
type = "person"
name = "Oskar Brenn"
aliases = [
  "Oskar of Brenn", # in the chronicle
]
member_of = ["harbour-guild"]
"""

PLACES = """\
source = "survey of 2024"
licence = "CC0"

[veldoria]
type = "place"
name = "Veldoria"
demonyms = ["Veldorian", "Veldorians"]
names = { fr = ["Veldorie"], ru = ["Вельдория"] }

[harbour-guild]
type = "organization"
name = "Guild of the Old Harbour"
acronyms = ["GOHX"]
country = "veldoria"

[quellmar]
type = "place"
name = "Quellmar"
variants = ["Wellquarth"]
country = "veldoria"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """entities/people.toml, entities/places.toml, ids.lock."""
    root = tmp_path / "gazetteer"
    (root / "entities").mkdir(parents=True)
    (root / "entities" / "people.toml").write_text(PEOPLE, encoding="utf-8")
    (root / "entities" / "places.toml").write_text(PLACES, encoding="utf-8")
    format_gazetteer(root)
    return root


@pytest.fixture
def write() -> Callable[[Path, str, str, str], None]:
    """Replaces one piece of a file, which must be there."""

    def replace(root: Path, name: str, old: str, new: str) -> None:
        file = root / name
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, (name, old)
        file.write_text(text.replace(old, new), encoding="utf-8")

    return replace
