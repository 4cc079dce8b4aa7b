"""From sources to an open index: read, compile, and (for the shipped gazetteer) find the compiled form."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import Any

from resolver.entities.lexicon import Lexicon, LexiconData
from resolver.entities.sources import find_files, load_sources
from resolver.errors import GazetteerError
from resolver.index.build import build_index
from resolver.index.index import Index
from resolver.names.matcher import Matcher

DEFAULT = "default"


def default_folder() -> Path:
    """Where the shipped gazetteer lies: in the wheel, or beside the package in a checkout.

    Raises GazetteerError when the installation lacks it.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_gazetteer", package.parent / "gazetteer"):
        if (folder / "entities").is_dir():
            return folder
    raise GazetteerError("the default gazetteer is missing from this installation: install resolver again")


@lru_cache(maxsize=1)
def default_lexicon() -> Lexicon:
    """The lexicon of the shipped gazetteer."""
    return Lexicon.compile(_default_lexicon_data())


def _default_lexicon_data() -> LexiconData:
    return load_sources(list(find_files(default_folder()).lexicon)).lexicon_data


def open_index(sources: Sequence[Any], *, cache: bool) -> Index:
    """The index of one or several sources, later ones over earlier ones; None means the default gazetteer."""
    flat: list[Any] = []
    for source in sources:
        if isinstance(source, list | tuple) and source and isinstance(source[0], str | PathLike):
            flat.extend(source)
        else:
            flat.append(source)
    resolved = [default_folder() if s is None or s == DEFAULT else s for s in flat]
    loaded = load_sources(resolved)
    extra = loaded.lexicon_data
    base = default_lexicon()
    if default_folder() in resolved or not (extra["words"] or extra["map"] or extra["weight"] or extra["tables"]):
        lexicon = base
    else:
        lexicon = Lexicon.compile(_default_lexicon_data(), extra)
    return build_index(loaded.entities.values(), lexicon, loaded.gazetteer(), Matcher(lexicon))
